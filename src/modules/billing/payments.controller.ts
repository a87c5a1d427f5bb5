import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import { Payment, PaymentListQuery, PaymentPage, PaymentRequest, PaymentReversal } from './payments.dto.js';
import {
  AccountOfWalkIn,
  PaymentAlreadyReversed,
  PaymentHasLeft,
  PaymentInFuture,
  PaymentMoved,
  PaymentNotFound,
  PaymentOfNothing,
  PaymentPayerAmbiguous,
} from './billing.errors.js';
import { Billing } from './billing.permissions.js';
import {
  CashNotEnough,
  CashShiftAmbiguous,
  CashShiftClosed,
  CashShiftNotOpen,
  CashShiftRequired,
} from './cash/cash.errors.js';
import { PaymentsQueries } from './payments.queries.js';
import { PaymentsService } from './payments.service.js';

const CASH = [CashShiftRequired, CashShiftNotOpen, CashShiftClosed, CashShiftAmbiguous];

@Controller('payments')
export class PaymentsController {
  constructor(
    private readonly commands: Commands,
    private readonly payments: PaymentsService,
    private readonly queries: PaymentsQueries,
  ) {}

  /** Lists payments, the last received first. */
  @Get()
  @Can(Billing.read)
  list(@Me() me: Actor, @Query() query: PaymentListQuery): Promise<PaymentPage> {
    return this.queries.list(me, query);
  }

  /** Shows a payment and what it pays. */
  @Get(':id')
  @Can(Billing.read)
  @Fails(PaymentNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<Payment> {
    return this.queries.getInReach(me, id);
  }

  /**
   * Takes a payment in.
   * It pays the charges it is meant for, then those of the account that are due first; what is left waits and is taken by the next charge. Cash belongs to the open shift of the desk.
   */
  @Post()
  @Can(Billing.write)
  @Fails(PaymentPayerAmbiguous, PaymentOfNothing, PaymentInFuture, AccountOfWalkIn, ...CASH)
  receive(@CurrentRequest() request: ApiRequest, @Body() body: PaymentRequest): Promise<Payment> {
    return this.commands.create(request, (tx) => this.payments.receive(tx, body));
  }

  /**
   * Reverses a payment.
   * The payment stays, with the reason; a reversing entry takes it off the balance, and what it paid is open again.
   */
  @Delete(':id')
  @Can(Billing.write)
  @Fails(
    ...[PaymentNotFound, PaymentAlreadyReversed, PaymentHasLeft, PaymentMoved, AccountOfWalkIn],
    ...[CashNotEnough, ...CASH],
  )
  reverse(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: PaymentReversal,
  ): Promise<Payment> {
    return this.commands.run(request, (tx) => this.payments.reverse(tx, id, body));
  }
}
