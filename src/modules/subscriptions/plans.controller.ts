import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { Db } from '../../platform/database/db.js';
import { Can, Commands, CurrentRequest, Fails, Id, type ApiRequest } from '../../platform/http/index.js';
import { PlanPatch } from './plan-patches.dto.js';
import { PlanRequest } from './plan-requests.dto.js';
import { Plan, PlanListQuery, PlanPage } from './plans.dto.js';
import { PlansQueries } from './plans.queries.js';
import { PlansService } from './plans.service.js';
import { PlanNameTaken, PlanNotFound, PlanOfSingleVisits } from './subscriptions.errors.js';
import { Plans } from './subscriptions.permissions.js';

@Controller('plans')
export class PlansController {
  constructor(
    private readonly commands: Commands,
    private readonly plans: PlansService,
    private readonly queries: PlansQueries,
    private readonly db: Db,
  ) {}

  /** Lists plans, those on sale unless asked otherwise. */
  @Get()
  @Can(Plans.read)
  list(@Query() query: PlanListQuery): Promise<PlanPage> {
    return this.queries.list(query);
  }

  /** Shows a plan. */
  @Get(':id')
  @Can(Plans.read)
  @Fails(PlanNotFound)
  get(@Id() id: string): Promise<Plan> {
    return this.queries.get(this.db, id);
  }

  /** Puts a plan on sale. */
  @Post()
  @Can(Plans.write)
  @Fails(PlanNameTaken)
  create(@CurrentRequest() request: ApiRequest, @Body() body: PlanRequest): Promise<Plan> {
    return this.commands.create(request, (tx) => this.plans.create(tx, body));
  }

  /**
   * Changes a plan.
   * Subscriptions sold before keep the terms they were sold with.
   */
  @Patch(':id')
  @Can(Plans.write)
  @Fails(PlanNotFound, PlanNameTaken, PlanOfSingleVisits)
  change(@CurrentRequest() request: ApiRequest, @Id() id: string, @Body() body: PlanPatch): Promise<Plan> {
    return this.commands.change(request, (tx, base) => this.plans.change(tx, id, body, base));
  }

  /** Takes a plan off sale; what was sold stays as it is. */
  @Delete(':id')
  @Can(Plans.write)
  @Fails(PlanNotFound)
  archive(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.plans.archive(tx, id));
  }
}
