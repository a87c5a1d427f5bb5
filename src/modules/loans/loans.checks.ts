import type { LedgerCheck } from '../../platform/database/ledger-check.js';
import { sql } from '../../platform/database/sql.js';

/** What must hold between loans, their ledger, the stock that is lent and the charges for what was lost. */
export const loanChecks: readonly LedgerCheck[] = [
  {
    name: 'loans: what was lent of a line is what came back, was lost or is out, each the sum of its entries',
    sql: sql`
      with summed as (
        select e.line_id, coalesce(sum(e.quantity) filter (where m.kind = 'lent'), 0) as lent,
               coalesce(sum(e.quantity) filter (where m.kind = 'returned'), 0) as returned,
               coalesce(sum(e.quantity) filter (where m.kind = 'lost'), 0) as lost
        from loan_entries e join loan_movements m on m.id = e.movement_id group by e.line_id
      )
      select n.id, n.lent, n.returned, n.lost, n.out, s.lent as sum_lent, s.returned as sum_returned, s.lost as sum_lost
      from loan_lines n left join summed s on s.line_id = n.id
      where (n.lent, n.returned, n.lost) is distinct from (s.lent, s.returned, s.lost)
         or n.lent <> n.returned + n.lost + n.out or n.out < 0`,
  },
  {
    name: 'loans: what clients have of an item from a warehouse is what it has on loan',
    sql: sql`
      select warehouse_id, item_id, b.on_loan, s.out
      from (select warehouse_id, item_id, on_loan from stock_balances where on_loan <> 0) b
      full join (
        select l.warehouse_id, n.item_id, sum(n.out) as out from loans l join loan_lines n on n.loan_id = l.id
        group by 1, 2 having sum(n.out) <> 0
      ) s using (warehouse_id, item_id)
      where b.on_loan is distinct from s.out`,
  },
  {
    name: 'loans: a waybill that stands moved what its movements say',
    sql: sql`
      select waybill_id, item_id, w.quantity, e.moved from (
        select l.waybill_id, l.item_id, sum(l.quantity) as quantity
        from waybills w join waybill_lines l on l.waybill_id = w.id where w.is_loan and w.status = 'posted' group by 1, 2
      ) w full join (
        select m.waybill_id, n.item_id, sum(abs(e.quantity)) as moved
        from loan_movements m join waybills w on w.id = m.waybill_id and w.status = 'posted'
        join loan_entries e on e.movement_id = m.id join loan_lines n on n.id = e.line_id group by 1, 2
      ) e using (waybill_id, item_id)
      where w.quantity is distinct from e.moved`,
  },
  {
    name: 'loans: each loss that costs something has its charge, and that stands as long as the loss does',
    sql: sql`
      select e.id, e.price, e.charge_id from loan_entries e
      join loan_movements m on m.id = e.movement_id and m.kind = 'lost' and m.reverses_id is null
      join loan_lines n on n.id = e.line_id
      left join loan_movements r on r.reverses_id = m.id
      left join charges c on c.id = e.charge_id and c.kind = 'loan' and c.subject_id = n.loan_id
      where e.price is null or (round(e.price * e.quantity) > 0) <> (c.id is not null)
         or (c.reversed_at is null) is distinct from (r.id is null) and c.id is not null
      union all
      select e.id, e.price, e.charge_id from loan_entries e join loan_movements m on m.id = e.movement_id
      where m.kind <> 'lost' and num_nonnulls(e.price, e.charge_id) > 0`,
  },
  {
    name: 'loans: a movement that takes back undoes one of its kind, entry by entry',
    sql: sql`
      select r.id, o.id as reverses from loan_movements r join loan_movements o on o.id = r.reverses_id
      where (r.kind, r.loan_id) <> (o.kind, o.loan_id) or o.reverses_id is not null
         or exists (
           select from (select line_id, quantity from loan_entries where movement_id = o.id) a
           full join (select line_id, -quantity as quantity from loan_entries where movement_id = r.id) b using (line_id)
           where a.quantity is distinct from b.quantity)`,
  },
  {
    name: 'loans: one is closed exactly when nothing of it is out, and counts its movements',
    sql: sql`
      select l.id, l.closed_on, s.out, l.movements, s.movements as counted from loans l
      cross join lateral (
        select coalesce((select sum(n.out) from loan_lines n where n.loan_id = l.id), 0) as out,
               (select count(*) from loan_movements m where m.loan_id = l.id) as movements) s
      where (s.out = 0) <> (l.closed_on is not null) or s.movements <> l.movements`,
  },
  {
    name: 'loans: a client is red exactly by the loans of which something is out past its day',
    sql: sql`
      with late as (
        select l.client_id, l.id from loans l
        join branches b on b.id = l.branch_id
        left join groups g on g.id = l.group_id
        left join branches gb on gb.id = g.branch_id
        cross join settings o
        where exists (select from loan_lines n where n.loan_id = l.id and n.out > 0)
          and coalesce(l.until_on, least(g.ends_on, (g.archived_at at time zone gb.time_zone)::date, (
                select m.left_on from group_members m where m.group_id = l.group_id and m.client_id = l.client_id
                  and m.joined_on = (select max(x.joined_on) from group_members x where x.group_id = l.group_id and x.client_id = l.client_id)
              ))) + o.loan_grace_days < (now() at time zone b.time_zone)::date
      )
      select client_id, id from (
        select coalesce(t.client_id, a.client_id) as client_id, coalesce(t.id, a.subject_id) as id, t.id is null or a.subject_id is null as differs
        from late t full join (select * from client_alerts(now()) where code = 'loan_overdue') a on a.subject_id = t.id and a.client_id = t.client_id
      ) d where differs`,
  },
];
