import type { LedgerCheck } from '../../platform/database/ledger-check.js';
import { sql } from '../../platform/database/sql.js';
import { cashChecks } from './cash/cash.checks.js';
import { expenseChecks } from './expenses/expenses.checks.js';

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
        union all
        select r.id, (select coalesce(sum(abs(u.used)), 0) from (
          select sum(amount) as used from payment_allocations where refund_id = r.id group by payment_id) u), r.reversed_at from refunds r
      ) s
      where s.reversed_at is not null
        and (s.used <> 0 or 0 <> (select coalesce(sum(amount), 0) from money_entries
                                  where charge_id = s.id or payment_id = s.id or refund_id = s.id))`,
  },
  {
    name: 'what stands of a charge is the sum of its entries, and what was credited the sum of its credits',
    sql: sql`
      select c.id, c.amount, c.credited from charges c
      join lateral (
        select coalesce(-sum(amount), 0)::bigint as stands,
               coalesce(sum(amount) filter (where kind in ('credit', 'credit_reversal')), 0)::bigint as credited
        from money_entries where charge_id = c.id
      ) e on true
      where c.credited <> e.credited or e.stands <> case when c.reversed_at is null then c.amount - c.credited else 0 end`,
  },
  {
    name: 'a refund that stands is the sum of what it takes from payments, and its entry',
    sql: sql`
      select r.id, r.amount from refunds r
      where r.reversed_at is null
        and (r.amount <> (select coalesce(sum(amount), 0) from payment_allocations where refund_id = r.id)
             or -r.amount <> (select coalesce(sum(amount), 0) from money_entries where refund_id = r.id))`,
  },
  {
    name: 'a move between accounts is one entry on each side, the money of one and a payment of the other',
    sql: sql`
      select t.id, t.amount from account_transfers t
      where t.amount <> (select coalesce(sum(amount), 0) from payment_allocations where transfer_id = t.id)
         or not exists (select from payments p where p.transfer_id = t.id and p.amount = t.amount)
         or 0 <> (select sum(amount) from money_entries where transfer_id = t.id)
         or 2 <> (select count(*) from money_entries where transfer_id = t.id)`,
  },
  {
    name: 'an account never has free money and an open charge at once',
    sql: sql`
      select a.id from payer_accounts a
      where exists (select from payments where payer_account_id = a.id and reversed_at is null and allocated < amount)
        and exists (select from charges where payer_account_id = a.id and reversed_at is null and paid + credited < amount)`,
  },
  {
    name: 'the VAT of a charge is what its entries say at the rate of its code',
    sql: sql`
      select c.id, c.vat as kept, vat_of(e.stands, k.percent) as counted from charges c
      join vat_codes k on k.code = c.vat_code
      cross join lateral (select coalesce(-sum(amount), 0)::bigint as stands from money_entries where charge_id = c.id) e
      where c.vat <> vat_of(e.stands, k.percent) or c.vat_percent is distinct from k.percent`,
  },
  ...cashChecks,
  ...expenseChecks,
];
