import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
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
import { GroupArchived, GroupNotFound } from '../groups/groups.errors.js';
import {
  LessonClash,
  LessonNotPlanned,
  OverrideNotPermitted,
  RoomTooSmall,
} from '../lessons/lessons.errors.js';
import { RoomClosed } from '../rooms/rooms.errors.js';
import { Schedule } from '../schedule.permissions.js';
import {
  PlanOutcome,
  SeriesChange,
  SeriesChangeRequest,
  SeriesExceptionListQuery,
  SeriesExceptionOutcome,
  SeriesExceptionPage,
  SeriesExceptionRequest,
} from './changes.dto.js';
import { SeriesChangesService } from './changes.service.js';
import { ExceptionsQueries } from './exceptions.queries.js';
import { SeriesExceptionsService } from './exceptions.service.js';
import {
  SeriesDayExcepted,
  SeriesEnded,
  SeriesExceptionNotFound,
  SeriesNotFound,
  SeriesWithoutDays,
} from './series.errors.js';

@Controller('series/:id')
export class SeriesChangesController {
  constructor(
    private readonly commands: Commands,
    private readonly changes: SeriesChangesService,
    private readonly exceptions: SeriesExceptionsService,
    private readonly queries: ExceptionsQueries,
  ) {}

  /**
   * Changes the plan of all lessons to come, or of one and those that follow.
   * A lesson whose day stays keeps its id; what falls out of the plan is cancelled by the centre. Lessons that were held,
   * cancelled or changed one by one stay as they are. When one lesson does not fit, none is changed, and `conflicts` names
   * everything in the way; an `override` with a reason plans over taken rooms and teachers. `dryRun=true` shows what would become of each lesson. Say what the change is based on with
   * `version` or `If-Match`; a split takes only the current version.
   */
  @Post('changes')
  @Can(Schedule.write)
  @Fails(
    ...[
      SeriesNotFound,
      SeriesEnded,
      SeriesWithoutDays,
      GroupNotFound,
      GroupArchived,
      LessonClash,
      RoomClosed,
      RoomTooSmall,
      OverrideNotPermitted,
    ],
    ...[EditConflict, VersionStale, VersionRequired, VersionUnknown],
  )
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: SeriesChangeRequest,
  ): Promise<SeriesChange> {
    return this.commands.change(request, (tx, base) => this.changes.change(tx, id, body, base));
  }

  /** Lists the days on which a series goes against its rule. */
  @Get('exceptions')
  @Can(Schedule.read)
  @Fails(SeriesNotFound)
  list(
    @Me() me: Actor,
    @Id() id: string,
    @Query() query: SeriesExceptionListQuery,
  ): Promise<SeriesExceptionPage> {
    return this.queries.list(me, id, query);
  }

  /**
   * Skips a day of the rule, or adds a day outside it.
   * The lesson of a skipped day is cancelled by the centre; one that was held cannot be skipped.
   */
  @Post('exceptions')
  @Can(Schedule.write)
  @Fails(SeriesNotFound, SeriesEnded, SeriesDayExcepted, LessonNotPlanned, LessonClash, RoomClosed)
  add(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: SeriesExceptionRequest,
  ): Promise<SeriesExceptionOutcome> {
    return this.commands.create(request, (tx) => this.exceptions.add(tx, id, body));
  }

  /** Takes an exception back: the lesson of a skipped day is planned again, that of an extra day is cancelled. */
  @Delete('exceptions/:exceptionId')
  @Can(Schedule.write)
  @Fails(SeriesNotFound, SeriesEnded, SeriesExceptionNotFound, LessonClash, RoomClosed)
  remove(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('exceptionId') exceptionId: string,
  ): Promise<PlanOutcome> {
    return this.commands.run(request, (tx) => this.exceptions.remove(tx, id, exceptionId));
  }
}
