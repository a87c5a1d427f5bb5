import { sql } from '../../../platform/database/sql.js';

/** What one of line `l` of order `o` costs: fixed with the number, until then what was last paid; null: not known. */
export const LINE_PRICE = sql`coalesce(l.price, case when o.stage = 'draft' then purchase_price(l.item_id, o.supplier_id) end)`;

/** `amount`, of the lines with a known price (null: of none), and how many are without one; of order `o`. */
export const ORDER_SUM = sql`
  select sum(round(p.quantity * p.price))::bigint as amount, count(*) filter (where p.price is null)::integer as unpriced
  from (select l.quantity, ${LINE_PRICE} as price from purchase_order_lines l where l.order_id = o.id) p`;

/**
 * Why draft `o` to supplier `s` does not leave by itself; null: it does, or is no draft. What a person alone wrote waits for
 * a person; what stock asked for goes on, whoever wrote in it since.
 */
export const WAITS_FOR = sql`
  case when o.stage <> 'draft' then null
    when s.order_policy <> 'auto' or s.email is null or s.archived_at is not null or not exists (
      select from purchase_order_lines l where l.order_id = o.id
        and (not l.is_manual or o.send_at is not null or o.waiting_told_at is not null)) then 'approval'
    when s.min_order_amount > coalesce((select amount from (${ORDER_SUM}) x), 0) then 'min-amount' end`;
