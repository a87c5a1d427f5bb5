import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientsModule } from '../clients/index.js';
import { OrganisationModule } from '../organisation/index.js';
import { PayrollModule } from '../payroll/index.js';
import { SubscriptionsModule } from '../subscriptions/index.js';
import { WarehouseModule } from '../warehouse/index.js';
import { AttendanceLedger } from './completion/attendance.ledger.js';
import { AvailabilityController } from './availability/availability.controller.js';
import { AvailabilityQueries } from './availability/availability.queries.js';
import { SeriesAvailabilityQueries } from './availability/series-availability.queries.js';
import { ClosingService } from './closures/closing.service.js';
import { ClosureRow } from './closures/closure.entity.js';
import { ClosuresController } from './closures/closures.controller.js';
import { ClosuresQueries } from './closures/closures.queries.js';
import { ClosuresService } from './closures/closures.service.js';
import { CompletionController } from './completion/completion.controller.js';
import { AttendanceRow, CompletionRow, CorrectionRow } from './completion/completion.entity.js';
import { CompletionQueries } from './completion/completion.queries.js';
import { CompletionService } from './completion/completion.service.js';
import { CorrectionsService } from './completion/corrections.service.js';
import { LessonMaterials } from './completion/lesson-materials.js';
import { LessonMaterialsController } from './completion/used-materials.controller.js';
import { UsedMaterialsQueries } from './completion/used-materials.queries.js';
import { GridController } from './grid/grid.controller.js';
import { GridQueries } from './grid/grid.queries.js';
import { GroupMemberRow, GroupRow, WaitlistEntryRow } from './groups/group.entity.js';
import { GroupMembersController, GroupsController } from './groups/groups.controller.js';
import { GroupsQueries } from './groups/groups.queries.js';
import { GroupsService } from './groups/groups.service.js';
import { MembersQueries } from './groups/members.queries.js';
import { ClientMembershipsController } from './groups/memberships.controller.js';
import { MembersService } from './groups/members.service.js';
import { GroupWaitlistController } from './groups/waitlist.controller.js';
import { WaitlistQueries } from './groups/waitlist.queries.js';
import { WaitlistService } from './groups/waitlist.service.js';
import { AbsencesService } from './lessons/absences.service.js';
import { LessonAbsenceRow, LessonGuestRow } from './lessons/attendance-plan.entity.js';
import {
  ClientLessonsController,
  LessonAbsencesController,
  LessonGuestsController,
} from './lessons/attendance-plans.controller.js';
import { AttendancePlansQueries } from './lessons/attendance-plans.queries.js';
import { GuestsService } from './lessons/guests.service.js';
import { LessonActionsController } from './lessons/lesson-actions.controller.js';
import { LessonClientRow, LessonOverrideRow, LessonRow } from './lessons/lesson.entity.js';
import { LessonClientsController } from './lessons/lesson-clients.controller.js';
import { LessonClientsService } from './lessons/lesson-clients.service.js';
import { LessonsController } from './lessons/lessons.controller.js';
import { LessonsQueries } from './lessons/lessons.queries.js';
import { LessonsService } from './lessons/lessons.service.js';
import { SubstitutionsService } from './lessons/substitutions.service.js';
import { MemberMerging } from './member-merging.js';
import { EmployeeCardController } from './pay/employee-card.controller.js';
import { EmployeeCardQueries } from './pay/employee-card.queries.js';
import { LessonPayController } from './pay/lesson-pay.controller.js';
import { LessonPayQueries } from './pay/lesson-pay.queries.js';
import { LessonPayService } from './pay/lesson-pay.service.js';
import { PaymentsPayService } from './pay/payments-pay.service.js';
import { RoomRow } from './rooms/room.entity.js';
import { RoomsController } from './rooms/rooms.controller.js';
import { RoomsQueries } from './rooms/rooms.queries.js';
import { RoomsService } from './rooms/rooms.service.js';
import { ScheduleHandlers } from './schedule.handlers.js';
import { SeriesChangesController } from './series/changes.controller.js';
import { SeriesChangesService } from './series/changes.service.js';
import { ExceptionsQueries } from './series/exceptions.queries.js';
import { SeriesExceptionsService } from './series/exceptions.service.js';
import { SeriesController } from './series/series.controller.js';
import { SeriesExceptionRow, SeriesRow } from './series/series.entity.js';
import { SeriesQueries } from './series/series.queries.js';
import { SeriesService } from './series/series.service.js';

const services = [
  RoomsService,
  GroupsService,
  MembersService,
  WaitlistService,
  LessonsService,
  LessonClientsService,
  SubstitutionsService,
  GuestsService,
  AbsencesService,
  SeriesService,
  SeriesChangesService,
  SeriesExceptionsService,
  ClosuresService,
  ClosingService,
  CompletionService,
  CorrectionsService,
  LessonPayService,
  PaymentsPayService,
];
const queries = [
  RoomsQueries,
  GroupsQueries,
  MembersQueries,
  WaitlistQueries,
  LessonsQueries,
  AttendancePlansQueries,
  SeriesQueries,
  ExceptionsQueries,
  ClosuresQueries,
  AvailabilityQueries,
  SeriesAvailabilityQueries,
  CompletionQueries,
  UsedMaterialsQueries,
  GridQueries,
  LessonPayQueries,
  EmployeeCardQueries,
];
const rows = [
  ...[RoomRow, GroupRow, GroupMemberRow, WaitlistEntryRow, SeriesRow, SeriesExceptionRow, ClosureRow],
  ...[LessonRow, LessonClientRow, LessonOverrideRow, LessonGuestRow, LessonAbsenceRow],
  ...[CompletionRow, AttendanceRow, CorrectionRow],
];

@Module({
  imports: [
    ClientsModule,
    OrganisationModule,
    PayrollModule,
    SubscriptionsModule,
    WarehouseModule,
    TypeOrmModule.forFeature(rows),
  ],
  controllers: [
    ...[RoomsController, GroupsController, GroupMembersController, SeriesController],
    ...[GroupWaitlistController, LessonsController, LessonActionsController, LessonGuestsController],
    ...[
      LessonAbsencesController,
      LessonClientsController,
      ClientLessonsController,
      ClientMembershipsController,
      CompletionController,
      LessonMaterialsController,
      GridController,
    ],
    ...[SeriesChangesController, ClosuresController, AvailabilityController],
    ...[LessonPayController, EmployeeCardController],
  ],
  providers: [...services, ...queries, AttendanceLedger, LessonMaterials, MemberMerging, ScheduleHandlers],
  exports: services,
})
export class ScheduleModule {}
