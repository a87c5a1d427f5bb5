import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { BranchesService } from '../organisation/index.js';
import { LeftoversService } from './leftovers.service.js';
import { assertAfterEnd, hasEnded, isRenewalDue, renewalBase } from './renewal.rules.js';
import type { Subscription } from './subscriptions.dto.js';
import { SubscriptionNotFound } from './subscriptions.errors.js';
import { subscriptionRenewed } from './subscriptions.events.js';
import { Subscriptions } from './subscriptions.permissions.js';
import { SubscriptionsQueries } from './subscriptions.queries.js';
import { SubscriptionsRepository, type Locked } from './subscriptions.repository.js';
import { SubscriptionsService, type SaleTermsAsked } from './subscriptions.service.js';

export interface RenewalInput extends SaleTermsAsked {
  planId?: string;
}

/** The next term of a subscription: sold at the desk or by itself, once. */
@Injectable()
export class RenewalsService {
  constructor(
    private readonly repository: SubscriptionsRepository,
    private readonly sales: SubscriptionsService,
    private readonly leftovers: LeftoversService,
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
    if (hasEnded(subscription, today)) await this.leftovers.settleLocked(tx, subscription, today, true);
    return this.queries.get(tx, next);
  }

  /** Renews by itself what is to be renewed today. Whoever comes second, or too early, changes nothing. */
  async autoRenew(tx: Tx, id: string): Promise<void> {
    const subscription = await this.repository.lock(tx, id);
    if (subscription === null) return;
    const today = await this.branches.today(tx, subscription.branchId);
    if (!isRenewalDue(subscription, today)) return;
    const planId = subscription.autoRenewPlanId ?? subscription.planId;
    const base = renewalBase(subscription, today);
    const plan = await this.sales.planOnSale(tx, planId, base);
    if (plan === null) return;
    if (subscription.autoRenewPayment === 'free_money' && !(await this.isCovered(tx, subscription, planId)))
      return;
    const startsOn = plan.startRule === 'date' && plan.validityUnit !== 'dates' ? { startsOn: base } : {};
    await this.conclude(tx, subscription, planId, startsOn, base);
    if (hasEnded(subscription, today)) await this.leftovers.settleLocked(tx, subscription, today, false);
  }

  private async conclude(
    tx: Tx,
    { id, clientId, branchId }: Locked,
    planId: string,
    input: SaleTermsAsked,
    base: LocalDate,
  ): Promise<string> {
    const next = await this.sales.conclude(tx, { clientId, planId }, input, { renewsId: id, base });
    const renewed = subscriptionRenewed({ subscriptionId: next, renewsId: id });
    await this.events.record(tx, renewed, { subjectId: id, branchId });
    return next;
  }

  /** Whether the free money of the payer's account pays the whole next term. The account is held from here on. */
  private async isCovered(tx: Tx, { clientId }: Locked, planId: string): Promise<boolean> {
    const amount = await this.sales.amountNow(tx, { clientId, planId });
    const account = await tx.find<{ balance: number }>(sql`
      select a.balance from payer_of_client p join payer_accounts a on a.id = p.account_id
      where p.client_id = ${clientId} for update of a`);
    // An account never has free money and an open charge at once: what is above zero is free.
    return (account?.balance ?? 0) >= amount;
  }
}
