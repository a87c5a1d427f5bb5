import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../../kernel/actor.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import { Warehousing } from '../warehouse.permissions.js';
import { DraftLines, type DraftOfLines } from './draft-lines.js';
import type {
  KeyedLineRequest,
  WaybillLine,
  WaybillLinePatch,
  WaybillLineRequest,
  WaybillLinesPut,
} from './lines.dto.js';
import { LinesQueries } from './lines.queries.js';
import type { WaybillStatus } from './waybill.rules.js';
import { WaybillLineNotFound, WaybillNotDraft, WaybillNotFound } from './waybills.errors.js';

/** Lines of a draft are records of their own: any number of people fill one at once, and no line is lost. */
@Injectable()
export class LinesService {
  constructor(
    private readonly lines: DraftLines,
    private readonly queries: LinesQueries,
  ) {}

  async add(tx: Tx, waybillId: string, line: WaybillLineRequest): Promise<WaybillLine> {
    const draft = await this.hold(tx, waybillId);
    const [id = ''] = await this.lines.write(tx, draft, [line], { pointers: [''] });
    return this.queries.get(tx, tx.actor, waybillId, id);
  }

  /** Sent again it changes nothing. */
  async put(tx: Tx, waybillId: string, lines: readonly KeyedLineRequest[]): Promise<WaybillLinesPut> {
    const draft = await this.hold(tx, waybillId);
    const pointers = lines.map((_, index) => `/lines/${String(index)}`);
    const ids = await this.lines.write(tx, draft, lines, { pointers, isRepeat: true });
    return { items: await this.queries.getMany(tx, tx.actor, waybillId, ids) };
  }

  async change(
    tx: Tx,
    waybillId: string,
    id: string,
    patch: WaybillLinePatch,
    base: EditBase,
  ): Promise<WaybillLine> {
    const draft = await this.hold(tx, waybillId);
    const line = await this.queries.get(tx, tx.actor, waybillId, id);
    const { quantity, price, note } = patch;
    const source = line.sourceLineId === null ? {} : { sourceLineId: line.sourceLineId };
    const asked = { itemId: line.itemId, quantity: quantity ?? line.quantity, ...source };
    await this.lines.check(tx, draft, [price === undefined ? asked : { ...asked, price }], ['']);
    await editRecord(tx, {
      table: 'waybill_lines',
      id,
      patch: {
        quantity: quantity === undefined ? undefined : Number(quantity),
        price: price === null ? null : price?.amount,
        note,
      },
      base,
      notFound: WaybillLineNotFound,
      reach: sql`r.waybill_id = ${waybillId}`,
    });
    // A new count stands against what the books say now, even if it is the same number again.
    if (draft.kind === 'stocktake' && quantity !== undefined)
      await tx.run(sql`
        update waybill_lines l set counted_at = ${tx.now}, expected = coalesce(
          (select b.on_hand from stock_balances b where b.warehouse_id = ${draft.warehouseId} and b.item_id = l.item_id), 0)
        where l.id = ${id}`);
    return this.queries.get(tx, tx.actor, waybillId, id);
  }

  async remove(tx: Tx, waybillId: string, id: string): Promise<void> {
    await this.hold(tx, waybillId);
    const removed = await tx.run(
      sql`delete from waybill_lines where id = ${id} and waybill_id = ${waybillId}`,
    );
    if (removed === 0) throw WaybillLineNotFound({ id });
  }

  /** Holds the draft open: its posting waits for everybody who is writing lines. */
  private async hold(tx: Tx, id: string): Promise<DraftOfLines> {
    const found = await tx.find<DraftOfLines & { status: WaybillStatus; toBranchId: string | null }>(sql`
      select w.id, w.kind, w.status, w.branch_id as "branchId", w.warehouse_id as "warehouseId", w.source_id as "sourceId"
      from waybills w where w.id = ${id} for share`);
    if (found === null || !reachesBranch(tx.actor, Warehousing.post, found.branchId))
      throw WaybillNotFound({ id });
    if (found.status !== 'draft') throw WaybillNotDraft({ status: found.status });
    return found;
  }
}
