import type { LedgerCheck } from '../../../platform/database/ledger-check.js';
import { sql } from '../../../platform/database/sql.js';
import { numbersHaveNoGaps } from '../../organisation/index.js';
import { ORDER_LETTER } from './order-sending.js';
import { ORDER_NUMBERS } from './order.rules.js';

/** What must hold between orders, receipts and letters. */
export const orderChecks: readonly LedgerCheck[] = [
  {
    name: 'what has come of an order is what its posted receipts brought, line by line, and its state says so',
    sql: sql`
      with come as (
        select l.id, l.order_id, l.quantity, l.received, coalesce((
          select sum(x.quantity) from waybills w join waybill_lines x on x.waybill_id = w.id
          where w.purchase_order_id = l.order_id and w.status = 'posted' and x.item_id = l.item_id), 0) as brought
        from purchase_order_lines l
      )
      select id, order_id, 'line' as what, received::text as stands, brought::text as counted from come where received <> brought
      union all
      select o.id, o.id, 'order', o.receipt, c.receipt from purchase_orders o
      cross join lateral (
        select case when bool_and(brought >= quantity) then 'wholly' when bool_or(brought > 0) then 'partly' else 'none' end as receipt
        from come where order_id = o.id
      ) c where o.receipt <> c.receipt`,
  },
  {
    name: 'a supplier has one open draft for a warehouse',
    sql: sql`
      select supplier_id, warehouse_id, count(*)::integer as count from purchase_orders
      where stage = 'draft' group by supplier_id, warehouse_id having count(*) > 1`,
  },
  numbersHaveNoGaps('orders to suppliers', {
    documents: [ORDER_NUMBERS],
    given: sql`select ${ORDER_NUMBERS} as document, branch_id, year, sequence from purchase_orders where year is not null`,
  }),
  {
    name: 'an order that is to leave has a letter that will, or that somebody took back',
    sql: sql`
      select o.id, o.stage, l.status from purchase_orders o left join letters l on l.id = o.letter_id
      where ((o.stage = 'draft' and o.send_at is not null) or o.stage = 'queued')
        and coalesce(l.status, 'none') not in ('queued', 'sending', 'cancelled')`,
  },
  {
    name: 'an order that was sent has its letter, of its version, which was sent',
    sql: sql`
      select o.id, o.letter_version, l.key, l.status from purchase_orders o left join letters l on l.id = o.letter_id
      where o.stage = 'sent' and (l.id is null or l.status <> 'sent'
        or l.key <> ${ORDER_LETTER} || ':' || o.id || ':v' || o.letter_version)`,
  },
  {
    // What was begun is asked again before each further try; only what nobody has touched yet must be taken back at once.
    name: 'a letter of an order that waits to be made is the one its order names, and a draft that names it is to leave',
    sql: sql`
      select l.id, l.subject_id, o.stage, o.send_at, o.letter_id from letters l left join purchase_orders o on o.id = l.subject_id
      where l.kind = ${ORDER_LETTER} and l.status = 'queued' and l.tries = 0 and l.file_id is null
        and (o.id is null or o.letter_id is distinct from l.id or o.stage = 'cancelled' or (o.stage = 'draft' and o.send_at is null))`,
  },
  {
    name: 'a line of a draft that follows the stock is of an item the warehouse keeps',
    sql: sql`
      select l.id, l.item_id, b.on_hand, b.reserved, i.min_quantity from purchase_order_lines l
      join purchase_orders o on o.id = l.order_id and o.stage = 'draft' join items i on i.id = l.item_id
      left join stock_balances b on b.warehouse_id = o.warehouse_id and b.item_id = l.item_id
      where not l.is_manual and b.id is null`,
  },
];
