import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { STOCK_COSTS } from '../../../kernel/field-groups.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { masked } from '../../../platform/database/masked.js';
import { reach } from '../../../platform/database/reach.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { LINE_PRICE, ORDER_SUM, WAITS_FOR } from './order-amounts.js';
import type {
  PurchaseOrder,
  PurchaseOrderCard,
  PurchaseOrderLetter,
  PurchaseOrderListQuery,
  PurchaseOrderReceipt,
} from './orders.dto.js';
import type { PurchaseOrderLine } from './order-lines.dto.js';
import { OrderLineNotFound, OrderNotFound } from './orders.errors.js';
import { PurchaseOrders } from './orders.permissions.js';

/** What an order costs is seen by who sees what stock cost. */
const shownTo =
  (actor: Actor, branch: Sql) =>
  (value: Sql): Sql =>
    masked(actor, STOCK_COSTS, value, (permission) => reach(actor, permission, { branch }));

const orderFor = (actor: Actor): Sql => sql`
  select o.id, 'PO-' || o.year || '-' || lpad(o.sequence::text, 6, '0') as number, o.status, o.branch_id as "branchId",
         o.warehouse_id as "warehouseId", w.name as warehouse, o.supplier_id as "supplierId", s.name as supplier,
         (select count(*) from purchase_order_lines l where l.order_id = o.id) as "lineCount",
         ${shownTo(actor, sql`o.branch_id`)(sql`money(x.amount)`)} as amount, x.unpriced as "unpricedLines",
         money(s.min_order_amount) as "minOrderAmount", ${WAITS_FOR} as "waitsFor",
         case when o.stage = 'draft' then o.send_at end as "sendAt", o.approved_at as "approvedAt", o.approved_by as "approvedBy",
         o.sent_at as "sentAt", o.problem, o.confirmed_at as "confirmedAt", o.confirmed_by as "confirmedBy",
         o.expected_on as "expectedOn", o.confirmation_note as "confirmationNote", o.cancelled_at as "cancelledAt",
         o.cancelled_by as "cancelledBy", o.cancellation_reason as "cancellationReason", o.version,
         o.created_at as "createdAt", o.created_by as "createdBy", o.updated_at as "updatedAt", o.updated_by as "updatedBy"
  from purchase_orders o join warehouses w on w.id = o.warehouse_id join suppliers s on s.id = o.supplier_id
  cross join lateral (${ORDER_SUM}) x`;

const lineFor = (actor: Actor): Sql => {
  const shown = shownTo(actor, sql`l.branch_id`);
  return sql`
  select l.id, l.item_id as "itemId", i.sku, i.name, i.unit, trim_scale(l.quantity) as quantity,
         trim_scale(l.pack_size) as "packSize", trim_scale(round(l.quantity / l.pack_size, 3)) as packs,
         ${shown(sql`money(p.price)`)} as price, ${shown(sql`money(round(l.quantity * p.price)::bigint)`)} as amount,
         l.is_manual as "isManual", l.needed_by as "neededBy", trim_scale(l.received) as received,
         trim_scale(greatest(l.quantity - l.received, 0)) as outstanding, l.version
  from purchase_order_lines l join items i on i.id = l.item_id join purchase_orders o on o.id = l.order_id
  cross join lateral (select ${LINE_PRICE} as price) p`;
};

export const orderReach = (actor: Actor, permission: string): Sql =>
  reach(actor, permission, { branch: sql`o.branch_id` });

@Injectable()
export class OrdersQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: PurchaseOrderListQuery): Promise<Page<PurchaseOrder>> {
    const { branchId, warehouseId, supplierId, itemId, status, number, updatedSince } = query;
    return keysetPage<PurchaseOrder>(this.db, {
      query,
      sorts: {
        createdAt: { column: sql`o.created_at`, type: 'timestamptz' },
        updatedAt: { column: sql`o.updated_at`, type: 'timestamptz' },
      },
      defaultSort: '-createdAt',
      id: sql`o.id`,
      select: orderFor(actor),
      where: [
        orderReach(actor, PurchaseOrders.read),
        branchId !== undefined && sql`o.branch_id = ${branchId}`,
        warehouseId !== undefined && sql`o.warehouse_id = ${warehouseId}`,
        supplierId !== undefined && sql`o.supplier_id = ${supplierId}`,
        itemId !== undefined &&
          sql`exists (select from purchase_order_lines l where l.order_id = o.id and l.item_id = ${itemId})`,
        status !== undefined && sql`o.status = ${status}`,
        number !== undefined && numberIs(number),
        updatedSince !== undefined && sql`o.updated_at >= ${updatedSince}::timestamptz`,
      ],
    });
  }

  async card(reader: Reader, actor: Actor, id: string): Promise<PurchaseOrderCard> {
    const order = await reader.find<PurchaseOrder>(
      sql`${orderFor(actor)} where o.id = ${id} and ${orderReach(actor, PurchaseOrders.read)}`,
    );
    if (order === null) throw OrderNotFound({ id });
    const lines = await reader.query<PurchaseOrderLine>(
      sql`${lineFor(actor)} where l.order_id = ${id} order by i.name, i.id`,
    );
    const letters = await reader.query<PurchaseOrderLetter>(sql`
      select id, status, problem, tries, created_at as "createdAt", sent_at as "sentAt" from letters
      where subject_type = 'purchase_order' and subject_id = ${id} order by created_at desc, id desc`);
    const receipts = await reader.query<PurchaseOrderReceipt>(sql`
      select id as "waybillId", status, on_date as "onDate" from waybills where purchase_order_id = ${id} order by created_at, id`);
    return { ...order, lines, letters, receipts };
  }

  async line(reader: Reader, actor: Actor, orderId: string, id: string): Promise<PurchaseOrderLine> {
    const line = await reader.find<PurchaseOrderLine>(
      sql`${lineFor(actor)} where l.order_id = ${orderId} and l.id = ${id}`,
    );
    if (line === null) throw OrderLineNotFound({ id });
    return line;
  }
}

function numberIs(number: string): Sql {
  const [, year = '', sequence = ''] = number.split('-');
  return sql`(o.year = ${Number(year)} and o.sequence = ${Number(sequence)})`;
}
