import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What orders come to, so that the least amount of a supplier can be kept to. */
export class PriceOrders1763900000242 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- Per unit, with VAT, as last paid to the supplier: fixed with the number; null where it is not known.
alter table purchase_order_lines add column price bigint constraint purchase_order_lines_price_check check (price > 0);
-- When somebody was told that the draft waits for the supplier's least amount: once.
alter table purchase_orders add column waiting_told_at timestamptz;

-- What one of an item cost when it last came: of the supplier, or of a receipt that names none. What another supplier takes
-- says nothing, and is not this one's to know.
create function purchase_price(asked_item uuid, asked_supplier uuid) returns bigint language sql stable as $$
  select l.price from waybill_lines l join waybills w on w.id = l.waybill_id
  where l.item_id = asked_item and l.price > 0 and w.kind = 'receipt' and w.status = 'posted'
    and (w.supplier_id = asked_supplier or w.supplier_id is null)
  order by w.supplier_id is null, w.on_date desc, w.posted_at desc, l.id desc limit 1
$$;
create index waybill_lines_priced_idx on waybill_lines (item_id) where price > 0;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
drop index waybill_lines_priced_idx;
drop function purchase_price;
alter table purchase_orders drop column waiting_told_at;
alter table purchase_order_lines drop column price;
`);
  }
}
