import { Injectable } from '@nestjs/common';
import { thousandths } from '../../../kernel/quantity.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { ReorderFacts } from './reorder.rules.js';

export interface StockOfItem extends ReorderFacts {
  itemId: string;
  branchId: string;
  supplierId: string | null;
  responsibleId: string | null;
}

/** Columns of a balance (`b`, `i`, `s`, `w`) that decide, as texts. */
export const REORDER_FACTS = sql`
  b.on_hand as "onHand", b.reserved,
  (select coalesce(sum(greatest(l.quantity - l.received, 0)), 0) from purchase_order_lines l join purchase_orders o on o.id = l.order_id
   where l.item_id = b.item_id and o.warehouse_id = b.warehouse_id and o.stage not in ('draft', 'cancelled')
     and o.receipt <> 'wholly') as "onOrder",
  case when i.archived_at is null and w.archived_at is null then i.min_quantity end as min, i.max_quantity as max,
  i.order_quantity as "orderQuantity", i.pack_size as "packSize", s.id is not null as "hasSupplier",
  coalesce(s.archived_at is not null, false) as "isSupplierArchived"`;

export const REORDER_FROM = sql`
  stock_balances b join items i on i.id = b.item_id join warehouses w on w.id = b.warehouse_id
  left join suppliers s on s.id = i.supplier_id`;

export type FactTexts = Record<'onHand' | 'reserved' | 'onOrder' | 'packSize', string> &
  Record<'min' | 'max' | 'orderQuantity', string | null> &
  Pick<ReorderFacts, 'hasSupplier' | 'isSupplierArchived'>;

export const factsOf = (row: FactTexts): ReorderFacts => {
  const maybe = (text: string | null) => (text === null ? null : thousandths(text));
  return {
    ...{ onHand: thousandths(row.onHand), reserved: thousandths(row.reserved) },
    ...{ onOrder: thousandths(row.onOrder), packSize: thousandths(row.packSize) },
    ...{ min: maybe(row.min), max: maybe(row.max), orderQuantity: maybe(row.orderQuantity) },
    ...{ hasSupplier: row.hasSupplier, isSupplierArchived: row.isSupplierArchived },
  };
};

/** Whether a draft or an order on its way names the item of balance `b` in its warehouse. */
const IN_AN_ORDER = sql`exists (
  select from purchase_order_lines l join purchase_orders o on o.id = l.order_id
  where l.item_id = b.item_id and o.warehouse_id = b.warehouse_id and o.stage <> 'cancelled' and o.receipt <> 'wholly')`;

/** What stock says to reordering. */
@Injectable()
export class ReorderStock {
  /**
   * Those whose orders could change. Asked before the desk is locked, so it looks only at what cannot change under it: the
   * balance, which is ours, and whether there is any order at all, whatever becomes of it meanwhile.
   */
  async concerned(tx: Tx, warehouseId: string, itemIds: readonly string[]): Promise<string[]> {
    const found = await tx.query<{ itemId: string }>(sql`
      select b.item_id as "itemId" from stock_balances b join items i on i.id = b.item_id
      where b.warehouse_id = ${warehouseId} and b.item_id = any (${itemIds}::uuid[])
        and (b.on_hand - b.reserved <= i.min_quantity or ${IN_AN_ORDER}
          or exists (select from reorder_alarms a where a.warehouse_id = b.warehouse_id and a.item_id = b.item_id))
      order by b.item_id`);
    return found.map(({ itemId }) => itemId);
  }

  async of(tx: Tx, warehouseId: string, itemIds: readonly string[]): Promise<StockOfItem[]> {
    const rows = await tx.query<
      FactTexts & Pick<StockOfItem, 'itemId' | 'branchId' | 'supplierId' | 'responsibleId'>
    >(sql`
      select b.item_id as "itemId", w.branch_id as "branchId", i.supplier_id as "supplierId",
             coalesce(i.responsible_id, w.responsible_id) as "responsibleId", ${REORDER_FACTS}
      from ${REORDER_FROM} where b.warehouse_id = ${warehouseId} and b.item_id = any (${itemIds}::uuid[]) order by b.item_id`);
    return rows.map((row) => ({
      ...{ itemId: row.itemId, branchId: row.branchId, supplierId: row.supplierId },
      ...{ responsibleId: row.responsibleId, ...factsOf(row) },
    }));
  }

  /**
   * What no movement looked at: items at the minimum that are in no order and of which nobody was told, those of drafts
   * that could leave by themselves and have no letter, and those of drafts that need nothing any more.
   */
  unattended(tx: Tx): Promise<{ warehouseId: string; itemIds: string[] }[]> {
    return tx.query<{ warehouseId: string; itemIds: string[] }>(sql`
      select b.warehouse_id as "warehouseId", array_agg(b.item_id order by b.item_id) as "itemIds"
      from ${REORDER_FROM}
      where (i.archived_at is null and w.archived_at is null and b.on_hand - b.reserved <= i.min_quantity
             and not exists (select from reorder_alarms a where a.warehouse_id = b.warehouse_id and a.item_id = b.item_id
               and (a.dismissed_at is not null or i.supplier_id is null)))
         or exists (select from purchase_order_lines l join purchase_orders o on o.id = l.order_id
           where l.item_id = b.item_id and o.warehouse_id = b.warehouse_id and o.stage = 'draft')
      group by b.warehouse_id order by b.warehouse_id`);
  }
}
