import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Question } from '../report.js';

/** What of the line `l` of the order `o` had come by an instant: posted receipts that name the order. */
export const cameOf = (asOf: Question['asOf']): Sql => sql`
  select coalesce(sum(x.quantity), 0) as quantity from waybills r join waybill_lines x on x.waybill_id = r.id and x.item_id = l.item_id
  where r.purchase_order_id = o.id and r.posted_at <= ${asOf} and (r.reversed_at is null or r.reversed_at > ${asOf})`;

/** Whether the order `o` was closed and not cancelled at an instant. */
export const wasClosed = (asOf: Question['asOf']): Sql =>
  sql`o.approved_at <= ${asOf} and (o.cancelled_at is null or o.cancelled_at > ${asOf})`;

/** What was on order at an instant, by place. */
export const onOrder = (asOf: Question['asOf']): Sql => sql`on_order as (
      select o.warehouse_id, l.item_id, sum(greatest(l.quantity - c.quantity, 0)) as quantity
      from purchase_orders o join purchase_order_lines l on l.order_id = o.id cross join lateral (${cameOf(asOf)}) c
      where ${wasClosed(asOf)} group by 1, 2
    )`;
