import { Controller, Get, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Can, Fails, Id, Me } from '../../platform/http/index.js';
import { ActivityNotFound } from '../catalogue/index.js';
import { GroupNotFound, LessonNotFound } from '../schedule/index.js';
import { CostingPeriodQuery, CostingQuery, LessonCosting, PeriodCosting } from './costing.dto.js';
import { DeferredQuery, DeferredRevenue } from './deferred.dto.js';
import { Costing } from './costing.permissions.js';
import { DeferredQueries } from './deferred.queries.js';
import { LessonCostsQueries } from './lesson-costs.queries.js';
import { PeriodCostsQueries } from './period-costs.queries.js';

@Controller('costing')
export class CostingController {
  constructor(
    private readonly lessons: LessonCostsQueries,
    private readonly periods: PeriodCostsQueries,
    private readonly deferrals: DeferredQueries,
  ) {}

  /**
   * Shows what a lesson brought and cost, against its norm.
   * Revenue is what its visits are worth; cost is pay, contributions, materials, the room and overhead.
   */
  @Get('lessons/:id')
  @Can(Costing.read)
  @Fails(LessonNotFound)
  lesson(@Me() me: Actor, @Id() id: string, @Query() query: CostingQuery): Promise<LessonCosting> {
    return this.lessons.lesson(me, id, query);
  }

  /** Sums plan and fact of an activity's completed lessons over a period, with averages. */
  @Get('activities/:id')
  @Can(Costing.read)
  @Fails(ActivityNotFound)
  activity(@Me() me: Actor, @Id() id: string, @Query() query: CostingPeriodQuery): Promise<PeriodCosting> {
    return this.periods.activity(me, id, query);
  }

  /** Sums plan and fact of a group's completed lessons over a period; a joint lesson counts with its leading group. */
  @Get('groups/:id')
  @Can(Costing.read)
  @Fails(GroupNotFound)
  group(@Me() me: Actor, @Id() id: string, @Query() query: CostingPeriodQuery): Promise<PeriodCosting> {
    return this.periods.group(me, id, query);
  }

  /**
   * Shows what was sold and is still to be delivered, plan by plan.
   * Worth less what was recognised and what was given back, as it was recorded by an instant.
   */
  @Get('deferred')
  @Can(Costing.read)
  deferred(@Me() me: Actor, @Query() query: DeferredQuery): Promise<DeferredRevenue> {
    return this.deferrals.deferred(me, query);
  }
}
