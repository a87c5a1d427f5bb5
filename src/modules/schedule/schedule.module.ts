import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OrganisationModule } from '../organisation/index.js';
import { PayrollModule } from '../payroll/index.js';
import { SubscriptionsModule } from '../subscriptions/index.js';
import { AvailabilityController } from './availability/availability.controller.js';
import { AvailabilityQueries } from './availability/availability.queries.js';
import { SeriesAvailabilityQueries } from './availability/series-availability.queries.js';
import { ClosingService } from './closures/closing.service.js';
import { ClosureRow } from './closures/closure.entity.js';
import { ClosuresController } from './closures/closures.controller.js';
import { ClosuresQueries } from './closures/closures.queries.js';
import { ClosuresService } from './closures/closures.service.js';
import { CompletionController } from './completion/completion.controller.js';
import { AttendanceRow, CompletionRow } from './completion/completion.entity.js';
import { CompletionQueries } from './completion/completion.queries.js';
import { CompletionService } from './completion/completion.service.js';
import { GridController } from './grid/grid.controller.js';
import { GridQueries } from './grid/grid.queries.js';
import { GroupMemberRow, GroupRow } from './groups/group.entity.js';
import { GroupMembersController, GroupsController } from './groups/groups.controller.js';
import { GroupsQueries } from './groups/groups.queries.js';
import { GroupsService } from './groups/groups.service.js';
import { MembersQueries } from './groups/members.queries.js';
import { MembersService } from './groups/members.service.js';
import { LessonRow } from './lessons/lesson.entity.js';
import { LessonsController } from './lessons/lessons.controller.js';
import { LessonsQueries } from './lessons/lessons.queries.js';
import { LessonsService } from './lessons/lessons.service.js';
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
  LessonsService,
  SeriesService,
  SeriesChangesService,
  SeriesExceptionsService,
  ClosuresService,
  ClosingService,
  CompletionService,
];
const queries = [
  RoomsQueries,
  GroupsQueries,
  MembersQueries,
  LessonsQueries,
  SeriesQueries,
  ExceptionsQueries,
  ClosuresQueries,
  AvailabilityQueries,
  SeriesAvailabilityQueries,
  CompletionQueries,
  GridQueries,
];
const rows = [
  RoomRow,
  GroupRow,
  GroupMemberRow,
  SeriesRow,
  SeriesExceptionRow,
  ClosureRow,
  LessonRow,
  CompletionRow,
  AttendanceRow,
];

@Module({
  imports: [OrganisationModule, PayrollModule, SubscriptionsModule, TypeOrmModule.forFeature(rows)],
  controllers: [
    ...[RoomsController, GroupsController, GroupMembersController, SeriesController],
    ...[SeriesChangesController, ClosuresController, AvailabilityController],
    ...[LessonsController, CompletionController, GridController],
  ],
  providers: [...services, ...queries, ScheduleHandlers],
  exports: services,
})
export class ScheduleModule {}
