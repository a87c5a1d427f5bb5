import { Injectable } from '@nestjs/common';
import { quantityText, thousandths, type Thousandths } from '../../../kernel/quantity.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { ORDER_SUM, WAITS_FOR } from './order-amounts.js';
import type { HeldOrder } from './order-desk.js';
import { OrderSending } from './order-sending.js';
import type { DraftLine, OrderWait } from './order.rules.js';
import { orderWaiting } from './orders.events.js';

export interface WantedLine {
  itemId: string;
  supplierId: string;
  quantity: Thousandths;
  packSize: Thousandths;
}

interface Waiting {
  waitsFor: OrderWait | null;
  isTold: boolean;
}

type Told = Pick<
  ReturnType<typeof orderWaiting>['data'],
  'minOrderAmount' | 'unpricedLines' | 'responsibleId'
>;

/** The open drafts of a warehouse: one a supplier, written set by set. The desk is locked by whoever calls. */
@Injectable()
export class DraftOrders {
  constructor(
    private readonly sending: OrderSending,
    private readonly events: Events,
  ) {}

  async linesOf(
    tx: Tx,
    warehouseId: string,
    itemIds: readonly string[],
  ): Promise<(DraftLine & { itemId: string })[]> {
    const lines = await tx.query<Omit<DraftLine, 'quantity'> & { itemId: string; quantity: string }>(sql`
      select l.id, l.order_id as "orderId", o.supplier_id as "supplierId", l.item_id as "itemId", l.quantity,
             l.is_manual as "isManual"
      from purchase_order_lines l join purchase_orders o on o.id = l.order_id
      where o.warehouse_id = ${warehouseId} and o.stage = 'draft' and l.item_id = any (${itemIds}::uuid[])`);
    return lines.map((line) => ({ ...line, quantity: thousandths(line.quantity) }));
  }

  async write(
    tx: Tx,
    warehouseId: string,
    { drop, put }: { drop: readonly DraftLine[]; put: readonly WantedLine[] },
  ): Promise<void> {
    if (drop.length > 0) await this.drop(tx, drop);
    if (put.length > 0) {
      await this.open(tx, warehouseId, [...new Set(put.map(({ supplierId }) => supplierId))].sort());
      await this.put(tx, warehouseId, put);
    }
    await this.review(tx, warehouseId);
  }

  /** A draft of no lines is gone, and its letter with it. */
  private async drop(tx: Tx, lines: readonly DraftLine[]): Promise<void> {
    await tx.run(sql`delete from purchase_order_lines where id = any (${lines.map(({ id }) => id)}::uuid[])`);
    const orderIds = [...new Set(lines.map(({ orderId }) => orderId))];
    const empty = await tx.query<HeldOrder>(sql`
      delete from purchase_orders o where o.id = any (${orderIds}::uuid[]) and o.stage = 'draft'
        and not exists (select from purchase_order_lines l where l.order_id = o.id)
      returning o.id, o.letter_id as "letterId"`);
    for (const order of empty) await this.sending.withdraw(tx, order);
  }

  private async open(tx: Tx, warehouseId: string, supplierIds: readonly string[]): Promise<void> {
    const rows = supplierIds.map((supplierId) => ({ id: newId(), supplierId }));
    await tx.run(sql`
      insert into purchase_orders (id, branch_id, warehouse_id, supplier_id)
      select r.id, w.branch_id, w.id, r."supplierId"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "supplierId" uuid)
      join warehouses w on w.id = ${warehouseId}
      on conflict (supplier_id, warehouse_id) where stage = 'draft' do nothing`);
  }

  private async put(tx: Tx, warehouseId: string, lines: readonly WantedLine[]): Promise<void> {
    const rows = lines.map((line) => ({
      ...{ id: newId(), itemId: line.itemId, supplierId: line.supplierId },
      ...{ quantity: quantityText(line.quantity), packSize: quantityText(line.packSize) },
    }));
    await tx.run(sql`
      insert into purchase_order_lines (id, order_id, branch_id, item_id, quantity, pack_size)
      select r.id, o.id, o.branch_id, r."itemId", r.quantity, r."packSize"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, "itemId" uuid, "supplierId" uuid, quantity numeric, "packSize" numeric)
      join purchase_orders o on o.supplier_id = r."supplierId" and o.warehouse_id = ${warehouseId} and o.stage = 'draft'
      order by r.id
      on conflict (order_id, item_id) do update set quantity = excluded.quantity, pack_size = excluded.pack_size`);
  }

  /** Gives drafts that are to leave by themselves their letter, and takes it back from those that are not to any more. */
  async review(tx: Tx, warehouseId: string): Promise<void> {
    for (const order of await this.unsettled(tx, warehouseId)) {
      if (order.waitsFor === null) await this.sending.schedule(tx, order);
      else if (order.sendAt !== null) await this.sending.unschedule(tx, order);
      if (order.waitsFor === 'min-amount' && !order.isTold) await this.tell(tx, order);
    }
  }

  private unsettled(tx: Tx, warehouseId: string): Promise<(HeldOrder & Waiting)[]> {
    return tx.query<HeldOrder & Waiting>(sql`
      select o.id, o.branch_id as "branchId", o.warehouse_id as "warehouseId", o.supplier_id as "supplierId", o.stage, o.status,
             o.send_at as "sendAt", o.letter_id as "letterId", o.letter_version as "letterVersion",
             ${WAITS_FOR} as "waitsFor", o.waiting_told_at is not null as "isTold"
      from purchase_orders o join suppliers s on s.id = o.supplier_id
      where o.warehouse_id = ${warehouseId} and o.stage = 'draft' and ((o.send_at is null) = (${WAITS_FOR} is null)
        or (o.waiting_told_at is null and ${WAITS_FOR} = 'min-amount'))
      order by o.supplier_id for update of o`);
  }

  private async tell(tx: Tx, { id, branchId, warehouseId, supplierId }: HeldOrder): Promise<void> {
    const about = await tx.one<Told>(sql`
      select s.min_order_amount as "minOrderAmount", x.unpriced as "unpricedLines", coalesce(w.responsible_id, (
        select i.responsible_id from purchase_order_lines l join items i on i.id = l.item_id
        where l.order_id = o.id and i.responsible_id is not null order by l.id limit 1)) as "responsibleId"
      from purchase_orders o join suppliers s on s.id = o.supplier_id join warehouses w on w.id = o.warehouse_id
      cross join lateral (${ORDER_SUM}) x where o.id = ${id}`);
    await tx.run(sql`update purchase_orders set waiting_told_at = ${tx.now} where id = ${id}`);
    const event = orderWaiting({ orderId: id, supplierId, warehouseId, ...about });
    await this.events.record(tx, event, { subjectId: id, branchId });
  }
}
