import type { LedgerCheck } from '../../platform/database/ledger-check.js';
import { sql } from '../../platform/database/sql.js';
import { numbersHaveNoGaps } from '../organisation/index.js';
import { NUMBERED } from './sale-numbers.js';

const CHARGES = sql`charges c on c.subject_id = coalesce(l.subscription_id, l.id) and c.kind in ('sale', 'subscription')`;

/** What must hold between the register and the ledgers it moved. */
export const salesChecks: readonly LedgerCheck[] = [
  {
    name: 'a sale comes to the sum of its lines',
    sql: sql`
      select s.id, s.total from sales s left join sale_lines l on l.sale_id = s.id
      group by s.id
      having count(l.id) = 0 or s.gross <> sum(l.gross) or s.discount <> sum(l.discount) or s.total <> sum(l.net) or s.vat <> sum(l.vat)`,
  },
  {
    name: 'the money of each line of a sale is charged once, to the account of the sale',
    sql: sql`
      select l.id, l.net, coalesce(sum(c.amount), 0) as charged
      from sale_lines l join sales s on s.id = l.sale_id left join ${CHARGES}
      group by l.id, s.id
      having l.net <> coalesce(sum(c.amount), 0) or not bool_and(c.payer_account_id = s.payer_account_id) or bool_or(c.reversed_at is not null)`,
  },
  {
    name: 'each line of goods left by its line of the waybill of the sale: the same item, as much, at its cost',
    sql: sql`
      select l.id from sale_lines l join sales s on s.id = l.sale_id
      left join waybill_lines w on w.id = l.waybill_line_id
      left join waybills b on b.id = w.waybill_id
      left join stock_entries e on e.line_id = w.id and e.reverses_id is null
      where l.kind = 'goods' and (b.id is distinct from s.waybill_id or b.status <> 'posted' or b.basis_kind <> 'sale' or b.basis_id <> s.id
        or w.item_id <> l.item_id or w.quantity <> l.quantity or -e.quantity is distinct from l.quantity or -e.value is distinct from l.cost)`,
  },
  {
    name: 'what is returned of a line is the sum of its returns, and never more than was sold',
    sql: sql`
      select l.id, l.returned from sale_lines l left join sale_return_lines r on r.sale_line_id = l.id
      group by l.id
      having l.returned <> coalesce(sum(r.quantity), 0) or l.returned_net <> coalesce(sum(r.net), 0)
        or coalesce(sum(r.quantity), 0) > l.quantity or coalesce(sum(r.net), 0) > l.net or coalesce(sum(r.vat), 0) > l.vat or sum(r.cost) > l.cost`,
  },
  {
    name: 'a return comes to the sum of its lines, and what it paid out to the refunds that stand',
    sql: sql`
      select t.id, t.net, t.paid_out from sale_returns t
      where t.net <> (select coalesce(sum(net), 0) from sale_return_lines where return_id = t.id)
         or t.paid_out <> (select coalesce(sum(f.amount), 0) from sale_refunds x join refunds f on f.id = x.refund_id where x.return_id = t.id)
         or not exists (select from sale_return_lines where return_id = t.id)`,
  },
  {
    name: 'goods came back by the waybill of the return: to the line they left by, as much, at its cost',
    sql: sql`
      select r.id from sale_return_lines r join sale_returns t on t.id = r.return_id join sale_lines l on l.id = r.sale_line_id
      left join waybill_lines w on w.id = r.waybill_line_id
      left join stock_entries e on e.line_id = w.id and e.reverses_id is null
      where l.kind = 'goods' and (w.waybill_id is distinct from t.waybill_id or w.source_line_id is distinct from l.waybill_line_id
        or e.quantity is distinct from r.quantity or e.value is distinct from r.cost)`,
  },
  {
    name: 'what a return took off goods and services is credited to their charges',
    sql: sql`
      select l.id, l.returned_net, sum(c.credited) as credited from sale_lines l join ${CHARGES}
      where l.subscription_id is null and c.reversed_at is null
      group by l.id having l.returned_net > sum(c.credited)`,
  },
  {
    name: 'a subscription that came back is over, and no other line is its own',
    sql: sql`
      select l.id from sale_lines l join subscriptions s on s.id = l.subscription_id
      where l.returned > 0 and s.cancelled_on is null`,
  },
  numbersHaveNoGaps('sales and their returns', {
    documents: NUMBERED,
    given: sql`
      select 'sale' as document, branch_id, year, sequence from sales
      union all
      select 'sale_return', branch_id, year, sequence from sale_returns`,
  }),
  {
    name: 'a walk-in buyer owes nothing and is owed nothing',
    sql: sql`
      select s.id, a.balance from sales s join payer_accounts a on a.id = s.payer_account_id
      where (s.client_id is null) <> a.is_walk_in
         or (s.client_id is null and (a.balance <> 0
             or exists (select from charges c where c.payer_account_id = a.id and c.paid + c.credited <> c.amount)))`,
  },
  {
    name: 'a walk-in account is of one sale, and all its money is of that',
    sql: sql`
      select a.id from payer_accounts a
      where a.is_walk_in and (1 <> (select count(*) from sales where payer_account_id = a.id)
        or exists (select from payments p where p.payer_account_id = a.id and not exists (select from sale_payments x where x.payment_id = p.id)))`,
  },
  {
    name: 'the payments of a sale never exceed it, and are of its account',
    sql: sql`
      select s.id, s.total, sum(p.amount) as paid from sales s
      join sale_payments x on x.sale_id = s.id join payments p on p.id = x.payment_id
      group by s.id having sum(p.amount) > s.total or bool_or(p.payer_account_id <> s.payer_account_id)`,
  },
  {
    name: 'a sale that came back whole has paid its seller nothing in the end',
    sql: sql`
      select l.id, sum(a.amount) as paid from sale_lines l
      join accruals a on a.kind = 'sale' and a.work_id in (select l.id union all select r.id from sale_return_lines r where r.sale_line_id = l.id)
      where l.returned_net = l.net
      group by l.id having abs(sum(a.amount)) > (select count(*) from sale_return_lines r where r.sale_line_id = l.id)`,
  },
];
