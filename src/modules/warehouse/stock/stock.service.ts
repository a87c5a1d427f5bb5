import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { Thousandths } from '../../../kernel/quantity.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { DraftLines } from '../waybills/draft-lines.js';
import type { LineInput } from '../waybills/line.rules.js';
import { PostingService, type PostedWaybill } from '../waybills/posting.service.js';
import type { WaybillKind } from '../waybills/waybill.rules.js';
import { WaybillRow } from '../waybills/waybill.entity.js';
import { WaybillNotFound } from '../waybills/waybills.errors.js';
import { WarehousesService } from '../warehouses/warehouses.service.js';
import { StockLedger } from './ledger.js';

/** What another module moves stock for: `{ kind: 'sale', id }`. It alone undoes the waybill then. */
export interface Basis {
  kind: string;
  id: string;
}

/** Stock that another module moves; whether the actor may is for that module to ask. */
export interface StockMove {
  warehouseId: string;
  onDate: LocalDate;
  basis: Basis;
  lines: readonly { itemId: string; quantity: string; note?: string }[];
  comment?: string;
  /** Place of each line in the request, for faults; `/lines/0`… without. */
  pointers?: readonly string[];
}

/** What a customer brings back of an issue, by its lines. */
export interface StockReturn {
  waybillId: string;
  onDate: LocalDate;
  basis: Basis;
  lines: readonly { lineId: string; quantity: string; note?: string }[];
  /** Where it is put; the warehouse it came from when absent. */
  warehouseId?: string;
  comment?: string;
  pointers?: readonly string[];
}

/** Stock that is to stand still for a transaction. */
export interface StockHold {
  warehouseId: string;
  itemIds: readonly string[];
  waybillIds?: readonly string[];
}

/**
 * The door for other modules: every movement makes a posted waybill and belongs to the caller's transaction. Lock order:
 * clients, subscriptions and accounts before stock; move stock once in a transaction where you can.
 */
@Injectable()
export class StockService {
  constructor(
    private readonly warehouses: WarehousesService,
    private readonly lines: DraftLines,
    private readonly posting: PostingService,
    private readonly ledger: StockLedger,
  ) {}

  /**
   * What can be taken of items, held until the transaction ends: whoever decides by it, or moves the same items more than
   * once in a transaction, asks first, and names the waybills of which goods come back.
   */
  async hold(
    tx: Tx,
    { warehouseId, itemIds, waybillIds = [] }: StockHold,
  ): Promise<ReadonlyMap<string, Thousandths>> {
    if (waybillIds.length > 0)
      await tx.run(
        sql`select id from waybills where id = any (${waybillIds}::uuid[]) order by id for no key update`,
      );
    return this.ledger.available(tx, warehouseId, itemIds);
  }

  /** Goods leave at their average cost. */
  issue(tx: Tx, move: StockMove): Promise<PostedWaybill> {
    return this.move(tx, 'issue', move);
  }

  /** Goods of an issue come back at the cost they left with. */
  async takeBack(tx: Tx, { waybillId, lines, warehouseId, ...rest }: StockReturn): Promise<PostedWaybill> {
    const source = await tx.find<{ warehouseId: string }>(
      sql`select warehouse_id as "warehouseId" from waybills where id = ${waybillId} and kind = 'issue' for no key update`,
    );
    if (source === null) throw WaybillNotFound({ id: waybillId });
    const pointers = rest.pointers ?? lines.map((_, index) => `/lines/${String(index)}`);
    const issued = await tx.query<{ id: string; itemId: string }>(
      sql`select id, item_id as "itemId" from waybill_lines where waybill_id = ${waybillId}`,
    );
    const itemOf = new Map(issued.map(({ id, itemId }) => [id, itemId]));
    const unknown = lines.flatMap(({ lineId }, index) =>
      itemOf.has(lineId) ? [] : [unknownReference(`${pointers[index] ?? ''}/lineId`)],
    );
    if (unknown.length > 0) throw invalid(unknown);
    const returned = lines.map(({ lineId, quantity, note }) => ({
      ...{ itemId: itemOf.get(lineId) ?? '', quantity, sourceLineId: lineId },
      ...(note === undefined ? {} : { note }),
    }));
    const place = { warehouseId: warehouseId ?? source.warehouseId, lines: returned, pointers };
    return this.move(tx, 'customer_return', { ...rest, ...place }, { sourceId: waybillId });
  }

  /** From the shelf into somebody's hands: still ours. */
  lend(tx: Tx, move: StockMove): Promise<PostedWaybill> {
    return this.move(tx, 'issue', move, { isLoan: true });
  }

  /** What was lent is on the shelf again. */
  returnLoan(tx: Tx, move: StockMove): Promise<PostedWaybill> {
    return this.move(tx, 'customer_return', move, { isLoan: true });
  }

  /** What was lent does not come back. */
  loseLoan(tx: Tx, move: StockMove): Promise<PostedWaybill> {
    return this.move(tx, 'write_off', { comment: 'Lost on loan', ...move }, { isLoan: true });
  }

  /** Takes a movement back as it was made; for whoever made it. */
  reverse(tx: Tx, waybillId: string, reason: string): Promise<void> {
    return this.posting.reverse(tx, waybillId, reason);
  }

  private async move(
    tx: Tx,
    kind: WaybillKind,
    move: Omit<StockMove, 'lines'> & { lines: readonly LineInput[] },
    { isLoan = false, sourceId = null }: { isLoan?: boolean; sourceId?: string | null } = {},
  ): Promise<PostedWaybill> {
    const { warehouseId, onDate, basis, comment = null } = move;
    const { branchId } = await this.warehouses.open(tx, warehouseId);
    const id = newId();
    await tx.insert(WaybillRow, {
      ...{
        id,
        branchId,
        kind,
        onDate,
        warehouseId,
        toWarehouseId: null,
        supplierId: null,
        purchaseOrderId: null,
      },
      ...{ sourceId, isLoan },
      ...{ basisKind: basis.kind, basisId: basis.id, comment },
    });
    const pointers = move.pointers ?? move.lines.map((_, index) => `/lines/${String(index)}`);
    const draft = { id, kind, branchId, warehouseId, sourceId };
    const ids = await this.lines.write(tx, draft, move.lines, { pointers });
    return this.posting.post(tx, id, new Map(ids.map((line, index) => [line, pointers[index] ?? ''])));
  }
}
