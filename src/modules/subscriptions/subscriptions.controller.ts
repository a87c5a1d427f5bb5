import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import { CorrectionsService } from './corrections.service.js';
import { FreezesService } from './freezes.service.js';
import {
  AdjustmentRequest,
  CancellationRequest,
  FreezeRequest,
  SaleRequest,
} from './subscription-requests.dto.js';
import {
  LedgerQuery,
  Subscription,
  SubscriptionListQuery,
  SubscriptionPage,
  SubscriptionQuery,
  VisitEntryPage,
} from './subscriptions.dto.js';
import {
  AdjustmentBelowZero,
  AdjustmentOfUnlimited,
  FreezeBackdated,
  FreezeBackwards,
  FreezeLimitReached,
  FreezeNotFound,
  FreezeOutsideTerm,
  FreezeOverlaps,
  FreezeOverVisit,
  FreezeTooShort,
  SubscriptionCancelled,
  SubscriptionNotFound,
  SubscriptionNotRunning,
} from './subscriptions.errors.js';
import { Subscriptions } from './subscriptions.permissions.js';
import { SALE_FAULTS } from './sale.errors.js';
import { SubscriptionsQueries } from './subscriptions.queries.js';
import { SubscriptionsService } from './subscriptions.service.js';

@Controller('subscriptions')
export class SubscriptionsController {
  constructor(
    private readonly commands: Commands,
    private readonly subscriptions: SubscriptionsService,
    private readonly freezes: FreezesService,
    private readonly corrections: CorrectionsService,
    private readonly queries: SubscriptionsQueries,
  ) {}

  /** Lists subscriptions, the last sold first. */
  @Get()
  @Can(Subscriptions.read)
  list(@Me() me: Actor, @Query() query: SubscriptionListQuery): Promise<SubscriptionPage> {
    return this.queries.list(me, query);
  }

  /** Shows a subscription: what is left, until when, its colour and why. */
  @Get(':id')
  @Can(Subscriptions.read)
  @Fails(SubscriptionNotFound)
  get(@Me() me: Actor, @Id() id: string, @Query() query: SubscriptionQuery): Promise<Subscription> {
    return this.queries.getInReach(me, id, query);
  }

  /** Lists the visit ledger of a subscription, each entry with the visits left after it. */
  @Get(':id/ledger')
  @Can(Subscriptions.read)
  @Fails(SubscriptionNotFound)
  ledger(@Me() me: Actor, @Id() id: string, @Query() query: LedgerQuery): Promise<VisitEntryPage> {
    return this.queries.ledger(me, id, query);
  }

  /**
   * Sells a subscription.
   * The payer is charged today; unpaid visits it covers become visits of this subscription, the oldest first; a payment given here is taken in.
   */
  @Post()
  @Can(Subscriptions.write)
  @Fails(...SALE_FAULTS)
  sell(@CurrentRequest() request: ApiRequest, @Body() body: SaleRequest): Promise<Subscription> {
    return this.commands.create(request, (tx) => this.subscriptions.sell(tx, body));
  }

  /**
   * Freezes a subscription.
   * No visit is charged to it on the frozen days, and its end moves by as many.
   */
  @Post(':id/freezes')
  @Can(Subscriptions.freeze)
  @Fails(
    ...[
      SubscriptionNotFound,
      SubscriptionNotRunning,
      FreezeBackwards,
      FreezeBackdated,
      FreezeOutsideTerm,
      FreezeTooShort,
    ],
    ...[FreezeLimitReached, FreezeOverVisit, FreezeOverlaps],
  )
  freeze(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: FreezeRequest,
  ): Promise<Subscription> {
    return this.commands.create(
      request,
      (tx) => this.freezes.freeze(tx, id, body),
      (made) => `/v1/subscriptions/${made.id}`,
    );
  }

  /**
   * Lifts today's freeze.
   * Today is a day of use again; the days not used are taken off the end.
   */
  @Delete(':id/freezes/current')
  @Can(Subscriptions.freeze)
  @Fails(SubscriptionNotFound, FreezeNotFound)
  lift(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<Subscription> {
    return this.commands.run(request, (tx) => this.freezes.lift(tx, id));
  }

  /** Corrects the visits left, with a reason that stays in the ledger. */
  @Post(':id/adjustments')
  @Can(Subscriptions.adjust)
  @Fails(SubscriptionNotFound, SubscriptionCancelled, AdjustmentOfUnlimited, AdjustmentBelowZero)
  adjust(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: AdjustmentRequest,
  ): Promise<Subscription> {
    return this.commands.create(
      request,
      (tx) => this.corrections.adjust(tx, id, body),
      (made) => `/v1/subscriptions/${made.id}`,
    );
  }

  /**
   * Cancels a subscription without a refund.
   * The visits left burn, by an entry of the ledger; what is still to pay stays to pay.
   */
  @Post(':id/cancellation')
  @Can(Subscriptions.write)
  @Fails(SubscriptionNotFound, SubscriptionCancelled)
  cancel(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: CancellationRequest,
  ): Promise<Subscription> {
    return this.commands.create(
      request,
      (tx) => this.corrections.cancel(tx, id, body.reason),
      (made) => `/v1/subscriptions/${made.id}`,
    );
  }
}
