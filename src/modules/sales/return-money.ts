import { Injectable } from '@nestjs/common';
import { invalid } from '../../kernel/faults.js';
import type { Minor } from '../../kernel/money.js';
import { currency } from '../../platform/config/currency.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { BillingService, type PaymentMethod } from '../billing/index.js';
import { SubscriptionRefundsService } from '../subscriptions/index.js';
import { at } from './places.js';
import { creditsOf, payOutsOf, worthOf, type CreditedCharge, type SoldLine } from './return.rules.js';
import { restFaults } from './sale.rules.js';
import type { SumAsked } from './sale.types.js';

/** A line of a sale as it is under its lock. */
export interface LockedLine extends SoldLine {
  /** What has not come back. */
  readonly left: string;
  readonly subscriptionId: string | null;
  readonly waybillLineId: string | null;
  /** Of a plan or a visit: it was ended otherwise, and cannot come back. */
  readonly isEnded: boolean;
}

/** A part of a line that comes back, and its place in the request. */
export interface ReturningLine {
  readonly line: LockedLine;
  readonly quantity: string;
  readonly place: string;
}

/** What was taken off for it. */
export interface Returned extends ReturningLine {
  readonly net: Minor;
  readonly vat: Minor;
}

interface StandingLine extends CreditedCharge {
  readonly subjectId: string;
  readonly vat: Minor;
}

/** The money of a return: taken off the charges, then paid out of what that made free. */
@Injectable()
export class ReturnMoney {
  constructor(
    private readonly billing: BillingService,
    private readonly subscriptions: SubscriptionRefundsService,
  ) {}

  /** The account first, then the lines: whoever waited for the account reads the lines anew. */
  async lock(tx: Tx, saleId: string): Promise<LockedLine[]> {
    const charges = await tx.query<{ id: string }>(sql`
      select c.id from sale_lines l join charges c on c.subject_id = coalesce(l.subscription_id, l.id)
      where l.sale_id = ${saleId}`);
    await this.billing.holdCharges(
      tx,
      charges.map(({ id }) => id),
    );
    await tx.run(sql`select from sale_lines where sale_id = ${saleId} order by id for no key update`);
    return this.lines(tx, saleId);
  }

  lines(tx: Tx, saleId: string): Promise<LockedLine[]> {
    return tx.query(sql`
      select l.id, trim_scale(l.quantity)::text as quantity, trim_scale(l.returned)::text as returned,
             trim_scale(l.quantity - l.returned)::text as left, l.net, l.subscription_id as "subscriptionId",
             l.waybill_line_id as "waybillLineId", s.cancelled_on is not null as "isEnded"
      from sale_lines l left join subscriptions s on s.id = l.subscription_id
      where l.sale_id = ${saleId} order by l.nth`);
  }

  /** A plan or a visit gives back what its subscription says; anything else the worth of the part that came back. */
  async credit(tx: Tx, lines: readonly ReturningLine[], reason: string): Promise<Returned[]> {
    const before = await this.standing(tx, lines);
    for (const { line, place } of lines) {
      const { subscriptionId } = line;
      if (subscriptionId !== null)
        await at(place, () => this.subscriptions.refund(tx, subscriptionId, { reason }));
    }
    const credits = lines.flatMap(({ line, quantity }) =>
      line.subscriptionId === null ? creditsOf(before(line), worthOf(line, quantity)) : [],
    );
    await this.billing.credit(
      tx,
      credits.map((credit) => ({ ...credit, reason })),
    );
    const after = await this.standing(tx, lines);
    const given = await this.given(tx, lines);
    return lines.map((returning) => {
      const { line } = returning;
      const [was, is] = [totalOf(before(line)), totalOf(after(line))];
      return { ...returning, net: given.get(line.id) ?? was.stands - is.stands, vat: was.vat - is.vat };
    });
  }

  /** Out of the account the sale was charged to: never more than the return took off and nothing else has taken. */
  async payOut(
    tx: Tx,
    sale: { branchId: string; clientId: string | null; payerAccountId: string },
    { net, reason }: { net: Minor; reason: string },
    asked: readonly SumAsked<PaymentMethod>[],
  ): Promise<{ sum: Minor; refundIds: string[] }> {
    const faults = restFaults(asked, '/payOut');
    if (faults.length > 0) throw invalid(faults);
    const { payerAccountId, branchId } = sale;
    const { free } = await tx.one<{ free: Minor }>(
      sql`select greatest(balance, 0) as free from payer_accounts where id = ${payerAccountId}`,
    );
    const amounts = payOutsOf({ net, free, isWalkIn: sale.clientId === null }, asked);
    const refundIds: string[] = [];
    for (const [index, { method, cashDeskId }] of asked.entries()) {
      const amount = amounts[index] ?? 0;
      if (amount === 0) continue;
      const refund = await this.billing.refund(tx, {
        ...{ payerAccountId, branchId, amount: { amount, currency: currency() }, method, reason },
        ...(cashDeskId === undefined ? {} : { cashDeskId }),
      });
      refundIds.push(refund.id);
    }
    return { sum: amounts.reduce((sum, amount) => sum + amount, 0), refundIds };
  }

  /** What stands of the charges of lines, what is due first before the rest. */
  private async standing(
    tx: Tx,
    lines: readonly ReturningLine[],
  ): Promise<(line: LockedLine) => StandingLine[]> {
    const rows = await tx.query<StandingLine>(sql`
      select id, subject_id as "subjectId", amount - credited as stands, vat from charges
      where subject_id = any (${lines.map(({ line }) => subjectOf(line))}::uuid[]) and kind in ('sale', 'subscription') and reversed_at is null
      order by due_on, id`);
    return (line) => rows.filter(({ subjectId }) => subjectId === subjectOf(line));
  }

  /** What refunds of subscriptions gave; of visits that came by transfer a part is taken off other charges. */
  private async given(tx: Tx, lines: readonly ReturningLine[]): Promise<Map<string, Minor>> {
    const rows = await tx.query<{ subscriptionId: string; amount: Minor }>(sql`
      select subscription_id as "subscriptionId", amount from subscription_refunds
      where subscription_id = any (${lines.flatMap(({ line }) => line.subscriptionId ?? [])}::uuid[])`);
    return new Map(
      lines.flatMap(({ line: { id, subscriptionId, net } }) => {
        const refund = rows.find((row) => row.subscriptionId === subscriptionId);
        return refund === undefined ? [] : [[id, Math.min(refund.amount, net)] as const];
      }),
    );
  }
}

const subjectOf = ({ id, subscriptionId }: LockedLine): string => subscriptionId ?? id;

const totalOf = (charges: readonly StandingLine[]): { stands: Minor; vat: Minor } => ({
  stands: charges.reduce((sum, charge) => sum + charge.stands, 0),
  vat: charges.reduce((sum, charge) => sum + charge.vat, 0),
});
