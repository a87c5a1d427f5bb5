import type { LocalDate } from '../../kernel/local-date.js';
import { MONEY } from '../../kernel/field-groups.js';
import { masked } from '../../platform/database/masked.js';
import { reach } from '../../platform/database/reach.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Quote } from './refund.rules.js';
import type { RefundQuote, SubscriptionRefund } from './refunds.dto.js';
import type { Subscription } from './subscriptions.dto.js';
import type { Locked } from './subscriptions.repository.js';

const moneyOf = ({ actor }: Tx, branchId: string, value: Sql): Sql =>
  masked(actor, MONEY, value, (permission) => reach(actor, permission, { branch: sql`${branchId}::uuid` }));

/** A calculation as the contract shows it. */
export async function quoteShown(
  tx: Tx,
  { id, amount, branchId }: Locked,
  { method, used, unused, lines }: Quote,
  on: LocalDate,
): Promise<RefundQuote> {
  const shownMoney = (value: Sql) => moneyOf(tx, branchId, sql`money(${value})`);
  const rows = await tx.query<RefundQuote>(sql`
    select ${id}::uuid as "subscriptionId", ${method} as method, ${on}::date as "onDate", ${shownMoney(sql`${amount}::bigint`)} as amount,
           ${shownMoney(sql`${used}::bigint`)} as used, ${shownMoney(sql`${unused}::bigint`)} as unused,
           (select coalesce(jsonb_agg(jsonb_build_object('code', l.code, 'onDate', l."onDate", 'count', l.count, 'amount', ${shownMoney(sql`l.amount`)})), '[]')
            from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l(code text, "onDate" date, count integer, amount bigint)) as lines`);
  const [shown] = rows;
  if (shown === undefined) throw new Error('a statement that must give a row gave none');
  return shown;
}

/** A refund as it was made, with its calculation and what became of the subscription. */
export async function refundShown(
  tx: Tx,
  id: string,
  quote: RefundQuote,
  subscription: Subscription,
): Promise<SubscriptionRefund> {
  const shownMoney = (column: Sql) => moneyOf(tx, subscription.branchId, sql`money(${column})`);
  const row = await tx.find<Pick<SubscriptionRefund, 'id' | 'given' | 'paidOut' | 'reason'>>(sql`
    select id, ${shownMoney(sql`amount`)} as given, ${shownMoney(sql`paid_out`)} as "paidOut", reason from subscription_refunds where id = ${id}`);
  if (row === null) throw new Error('a refund that was just made is not there');
  return { ...quote, ...row, subscription };
}
