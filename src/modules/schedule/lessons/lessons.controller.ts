import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { VersionUnknown } from '../../../platform/database/versioned.js';
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
import { LessonFull } from './attendance-plans.errors.js';
import { LessonCancellationRequest, LessonPatch, LessonRequest } from './lesson-requests.dto.js';
import { Lesson, LessonCard, LessonListQuery, LessonPage, PlannedLesson } from './lessons.dto.js';
import {
  LessonClash,
  LessonNotCancelled,
  LessonNotFound,
  LessonNotPlanned,
  OverrideNotPermitted,
  RoomTooSmall,
} from './lessons.errors.js';
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
   * Plans a single lesson: of a group, of several groups together, or of named clients.
   * When the room, the teacher or the group is taken, `409 lesson.clash` names each lesson in the way in `conflicts`.
   * An `override` with a reason books over a taken room or teacher and into a room too small; a group is never in two
   * places. Clients who would be in two lessons at once are named in `warnings`.
   */
  @Post()
  @Can(Schedule.write)
  @Fails(
    ...[GroupNotFound, GroupArchived, OutsideGroupDates, LessonClash],
    ...[RoomClosed, RoomTooSmall, OverrideNotPermitted],
  )
  create(@CurrentRequest() request: ApiRequest, @Body() body: LessonRequest): Promise<PlannedLesson> {
    return this.commands.create(request, (tx) => this.lessons.plan(tx, body));
  }

  /**
   * Changes a planned lesson: another time, room or teacher, the topic.
   * In another room, or on another day, places are counted anew: `409` names who finds none, unless an `override` is given.
   * Whoever is named as the teacher here is the planned one; for a substitute see `substitution`, for a move with its
   * reason `move`.
   */
  @Patch(':id')
  @Can(Schedule.write)
  @Fails(
    LessonNotFound,
    LessonNotPlanned,
    LessonClash,
    RoomClosed,
    RoomTooSmall,
    LessonFull,
    OverrideNotPermitted,
    VersionUnknown,
  )
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: LessonPatch,
  ): Promise<PlannedLesson> {
    return this.commands.change(request, (tx, base) => this.lessons.change(tx, id, body, base));
  }

  /** Cancels a planned lesson; its time is free again, and so is whatever its guests were to make up. */
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

  /** Puts a cancelled lesson back, if its time is still free; guests are planned anew. */
  @Delete(':id/cancellation')
  @Can(Schedule.write)
  @Fails(LessonNotFound, LessonNotCancelled, LessonClash, RoomClosed)
  restore(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<Lesson> {
    return this.commands.run(request, (tx) => this.lessons.restore(tx, id));
  }
}
