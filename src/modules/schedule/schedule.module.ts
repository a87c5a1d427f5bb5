import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientsModule } from '../clients/index.js';
import { OrganisationModule } from '../organisation/index.js';
import { PayrollModule } from '../payroll/index.js';
import { SubscriptionsModule } from '../subscriptions/index.js';
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
import { MemberMerging } from './member-merging.js';
import { RoomRow } from './rooms/room.entity.js';
import { RoomsController } from './rooms/rooms.controller.js';
import { RoomsQueries } from './rooms/rooms.queries.js';
import { RoomsService } from './rooms/rooms.service.js';
import { ScheduleHandlers } from './schedule.handlers.js';
import { SeriesController } from './series/series.controller.js';
import { SeriesRow } from './series/series.entity.js';
import { SeriesQueries } from './series/series.queries.js';
import { SeriesService } from './series/series.service.js';

const services = [
  RoomsService,
  GroupsService,
  MembersService,
  LessonsService,
  SeriesService,
  CompletionService,
];
const queries = [
  RoomsQueries,
  GroupsQueries,
  MembersQueries,
  LessonsQueries,
  SeriesQueries,
  CompletionQueries,
  GridQueries,
];
const rows = [RoomRow, GroupRow, GroupMemberRow, SeriesRow, LessonRow, CompletionRow, AttendanceRow];

@Module({
  imports: [
    ClientsModule,
    OrganisationModule,
    PayrollModule,
    SubscriptionsModule,
    TypeOrmModule.forFeature(rows),
  ],
  controllers: [
    ...[RoomsController, GroupsController, GroupMembersController, SeriesController],
    ...[LessonsController, CompletionController, GridController],
  ],
  providers: [...services, ...queries, MemberMerging, ScheduleHandlers],
  exports: services,
})
export class ScheduleModule {}
