import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Db } from '../../platform/database/db.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import { CorrectionsService } from './corrections.service.js';
import {
  RefundQuote,
  RefundQuoteQuery,
  SubscriptionRefundRequest,
  SubscriptionRefund,
} from './refunds.dto.js';
import { SubscriptionRefundsService } from './refunds.service.js';
import { RenewalsService } from './renewals.service.js';
import { SALE_FAULTS } from './sale.errors.js';
import { ExtensionRequest, RenewalRequest, VisitTransferRequest } from './subscription-requests.dto.js';
import { Subscription } from './subscriptions.dto.js';
import {
  AdjustmentBelowZero,
  AdjustmentOfUnlimited,
  NothingToTransfer,
  NotPermitted,
  NotTransferable,
  RefundAboveAmount,
  RefundNotCovered,
  StartBeforeEnd,
  SubscriptionCancelled,
  SubscriptionNotFound,
  SubscriptionNotRunning,
  SubscriptionRenewed,
  TransferToSelf,
} from './subscriptions.errors.js';
import { Subscriptions } from './subscriptions.permissions.js';
import { TransfersService } from './transfers.service.js';

const locationOf = (made: { id: string }): string => `/v1/subscriptions/${made.id}`;

/** What may become of a subscription: the next term, another client, an end before its time, more days. */
@Controller('subscriptions/:id')
export class TermsController {
  constructor(
    private readonly commands: Commands,
    private readonly renewals: RenewalsService,
    private readonly transfers: TransfersService,
    private readonly refunds: SubscriptionRefundsService,
    private readonly corrections: CorrectionsService,
    private readonly db: Db,
  ) {}

  /**
   * Renews a subscription, once.
   * The next term begins after the end; visits left over go into it, or burn, as the plan says. Answers with the next term.
   */
  @Post('renewal')
  @Can(Subscriptions.write)
  @Fails(
    ...[SubscriptionNotFound, SubscriptionCancelled, SubscriptionRenewed, SubscriptionNotRunning],
    ...[StartBeforeEnd, ...SALE_FAULTS],
  )
  renew(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: RenewalRequest,
  ): Promise<Subscription> {
    return this.commands.create(request, (tx) => this.renewals.renew(tx, id, body), locationOf);
  }

  /**
   * Gives visits to another client.
   * Their value goes along and nobody pays anew; unpaid visits of the other client are taken over. Answers with the subscription of the other client.
   */
  @Post('transfers')
  @Can(Subscriptions.transfer)
  @Fails(
    ...[SubscriptionNotFound, SubscriptionCancelled, NotTransferable, NothingToTransfer, TransferToSelf],
    ...[AdjustmentBelowZero, AdjustmentOfUnlimited],
  )
  transfer(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: VisitTransferRequest,
  ): Promise<Subscription> {
    return this.commands.create(request, (tx) => this.transfers.transfer(tx, id, body), locationOf);
  }

  /** Calculates what a refund would give back, line by line; nothing changes. */
  @Get('refunds/quote')
  @Can(Subscriptions.refund)
  @Fails(SubscriptionNotFound, SubscriptionCancelled)
  quote(@Me() me: Actor, @Id() id: string, @Query() query: RefundQuoteQuery): Promise<RefundQuote> {
    return this.db.tx(me, (tx) => this.refunds.quote(tx, id, query), { dryRun: true });
  }

  /**
   * Ends a subscription and gives back what was not used.
   * It is taken off what is owed, the instalments to come first; what was paid above the rest becomes free money of who paid, and is paid out when asked.
   */
  @Post('refunds')
  @Can(Subscriptions.refund)
  @Fails(SubscriptionNotFound, SubscriptionCancelled, NotPermitted, RefundAboveAmount, RefundNotCovered)
  refund(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: SubscriptionRefundRequest,
  ): Promise<SubscriptionRefund> {
    return this.commands.create(
      request,
      (tx) => this.refunds.refund(tx, id, body),
      () => `/v1/subscriptions/${id}`,
    );
  }

  /** Adds days to the end of a subscription; one that is past it runs again. */
  @Post('extensions')
  @Can(Subscriptions.extend)
  @Fails(SubscriptionNotFound, SubscriptionCancelled, SubscriptionNotRunning)
  extend(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: ExtensionRequest,
  ): Promise<Subscription> {
    return this.commands.create(request, (tx) => this.corrections.extend(tx, id, body), locationOf);
  }
}
