import { Body, Controller, Get, Post, Query } from '@nestjs/common';
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
import { GroupArchived, GroupNotFound, OutsideGroupDates } from '../groups/groups.errors.js';
import { LessonClash, OverrideNotPermitted, RoomTooSmall } from '../lessons/lessons.errors.js';
import { RoomClosed } from '../rooms/rooms.errors.js';
import { Schedule } from '../schedule.permissions.js';
import {
  EndingRequest,
  PlannedSeries,
  Series,
  SeriesListQuery,
  SeriesPage,
  SeriesRequest,
} from './series.dto.js';
import { SeriesEnded, SeriesNotFound, SeriesWithoutDays } from './series.errors.js';
import { SeriesQueries } from './series.queries.js';
import { SeriesService } from './series.service.js';

@Controller('series')
export class SeriesController {
  constructor(
    private readonly commands: Commands,
    private readonly series: SeriesService,
    private readonly queries: SeriesQueries,
  ) {}

  /** Lists series. */
  @Get()
  @Can(Schedule.read)
  list(@Me() me: Actor, @Query() query: SeriesListQuery): Promise<SeriesPage> {
    return this.queries.list(me, query);
  }

  /** Gives one series. */
  @Get(':id')
  @Can(Schedule.read)
  @Fails(SeriesNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<Series> {
    return this.queries.getFor(me, id);
  }

  /**
   * Starts a series of lessons.
   * All its lessons up to the horizon of the settings are planned, or none: `409 lesson.clash` names each lesson in the
   * way in `conflicts`. Days of a closure stay free. An `override` with a reason plans over taken rooms and teachers;
   * `overridden` says which. A nightly job plans on, without that word: it leaves out what is taken then.
   */
  @Post()
  @Can(Schedule.write)
  @Fails(
    ...[GroupNotFound, GroupArchived, OutsideGroupDates, SeriesWithoutDays],
    ...[LessonClash, RoomClosed, RoomTooSmall, OverrideNotPermitted],
  )
  start(@CurrentRequest() request: ApiRequest, @Body() body: SeriesRequest): Promise<PlannedSeries> {
    return this.commands.create(request, (tx) => this.series.start(tx, body));
  }

  /**
   * Ends a series.
   * Planned lessons after the day are cancelled by the centre; what was completed stays.
   */
  @Post(':id/ending')
  @Can(Schedule.write)
  @Fails(SeriesNotFound, SeriesEnded)
  end(@CurrentRequest() request: ApiRequest, @Id() id: string, @Body() body: EndingRequest): Promise<Series> {
    return this.commands.run(request, (tx) => this.series.end(tx, id, body));
  }
}
