import { Injectable, type OnModuleInit } from '@nestjs/common';
import { quantityText } from '../../../kernel/quantity.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { AfterPosting, type MovedStock } from '../stock/after-posting.js';
import { DraftOrders, type WantedLine } from './draft-orders.js';
import { OrderDesk } from './order-desk.js';
import { refreshed, type DraftLine } from './order.rules.js';
import { reorderNeeded } from './orders.events.js';
import { OrderReceipts } from './order-receipts.js';
import { ReorderStock, type StockOfItem } from './reorder-stock.js';
import { reorderOf, type Reorder } from './reorder.rules.js';

/** An item with what is to be ordered of it. */
interface Judged {
  stock: StockOfItem;
  reorder: Reorder;
}

/**
 * Keeps open orders as stock asks for it: in the transaction of every movement, and every hour for what changed without
 * one (a new minimum, another supplier). Nobody has to call it.
 */
@Injectable()
export class ReorderService implements OnModuleInit {
  constructor(
    private readonly after: AfterPosting,
    private readonly desk: OrderDesk,
    private readonly stock: ReorderStock,
    private readonly drafts: DraftOrders,
    private readonly receipts: OrderReceipts,
    private readonly events: Events,
  ) {}

  onModuleInit(): void {
    this.after.follow((tx, moved) => this.follow(tx, moved));
  }

  /** What is short and known to nobody is ordered; so is what a draft waits with since its supplier's policy changed. */
  async watch(tx: Tx): Promise<void> {
    for (const { warehouseId, itemIds } of await this.stock.unattended(tx)) {
      await this.desk.lock(tx, warehouseId);
      await this.refresh(tx, warehouseId, itemIds);
    }
  }

  /** Works the lines of these items out anew, from all that decides. The desk is locked by the caller. */
  async refresh(tx: Tx, warehouseId: string, itemIds: readonly string[]): Promise<void> {
    const lines = await this.drafts.linesOf(tx, warehouseId, itemIds);
    const judged = (await this.stock.of(tx, warehouseId, itemIds)).map((stock) => ({
      stock,
      reorder: reorderOf(withLines(stock, lines)),
    }));
    const drop: DraftLine[] = [];
    const put: WantedLine[] = [];
    for (const { stock, reorder } of judged) {
      const { itemId, supplierId } = stock;
      const own = lines.filter((line) => line.itemId === itemId);
      const change = refreshed(reorder.quantity, supplierId, own);
      drop.push(...change.drop);
      if (change.put !== null && supplierId !== null)
        put.push({ itemId, supplierId, quantity: change.put, packSize: stock.packSize });
    }
    await this.drafts.write(tx, warehouseId, { drop, put });
    await this.tell(tx, warehouseId, judged);
  }

  private async follow(
    tx: Tx,
    { warehouseId, itemIds, purchaseOrderId, waybillId }: MovedStock,
  ): Promise<void> {
    if (purchaseOrderId !== null) await this.receipts.take(tx, purchaseOrderId, waybillId);
    const concerned = await this.stock.concerned(tx, warehouseId, itemIds);
    if (concerned.length === 0) return;
    await this.desk.lock(tx, warehouseId);
    await this.refresh(tx, warehouseId, concerned);
  }

  /** Once for each time an item comes to its minimum. */
  private async tell(tx: Tx, warehouseId: string, judged: readonly Judged[]): Promise<void> {
    const [short, enough] = [true, false].map((wanted) =>
      judged.filter(({ reorder }) => reorder.isShort === wanted).map(({ stock }) => stock.itemId),
    );
    await tx.run(sql`
      delete from reorder_alarms where warehouse_id = ${warehouseId} and item_id = any (${enough}::uuid[])`);
    await tx.run(sql`
      update reorder_alarms set dismissed_at = null
      where warehouse_id = ${warehouseId} and item_id = any (${short}::uuid[]) and dismissed_at is not null`);
    const fresh = await tx.query<{ itemId: string }>(sql`
      insert into reorder_alarms (warehouse_id, item_id, raised_at)
      select ${warehouseId}, item_id, ${tx.now} from unnest(${short}::uuid[]) as item_id
      on conflict do nothing returning item_id as "itemId"`);
    if (fresh.length === 0) return;
    const lines = await this.drafts.linesOf(
      tx,
      warehouseId,
      fresh.map(({ itemId }) => itemId),
    );
    const told = judged.filter(({ stock }) => fresh.some(({ itemId }) => itemId === stock.itemId));
    await this.events.recordMany(
      tx,
      told.map(({ stock, reorder }) => {
        const { itemId, supplierId, responsibleId, branchId } = stock;
        const line = lines.find((one) => one.itemId === itemId && one.supplierId === supplierId);
        return {
          event: reorderNeeded({
            ...{ itemId, warehouseId, responsibleId, gap: reorder.gap, orderId: line?.orderId ?? null },
            ...{ onHand: quantityText(stock.onHand), minQuantity: quantityText(stock.min ?? 0) },
            quantity: line === undefined ? null : quantityText(line.quantity),
          }),
          place: { subjectId: itemId, branchId },
        };
      }),
    );
  }
}

/** What a person ordered by hand of another supplier is on its way too. */
const withLines = (stock: StockOfItem, lines: readonly (DraftLine & { itemId: string })[]): StockOfItem => ({
  ...stock,
  onOrder: lines
    .filter((line) => line.itemId === stock.itemId && line.isManual && line.supplierId !== stock.supplierId)
    .reduce((sum, { quantity }) => sum + quantity, stock.onOrder),
});
