import { quantityText, thousandths } from '../../../kernel/quantity.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { IssuedMaterial } from './completion.dto.js';
import type { IssuedLine, MaterialMove, StandingMaterial } from './materials.rules.js';

/** Under what materials move: a completion, a correction of it perhaps. */
export interface Under {
  completionId: string;
  correctionId: string | null;
}

export type WrittenMove = MaterialMove & { lineId: string | null };

/** Texts of quantities, as SQL gives them. */
type Texts<T> = { [K in keyof T]: T[K] extends number ? string : T[K] };

/** What a standing completion wanted and issued, for its answer. */
export function issuedMaterials(tx: Tx, lessonId: string): Promise<IssuedMaterial[]> {
  return tx.query<IssuedMaterial>(sql`
    select i.id as "itemId", i.sku, i.name, i.unit, trim_scale(sum(m.wanted))::text as wanted, trim_scale(sum(m.moved))::text as issued,
           trim_scale(sum(m.wanted) - sum(m.moved))::text as lacking,
           coalesce(jsonb_agg(distinct n.waybill_id) filter (where n.id is not null), '[]') as "waybillIds"
    from completions c
    join lesson_material_moves m on m.completion_id = c.id
    join items i on i.id = m.item_id
    left join waybill_lines n on n.id = m.waybill_line_id
    where c.lesson_id = ${lessonId} and c.undone_at is null
    group by i.id order by i.name, i.id`);
}

/** What a completion and its corrections come to, item by item. */
export async function standingOf(tx: Tx, completionId: string): Promise<StandingMaterial[]> {
  const rows = await tx.query<Texts<StandingMaterial>>(sql`
    select item_id as "itemId", max(per_lesson)::text as "perLesson", max(per_attendee)::text as "perAttendee",
           sum(wanted)::text as wanted, sum(moved)::text as moved
    from lesson_material_moves where completion_id = ${completionId} group by item_id order by item_id`);
  return rows.map(({ itemId, perLesson, perAttendee, wanted, moved }) => ({
    ...{ itemId, perLesson: thousandths(perLesson), perAttendee: thousandths(perAttendee) },
    ...{ wanted: thousandths(wanted), moved: thousandths(moved) },
  }));
}

/** With where it came from. */
export type IssuedFrom = IssuedLine & { warehouseId: string; isClosed: boolean; hasReturns: boolean };

/** Lines of the waybills that issued, with what of each is still out. */
export async function issuedLines(tx: Tx, completionId: string): Promise<IssuedFrom[]> {
  const rows = await tx.query<Texts<IssuedFrom>>(sql`
    select l.waybill_id as "waybillId", l.id as "lineId", l.item_id as "itemId", w.warehouse_id as "warehouseId", p.archived_at is not null as "isClosed",
           (l.quantity - coalesce((
             select sum(b.quantity) from waybill_lines b join waybills o on o.id = b.waybill_id and o.status = 'posted'
             where b.source_line_id = l.id), 0))::text as left,
           exists (select from waybills o where o.source_id = w.id and o.status = 'posted') as "hasReturns"
    from lesson_material_moves m
    join waybill_lines l on l.id = m.waybill_line_id
    join waybills w on w.id = l.waybill_id
    join warehouses p on p.id = w.warehouse_id
    where m.completion_id = ${completionId} and m.moved > 0 order by l.id`);
  return rows.map((row) => ({ ...row, left: thousandths(row.left) }));
}

/** What was wanted and what moved of it, as entries. */
export function writeMoves(
  tx: Tx,
  { completionId, correctionId }: Under,
  moves: readonly WrittenMove[],
): void {
  const rows = moves.map(({ itemId, lineId, ...move }) => ({
    ...{ id: newId(), itemId, lineId, perLesson: quantityText(move.perLesson) },
    ...{ perAttendee: quantityText(move.perAttendee), wanted: quantityText(move.wanted) },
    moved: quantityText(move.moved),
  }));
  tx.later(sql`
    insert into lesson_material_moves (id, completion_id, correction_id, item_id, per_lesson, per_attendee, wanted, moved, waybill_line_id)
    select r.id, ${completionId}, ${correctionId}, r."itemId", r."perLesson", r."perAttendee", r.wanted, r.moved, r."lineId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "itemId" uuid, "perLesson" numeric, "perAttendee" numeric,
      wanted numeric, moved numeric, "lineId" uuid)`);
}
