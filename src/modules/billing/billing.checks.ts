import type { LedgerCheck } from '../../platform/database/ledger-check.js';
import { sql } from '../../platform/database/sql.js';

/** What must hold between the money ledger and the figures kept beside it. */
export const billingChecks: readonly LedgerCheck[] = [
  {
    name: 'the balance of a payer account is the sum of its entries',
    sql: sql`
      select a.id, a.balance as kept, coalesce(sum(e.amount), 0)::bigint as summed
      from payer_accounts a left join money_entries e on e.payer_account_id = a.id
      group by a.id having a.balance <> coalesce(sum(e.amount), 0)`,
  },
  {
    name: 'what is paid of a charge is the sum of its allocations',
    sql: sql`
      select c.id, c.paid as kept, coalesce(sum(p.amount), 0)::bigint as summed
      from charges c left join payment_allocations p on p.charge_id = c.id
      group by c.id having c.paid <> coalesce(sum(p.amount), 0)`,
  },
  {
    name: 'what is used of a payment is the sum of its allocations',
    sql: sql`
      select p.id, p.allocated as kept, coalesce(sum(a.amount), 0)::bigint as summed
      from payments p left join payment_allocations a on a.payment_id = p.id
      group by p.id having p.allocated <> coalesce(sum(a.amount), 0)`,
  },
  {
    name: 'what is reversed neither pays nor is paid, and its entries add up to nothing',
    sql: sql`
      select s.id from (
        select id, paid as used, reversed_at from charges
        union all
        select id, allocated, reversed_at from payments
      ) s
      where s.reversed_at is not null
        and (s.used <> 0 or 0 <> (select coalesce(sum(amount), 0) from money_entries where charge_id = s.id or payment_id = s.id))`,
  },
  {
    name: 'an account never has free money and an open charge at once',
    sql: sql`
      select a.id from payer_accounts a
      where exists (select from payments where payer_account_id = a.id and reversed_at is null and allocated < amount)
        and exists (select from charges where payer_account_id = a.id and reversed_at is null and paid < amount)`,
  },
];
