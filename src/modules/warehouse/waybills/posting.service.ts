import { Injectable } from '@nestjs/common';
import { invalid } from '../../../kernel/faults.js';
import type { Minor } from '../../../kernel/money.js';
import { localDateOf } from '../../../platform/clock/clock.js';
import { yearOf } from '../../../kernel/local-date.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { nextNumber } from '../../organisation/index.js';
import { AfterPosting } from '../stock/after-posting.js';
import { StockLedger, type Booking } from '../stock/ledger.js';
import type { StockEntry } from '../stock/stock.rules.js';
import { stockMoved, waybillPosted, waybillReversed } from '../warehouse.events.js';
import { ReturnsOfIssues } from './returns-of-issues.js';
import {
  movesOf,
  numberOf,
  postingFaults,
  seriesOf,
  type LineToPost,
  type WaybillToPost,
} from './waybill.rules.js';
import { WaybillNotDraft, WaybillNotFound, WaybillNotPosted, WaybillReturned } from './waybills.errors.js';

/** A waybill that has been posted, with what each line cost: below zero nothing, whichever way it went. */
export interface PostedWaybill {
  id: string;
  number: string;
  warehouseId: string;
  /** Value of all that moved. */
  cost: Minor;
  lines: { id: string; itemId: string; quantity: string; cost: Minor }[];
}

interface Loaded extends WaybillToPost {
  timeZone: string;
  sourceId: string | null;
  purchaseOrderId: string | null;
}

/**
 * Posts and reverses waybills: the one transaction in which stock moves. Locks go waybill (of a return its issue first),
 * balances by warehouse and item, then the counter of numbers, so that a number is held for the shortest time.
 */
@Injectable()
export class PostingService {
  constructor(
    private readonly ledger: StockLedger,
    private readonly returns: ReturnsOfIssues,
    private readonly events: Events,
    private readonly after: AfterPosting,
  ) {}

  /** `pointers` are the places of the lines in the request that asks. */
  async post(tx: Tx, id: string, pointers?: ReadonlyMap<string, string>): Promise<PostedWaybill> {
    const waybill = await this.lock(tx, id);
    if (waybill.status !== 'draft') throw WaybillNotDraft({ status: waybill.status });
    const lines = await this.linesOf(tx, waybill, pointers);
    const faults = postingFaults(waybill, lines, localDateOf(tx.now, waybill.timeZone));
    if (faults.length > 0) throw invalid(faults);
    const booking = bookingOf(waybill, pointers);
    const entries = await this.ledger.book(tx, booking, movesOf(waybill, lines));
    const year = yearOf(waybill.onDate);
    const { branchId, kind } = waybill;
    const sequence = await nextNumber(tx, { document: seriesOf(kind), branchId, year });
    tx.later(sql`
      update waybills set status = 'posted', year = ${year}, sequence = ${sequence}, posted_at = ${tx.now},
                          posted_by = announced_actor() - 'kind' - 'id' where id = ${id}`);
    await this.events.record(tx, waybillPosted({ waybillId: id, kind }), { subjectId: id, branchId });
    await this.tell(tx, waybill, entries, false);
    return postedOf(waybill, numberOf(kind, year, sequence), lines, entries);
  }

  /** Takes back exactly what was moved, if it is still there. */
  async reverse(tx: Tx, id: string, reason: string): Promise<void> {
    const waybill = await this.lock(tx, id);
    if (waybill.status !== 'posted') throw WaybillNotPosted({ status: waybill.status });
    if (await this.returns.has(tx, id)) throw WaybillReturned();
    const entries = await this.ledger.reverse(tx, bookingOf(waybill));
    tx.later(sql`
      update waybills set status = 'reversed', reversed_at = ${tx.now}, reversal_reason = ${reason},
                          reversed_by = announced_actor() - 'kind' - 'id' where id = ${id}`);
    const { branchId, kind } = waybill;
    await this.events.record(tx, waybillReversed({ waybillId: id, kind }), { subjectId: id, branchId });
    await this.tell(tx, waybill, entries, true);
  }

  /** A return holds the issue it is of, before itself: whoever reverses that waits, and finds the return. */
  private async lock(tx: Tx, id: string): Promise<Loaded> {
    tx.later(sql`
      select s.id from waybills s where s.id = (select source_id from waybills where id = ${id}) for no key update`);
    const waybill = await tx.find<Loaded>(sql`
      select w.id, w.branch_id as "branchId", w.kind, w.status, w.is_loan as "isLoan", w.on_date as "onDate",
             w.warehouse_id as "warehouseId", w.to_warehouse_id as "toWarehouseId", w.source_id as "sourceId",
             w.purchase_order_id as "purchaseOrderId", w.comment, b.time_zone as "timeZone"
      from waybills w join branches b on b.id = w.branch_id where w.id = ${id} for no key update of w`);
    if (waybill === null) throw WaybillNotFound({ id });
    return waybill;
  }

  private async linesOf(
    tx: Tx,
    waybill: Loaded,
    pointers?: ReadonlyMap<string, string>,
  ): Promise<LineToPost[]> {
    const lines = await tx.query<LineToPost & { sourceLineId: string | null }>(sql`
      select id, item_id as "itemId", quantity, price, expected, source_line_id as "sourceLineId", null as "returnedCost"
      from waybill_lines where waybill_id = ${waybill.id} order by id`);
    return waybill.sourceId === null ? lines : this.returns.costed(tx, waybill.sourceId, lines, pointers);
  }

  private async tell(
    tx: Tx,
    waybill: Loaded,
    entries: readonly StockEntry[],
    isReversal: boolean,
  ): Promise<void> {
    const { id: waybillId, kind, branchId, purchaseOrderId } = waybill;
    const touched = new Map<string, Set<string>>();
    for (const { warehouseId, itemId } of entries)
      touched.set(warehouseId, (touched.get(warehouseId) ?? new Set()).add(itemId));
    // In one order, so that transfers in opposite directions queue for what follows too.
    for (const [warehouseId, items] of [...touched].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const itemIds = [...items];
      const event = stockMoved({ warehouseId, itemIds, waybillId });
      await this.events.record(tx, event, { subjectId: warehouseId, branchId });
      await this.after.run(tx, { waybillId, kind, purchaseOrderId, isReversal, warehouseId, itemIds });
    }
  }
}

const bookingOf = (
  { id, branchId, onDate }: WaybillToPost,
  pointers?: ReadonlyMap<string, string>,
): Booking => ({
  ...{ waybillId: id, branchId, occurredOn: onDate },
  ...(pointers === undefined ? {} : { pointers }),
});

/** A line cost what its first entry moved: of a transfer and a loan the second says the same again. */
function postedOf(
  { id, warehouseId }: WaybillToPost,
  number: string,
  lines: readonly LineToPost[],
  entries: readonly StockEntry[],
): PostedWaybill {
  const costs = new Map<string, Minor>();
  for (const { lineId, value } of entries) if (!costs.has(lineId)) costs.set(lineId, Math.abs(value));
  const told = lines.map((line) => ({
    ...{ id: line.id, itemId: line.itemId, quantity: line.quantity, cost: costs.get(line.id) ?? 0 },
  }));
  return { id, number, warehouseId, cost: told.reduce((sum, { cost }) => sum + cost, 0), lines: told };
}
