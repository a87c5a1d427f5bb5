import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { BranchesService } from '../organisation/index.js';
import type { Subscription } from './subscriptions.dto.js';
import { FreezeRow } from './subscriptions.entity.js';
import { FreezeNotFound, SubscriptionNotFound } from './subscriptions.errors.js';
import { freezeLifted, subscriptionFrozen } from './subscriptions.events.js';
import { Subscriptions } from './subscriptions.permissions.js';
import { SubscriptionsQueries } from './subscriptions.queries.js';
import { SubscriptionsRepository, type Locked } from './subscriptions.repository.js';
import { freeze, lift, type Period } from './term.rules.js';

export interface FreezeInput extends Period {
  reason?: string | null;
}

/** Freezing and lifting. The end of the subscription moves by exactly the days it rests, either way. */
@Injectable()
export class FreezesService {
  constructor(
    private readonly repository: SubscriptionsRepository,
    private readonly queries: SubscriptionsQueries,
    private readonly branches: BranchesService,
    private readonly events: Events,
  ) {}

  async freeze(
    tx: Tx,
    subscriptionId: string,
    { startsOn, endsOn, reason }: FreezeInput,
  ): Promise<Subscription> {
    const subscription = await this.lock(tx, subscriptionId);
    const today = await this.branches.today(tx, subscription.branchId);
    const mayBackdate = reachesBranch(tx.actor, Subscriptions['freeze-backdated'], subscription.branchId);
    const newEnd = freeze(subscription, { startsOn, endsOn }, today, mayBackdate);
    const freezeId = newId();
    await tx.insert(FreezeRow, { id: freezeId, subscriptionId, startsOn, endsOn, reason: reason ?? null });
    await this.repository.moveEnd(tx, subscriptionId, newEnd);
    const place = { subjectId: subscriptionId, branchId: subscription.branchId };
    await this.events.record(tx, subscriptionFrozen({ subscriptionId, freezeId }), place);
    return this.queries.get(tx, subscriptionId);
  }

  /** Ends today's freeze: from today on visits count again, and the days not rested are taken off the end. */
  async lift(tx: Tx, subscriptionId: string): Promise<Subscription> {
    const subscription = await this.lock(tx, subscriptionId);
    const today = await this.branches.today(tx, subscription.branchId);
    const current = subscription.freezes.find((one) => one.startsOn <= today && today <= one.endsOn);
    if (current === undefined || subscription.endsOn === null) throw FreezeNotFound({ id: subscriptionId });
    const { lastFrozen, endsOn } = lift(subscription.endsOn, current, today);
    // A freeze of which no day was used does not count against the plan's number of freezes: the trail alone keeps it.
    if (lastFrozen === null) await this.repository.deleteFreeze(tx, current.id);
    else await tx.update(FreezeRow, current.id, { endsOn: lastFrozen, liftedAt: tx.now });
    await this.repository.moveEnd(tx, subscriptionId, endsOn);
    const place = { subjectId: subscriptionId, branchId: subscription.branchId };
    await this.events.record(tx, freezeLifted({ subscriptionId, freezeId: current.id }), place);
    return this.queries.get(tx, subscriptionId);
  }

  private async lock(tx: Tx, id: string): Promise<Locked> {
    const subscription = await this.repository.lock(tx, id);
    if (subscription !== null && reachesBranch(tx.actor, Subscriptions.freeze, subscription.branchId))
      return subscription;
    throw SubscriptionNotFound({ id });
  }
}
