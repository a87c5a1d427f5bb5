import type { LedgerCheck } from '../../platform/database/ledger-check.js';
import { sql } from '../../platform/database/sql.js';
import { numbersHaveNoGaps } from '../organisation/index.js';
import { seriesOf, waybillKinds } from './waybills/waybill.rules.js';

/** What must hold between waybills, the ledger of stock and the balances beside it. */
export const warehouseChecks: readonly LedgerCheck[] = [
  {
    name: 'what a warehouse holds of an item is the sum of its movements, in quantity and in value',
    sql: sql`
      with summed as (
        select warehouse_id, item_id,
               coalesce(sum(quantity) filter (where bucket = 'on_hand'), 0) as on_hand,
               coalesce(sum(value) filter (where bucket = 'on_hand'), 0)::bigint as value,
               coalesce(sum(quantity) filter (where bucket = 'on_loan'), 0) as on_loan,
               coalesce(sum(value) filter (where bucket = 'on_loan'), 0)::bigint as loan_value
        from stock_entries group by warehouse_id, item_id
      )
      select b.id, warehouse_id, item_id, b.on_hand, s.on_hand as summed, b.value, s.value as summed_value
      from stock_balances b full join summed s using (warehouse_id, item_id)
      where (coalesce(b.on_hand, 0), coalesce(b.value, 0), coalesce(b.on_loan, 0), coalesce(b.loan_value, 0))
         <> (coalesce(s.on_hand, 0), coalesce(s.value, 0), coalesce(s.on_loan, 0), coalesce(s.loan_value, 0))`,
  },
  {
    name: 'stock is never below zero, nothing is worth nothing, and average times quantity is the value within a kopeck',
    sql: sql`
      select id, on_hand, value, on_loan, loan_value, reserved, average_cost from stock_balances
      where least(on_hand, value, on_loan, loan_value, reserved, on_hand - reserved) < 0
         or (on_hand = 0 and value <> 0) or (on_loan = 0 and loan_value <> 0)
         or abs(coalesce(average_cost, 0) * on_hand - value) > 1`,
  },
  numbersHaveNoGaps('waybills', {
    documents: waybillKinds.map(seriesOf),
    given: sql`select 'waybill.' || kind as document, branch_id, year, sequence from waybills where year is not null`,
  }),
  {
    name: 'a draft has moved nothing, a reversed waybill nothing in the end, and each reversal its movement to the kopeck',
    sql: sql`
      select w.id, w.status, e.entries, e.quantity, e.value from waybills w
      cross join lateral (
        select count(*) as entries, count(*) filter (where reverses_id is not null) as reversals,
               coalesce(sum(quantity), 0) as quantity, coalesce(sum(value), 0) as value
        from stock_entries where waybill_id = w.id
      ) e
      where (w.status = 'draft' and e.entries > 0) or (w.status = 'posted' and e.reversals > 0)
         or (w.status = 'reversed' and (e.entries <> 2 * e.reversals or e.quantity <> 0 or e.value <> 0))
      union all
      select e.id, 'reversal', 1, e.quantity, e.value from stock_entries e join stock_entries o on o.id = e.reverses_id
      where (e.waybill_id, e.line_id, e.warehouse_id, e.item_id, e.bucket, e.quantity, e.value)
         <> (o.waybill_id, o.line_id, o.warehouse_id, o.item_id, o.bucket, -o.quantity, -o.value)`,
  },
  {
    name: 'a posted line moved its quantity: out, in, or from one place to the other; of a stocktake the difference',
    sql: sql`
      select l.id, w.kind, l.quantity, e.moved, e.count from waybills w
      join waybill_lines l on l.waybill_id = w.id
      cross join lateral (
        select count(*) as count, coalesce(max(abs(quantity)), 0) as moved, coalesce(min(abs(quantity)), 0) as least,
               coalesce(sum(quantity), 0) as net, coalesce(sum(value), 0) as value
        from stock_entries e where e.line_id = l.id and e.reverses_id is null and e.item_id = l.item_id
      ) e
      where w.status <> 'draft' and case
        when w.kind = 'stocktake' then e.net <> l.quantity - l.expected
        when w.kind = 'transfer' or (w.is_loan and w.kind <> 'write_off')
          then (e.count, e.moved, e.least, e.net, e.value) <> (2, l.quantity, l.quantity, 0, 0)
        when w.kind in ('receipt', 'customer_return') then (e.count, e.net) <> (1, l.quantity)
        else (e.count, e.net) <> (1, -l.quantity) end`,
  },
  {
    name: 'customers return no more of an issue than was issued, in quantity and in cost',
    sql: sql`
      select l.id, l.quantity, sum(b.quantity) as returned from waybill_lines l
      join waybill_lines b on b.source_line_id = l.id
      join waybills o on o.id = b.waybill_id and o.status = 'posted'
      join stock_entries e on e.line_id = b.id and e.reverses_id is null
      group by l.id
      having sum(b.quantity) > l.quantity
          or sum(e.value) > (select -sum(i.value) from stock_entries i where i.line_id = l.id and i.reverses_id is null)`,
  },
];
