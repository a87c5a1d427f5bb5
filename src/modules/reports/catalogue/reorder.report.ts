import { STOCK_COSTS } from '../../../kernel/field-groups.js';
import { sql } from '../../../platform/database/sql.js';
import { defineReport } from '../report.js';
import { column, money } from './column.js';
import { onOrder } from './orders.sql.js';
import { UNITS } from './places.js';

const STATES = {
  ordered: { ru: 'Заказано', en: 'On order' },
  draft: { ru: 'В черновике заказа', en: 'In a draft' },
  open: { ru: 'Не заказано', en: 'Not ordered' },
  'no-supplier': { ru: 'Нет поставщика', en: 'No supplier' },
  'supplier-archived': { ru: 'Поставщик в архиве', en: 'Supplier archived' },
  'no-max': { ru: 'Не указан максимум', en: 'No maximum' },
};

export const reorder = defineReport({
  code: 'reorder',
  title: { ru: 'Пора заказывать', en: 'To be reordered' },
  description: {
    ru: 'Товары, доступный остаток которых на минимуме или ниже: что лежит, что уже заказано и сколько ещё заказать. К заказу: до максимума, не меньше наименьшей партии, целыми упаковками; ничего, если заказанного хватает. Примерная сумма: по последней цене поступления.',
    en: 'Items of which as little as the minimum or less is available: what is there, what is on its way, and how much is still to be ordered. To order: up to the maximum, the least lot at least, in whole packs; nothing when what is on order is enough. About: at the latest price of a receipt.',
  },
  permission: 'purchase-orders:read',
  period: null,
  hasAsOf: false,
  parameters: {
    supplierId: {
      ...{ kind: 'id', title: { ru: 'Поставщик', en: 'Supplier' } },
      description: 'Items of this supplier alone.',
    },
  },
  columns: [
    column('item', 'text', ['Товар', 'Item']),
    column('itemId', 'text', ['Ид. товара', 'Item id'], { only: 'json' }),
    column('sku', 'text', ['Артикул', 'SKU']),
    column('warehouse', 'text', ['Склад', 'Warehouse']),
    column('warehouseId', 'text', ['Ид. склада', 'Warehouse id'], { only: 'json' }),
    column('supplier', 'text', ['Поставщик', 'Supplier']),
    column('unit', 'text', ['Ед.', 'Unit'], { labels: UNITS }),
    column('onHand', 'decimal', ['Остаток', 'On hand']),
    column('reserved', 'decimal', ['В резерве', 'Reserved'], { only: 'data' }),
    column('onOrder', 'decimal', ['Заказано', 'On order']),
    column('minimum', 'decimal', ['Минимум', 'Minimum']),
    column('maximum', 'decimal', ['Максимум', 'Maximum']),
    column('toOrder', 'decimal', ['К заказу', 'To order']),
    column('packs', 'decimal', ['Упаковок', 'Packs'], { only: 'data' }),
    column('state', 'text', ['Состояние', 'State'], { labels: STATES }),
    money('about', [STOCK_COSTS], ['Примерно на сумму', 'About'], {
      ...{ figure: 'neither', description: 'None when it was never received.' },
    }),
    column('items', 'integer', ['Позиций', 'Lines'], { total: 'sum', figure: 'bad', only: 'data' }),
  ],
  rows: ({ asOf, parameters, within }) => sql`
    with ${onOrder(asOf)}, facts as (
      select b.item_id, w.id as warehouse_id, w.name as warehouse, i.name as item, i.sku, i.unit, i.min_quantity, i.max_quantity, i.order_quantity, i.pack_size,
             b.on_hand, b.reserved, coalesce(o.quantity, 0) as on_order, b.on_hand + coalesce(o.quantity, 0) - b.reserved as projected, s.name as supplier,
             case when s.id is null then 'no-supplier' when s.archived_at is not null then 'supplier-archived' when i.max_quantity is null then 'no-max' end as gap,
             exists (select from purchase_orders d join purchase_order_lines l on l.order_id = d.id
                     where d.stage = 'draft' and d.warehouse_id = w.id and l.item_id = i.id) as is_drafted
      from stock_balances b join items i on i.id = b.item_id join warehouses w on w.id = b.warehouse_id
      left join suppliers s on s.id = i.supplier_id left join on_order o on o.warehouse_id = b.warehouse_id and o.item_id = b.item_id
      where b.on_hand - b.reserved <= i.min_quantity and i.archived_at is null and w.archived_at is null
        and (i.max_quantity is null or b.on_hand - b.reserved < i.max_quantity)
        and (${parameters.supplierId}::uuid is null or s.id = ${parameters.supplierId}) and ${within({ branch: sql`w.branch_id` })}
    ), needs as (
      select f.*, f.projected <= f.min_quantity and (f.max_quantity is null or f.projected < f.max_quantity) as is_short,
             ceil(greatest(f.max_quantity - f.projected, coalesce(f.order_quantity, 0)) / f.pack_size) as packs
      from facts f
    ), told as (
      select n.*, case when n.is_short and n.gap is null then n.packs else 0 end as packs_needed,
             case when not n.is_short then 'ordered' when n.gap is not null then n.gap when n.is_drafted then 'draft' else 'open' end as state
      from needs n
    )
    select t.item, t.item_id as "itemId", t.sku, t.warehouse, t.warehouse_id as "warehouseId", t.supplier, t.unit, t.on_hand::float8 as "onHand",
           t.reserved::float8 as reserved, t.on_order::float8 as "onOrder", t.min_quantity::float8 as minimum, t.max_quantity::float8 as maximum,
           (t.packs_needed * t.pack_size)::float8 as "toOrder", t.packs_needed::float8 as packs, t.state,
           round(t.packs_needed * t.pack_size * p.price)::bigint as about, 1 as items
    from told t
    left join lateral (
      select l.price from waybill_lines l join waybills r on r.id = l.waybill_id
      where l.item_id = t.item_id and r.kind = 'receipt' and r.status = 'posted' order by r.posted_at desc, l.id desc limit 1) p on true
    order by t.supplier nulls last, t.item, t.warehouse, t.item_id, t.warehouse_id`,
});
