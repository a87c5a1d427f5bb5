import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import { addDays } from '../../kernel/local-date.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { BranchesService } from '../organisation/index.js';
import { Endings } from './endings.js';
import type { Subscription } from './subscriptions.dto.js';
import { ExtensionRow, VisitEntryRow } from './subscriptions.entity.js';
import {
  AdjustmentBelowZero,
  AdjustmentOfUnlimited,
  SubscriptionCancelled,
  SubscriptionNotFound,
  SubscriptionNotRunning,
} from './subscriptions.errors.js';
import { subscriptionAdjusted, subscriptionCancelled, subscriptionExtended } from './subscriptions.events.js';
import { Subscriptions } from './subscriptions.permissions.js';
import { SubscriptionsQueries } from './subscriptions.queries.js';
import { SubscriptionsRepository, type Locked } from './subscriptions.repository.js';
import { WatchService } from './watch.service.js';

/** What people change by hand: the visits left, the end, or that it runs at all. Each leaves a row with its reason. */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly repository: SubscriptionsRepository,
    private readonly queries: SubscriptionsQueries,
    private readonly branches: BranchesService,
    private readonly endings: Endings,
    private readonly watch: WatchService,
    private readonly events: Events,
  ) {}

  /** Corrects the visits left by hand; the ledger keeps the reason. */
  async adjust(
    tx: Tx,
    id: string,
    { visits, reason }: { visits: number; reason: string },
  ): Promise<Subscription> {
    const subscription = await this.lock(tx, id, Subscriptions.adjust);
    if (subscription.visitsLeft === null) throw AdjustmentOfUnlimited();
    const left = subscription.visitsLeft;
    if (left + visits < 0) throw AdjustmentBelowZero({ left, visits: -visits });
    await this.enter(tx, subscription, { kind: 'adjustment', visits, value: 0, reason });
    await this.repository.addVisits(tx, id, visits);
    await this.watch.look(tx, [id]);
    const place = { subjectId: id, branchId: subscription.branchId };
    await this.events.record(tx, subscriptionAdjusted({ subscriptionId: id, visits }), place);
    return this.queries.get(tx, id);
  }

  /** Adds days to the end; a subscription past it runs again. */
  async extend(
    tx: Tx,
    id: string,
    { days, reason }: { days: number; reason: string },
  ): Promise<Subscription> {
    const subscription = await this.lock(tx, id, Subscriptions.extend);
    if (subscription.endsOn === null) throw SubscriptionNotRunning();
    await tx.insert(ExtensionRow, { id: newId(), subscriptionId: id, days, reason });
    await this.repository.moveEnd(tx, id, addDays(subscription.endsOn, days));
    const place = { subjectId: id, branchId: subscription.branchId };
    await this.events.record(tx, subscriptionExtended({ subscriptionId: id, days }), place);
    return this.queries.get(tx, id);
  }

  /** Cancels without a refund: what is left of the visits burns, and with it becomes the centre's. What is owed stays owed. */
  async cancel(tx: Tx, id: string, reason: string): Promise<Subscription> {
    const subscription = await this.lock(tx, id, Subscriptions.write);
    const { amount, recognised, branchId } = subscription;
    const onDate = await this.branches.today(tx, branchId);
    await this.endings.close(tx, subscription, { kind: 'burn', value: amount - recognised, onDate, reason });
    await this.endings.cancel(tx, id, onDate, reason);
    await this.events.record(tx, subscriptionCancelled({ subscriptionId: id }), { subjectId: id, branchId });
    return this.queries.get(tx, id);
  }

  private async enter(
    tx: Tx,
    { id, branchId }: Locked,
    entry: Pick<VisitEntryRow, 'kind' | 'visits' | 'value' | 'reason'>,
  ): Promise<void> {
    const onDate = await this.branches.today(tx, branchId);
    await tx.insert(VisitEntryRow, { id: newId(), subscriptionId: id, onDate, ...entry });
  }

  private async lock(tx: Tx, id: string, permission: string): Promise<Locked> {
    const subscription = await this.repository.lock(tx, id);
    if (subscription === null || !reachesBranch(tx.actor, permission, subscription.branchId))
      throw SubscriptionNotFound({ id });
    if (subscription.isCancelled) throw SubscriptionCancelled();
    return subscription;
  }
}
