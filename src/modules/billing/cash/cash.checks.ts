import type { LedgerCheck } from '../../../platform/database/ledger-check.js';
import { sql } from '../../../platform/database/sql.js';

/** What must hold between the ledger of cash, the shifts and the payments. */
export const cashChecks: readonly LedgerCheck[] = [
  {
    name: 'what a closed shift expected is the sum of its cash, and its float is its first entry',
    sql: sql`
      select s.id, s.expected as kept, e.summed, s.opening_float, e.float from cash_shifts s
      cross join lateral (
        select coalesce(sum(amount), 0)::bigint as summed, coalesce(sum(amount) filter (where kind = 'float'), 0)::bigint as float
        from cash_entries where cash_shift_id = s.id
      ) e
      where e.float <> s.opening_float or e.summed < 0 or (s.closed_at is not null and s.expected <> e.summed)`,
  },
  {
    name: 'cash in a shift is the cash of its payments and refunds',
    sql: sql`
      select e.id, e.kind, e.amount from cash_entries e
      left join payments p on p.id = e.payment_id
      left join refunds r on r.id = e.refund_id
      where (e.payment_id is not null and (abs(e.amount) <> p.amount or p.method <> 'cash'
                                           or (e.kind = 'payment_reversal' and p.reversed_at is null)))
         or (e.refund_id is not null and (abs(e.amount) <> r.amount or r.method <> 'cash'
                                          or (e.kind = 'refund_reversal' and r.reversed_at is null)))`,
  },
];
