import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { OrderDesk } from './order-desk.js';
import { orderReceived } from './orders.events.js';

/** What has come of an order: the posted receipts that name it, counted anew whenever one is posted or reversed. */
@Injectable()
export class OrderReceipts {
  constructor(
    private readonly desk: OrderDesk,
    private readonly events: Events,
  ) {}

  async take(tx: Tx, orderId: string, waybillId: string): Promise<void> {
    const order = await this.desk.hold(tx, orderId);
    if (order === null) return;
    await tx.run(sql`
      update purchase_order_lines l set received = r.received
      from (
        select p.id, coalesce((
          select sum(x.quantity) from waybills w join waybill_lines x on x.waybill_id = w.id
          where w.purchase_order_id = p.order_id and w.status = 'posted' and x.item_id = p.item_id), 0) as received
        from purchase_order_lines p where p.order_id = ${orderId}
      ) r where l.id = r.id and l.received <> r.received`);
    const { status } = await tx.one<{ status: string }>(sql`
      update purchase_orders o set receipt = (
        select case when bool_and(l.received >= l.quantity) then 'wholly' when bool_or(l.received > 0) then 'partly' else 'none' end
        from purchase_order_lines l where l.order_id = o.id)
      where o.id = ${orderId} returning o.status`);
    const event = orderReceived({ orderId, waybillId, status });
    await this.events.record(tx, event, { subjectId: orderId, branchId: order.branchId });
  }
}
