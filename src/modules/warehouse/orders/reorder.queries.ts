import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { quantityText } from '../../../kernel/quantity.js';
import type { Page } from '../../../kernel/page.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { reach } from '../../../platform/database/reach.js';
import { sql } from '../../../platform/database/sql.js';
import { WAITS_FOR } from './order-amounts.js';
import type { ReorderItem, ReorderQuery } from './reorder.dto.js';
import { PurchaseOrders } from './orders.permissions.js';
import { factsOf, REORDER_FACTS, REORDER_FROM, type FactTexts } from './reorder-stock.js';
import { formulaOf, neededBy, reorderOf } from './reorder.rules.js';

type Row = FactTexts &
  Pick<ReorderItem, 'id' | 'itemId' | 'sku' | 'name' | 'unit' | 'warehouseId' | 'warehouse' | 'branchId'> &
  Pick<ReorderItem, 'supplierId' | 'supplier' | 'orderId' | 'waitsFor' | 'isDismissed'> & {
    timeZone: string;
    leadDays: number | null;
    orderDays: number[] | null;
  };

const ROW = sql`
  select b.id, i.id as "itemId", i.sku, i.name, i.unit, w.id as "warehouseId", w.name as warehouse, w.branch_id as "branchId",
         s.id as "supplierId", s.name as supplier, br.time_zone as "timeZone", coalesce(i.lead_days, s.lead_days) as "leadDays",
         s.order_days as "orderDays", f.*,
         d."orderId", d."waitsFor",
         exists (select from reorder_alarms a where a.warehouse_id = w.id and a.item_id = i.id
           and a.dismissed_at is not null) as "isDismissed"
  from ${REORDER_FROM} join branches br on br.id = w.branch_id cross join lateral (select ${REORDER_FACTS}) f
  left join lateral (
    select o.id as "orderId", ${WAITS_FOR} as "waitsFor" from purchase_orders o join purchase_order_lines l on l.order_id = o.id
    where o.stage = 'draft' and o.warehouse_id = w.id and l.item_id = i.id and o.supplier_id = i.supplier_id) d on true`;

/** What would be ordered and why, by the rule that orders. */
@Injectable()
export class ReorderQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor, query: ReorderQuery): Promise<Page<ReorderItem>> {
    const { branchId, warehouseId, supplierId } = query;
    const { items, ...page } = await keysetPage<Row>(this.db, {
      query,
      sorts: { name: { column: sql`i.name`, type: 'text' }, sku: { column: sql`i.sku`, type: 'text' } },
      defaultSort: 'name',
      id: sql`b.id`,
      select: ROW,
      where: [
        reach(actor, PurchaseOrders.read, { branch: sql`w.branch_id` }),
        sql`f."onHand" + f."onOrder" - f.reserved <= f.min and (f.max is null or f."onHand" + f."onOrder" - f.reserved < f.max)`,
        branchId !== undefined && sql`w.branch_id = ${branchId}`,
        warehouseId !== undefined && sql`w.id = ${warehouseId}`,
        supplierId !== undefined && sql`s.id = ${supplierId}`,
      ],
    });
    return { ...page, items: items.map((row) => this.explained(row)) };
  }

  private explained(row: Row): ReorderItem {
    const facts = factsOf(row);
    const reorder = reorderOf(facts);
    const { id, itemId, sku, name, unit, warehouseId, warehouse, branchId, supplierId, supplier } = row;
    const maybe = (quantity: number | null) => (quantity === null ? null : quantityText(quantity));
    return {
      ...{ id, itemId, sku, name, unit, warehouseId, warehouse, branchId, supplierId, supplier },
      ...{ onHand: quantityText(facts.onHand), reserved: quantityText(facts.reserved) },
      ...{ onOrder: quantityText(facts.onOrder), projected: quantityText(reorder.projected) },
      ...{ minQuantity: quantityText(facts.min ?? 0), maxQuantity: maybe(facts.max) },
      ...{ orderQuantity: maybe(facts.orderQuantity), packSize: quantityText(facts.packSize) },
      ...{ quantity: quantityText(reorder.quantity), packs: String(reorder.packs) },
      neededBy:
        reorder.quantity === 0
          ? null
          : neededBy(this.clock.today(row.timeZone), row.leadDays ?? 0, row.orderDays ?? []),
      ...{ formula: formulaOf(facts, reorder), gap: reorder.gap },
      ...{ orderId: row.orderId, waitsFor: row.waitsFor, isDismissed: row.isDismissed },
    };
  }
}
