import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../../kernel/actor.js';
import { fieldsForbidden } from '../../../kernel/field-groups.js';
import { invalid } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { StockCosts } from '../warehouse.permissions.js';
import { lineFaults, type ItemOfLine, type LineInput, type SourceLine } from './line.rules.js';
import type { WaybillKind } from './waybill.rules.js';
import { WaybillFull } from './waybills.errors.js';

/** The draft that lines are written into. */
export interface DraftOfLines {
  id: string;
  kind: WaybillKind;
  branchId: string;
  warehouseId: string;
  sourceId: string | null;
}

const MOST_LINES = 5_000;

/** Writes lines into drafts, set by set. Of a stocktake, what the books say is noted at the moment of the count. */
@Injectable()
export class DraftLines {
  /** Ids of the lines in the order given; with `isRepeat` a key that is there already changes its line. */
  async write(
    tx: Tx,
    draft: DraftOfLines,
    lines: readonly LineInput[],
    { pointers, isRepeat = false }: { pointers: readonly string[]; isRepeat?: boolean },
  ): Promise<string[]> {
    if (lines.length === 0) return [];
    await this.check(tx, draft, lines, pointers);
    const rows = lines.map((line) => ({
      id: newId(),
      key: line.key ?? null,
      itemId: line.itemId,
      quantity: line.quantity,
      price: line.price?.amount ?? null,
      note: line.note ?? null,
      sourceLineId: line.sourceLineId ?? null,
    }));
    const ids = await this.insert(tx, draft, rows, isRepeat);
    const { total } = await tx.one<{ total: number }>(
      sql`select count(*) as total from waybill_lines where waybill_id = ${draft.id}`,
    );
    if (total > MOST_LINES) throw WaybillFull({ limit: MOST_LINES });
    return rows.map(({ id, key }) => (key === null ? id : (ids.get(key) ?? id)));
  }

  /** Everything wrong with the lines at once. */
  async check(
    tx: Tx,
    draft: DraftOfLines,
    lines: readonly LineInput[],
    pointers: readonly string[],
  ): Promise<void> {
    const at = (index: number) => pointers[index] ?? '';
    const priced = lines.flatMap((line, index) => (line.price == null ? [] : [`${at(index)}/price`]));
    if (priced.length > 0 && !reachesBranch(tx.actor, StockCosts.read, draft.branchId))
      throw fieldsForbidden(
        [StockCosts.read],
        priced.map((pointer) => ({ pointer })),
      );
    const items = await tx.query<ItemOfLine>(sql`
      select id, unit, archived_at is not null as "isArchived" from items
      where id = any (${lines.map(({ itemId }) => itemId)}::uuid[])`);
    const source =
      draft.sourceId === null
        ? null
        : await tx.query<SourceLine>(
            sql`select id, item_id as "itemId" from waybill_lines where waybill_id = ${draft.sourceId}`,
          );
    const world = { kind: draft.kind, items, source };
    const faults = lines.flatMap((line, index) => lineFaults(line, at(index), world));
    lines.forEach(({ key }, index) => {
      if (key !== undefined && lines.findIndex((other) => other.key === key) !== index)
        faults.push({
          ...{ pointer: `${at(index)}/key`, code: 'array.not-unique' },
          detail: 'Each key may stand once.',
        });
    });
    if (faults.length > 0) throw invalid(faults);
  }

  /** Rows go in by key, so that two who send the same lines at once queue instead of meeting; gives the ids of repeated keys. */
  private async insert(
    tx: Tx,
    { id: waybillId, branchId, kind, warehouseId }: DraftOfLines,
    rows: readonly object[],
    isRepeat: boolean,
  ): Promise<Map<string, string>> {
    const isCount = kind === 'stocktake';
    const statement = sql`
      insert into waybill_lines as l
        (id, waybill_id, branch_id, key, item_id, quantity, price, vat, note, source_line_id, expected, counted_at)
      select r.id, ${waybillId}, ${branchId}, r.key, r."itemId", r.quantity, r.price, i.vat, r.note, r."sourceLineId",
             case when ${isCount} then coalesce(b.on_hand, 0) end, case when ${isCount} then ${tx.now}::timestamptz end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, key text, "itemId" uuid, quantity numeric, price bigint, note text, "sourceLineId" uuid)
      join items i on i.id = r."itemId"
      left join stock_balances b on b.warehouse_id = ${warehouseId} and b.item_id = r."itemId"
      order by r.key nulls first, r.id
      ${isRepeat ? REPEATED : sql.empty}
      returning l.id, l.key`;
    if (!isRepeat) {
      tx.later(statement);
      return new Map();
    }
    const written = await tx.query<{ id: string; key: string | null }>(statement);
    return new Map(written.flatMap(({ id, key }) => (key === null ? [] : [[key, id] as const])));
  }
}

/** The same count sent again is no new count. */
const REPEATED: Sql = sql`
  on conflict (waybill_id, key) do update set
    item_id = excluded.item_id, quantity = excluded.quantity, price = excluded.price, vat = excluded.vat, note = excluded.note,
    source_line_id = excluded.source_line_id,
    expected = case when (l.item_id, l.quantity) = (excluded.item_id, excluded.quantity) then l.expected else excluded.expected end,
    counted_at = case when (l.item_id, l.quantity) = (excluded.item_id, excluded.quantity) then l.counted_at else excluded.counted_at end`;
