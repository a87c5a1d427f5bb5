import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Can, Fails, Me } from '../../../platform/http/index.js';
import { BranchNotFound } from '../../organisation/index.js';
import { Schedule } from '../schedule.permissions.js';
import {
  Availability,
  AvailabilityQuery,
  SeriesAvailability,
  SeriesAvailabilityRequest,
} from './availability.dto.js';
import { AvailabilityQueries } from './availability.queries.js';
import { SeriesAvailabilityQueries } from './series-availability.queries.js';

@Controller('schedule/availability')
export class AvailabilityController {
  constructor(
    private readonly queries: AvailabilityQueries,
    private readonly forSeries: SeriesAvailabilityQueries,
  ) {}

  /**
   * Shows when rooms and teachers are free.
   * Free is what lessons, closures and opening hours leave of each day, in stretches of at least `minutes`.
   */
  @Get()
  @Can(Schedule.read)
  @Fails(BranchNotFound)
  show(@Me() me: Actor, @Query() query: AvailabilityQuery): Promise<Availability> {
    return this.queries.show(me, query);
  }

  /** Says which rooms and teachers are free for a whole series. Nothing is kept. */
  @Post('series')
  @HttpCode(200)
  @Can(Schedule.read)
  @Fails(BranchNotFound)
  showSeries(@Me() me: Actor, @Body() body: SeriesAvailabilityRequest): Promise<SeriesAvailability> {
    return this.forSeries.show(me, body);
  }
}
