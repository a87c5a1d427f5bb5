import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
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
import { BranchArchived } from '../../organisation/index.js';
import { PayslipListQuery, PayslipPage } from './payslips.dto.js';
import { PayslipsQueries } from './payslips.queries.js';
import { RunPaymentsService } from './run-payments.service.js';
import {
  PayrollRunApproval,
  PayrollRunCancellation,
  PayrollRunPayment,
  PayrollRunRequest,
} from './run-requests.dto.js';
import { PayrollRun, PayrollRunListQuery, PayrollRunPage } from './runs.dto.js';
import {
  NothingToPay,
  PayrollRunBuiltUpon,
  PayrollRunClosed,
  PayrollRunDigestDiffers,
  PayrollRunMakerApproves,
  PayrollRunNotFound,
  PayrollRunOtherYear,
  PayrollRunOutOfOrder,
  PayrollRunOverlaps,
  PayrollRunPaidInPart,
  PayrollRunStale,
  PayrollRunState,
  ReceiptRequired,
  TaxTableMissing,
} from './runs.errors.js';
import { PayrollRuns } from './runs.permissions.js';
import { PayrollRunsQueries } from './runs.queries.js';
import { PayrollRunsService } from './runs.service.js';

@Controller('payroll-runs')
export class PayrollRunsController {
  constructor(
    private readonly commands: Commands,
    private readonly runs: PayrollRunsService,
    private readonly payments: RunPaymentsService,
    private readonly queries: PayrollRunsQueries,
    private readonly payslips: PayslipsQueries,
  ) {}

  /** Lists payroll runs with their totals, the latest period first. */
  @Get()
  @Can(PayrollRuns.read)
  list(@Me() me: Actor, @Query() query: PayrollRunListQuery): Promise<PayrollRunPage> {
    return this.queries.list(me, query);
  }

  /** Gives one payroll run with its totals. */
  @Get(':id')
  @Can(PayrollRuns.read)
  @Fails(PayrollRunNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<PayrollRun> {
    return this.queries.getFor(me, id);
  }

  /** Lists the payslips of a run. */
  @Get(':id/payslips')
  @Can(PayrollRuns.read)
  @Fails(PayrollRunNotFound)
  async listPayslips(
    @Me() me: Actor,
    @Id() id: string,
    @Query() query: PayslipListQuery,
  ): Promise<PayslipPage> {
    await this.queries.getFor(me, id);
    return this.payslips.ofRun(me, id, query);
  }

  /**
   * Drafts a run: collects what the branch's employees earned before the period's end and no run has yet, and computes.
   * What was earned before the period, such as a mark changed late, comes in as an adjustment.
   */
  @Post()
  @Can(PayrollRuns.write)
  @Fails(PayrollRunOverlaps, PayrollRunOutOfOrder, TaxTableMissing, BranchOutOfReach, BranchArchived)
  draft(@CurrentRequest() request: ApiRequest, @Body() body: PayrollRunRequest): Promise<PayrollRun> {
    return this.commands.create(request, (tx) => this.runs.draft(tx, body));
  }

  /** Recalculates a draft: takes in what came meanwhile; the same facts give the same result, to the byte. */
  @Post(':id/recalculation')
  @Can(PayrollRuns.write)
  @Fails(PayrollRunNotFound, PayrollRunState, PayrollRunOutOfOrder, TaxTableMissing)
  recalculate(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<PayrollRun> {
    return this.commands.run(request, (tx) => this.runs.recalculate(tx, id));
  }

  /**
   * Approves a draft: its lines are frozen for good.
   * They are computed once more; when the facts are others by now, nothing is approved. Later changes go into the next run.
   */
  @Post(':id/approval')
  @Can(PayrollRuns.approve)
  @Fails(
    ...[
      PayrollRunNotFound,
      PayrollRunState,
      PayrollRunStale,
      PayrollRunDigestDiffers,
      PayrollRunMakerApproves,
    ],
    ...[PayrollRunOutOfOrder, TaxTableMissing],
  )
  approve(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: PayrollRunApproval,
  ): Promise<PayrollRun> {
    return this.commands.run(request, (tx) => this.runs.approve(tx, id, body.digest));
  }

  /** Takes an approval back: the run is a draft again. Only before the first payment, and the latest run first. */
  @Delete(':id/approval')
  @Can(PayrollRuns.approve)
  @Fails(PayrollRunNotFound, PayrollRunState, PayrollRunPaidInPart, PayrollRunBuiltUpon)
  withdraw(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<PayrollRun> {
    return this.commands.run(request, (tx) => this.runs.withdraw(tx, id));
  }

  /**
   * Records that a run was paid: all of it or some of its people.
   * Each gets the net of their payslip, once. The self-employed are paid against a receipt. With the last one the run is paid.
   */
  @Post(':id/payment')
  @Can(PayrollRuns.pay)
  @Fails(...[PayrollRunNotFound, PayrollRunState, PayrollRunOtherYear, ReceiptRequired, NothingToPay])
  pay(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: PayrollRunPayment,
  ): Promise<PayrollRun> {
    return this.commands.run(request, (tx) => this.payments.pay(tx, id, body));
  }

  /** Gives a draft up; what it had collected is free for another run. */
  @Post(':id/cancellation')
  @Can(PayrollRuns.write)
  @Fails(PayrollRunNotFound, PayrollRunState, PayrollRunClosed)
  cancel(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: PayrollRunCancellation,
  ): Promise<PayrollRun> {
    return this.commands.run(request, (tx) => this.runs.cancel(tx, id, body.reason));
  }
}
