import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Actor } from '../../../kernel/actor.js';
import type { Json } from '../../../platform/database/json.js';
import { Can, Fails, Me } from '../../../platform/http/index.js';
import { BranchNotFound } from '../../organisation/index.js';
import { Schedule } from '../schedule.permissions.js';
import { Grid, GridQuery } from './grid.dto.js';
import { GridQueries } from './grid.queries.js';

@Controller('schedule')
export class GridController {
  constructor(private readonly queries: GridQueries) {}

  /**
   * Shows the schedule of a branch.
   * Rooms, their days and the lessons on them. A cell is red when a current member has an overdue payment, a used-up or
   * expired subscription, or an overdue loan; the reasons name clients only to those who may see them.
   */
  @Get()
  @Can(Schedule.read)
  @ApiOkResponse({ type: Grid })
  @Fails(BranchNotFound)
  show(@Me() me: Actor, @Query() query: GridQuery): Promise<Json<Grid>> {
    return this.queries.grid(me, query);
  }
}
