import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { BranchOutOfReach } from '../../platform/http/http.errors.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import { languageOf } from '../../platform/http/problem.js';
import {
  PayAdjustmentListQuery,
  PayAdjustmentRequest,
  PayAdjustmentReversalRequest,
} from './pay-adjustments.dto.js';
import { PayAdjustmentsService } from './pay-adjustments.service.js';
import { Accrual, AccrualPage } from './accruals.dto.js';
import { PayAdjustmentNotFound, PayAdjustmentReversed } from './payroll.errors.js';
import { PayAdjustments, Payroll } from './payroll.permissions.js';
import { PayrollQueries } from './payroll.queries.js';

const languageIn = (request: ApiRequest) => languageOf(request.headers['accept-language']);

@Controller('pay-adjustments')
export class PayAdjustmentsController {
  constructor(
    private readonly commands: Commands,
    private readonly adjustments: PayAdjustmentsService,
    private readonly queries: PayrollQueries,
  ) {}

  /**
   * Lists bonuses, penalties, advances and deductions, and what took them back, with their sum.
   * With the scope own, only the caller's.
   */
  @Get()
  @Can(Payroll.read)
  list(
    @Me() me: Actor,
    @CurrentRequest() request: ApiRequest,
    @Query() query: PayAdjustmentListQuery,
  ): Promise<AccrualPage> {
    return this.queries.adjustments(me, query, languageIn(request));
  }

  /** Gives one of them. */
  @Get(':id')
  @Can(Payroll.read)
  @Fails(PayAdjustmentNotFound)
  get(@Me() me: Actor, @CurrentRequest() request: ApiRequest, @Id() id: string): Promise<Accrual> {
    return this.queries.adjustmentFor(me, id, languageIn(request));
  }

  /**
   * Enters a bonus, a penalty, an advance or a deduction.
   * It is an entry of the ledger of pay of its own kind, in the branch of the employee; all but a bonus are below zero.
   */
  @Post()
  @Can(PayAdjustments.write)
  @Fails(BranchOutOfReach)
  create(@CurrentRequest() request: ApiRequest, @Body() body: PayAdjustmentRequest): Promise<Accrual> {
    return this.commands.create(request, async (tx) =>
      this.queries.entry(tx, await this.adjustments.add(tx, body), languageIn(request)),
    );
  }

  /** Takes an adjustment back, once, by an entry against it. */
  @Post(':id/reversal')
  @Can(PayAdjustments.write)
  @Fails(PayAdjustmentNotFound, PayAdjustmentReversed)
  reverse(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: PayAdjustmentReversalRequest,
  ): Promise<Accrual> {
    return this.commands.run(request, async (tx) =>
      this.queries.entry(tx, await this.adjustments.reverse(tx, id, body.reason), languageIn(request)),
    );
  }
}
