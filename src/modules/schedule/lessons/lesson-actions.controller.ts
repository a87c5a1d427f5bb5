import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import {
  Can,
  Commands,
  CurrentRequest,
  Fails,
  Id,
  Me,
  type ApiRequest,
} from '../../../platform/http/index.js';
import { RoomClosed } from '../rooms/rooms.errors.js';
import { Schedule } from '../schedule.permissions.js';
import { LessonFull } from './attendance-plans.errors.js';
import {
  LessonChangeListQuery,
  LessonChangePage,
  MoveRequest,
  SubstitutionQuery,
  SubstitutionRequest,
} from './lesson-actions.dto.js';
import { Lesson, PlannedLesson } from './lessons.dto.js';
import {
  LessonClash,
  LessonNotFound,
  LessonNotPlanned,
  NotSubstituted,
  OverrideNotPermitted,
  RoomTooSmall,
  TeachesAlready,
} from './lessons.errors.js';
import { LessonsQueries } from './lessons.queries.js';
import { LessonsService } from './lessons.service.js';
import { SubstitutionsService } from './substitutions.service.js';

@Controller('lessons/:id')
export class LessonActionsController {
  constructor(
    private readonly commands: Commands,
    private readonly lessons: LessonsService,
    private readonly substitutions: SubstitutionsService,
    private readonly queries: LessonsQueries,
  ) {}

  /**
   * Lists what happened to a lesson: moves, substitutions, cancellations.
   * Each with from and to, who, when and why, whoever did it.
   */
  @Get('changes')
  @Can(Schedule.read)
  @Fails(LessonNotFound)
  changes(
    @Me() me: Actor,
    @Id() id: string,
    @Query() query: LessonChangeListQuery,
  ): Promise<LessonChangePage> {
    return this.queries.changes(me, id, query);
  }

  /**
   * Lets somebody else teach a planned lesson, in the place of the lead or of the second teacher.
   * The planned teacher is remembered and shown; the pay goes to who taught.
   */
  @Post('substitution')
  @Can(Schedule.write)
  @Fails(LessonNotFound, LessonNotPlanned, LessonClash, OverrideNotPermitted)
  substitute(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: SubstitutionRequest,
  ): Promise<Lesson> {
    return this.commands.run(request, (tx) => this.substitutions.substitute(tx, id, body));
  }

  /** Gives a lesson back to its planned teacher, if they are free. */
  @Delete('substitution')
  @Can(Schedule.write)
  @Fails(LessonNotFound, LessonNotPlanned, NotSubstituted, LessonClash, TeachesAlready)
  endSubstitution(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Query() query: SubstitutionQuery,
  ): Promise<Lesson> {
    request.allowedQuery = ['reason', 'role'];
    return this.commands.run(request, (tx) => this.substitutions.end(tx, id, query));
  }

  /**
   * Moves a planned lesson to another time, another room, or both.
   * A day and a time are by the branch's clock. The series does not make the old day again.
   */
  @Post('move')
  @Can(Schedule.write)
  @Fails(
    ...[LessonNotFound, LessonNotPlanned, LessonClash],
    ...[RoomClosed, RoomTooSmall, LessonFull, OverrideNotPermitted],
  )
  move(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: MoveRequest,
  ): Promise<PlannedLesson> {
    return this.commands.run(request, (tx) => this.lessons.move(tx, id, body));
  }
}
