// What lies in stock: two hundred goods that every branch keeps in a warehouse of its own, come by one receipt of two hundred
// lines. There is so much of each that no run of sales comes to the end of it, nor to a minimum.
const ITEMS = 200;
const QUANTITY = 1_000_000;

/** Runs before the statements' triggers are on again, as all that is loaded; `run(name, text)` runs and says it. */
export async function seedStore(run, { id, stamps, stampColumns, entryStamps }) {
  const year = `extract(year from current_date)::int`;
  await run(
    'items',
    `insert into items (id, sku, name, kind, unit, vat, price, min_quantity, max_quantity, ${stampColumns})
    select ${id('item', 'i')}, 'SKU-' || i, 'Item ' || i, 'goods', 'pcs', '22', 20000 + i * 100, 10, 100, ${stamps} from generate_series(1, ${ITEMS}) i`,
  );
  await run(
    'warehouses',
    `insert into warehouses (id, branch_id, name, code, is_default, ${stampColumns})
    select pg_temp.uid('warehouse' || b.id), b.id, 'Store', 'W-' || b.code, true, ${stamps} from branches b where b.code ~ '^B'`,
  );
  await run(
    'receipts',
    `insert into waybills (id, branch_id, kind, status, year, sequence, on_date, warehouse_id, posted_at, posted_by, ${stampColumns})
    select pg_temp.uid('receipt' || w.id), w.branch_id, 'receipt', 'posted', ${year}, 1, current_date, w.id, now(), '{"login":"bench","name":"Bench"}', ${stamps} from warehouses w`,
  );
  await run(
    'numbers',
    `insert into document_counters (document, branch_id, year, last) select 'waybill.receipt', branch_id, year, sequence from waybills`,
  );
  await run(
    'lines of receipts',
    `insert into waybill_lines (id, waybill_id, branch_id, item_id, quantity, price, vat, ${stampColumns})
    select pg_temp.uid('line' || w.id || i.id), w.id, w.branch_id, i.id, ${QUANTITY}, i.price / 2, i.vat, ${stamps} from waybills w, items i`,
  );
  await run(
    'stock entries',
    `insert into stock_entries (id, waybill_id, line_id, branch_id, warehouse_id, item_id, bucket, quantity, value, occurred_on, created_at, created_by)
    select gen_random_uuid(), w.id, l.id, l.branch_id, w.warehouse_id, l.item_id, 'on_hand', l.quantity, l.quantity * l.price, w.on_date, ${entryStamps}
    from waybill_lines l join waybills w on w.id = l.waybill_id`,
  );
  await run(
    'stock balances',
    `insert into stock_balances (id, warehouse_id, item_id, on_hand, value)
    select gen_random_uuid(), warehouse_id, item_id, quantity, value from stock_entries`,
  );
}
