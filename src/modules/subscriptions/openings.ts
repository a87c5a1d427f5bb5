import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { BillingService, type PaymentInput } from '../billing/index.js';
import { instalmentsOf, type InstalmentTerms } from './plan.rules.js';
import { SubscriptionRow, VisitEntryRow } from './subscriptions.entity.js';
import { subscriptionSold } from './subscriptions.events.js';
import { amountOfSale } from './term.rules.js';
import { VisitsService } from './visits.service.js';

/**
 * Writes a sale down: the payer is charged, the visits are granted, unpaid visits it covers become its own, and only
 * then is the payment put on the account, so that it does not pay for visits the subscription has taken over.
 */
@Injectable()
export class Openings {
  constructor(
    private readonly billing: BillingService,
    private readonly visits: VisitsService,
    private readonly events: Events,
  ) {}

  async open(
    tx: Tx,
    row: SubscriptionRow,
    terms: InstalmentTerms,
    payment: Pick<PaymentInput, 'amount' | 'method'> | undefined,
  ): Promise<void> {
    const { id, clientId, branchId, planId } = row;
    await this.charge(tx, row, terms);
    await tx.insert(SubscriptionRow, row);
    await tx.insert(VisitEntryRow, grantOf(row));
    await this.visits.absorbUnpaid(tx, id);
    if (payment !== undefined) await this.billing.pay(tx, { clientId, ...payment });
    const sold = subscriptionSold({ subscriptionId: id, clientId, planId });
    await this.events.record(tx, sold, { subjectId: id, branchId });
  }

  private async charge(tx: Tx, row: SubscriptionRow, terms: InstalmentTerms): Promise<void> {
    const { id: subjectId, clientId, branchId, soldOn, planName, vatCode } = row;
    const parts = instalmentsOf(amountOfSale(row.price, row.discount), terms, soldOn);
    const charges = parts.map(({ amount, dueOn }, index) => ({
      ...{
        id: newId(),
        clientId,
        branchId,
        kind: 'subscription' as const,
        subjectId,
        amount,
        dueOn,
        vatCode,
      },
      description:
        parts.length === 1 ? planName : `${planName}, ${String(index + 1)}/${String(parts.length)}`,
    }));
    await this.billing.charge(tx, charges);
  }
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
  transferId: null,
});
