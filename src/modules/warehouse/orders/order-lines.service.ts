import { Injectable } from '@nestjs/common';
import type { Fault } from '../../../kernel/errors.js';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import { SuppliersService } from '../suppliers/suppliers.service.js';
import { lineFaults, type ItemOfLine } from '../waybills/line.rules.js';
import { WarehousesService } from '../warehouses/warehouses.service.js';
import { DraftOrders } from './draft-orders.js';
import { OrderDesk } from './order-desk.js';
import type { PurchaseOrderCard, PurchaseOrderRequest } from './orders.dto.js';
import type {
  PurchaseOrderLine,
  PurchaseOrderLinePatch,
  PurchaseOrderLineRequest,
} from './order-lines.dto.js';
import { OrderLineNotFound, OrderNotDraft } from './orders.errors.js';
import { PurchaseOrders } from './orders.permissions.js';
import { OrdersQueries } from './orders.queries.js';
import { OrdersService } from './orders.service.js';

/** What people write into drafts. */
@Injectable()
export class OrderLinesService {
  constructor(
    private readonly desk: OrderDesk,
    private readonly orders: OrdersService,
    private readonly drafts: DraftOrders,
    private readonly warehouses: WarehousesService,
    private readonly suppliers: SuppliersService,
    private readonly queries: OrdersQueries,
  ) {}

  async create(tx: Tx, { warehouseId, supplierId, lines }: PurchaseOrderRequest): Promise<PurchaseOrderCard> {
    const { branchId } = await this.warehouses.open(tx, warehouseId, { permission: PurchaseOrders.write });
    await this.desk.lock(tx, warehouseId);
    const faults = await this.faultsOf(
      tx,
      lines,
      lines.map((_, index) => `/lines/${String(index)}`),
    );
    if (!(await this.suppliers.isOpen(tx, supplierId))) faults.push(unknownReference('/supplierId'));
    if (faults.length > 0) throw invalid(faults);
    const id = newId();
    await tx.run(sql`
      insert into purchase_orders (id, branch_id, warehouse_id, supplier_id) values (${id}, ${branchId}, ${warehouseId}, ${supplierId})`);
    await this.write(tx, id, lines);
    await this.drafts.review(tx, warehouseId);
    return this.queries.card(tx, tx.actor, id);
  }

  async add(tx: Tx, orderId: string, line: PurchaseOrderLineRequest): Promise<PurchaseOrderLine> {
    const warehouseId = await this.draft(tx, orderId);
    const faults = await this.faultsOf(tx, [line], ['']);
    if (faults.length > 0) throw invalid(faults);
    const [id = ''] = await this.write(tx, orderId, [line]);
    await this.drafts.review(tx, warehouseId);
    return this.queries.line(tx, tx.actor, orderId, id);
  }

  async change(
    tx: Tx,
    orderId: string,
    id: string,
    patch: PurchaseOrderLinePatch,
    base: EditBase,
  ): Promise<PurchaseOrderLine> {
    const warehouseId = await this.draft(tx, orderId);
    const { quantity } = patch;
    if (quantity !== undefined) {
      const { itemId } = await this.queries.line(tx, tx.actor, orderId, id);
      const faults = await this.faultsOf(tx, [{ itemId, quantity }], ['']);
      if (faults.length > 0) throw invalid(faults);
    }
    await editRecord(tx, {
      table: 'purchase_order_lines',
      id,
      patch: {
        quantity: quantity === undefined ? undefined : Number(quantity),
        isManual: quantity !== undefined || undefined,
      },
      base,
      notFound: OrderLineNotFound,
      reach: sql`r.order_id = ${orderId}`,
    });
    await this.drafts.review(tx, warehouseId);
    return this.queries.line(tx, tx.actor, orderId, id);
  }

  async remove(tx: Tx, orderId: string, id: string): Promise<void> {
    const warehouseId = await this.draft(tx, orderId);
    const removed = await tx.run(
      sql`delete from purchase_order_lines where id = ${id} and order_id = ${orderId}`,
    );
    if (removed === 0) throw OrderLineNotFound({ id });
    await this.drafts.review(tx, warehouseId);
  }

  /** Holds the order, which must be a draft; gives its warehouse. */
  private async draft(tx: Tx, id: string): Promise<string> {
    const { stage, status, warehouseId } = await this.orders.hold(tx, id, PurchaseOrders.write);
    if (stage !== 'draft') throw OrderNotDraft({ status });
    return warehouseId;
  }

  private async write(
    tx: Tx,
    orderId: string,
    lines: readonly PurchaseOrderLineRequest[],
  ): Promise<string[]> {
    const rows = lines.map(({ itemId, quantity }) => ({ id: newId(), itemId, quantity }));
    await tx.run(sql`
      insert into purchase_order_lines (id, order_id, branch_id, item_id, quantity, pack_size, is_manual)
      select r.id, o.id, o.branch_id, i.id, r.quantity, i.pack_size, true
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "itemId" uuid, quantity numeric)
      join items i on i.id = r."itemId" join purchase_orders o on o.id = ${orderId} order by r.id`);
    return rows.map(({ id }) => id);
  }

  private async faultsOf(
    tx: Tx,
    lines: readonly PurchaseOrderLineRequest[],
    pointers: readonly string[],
  ): Promise<Fault[]> {
    const items = await tx.query<ItemOfLine>(sql`
      select id, unit, archived_at is not null as "isArchived" from items
      where id = any (${lines.map(({ itemId }) => itemId)}::uuid[])`);
    const world = { kind: 'receipt', items, source: null } as const;
    return lines.flatMap((line, index): Fault[] => {
      const at = pointers[index] ?? '';
      const faults = lineFaults(line, at, world);
      if (lines.findIndex(({ itemId }) => itemId === line.itemId) !== index)
        faults.push({
          pointer: `${at}/itemId`,
          code: 'array.not-unique',
          detail: 'Each item may stand once.',
        });
      return faults;
    });
  }
}
