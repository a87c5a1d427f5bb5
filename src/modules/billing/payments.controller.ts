import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import { Payment, PaymentListQuery, PaymentPage, PaymentRequest, PaymentReversal } from './billing.dto.js';
import {
  PaymentAlreadyReversed,
  PaymentInFuture,
  PaymentNotFound,
  PaymentOfNothing,
  PaymentPayerAmbiguous,
} from './billing.errors.js';
import { Billing } from './billing.permissions.js';
import { BillingService } from './billing.service.js';
import { PaymentsQueries } from './payments.queries.js';

@Controller('payments')
export class PaymentsController {
  constructor(
    private readonly commands: Commands,
    private readonly billing: BillingService,
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
   * It pays the charges of the account that are due first; what is left waits and is taken by the next charge.
   */
  @Post()
  @Can(Billing.write)
  @Fails(PaymentPayerAmbiguous, PaymentOfNothing, PaymentInFuture)
  receive(@CurrentRequest() request: ApiRequest, @Body() body: PaymentRequest): Promise<Payment> {
    return this.commands.create(request, (tx) => this.billing.receive(tx, body));
  }

  /**
   * Reverses a payment.
   * The payment stays, with the reason; a reversing entry takes it off the balance, and what it paid is open again.
   */
  @Delete(':id')
  @Can(Billing.write)
  @Fails(PaymentNotFound, PaymentAlreadyReversed)
  reverse(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: PaymentReversal,
  ): Promise<Payment> {
    return this.commands.run(request, (tx) => this.billing.reversePayment(tx, id, body.reason));
  }
}
