import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Money } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { BillingService, type PaymentInput } from '../billing/index.js';
import { SaleParties, type Parties } from './sale-parties.js';
import type { Subscription } from './subscriptions.dto.js';
import { SubscriptionRow, VisitEntryRow } from './subscriptions.entity.js';
import { subscriptionSold } from './subscriptions.events.js';
import { SubscriptionsQueries } from './subscriptions.queries.js';
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

/** The sale. Like every use case here it reads: lock, decide, write, record. */
@Injectable()
export class SubscriptionsService {
  constructor(
    private readonly parties: SaleParties,
    private readonly visits: VisitsService,
    private readonly billing: BillingService,
    private readonly queries: SubscriptionsQueries,
    private readonly events: Events,
  ) {}

  /**
   * Sells a subscription: the plan's terms are copied, the payer is charged, unpaid visits it covers become its own,
   * and only then is the payment put on the account, so that it does not pay for visits the subscription has taken over.
   */
  async sell(tx: Tx, input: SaleInput): Promise<Subscription> {
    const parties = await this.parties.meet(tx, input);
    const { client, plan } = parties;
    const sale = await this.insertSale(tx, rowOf(parties, input));
    await this.visits.absorbUnpaid(tx, sale.id);
    if (input.payment !== undefined) await this.billing.pay(tx, { clientId: client.id, ...input.payment });
    const sold = subscriptionSold({ subscriptionId: sale.id, clientId: client.id, planId: plan.id });
    await this.events.record(tx, sold, { subjectId: sale.id, branchId: client.branchId });
    return this.queries.get(tx, sale.id);
  }

  private async insertSale(tx: Tx, row: SubscriptionRow): Promise<{ id: string }> {
    const { id, chargeId, clientId, branchId, soldOn } = row;
    const amount = amountOfSale(row.price, row.discount);
    const charge = { id: chargeId, clientId, branchId, kind: 'subscription' as const, subjectId: id };
    await this.billing.charge(tx, [{ ...charge, description: row.planName, amount, dueOn: soldOn }]);
    await tx.insert(SubscriptionRow, row);
    await tx.insert(VisitEntryRow, grantOf(row));
    return { id };
  }
}

/** A new subscription with a copy of the plan's terms; its number is given by the database. */
function rowOf({ client, plan, today }: Parties, input: SaleInput): SubscriptionRow {
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
