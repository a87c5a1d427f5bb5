import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { BranchesService } from '../organisation/index.js';
import { Endings } from './endings.js';
import { PlansQueries } from './plans.queries.js';
import {
  assertAfterEnd,
  fateOfLeftovers,
  hasEnded,
  isRenewalDue,
  renewalBase,
  type NextTerm,
} from './renewal.rules.js';
import { SaleParties } from './sale-parties.js';
import { SalePrices } from './sale-price.js';
import type { Subscription } from './subscriptions.dto.js';
import { SubscriptionRow } from './subscriptions.entity.js';
import { SubscriptionNotFound } from './subscriptions.errors.js';
import { subscriptionRenewed, subscriptionSettled } from './subscriptions.events.js';
import { Subscriptions } from './subscriptions.permissions.js';
import { SubscriptionsQueries } from './subscriptions.queries.js';
import { SubscriptionsRepository, type Locked } from './subscriptions.repository.js';
import { SubscriptionsService, type SaleTermsAsked } from './subscriptions.service.js';
import { valueOfMoved } from './visit.rules.js';

export interface RenewalInput extends SaleTermsAsked {
  planId?: string;
}

/** The next term of a subscription: sold at the desk or by itself, once; and what becomes of the visits left over. */
@Injectable()
export class RenewalsService {
  constructor(
    private readonly repository: SubscriptionsRepository,
    private readonly sales: SubscriptionsService,
    private readonly parties: SaleParties,
    private readonly prices: SalePrices,
    private readonly plans: PlansQueries,
    private readonly endings: Endings,
    private readonly branches: BranchesService,
    private readonly queries: SubscriptionsQueries,
    private readonly events: Events,
  ) {}

  async renew(tx: Tx, id: string, { planId, ...input }: RenewalInput): Promise<Subscription> {
    const subscription = await this.repository.lock(tx, id);
    if (subscription === null || !reachesBranch(tx.actor, Subscriptions.write, subscription.branchId))
      throw SubscriptionNotFound({ id });
    const today = await this.branches.today(tx, subscription.branchId);
    const base = renewalBase(subscription, today);
    assertAfterEnd(input.startsOn, subscription, today);
    const next = await this.conclude(tx, subscription, planId ?? subscription.planId, input, base);
    if (hasEnded(subscription, today)) await this.settleLocked(tx, subscription, today, true);
    return this.queries.get(tx, next);
  }

  /** Renews by itself what is to be renewed today. Whoever comes second, or too early, changes nothing. */
  async autoRenew(tx: Tx, id: string): Promise<void> {
    const subscription = await this.repository.lock(tx, id);
    if (subscription === null) return;
    const today = await this.branches.today(tx, subscription.branchId);
    if (!isRenewalDue(subscription, today)) return;
    const planId = subscription.autoRenewPlanId ?? subscription.planId;
    const plan = await this.plans.find(tx, planId);
    if (plan === null || plan.isArchived) return;
    const base = renewalBase(subscription, today);
    if (plan.validityUnit === 'dates' && (plan.validUntil ?? base) < base) return;
    if (subscription.autoRenewPayment === 'free_money' && !(await this.isCovered(tx, subscription, planId)))
      return;
    const startsOn = plan.startRule === 'date' && plan.validityUnit !== 'dates' ? { startsOn: base } : {};
    await this.conclude(tx, subscription, planId, startsOn, base);
    if (hasEnded(subscription, today)) await this.settleLocked(tx, subscription, today, false);
  }

  /** Carries over or burns what is left of a subscription after its end, when the time for that has come. */
  async settle(tx: Tx, id: string): Promise<void> {
    const subscription = await this.repository.lock(tx, id);
    if (subscription === null) return;
    await this.settleLocked(tx, subscription, await this.branches.today(tx, subscription.branchId), false);
  }

  private async conclude(
    tx: Tx,
    { id, clientId, branchId }: Locked,
    planId: string,
    input: SaleTermsAsked,
    base: LocalDate,
  ): Promise<string> {
    const parties = await this.parties.meet(tx, { clientId, planId });
    const next = await this.sales.conclude(tx, parties, input, { renewsId: id, base });
    const renewed = subscriptionRenewed({ subscriptionId: next, renewsId: id });
    await this.events.record(tx, renewed, { subjectId: id, branchId });
    return next;
  }

  /** Whether the free money of the payer's account pays the whole next term. The account is held from here on. */
  private async isCovered(tx: Tx, { clientId }: Locked, planId: string): Promise<boolean> {
    const parties = await this.parties.meet(tx, { clientId, planId });
    const { price, discount } = await this.prices.of(tx, parties, {});
    const account = await tx.find<{ balance: number }>(sql`
      select a.balance from payer_of_client p join payer_accounts a on a.id = p.account_id
      where p.client_id = ${clientId} for update of a`);
    // An account never has free money and an open charge at once: what is above zero is free.
    return (account?.balance ?? 0) >= price - discount;
  }

  private async settleLocked(tx: Tx, subscription: Locked, today: LocalDate, atOnce: boolean): Promise<void> {
    const { id, amount, recognised, visitsLeft, branchId } = subscription;
    const next = await this.nextOf(tx, id);
    const fate = fateOfLeftovers(subscription, next, today, atOnce);
    if (fate === 'wait' || (subscription.settledOn !== null && visitsLeft === 0)) return;
    let rest: Pick<Locked, 'id' | 'visitsLeft'> = { id, visitsLeft };
    let value = amount - recognised;
    if (fate === 'carry' && next !== null && visitsLeft !== null && visitsLeft > 0) {
      const moved = valueOfMoved(subscription, visitsLeft);
      const reason = null;
      const move = { kind: 'leftovers' as const, from: id, to: next.id, visits: visitsLeft, ...moved };
      await this.repository.move(tx, { ...move, onDate: today, reason });
      rest = { id, visitsLeft: 0 };
      value -= moved.value;
    }
    await this.endings.close(tx, rest, { kind: 'burn', value, onDate: today, reason: 'End of the term' });
    await tx.update(SubscriptionRow, id, { settledOn: today });
    await this.events.record(tx, subscriptionSettled({ subscriptionId: id }), { subjectId: id, branchId });
  }

  private nextOf(tx: Tx, id: string): Promise<NextTerm | null> {
    return tx.find<NextTerm>(sql`
      select id, sold_on as "soldOn", visits_left as "visitsLeft" from subscriptions
      where renews_id = ${id} and cancelled_on is null for update`);
  }
}
