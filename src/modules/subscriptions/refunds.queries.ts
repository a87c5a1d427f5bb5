import type { LocalDate } from '../../kernel/local-date.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import type { Quote } from './refund.rules.js';
import type { RefundQuote, SubscriptionRefund } from './refunds.dto.js';
import type { Subscription } from './subscriptions.dto.js';
import type { Locked } from './subscriptions.repository.js';

/** A calculation as the contract shows it. */
export async function quoteShown(
  reader: Reader,
  { id, amount }: Locked,
  { method, used, unused, lines }: Quote,
  on: LocalDate,
): Promise<RefundQuote> {
  const rows = await reader.query<RefundQuote>(sql`
    select ${id}::uuid as "subscriptionId", ${method} as method, ${on}::date as "onDate", money(${amount}::bigint) as amount,
           money(${used}::bigint) as used, money(${unused}::bigint) as unused,
           (select coalesce(jsonb_agg(jsonb_build_object('code', l.code, 'onDate', l."onDate", 'count', l.count, 'amount', money(l.amount))), '[]')
            from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l(code text, "onDate" date, count integer, amount bigint)) as lines`);
  const [shown] = rows;
  if (shown === undefined) throw new Error('a statement that must give a row gave none');
  return shown;
}

/** A refund as it was made, with its calculation and what became of the subscription. */
export async function refundShown(
  reader: Reader,
  id: string,
  quote: RefundQuote,
  subscription: Subscription,
): Promise<SubscriptionRefund> {
  const row = await reader.find<Pick<SubscriptionRefund, 'id' | 'given' | 'paidOut' | 'reason'>>(sql`
    select id, money(amount) as given, money(paid_out) as "paidOut", reason from subscription_refunds where id = ${id}`);
  if (row === null) throw new Error('a refund that was just made is not there');
  return { ...quote, ...row, subscription };
}
