import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { BillingService, type PaymentMethod } from '../billing/index.js';
import { BranchesService } from '../organisation/index.js';
import { spreadCredit, type CreditableCharge } from './refund.rules.js';
import { SubscriptionRow, VisitEntryRow } from './subscriptions.entity.js';
import { RefundNotCovered } from './subscriptions.errors.js';
import { SubscriptionsRepository, type Locked } from './subscriptions.repository.js';
import type { Returned } from './visits.repository.js';

/** The last entries of a subscription: what is left of its visits, and of its worth, when it is over. */
@Injectable()
export class Endings {
  constructor(
    private readonly repository: SubscriptionsRepository,
    private readonly billing: BillingService,
    private readonly branches: BranchesService,
  ) {}

  /** Takes all visits that are left by one entry, and recognises `value` with them. */
  async close(
    tx: Tx,
    { id, visitsLeft }: Pick<Locked, 'id' | 'visitsLeft'>,
    entry: { kind: 'burn' | 'refund'; value: Minor; onDate: LocalDate; reason: string | null },
  ): Promise<void> {
    const left = visitsLeft ?? 0;
    if (left === 0 && entry.value === 0 && entry.kind === 'burn') return;
    await this.enter(tx, { subscriptionId: id, visits: 0 - left, ...entry });
    await this.repository.addVisits(tx, id, -left);
  }

  async cancel(tx: Tx, id: string, cancelledOn: LocalDate, cancelReason: string): Promise<void> {
    await tx.update(SubscriptionRow, id, { cancelledOn, cancelReason });
  }

  /**
   * Visits that came back to what was ended by hand are no use there. Those of a refunded one are given back in money;
   * of any other they burn, as the rest of it did.
   */
  async closeReturned(tx: Tx, returned: readonly Returned[]): Promise<void> {
    for (const { subscriptionId, visits, value, isRefunded } of returned) {
      const row = await tx.one<{ branchId: string }>(
        sql`select branch_id as "branchId" from subscriptions where id = ${subscriptionId}`,
      );
      const onDate = await this.branches.today(tx, row.branchId);
      const parts = isRefunded ? spreadCredit(await this.creditable(tx, subscriptionId), value) : [];
      const kind = isRefunded ? 'refund' : 'burn';
      const credited = parts.reduce((sum, part) => sum + part.amount, 0);
      const reason = 'A lesson was undone';
      if (visits !== 0 || value !== credited)
        await this.enter(tx, {
          subscriptionId,
          kind,
          visits: -visits,
          value: value - credited,
          onDate,
          reason,
        });
      await this.repository.addVisits(tx, subscriptionId, -visits);
      await this.billing.credit(
        tx,
        parts.map((part) => ({ ...part, reason })),
      );
    }
  }

  /** Takes an amount off the charges of a subscription, and of those it descends from; gives the accounts it reached. */
  async credit(tx: Tx, id: string, amount: Minor, reason: string): Promise<Map<string, Minor>> {
    if (amount === 0) return new Map();
    const charges = await this.creditable(tx, id);
    const parts = spreadCredit(charges, amount);
    if (parts.length === 0) throw RefundNotCovered({ amount });
    await this.billing.credit(
      tx,
      parts.map((part) => ({ ...part, reason })),
    );
    const accountOf = new Map(charges.map((charge) => [charge.id, charge.payerAccountId]));
    const credited = new Map<string, Minor>();
    for (const part of parts) {
      const account = accountOf.get(part.chargeId) ?? '';
      credited.set(account, (credited.get(account) ?? 0) + part.amount);
    }
    return credited;
  }

  /** Pays out of each account what the credit made free there; money that met other charges is not free. */
  async payOut(
    tx: Tx,
    credited: ReadonlyMap<string, Minor>,
    { method }: { method: PaymentMethod },
    reason: string,
  ): Promise<Minor> {
    let paidOut = 0;
    for (const [payerAccountId, most] of [...credited].sort()) {
      const account = await tx.one<{ free: Minor; currency: string }>(sql`
        select greatest(a.balance, 0) as free, money(0::bigint) ->> 'currency' as currency from payer_accounts a where a.id = ${payerAccountId}`);
      const amount = Math.min(most, account.free);
      if (amount === 0) continue;
      const money = { amount, currency: account.currency };
      await this.billing.refund(tx, { payerAccountId, amount: money, method, reason });
      paidOut += amount;
    }
    return paidOut;
  }

  /** Money stays with who paid: what was given by transfer, or carried over, is credited where it was charged. */
  private creditable(tx: Tx, id: string): Promise<(CreditableCharge & { payerAccountId: string })[]> {
    return tx.query(sql`
      with recursive line as (
        select id, coalesce(transferred_from_id, renews_id) as origin, 0 as distance from subscriptions where id = ${id}
        union all
        select s.id, coalesce(s.transferred_from_id, s.renews_id), line.distance + 1
        from line join subscriptions s on s.id = line.origin
      )
      select c.id, c.payer_account_id as "payerAccountId", c.due_on as "dueOn", c.amount - c.credited as creditable,
             line.distance
      from line join charges c on c.subject_id = line.id and c.kind = 'subscription' and c.reversed_at is null
      where c.credited < c.amount`);
  }

  private async enter(
    tx: Tx,
    entry: Pick<VisitEntryRow, 'subscriptionId' | 'kind' | 'visits' | 'value' | 'onDate' | 'reason'>,
  ): Promise<void> {
    await tx.insert(VisitEntryRow, { id: newId(), ...entry });
  }
}
