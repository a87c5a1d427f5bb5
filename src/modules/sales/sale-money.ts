import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import { currency } from '../../platform/config/currency.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { BillingService, type PaymentMethod } from '../billing/index.js';
import { invalid } from '../../kernel/faults.js';
import { paymentsOf } from './sale.rules.js';
import type { SumAsked } from './sale.types.js';

/** Who owes: a client's payer, or the account opened for a walk-in buyer. */
export interface Buyer {
  readonly branchId: string;
  readonly clientId: string | null;
  /** Of a walk-in buyer. */
  readonly payerAccountId: string | null;
}

export interface Owed {
  /** The line of the sale. */
  readonly id: string;
  readonly name: string;
  readonly amount: Minor;
  readonly vatCode: string;
}

/** What stands for a line in the money ledger, however many charges that is. */
export interface ChargedLine {
  subjectId: string;
  payerAccountId: string;
  net: Minor;
  vat: Minor;
  vatCode: string;
  vatPercent: string | null;
}

/** The money of a sale: a charge for each line, and the payments that are meant for them. */
@Injectable()
export class SaleMoney {
  constructor(private readonly billing: BillingService) {}

  openWalkIn(tx: Tx, branchId: string): string {
    return this.billing.openWalkIn(tx, branchId);
  }

  async charge(tx: Tx, buyer: Buyer, lines: readonly Owed[], dueOn: LocalDate): Promise<void> {
    const { branchId, clientId, payerAccountId } = buyer;
    await this.billing.charge(
      tx,
      lines.map(({ id, name: description, amount, vatCode }) => ({
        ...{ id, clientId, branchId, kind: 'sale' as const, subjectId: id },
        ...{ description, amount, dueOn, vatCode },
        ...(payerAccountId === null ? {} : { payerAccountId }),
      })),
    );
  }

  /** Net, VAT and rate of lines, by what they were charged for: a line itself, or its subscription. */
  async charged(tx: Tx, subjectIds: readonly string[]): Promise<Map<string, ChargedLine>> {
    const rows = await tx.query<ChargedLine>(sql`
      select c.subject_id as "subjectId", min(c.payer_account_id::text) as "payerAccountId", sum(c.amount)::bigint as net,
             sum(c.vat)::bigint as vat, min(c.vat_code) as "vatCode", min(c.vat_percent)::text as "vatPercent"
      from charges c where c.subject_id = any (${subjectIds}::uuid[]) and c.kind in ('sale', 'subscription')
      group by c.subject_id`);
    return new Map(rows.map((row) => [row.subjectId, row]));
  }

  /** Takes the payments in; each is meant for this sale, what is due first before the rest. Gives their ids. */
  async pay(
    tx: Tx,
    buyer: Buyer,
    sale: { subjectIds: readonly string[]; total: Minor },
    asked: readonly SumAsked<PaymentMethod>[],
  ): Promise<string[]> {
    let open = await this.open(tx, sale.subjectIds);
    const sum = open.reduce((total, charge) => total + charge.open, 0);
    refuseNothing(asked);
    const isWalkIn = buyer.clientId === null;
    const amounts = paymentsOf({ total: sale.total, open: sum, isWalkIn }, asked);
    const paid: string[] = [];
    for (const [index, { method, cashDeskId }] of asked.entries()) {
      const amount = amounts[index] ?? 0;
      if (amount === 0) continue;
      if (paid.length > 0) open = await this.open(tx, sale.subjectIds);
      const chargeIds = open.map(({ id }) => id);
      const paymentId = await this.billing.pay(tx, {
        ...whose(buyer),
        ...{ branchId: buyer.branchId, amount: { amount, currency: currency() }, method, chargeIds },
        ...(cashDeskId === undefined ? {} : { cashDeskId }),
      });
      paid.push(paymentId);
    }
    return paid;
  }

  private open(tx: Tx, subjectIds: readonly string[]): Promise<{ id: string; open: Minor }[]> {
    return tx.query(sql`
      select id, amount - credited - paid as open from charges
      where subject_id = any (${subjectIds}::uuid[]) and kind in ('sale', 'subscription') and reversed_at is null
        and paid + credited < amount
      order by due_on, id`);
  }
}

export const whose = ({ clientId, payerAccountId }: Pick<Buyer, 'clientId' | 'payerAccountId'>) =>
  clientId === null ? { payerAccountId: payerAccountId ?? '' } : { clientId };

function refuseNothing(asked: readonly SumAsked[]): void {
  const faults = asked.flatMap(({ amount }, index) =>
    amount?.amount === 0
      ? [
          {
            pointer: `/payments/${String(index)}/amount`,
            code: 'sum.nothing',
            detail: 'Give an amount above zero.',
          },
        ]
      : [],
  );
  if (faults.length > 0) throw invalid(faults);
}
