import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import {
  AccountOfWalkIn,
  PaymentPayerAmbiguous,
  RefundAlreadyReversed,
  RefundExceedsFree,
  RefundInFuture,
  RefundNotFound,
  RefundOfNothing,
} from './billing.errors.js';
import { Billing } from './billing.permissions.js';
import {
  CashNotEnough,
  CashShiftAmbiguous,
  CashShiftClosed,
  CashShiftNotOpen,
  CashShiftRequired,
} from './cash/cash.errors.js';
import { Refund, RefundListQuery, RefundPage, RefundRequest, RefundReversal } from './refunds.dto.js';
import { RefundsQueries } from './refunds.queries.js';
import { RefundsService } from './refunds.service.js';

const CASH = [CashShiftRequired, CashShiftNotOpen, CashShiftClosed, CashShiftAmbiguous];

@Controller('refunds')
export class RefundsController {
  constructor(
    private readonly commands: Commands,
    private readonly refunds: RefundsService,
    private readonly queries: RefundsQueries,
  ) {}

  /** Lists refunds, the last given first. */
  @Get()
  @Can(Billing.read)
  list(@Me() me: Actor, @Query() query: RefundListQuery): Promise<RefundPage> {
    return this.queries.list(me, query);
  }

  /** Shows a refund and the payments it is made of. */
  @Get(':id')
  @Can(Billing.read)
  @Fails(RefundNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<Refund> {
    return this.queries.getInReach(me, id);
  }

  /**
   * Gives free money of an account back.
   * It is taken from the payments that came the same way first, then from the oldest. `payer-accounts/{id}/refundable` says how much is free.
   */
  @Post()
  @Can(Billing.refund)
  @Fails(
    ...[PaymentPayerAmbiguous, RefundOfNothing, RefundInFuture, RefundExceedsFree],
    ...[AccountOfWalkIn, CashNotEnough, ...CASH],
  )
  give(@CurrentRequest() request: ApiRequest, @Body() body: RefundRequest): Promise<Refund> {
    return this.commands.create(request, (tx) => this.refunds.giveBack(tx, body));
  }

  /**
   * Takes a refund back, as when it was never paid out.
   * The refund stays, with the reason; the money is free again and meets what is open.
   */
  @Delete(':id')
  @Can(Billing.refund)
  @Fails(RefundNotFound, RefundAlreadyReversed, AccountOfWalkIn, ...CASH)
  reverse(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: RefundReversal,
  ): Promise<Refund> {
    return this.commands.run(request, (tx) => this.refunds.reverse(tx, id, body));
  }
}
