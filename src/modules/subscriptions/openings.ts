import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { BillingService } from '../billing/index.js';
import { instalmentsOf, type InstalmentTerms } from './plan.rules.js';
import { SubscriptionRow, VisitEntryRow } from './subscriptions.entity.js';
import { amountOfSale } from './term.rules.js';

/** The first entries of a subscription that is sold: the charges it makes, the row, and the grant of its visits. */
@Injectable()
export class Openings {
  constructor(private readonly billing: BillingService) {}

  async open(tx: Tx, row: SubscriptionRow, terms: InstalmentTerms): Promise<void> {
    const { id: subjectId, clientId, branchId, soldOn, planName } = row;
    const parts = instalmentsOf(amountOfSale(row.price, row.discount), terms, soldOn);
    const charges = parts.map(({ amount, dueOn }, index) => ({
      ...{ id: newId(), clientId, branchId, kind: 'subscription' as const, subjectId, amount, dueOn },
      description:
        parts.length === 1 ? planName : `${planName}, ${String(index + 1)}/${String(parts.length)}`,
    }));
    await this.billing.charge(tx, charges);
    await tx.insert(SubscriptionRow, row);
    await tx.insert(VisitEntryRow, grantOf(row));
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
