import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Money } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { BillingService, type PaymentInput } from '../billing/index.js';
import { ClientsService, type ClientBrief } from '../clients/index.js';
import { BranchesService } from '../organisation/index.js';
import type { Plan } from './plans.dto.js';
import { PlansQueries } from './plans.queries.js';
import type { Subscription } from './subscriptions.dto.js';
import { SubscriptionRow, VisitEntryRow } from './subscriptions.entity.js';
import {
  AdjustmentBelowZero,
  AdjustmentOfUnlimited,
  PlanArchived,
  SubscriptionCancelled,
  SubscriptionNotFound,
} from './subscriptions.errors.js';
import { subscriptionAdjusted, subscriptionCancelled, subscriptionSold } from './subscriptions.events.js';
import { Subscriptions } from './subscriptions.permissions.js';
import { SubscriptionsQueries } from './subscriptions.queries.js';
import { SubscriptionsRepository, type Locked } from './subscriptions.repository.js';
import { amountOfSale, termOfSale } from './term.rules.js';
import { VisitsService } from './visits.service.js';

export interface SaleInput {
  clientId: string;
  planId: string;
  startsOn?: LocalDate;
  discount?: Money;
  discountReason?: string;
  payment?: Pick<PaymentInput, 'amount' | 'method'>;
}

/** Sale, correction and cancellation. Every use case reads: lock, decide, write, record. */
@Injectable()
export class SubscriptionsService {
  constructor(
    private readonly repository: SubscriptionsRepository,
    private readonly queries: SubscriptionsQueries,
    private readonly plans: PlansQueries,
    private readonly visits: VisitsService,
    private readonly clients: ClientsService,
    private readonly branches: BranchesService,
    private readonly billing: BillingService,
    private readonly events: Events,
  ) {}

  /**
   * Sells a subscription: the plan's terms are copied, the payer is charged, unpaid visits it covers become its own,
   * and only then is the payment put on the account, so that it does not pay for visits the subscription has taken over.
   */
  async sell(tx: Tx, input: SaleInput): Promise<Subscription> {
    const [client, plan] = await this.partiesOf(tx, input);
    await this.repository.lockClients(tx, [client.id]);
    const today = await this.branches.today(tx, client.branchId);
    const sale = await this.insertSale(tx, { client, plan, today, input });
    await this.visits.absorbUnpaid(tx, sale.id);
    if (input.payment !== undefined) await this.billing.pay(tx, { clientId: client.id, ...input.payment });
    const sold = subscriptionSold({ subscriptionId: sale.id, clientId: client.id, planId: plan.id });
    await this.events.record(tx, sold, { subjectId: sale.id, branchId: client.branchId });
    return this.queries.get(tx, sale.id);
  }

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
    const place = { subjectId: id, branchId: subscription.branchId };
    await this.events.record(tx, subscriptionAdjusted({ subscriptionId: id, visits }), place);
    return this.queries.get(tx, id);
  }

  /** Cancels without a refund: what is left of the visits burns, and with it becomes the centre's. What is owed stays owed. */
  async cancel(tx: Tx, id: string, reason: string): Promise<Subscription> {
    const subscription = await this.lock(tx, id, Subscriptions.write);
    const { visitsLeft, amount, recognised, branchId } = subscription;
    if (visitsLeft !== null && visitsLeft > 0) {
      await this.enter(tx, subscription, {
        kind: 'burn',
        visits: -visitsLeft,
        value: amount - recognised,
        reason,
      });
      await this.repository.addVisits(tx, id, -visitsLeft);
    }
    const cancelledOn = await this.branches.today(tx, branchId);
    await tx.update(SubscriptionRow, id, { cancelledOn, cancelReason: reason });
    await this.events.record(tx, subscriptionCancelled({ subscriptionId: id }), { subjectId: id, branchId });
    return this.queries.get(tx, id);
  }

  /** All that is wrong with the two at once: neither is there, or out of reach. */
  private async partiesOf(tx: Tx, { clientId, planId }: SaleInput): Promise<[ClientBrief, Plan]> {
    const [client] = await this.clients.getMany(tx, [clientId]);
    const plan = await this.plans.find(tx, planId);
    const reached = client !== undefined && reachesBranch(tx.actor, Subscriptions.write, client.branchId);
    if (!reached || plan === null) {
      const faults = [
        reached ? [] : unknownReference('/clientId'),
        plan === null ? unknownReference('/planId') : [],
      ];
      throw invalid(faults.flat());
    }
    if (plan.isArchived) throw PlanArchived({ name: plan.name });
    return [client, plan];
  }

  private async insertSale(tx: Tx, sale: Sale): Promise<{ id: string }> {
    const row = rowOf(sale);
    const { id, chargeId, clientId, branchId, soldOn } = row;
    const amount = amountOfSale(row.price, row.discount);
    const charge = { id: chargeId, clientId, branchId, kind: 'subscription' as const, subjectId: id };
    await this.billing.charge(tx, [{ ...charge, description: row.planName, amount, dueOn: soldOn }]);
    await tx.insert(SubscriptionRow, row);
    await tx.insert(VisitEntryRow, grantOf(row));
    return { id };
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

interface Sale {
  client: ClientBrief;
  plan: Plan;
  today: LocalDate;
  input: SaleInput;
}

/** A new subscription with a copy of the plan's terms; its number is given by the database. */
function rowOf({ client, plan, today, input }: Sale): SubscriptionRow {
  return {
    id: newId(),
    chargeId: newId(),
    branchId: client.branchId,
    clientId: client.id,
    planId: plan.id,
    planName: plan.name,
    activityIds: plan.activityIds,
    price: plan.price.amount,
    discount: input.discount?.amount ?? 0,
    discountReason: input.discountReason ?? null,
    visitsTotal: plan.visits,
    visitsLeft: plan.visits,
    visitsUsed: 0,
    soldOn: today,
    ...termOfSale({ ...plan, price: plan.price.amount }, input.startsOn, today),
    validityCount: plan.validityCount,
    validityUnit: plan.validityUnit,
    freezeMaxDays: plan.freezeMaxDays,
    freezeMaxTimes: plan.freezeMaxTimes,
    freezeMinDays: plan.freezeMinDays,
    cancelledOn: null,
    cancelReason: null,
  };
}

/** What the sale grants: the visits, or nothing countable when unlimited. */
const grantOf = (row: SubscriptionRow): VisitEntryRow => ({
  id: newId(),
  subscriptionId: row.id,
  kind: 'grant',
  visits: row.visitsTotal ?? 0,
  value: 0,
  onDate: row.soldOn,
  reason: null,
});
