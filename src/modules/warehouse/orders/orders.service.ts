import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../../kernel/actor.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { OrderDesk, type HeldOrder } from './order-desk.js';
import { isOpen } from './order.rules.js';
import { OrderSending } from './order-sending.js';
import type {
  PurchaseOrderCancellationRequest,
  PurchaseOrderCard,
  PurchaseOrderConfirmationRequest,
} from './orders.dto.js';
import {
  OrderAlreadySent,
  OrderEmpty,
  OrderNoAddress,
  OrderNotDraft,
  OrderNotFound,
  OrderNotOpen,
} from './orders.errors.js';
import { orderCancelled, orderConfirmed } from './orders.events.js';
import { PurchaseOrders } from './orders.permissions.js';
import { OrdersQueries } from './orders.queries.js';
import { ReorderService } from './reorder.service.js';

interface LastLetter {
  status: string;
  isSame: boolean;
}

/** What people do to orders. */
@Injectable()
export class OrdersService {
  constructor(
    private readonly desk: OrderDesk,
    private readonly sending: OrderSending,
    private readonly reorder: ReorderService,
    private readonly queries: OrdersQueries,
    private readonly events: Events,
  ) {}

  /** The draft is closed and its letter leaves. Where there is no address it stands approved: it is told by phone. */
  async approve(tx: Tx, id: string): Promise<PurchaseOrderCard> {
    const order = await this.hold(tx, id, PurchaseOrders.approve);
    if (order.stage !== 'draft') throw OrderNotDraft({ status: order.status });
    const line = await tx.find(sql`select 1 from purchase_order_lines where order_id = ${id} limit 1`);
    if (line === null) throw OrderEmpty();
    await this.sending.withdraw(tx, order);
    await this.desk.close(tx, order);
    const { email } = await this.sending.addressOf(tx, order.supplierId);
    if (email !== null) await this.sending.send(tx, order);
    return this.queries.card(tx, tx.actor, id);
  }

  /**
   * Sends the order again: the same letter where it did not come, a new one where the address has changed, the letter was
   * taken back or there was none. What has come to the address is not sent there twice.
   */
  async send(tx: Tx, id: string): Promise<PurchaseOrderCard> {
    const order = await this.hold(tx, id, PurchaseOrders.approve);
    if (!isOpen(order.status)) throw OrderNotOpen({ status: order.status });
    const { email } = await this.sending.addressOf(tx, order.supplierId);
    if (email === null) throw OrderNoAddress();
    const last = await this.lastLetter(tx, order, email);
    if (last === null || order.letterId === null) await this.sending.send(tx, order);
    else if (last.isSame && ['queued', 'sending', 'sent'].includes(last.status))
      throw OrderAlreadySent({ letterStatus: last.status });
    else if (last.isSame && last.status !== 'cancelled') await this.sending.again(tx, order, order.letterId);
    else await this.sending.send(tx, order);
    return this.queries.card(tx, tx.actor, id);
  }

  async confirm(tx: Tx, id: string, said: PurchaseOrderConfirmationRequest): Promise<PurchaseOrderCard> {
    const order = await this.hold(tx, id, PurchaseOrders.write);
    if (!isOpen(order.status)) throw OrderNotOpen({ status: order.status });
    await tx.run(sql`
      update purchase_orders set stage = 'confirmed', confirmed_at = ${tx.now}, confirmed_by = announced_actor() - 'kind' - 'id',
             expected_on = ${said.expectedOn ?? null}, confirmation_note = ${said.note ?? null}, problem = null where id = ${id}`);
    const place = { subjectId: id, branchId: order.branchId };
    await this.events.record(tx, orderConfirmed({ orderId: id }), place);
    return this.queries.card(tx, tx.actor, id);
  }

  /** What has not come is not on order any more. It is ordered again when more of it leaves, or by hand. */
  async cancel(tx: Tx, id: string, { reason }: PurchaseOrderCancellationRequest): Promise<PurchaseOrderCard> {
    const order = await this.hold(tx, id, PurchaseOrders.write);
    if (order.status === 'cancelled' || order.status === 'received')
      throw OrderNotOpen({ status: order.status });
    await this.sending.withdraw(tx, order);
    await tx.run(sql`
      update purchase_orders set stage = 'cancelled', send_at = null, cancelled_at = ${tx.now},
             cancelled_by = announced_actor() - 'kind' - 'id', cancellation_reason = ${reason} where id = ${id}`);
    const place = { subjectId: id, branchId: order.branchId };
    await this.events.record(tx, orderCancelled({ orderId: id }), place);
    await this.dismiss(tx, order);
    return this.queries.card(tx, tx.actor, id);
  }

  /** Under its locks, within reach. */
  async hold(tx: Tx, id: string, permission: string): Promise<HeldOrder> {
    const order = await this.desk.hold(tx, id);
    if (order === null || !reachesBranch(tx.actor, permission, order.branchId)) throw OrderNotFound({ id });
    return order;
  }

  /** Other drafts have their lines raised by what does not come; of the rest a person has decided. */
  private async dismiss(tx: Tx, { id, warehouseId }: HeldOrder): Promise<void> {
    const items = await tx.query<{ itemId: string; isDrafted: boolean }>(sql`
      select l.item_id as "itemId", exists (
        select from purchase_order_lines d join purchase_orders o on o.id = d.order_id
        where d.item_id = l.item_id and o.warehouse_id = ${warehouseId} and o.stage = 'draft') as "isDrafted"
      from purchase_order_lines l where l.order_id = ${id} order by l.item_id`);
    const of = (isDrafted: boolean) =>
      items.filter((item) => item.isDrafted === isDrafted).map(({ itemId }) => itemId);
    await tx.run(sql`
      insert into reorder_alarms (warehouse_id, item_id, raised_at, dismissed_at)
      select ${warehouseId}, item_id, ${tx.now}, ${tx.now} from unnest(${of(false)}::uuid[]) as item_id
      on conflict (warehouse_id, item_id) do update set dismissed_at = excluded.dismissed_at`);
    await this.reorder.refresh(tx, warehouseId, of(true));
  }

  private lastLetter(tx: Tx, order: HeldOrder, email: string): Promise<LastLetter | null> {
    return tx.find<LastLetter>(sql`
      select l.status, l.forgotten_at is null and lower(l.recipients -> 0 ->> 'address') = lower(${email}) as "isSame"
      from letters l where l.id = ${order.letterId}`);
  }
}
