import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Db } from '../../../platform/database/db.js';
import { VersionUnknown } from '../../../platform/database/versioned.js';
import { BranchOutOfReach } from '../../../platform/http/http.errors.js';
import {
  Can,
  Commands,
  CurrentRequest,
  Fails,
  Id,
  Me,
  type ApiRequest,
} from '../../../platform/http/index.js';
import { Payroll } from '../payroll.permissions.js';
import { WithholdingOrderNotFound } from './runs.errors.js';
import { PayrollRuns } from './runs.permissions.js';
import { TaxFacts, TaxFactsListQuery, TaxFactsPage, TaxFactsRequest } from './tax-facts.dto.js';
import {
  WithholdingOrderListQuery,
  WithholdingOrderPage,
  WithholdingOrderPatch,
  WithholdingOrderRequest,
  WithholdingOrderView,
} from './withholding-orders.dto.js';
import { TaxFactsQueries } from './tax-facts.queries.js';
import { TaxFactsService } from './tax-facts.service.js';

@Controller('employee-tax-facts')
export class TaxFactsController {
  constructor(
    private readonly commands: Commands,
    private readonly facts: TaxFactsService,
    private readonly queries: TaxFactsQueries,
  ) {}

  /** Lists what decides employees' taxes, the newest first; with the scope own, only the caller's. */
  @Get()
  @Can(Payroll.read)
  list(@Me() me: Actor, @Query() query: TaxFactsListQuery): Promise<TaxFactsPage> {
    return this.queries.facts(me, query);
  }

  /**
   * Enters what decides an employee's taxes from a day on: residence, tax number, deductions.
   * Facts are never changed: other facts are entered. Whoever has none is taxed as a resident without deductions.
   */
  @Post()
  @Can(PayrollRuns.write)
  @Fails(BranchOutOfReach)
  add(@CurrentRequest() request: ApiRequest, @Body() body: TaxFactsRequest): Promise<TaxFacts> {
    return this.commands.create(
      request,
      (tx) => this.facts.enter(tx, body),
      () => '/v1/employee-tax-facts',
    );
  }
}

@Controller('withholding-orders')
export class WithholdingOrdersController {
  constructor(
    private readonly commands: Commands,
    private readonly facts: TaxFactsService,
    private readonly queries: TaxFactsQueries,
    private readonly db: Db,
  ) {}

  /** Lists what is withheld of pay for others; with the scope own, only of the caller's. */
  @Get()
  @Can(Payroll.read)
  list(@Me() me: Actor, @Query() query: WithholdingOrderListQuery): Promise<WithholdingOrderPage> {
    return this.queries.orders(me, query);
  }

  /** Gives one withholding order. */
  @Get(':id')
  @Can(Payroll.read)
  @Fails(WithholdingOrderNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<WithholdingOrderView> {
    return this.queries.order(this.db, id, me);
  }

  /** Enters a withholding order: a percent of the pay after tax or an amount a month, within a limit. */
  @Post()
  @Can(PayrollRuns.write)
  @Fails(BranchOutOfReach)
  create(
    @CurrentRequest() request: ApiRequest,
    @Body() body: WithholdingOrderRequest,
  ): Promise<WithholdingOrderView> {
    return this.commands.create(request, (tx) => this.facts.order(tx, body));
  }

  /** Changes the words or the end of a withholding order; what was withheld stays. */
  @Patch(':id')
  @Can(PayrollRuns.write)
  @Fails(WithholdingOrderNotFound, VersionUnknown)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: WithholdingOrderPatch,
  ): Promise<WithholdingOrderView> {
    return this.commands.change(request, (tx, base) => this.facts.changeOrder(tx, id, body, base));
  }
}
