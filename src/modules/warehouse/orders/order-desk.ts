import { Injectable } from '@nestjs/common';
import { localDateOf, type Instant } from '../../../platform/clock/clock.js';
import { yearOf } from '../../../kernel/local-date.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { nextNumber } from '../../organisation/index.js';
import { ORDER_NUMBERS, type OrderStage, type OrderStatus } from './order.rules.js';
import { orderApproved } from './orders.events.js';
import { neededBy } from './reorder.rules.js';

/** An order in hand, under its lock. */
export interface HeldOrder {
  id: string;
  branchId: string;
  warehouseId: string;
  supplierId: string;
  stage: OrderStage;
  status: OrderStatus;
  sendAt: Instant | null;
  letterId: string | null;
  letterVersion: number;
}

/**
 * The one place where orders of a warehouse are worked on, one after the other: what is ordered depends on all of them.
 * Locks go balances → the warehouse's desk → orders → the counter of numbers; two warehouses in the order of their ids.
 */
@Injectable()
export class OrderDesk {
  constructor(private readonly events: Events) {}

  /** Until the end of the transaction; what others wrote at this desk is seen by statements after it. */
  async lock(tx: Tx, warehouseId: string): Promise<void> {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`reorder:${warehouseId}`}, 0))`);
  }

  /** The order under both locks; null: it is gone. */
  async hold(tx: Tx, id: string): Promise<HeldOrder | null> {
    const place = await tx.find<{ warehouseId: string }>(
      sql`select warehouse_id as "warehouseId" from purchase_orders where id = ${id}`,
    );
    if (place === null) return null;
    await this.lock(tx, place.warehouseId);
    return tx.find<HeldOrder>(sql`
      select id, branch_id as "branchId", warehouse_id as "warehouseId", supplier_id as "supplierId", stage, status,
             send_at as "sendAt", letter_id as "letterId", letter_version as "letterVersion"
      from purchase_orders where id = ${id} for update`);
  }

  /** Closes a draft: its lines stand from now on, with their days, and count as on order. It gets its number. */
  async close(tx: Tx, order: HeldOrder): Promise<void> {
    const { timeZone, orderDays } = await tx.one<{ timeZone: string; orderDays: number[] }>(sql`
      select b.time_zone as "timeZone", s.order_days as "orderDays"
      from branches b, suppliers s where b.id = ${order.branchId} and s.id = ${order.supplierId}`);
    const today = localDateOf(tx.now, timeZone);
    const lines = await tx.query<{ id: string; leadDays: number }>(sql`
      select l.id, coalesce(i.lead_days, s.lead_days) as "leadDays"
      from purchase_order_lines l join items i on i.id = l.item_id join suppliers s on s.id = ${order.supplierId}
      where l.order_id = ${order.id}`);
    const days = lines.map(({ id, leadDays }) => ({ id, day: neededBy(today, leadDays, orderDays) }));
    await tx.run(sql`
      update purchase_order_lines l set needed_by = d.day, pack_size = i.pack_size,
             price = purchase_price(l.item_id, ${order.supplierId})
      from jsonb_to_recordset(${JSON.stringify(days)}::jsonb) as d(id uuid, day date), items i
      where l.id = d.id and i.id = l.item_id`);
    const year = yearOf(today);
    const sequence = await nextNumber(tx, { document: ORDER_NUMBERS, branchId: order.branchId, year });
    await tx.run(sql`
      update purchase_orders set stage = 'approved', year = ${year}, sequence = ${sequence}, approved_at = ${tx.now},
             approved_by = announced_actor() - 'kind' - 'id' where id = ${order.id}`);
    // What is on its way is no alarm any more.
    await tx.run(sql`
      delete from reorder_alarms a using purchase_order_lines l
      where l.order_id = ${order.id} and a.warehouse_id = ${order.warehouseId} and a.item_id = l.item_id`);
    const event = orderApproved({ orderId: order.id, supplierId: order.supplierId });
    await this.events.record(tx, event, { subjectId: order.id, branchId: order.branchId });
  }
}
