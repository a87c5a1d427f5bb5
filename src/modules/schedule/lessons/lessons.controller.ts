import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import {
  EditConflict,
  VersionRequired,
  VersionStale,
  VersionUnknown,
} from '../../../platform/database/versioned.js';
import {
  Can,
  Commands,
  CurrentRequest,
  Fails,
  Id,
  Me,
  type ApiRequest,
} from '../../../platform/http/index.js';
import { GroupArchived, GroupNotFound, OutsideGroupDates } from '../groups/groups.errors.js';
import { RoomClosed } from '../rooms/rooms.errors.js';
import { Schedule } from '../schedule.permissions.js';
import {
  LessonCancellationRequest,
  Lesson,
  LessonCard,
  LessonListQuery,
  LessonPage,
  LessonPatch,
  LessonRequest,
} from './lessons.dto.js';
import { LessonClash, LessonNotCancelled, LessonNotFound, LessonNotPlanned } from './lessons.errors.js';
import { LessonsQueries } from './lessons.queries.js';
import { LessonsService } from './lessons.service.js';

@Controller('lessons')
export class LessonsController {
  constructor(
    private readonly commands: Commands,
    private readonly lessons: LessonsService,
    private readonly queries: LessonsQueries,
  ) {}

  /**
   * Lists lessons.
   * `from` and `to` bound the beginning of a lesson, `to` excluded.
   */
  @Get()
  @Can(Schedule.read)
  list(@Me() me: Actor, @Query() query: LessonListQuery): Promise<LessonPage> {
    return this.queries.list(me, query);
  }

  /** Gives one lesson with everybody on its list and their marks. */
  @Get(':id')
  @Can(Schedule.read)
  @Fails(LessonNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<LessonCard> {
    return this.queries.getFor(me, id);
  }

  /**
   * Plans a single lesson.
   * When the room, the teacher or the group is taken, `409 lesson.clash` names each lesson in the way in `conflicts`.
   */
  @Post()
  @Can(Schedule.write)
  @Fails(GroupNotFound, GroupArchived, OutsideGroupDates, LessonClash, RoomClosed)
  create(@CurrentRequest() request: ApiRequest, @Body() body: LessonRequest): Promise<Lesson> {
    return this.commands.create(request, (tx) => this.lessons.plan(tx, body));
  }

  /** Changes a planned lesson: another time, another room, a substitute, the topic. */
  @Patch(':id')
  @Can(Schedule.write)
  @Fails(
    LessonNotFound,
    LessonNotPlanned,
    LessonClash,
    RoomClosed,
    EditConflict,
    VersionStale,
    VersionRequired,
    VersionUnknown,
  )
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: LessonPatch,
  ): Promise<Lesson> {
    return this.commands.change(request, (tx, base) => this.lessons.change(tx, id, body, base));
  }

  /** Cancels a planned lesson; its time is free again. */
  @Post(':id/cancellation')
  @Can(Schedule.write)
  @Fails(LessonNotFound, LessonNotPlanned)
  cancel(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: LessonCancellationRequest,
  ): Promise<Lesson> {
    return this.commands.run(request, (tx) => this.lessons.cancel(tx, id, body));
  }

  /** Puts a cancelled lesson back, if its time is still free. */
  @Delete(':id/cancellation')
  @Can(Schedule.write)
  @Fails(LessonNotFound, LessonNotCancelled, LessonClash, RoomClosed)
  restore(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<Lesson> {
    return this.commands.run(request, (tx) => this.lessons.restore(tx, id));
  }
}
