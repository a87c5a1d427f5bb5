import { Injectable } from '@nestjs/common';
import { quantityText, thousandths } from '../../../kernel/quantity.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { StockService, WarehousesService } from '../../warehouse/index.js';
import { materialsShort } from '../schedule.events.js';
import { MaterialsShort } from './completion.errors.js';
import type { LessonInHand } from './completion.types.js';
import {
  issuedLines,
  standingOf,
  writeMoves,
  type IssuedFrom,
  type Under,
  type WrittenMove,
} from './materials.ledger.js';
import {
  isShort,
  linesToTakeBack,
  materialsChanged,
  materialsFor,
  type IssuedLine,
  type MaterialMove,
} from './materials.rules.js';

/**
 * Materials of a lesson leave the branch's default warehouse and come back to it. The last thing a completion does: after
 * clients, subscriptions and accounts, so that stock is held for the shortest time; issues are locked before balances.
 */
@Injectable()
export class LessonMaterials {
  constructor(
    private readonly stock: StockService,
    private readonly warehouses: WarehousesService,
    private readonly events: Events,
  ) {}

  /** Issues what the norm asks for; a lesson without materials costs no statement. */
  async issue(tx: Tx, lesson: LessonInHand, completionId: string, heads: number): Promise<void> {
    const norm = lesson.materials.map(({ itemId, perLesson, perAttendee }) => ({
      ...{ itemId, perLesson: thousandths(perLesson), perAttendee: thousandths(perAttendee) },
    }));
    if (norm.length === 0) return;
    const warehouseId = await this.warehouses.defaultOf(tx, lesson.branchId);
    const itemIds = norm.map(({ itemId }) => itemId);
    const available = warehouseId === null ? new Map() : await this.stock.hold(tx, { warehouseId, itemIds });
    const moves = materialsFor(norm, heads, available);
    await this.carryOut(tx, lesson, { completionId, correctionId: null }, moves, warehouseId);
  }

  /** After a correction: so many heads more need theirs, or fewer give theirs back. */
  async adjust(tx: Tx, lesson: LessonInHand, under: Under, heads: number): Promise<void> {
    if (heads === 0) return;
    const standing = await standingOf(tx, under.completionId);
    const lines = await issuedLines(tx, under.completionId);
    const warehouseId = await this.placeOf(tx, lesson, lines);
    const itemIds = standing.map(({ itemId }) => itemId);
    const waybillIds = lines.map(({ waybillId }) => waybillId);
    const available =
      warehouseId === null ? new Map() : await this.stock.hold(tx, { warehouseId, itemIds, waybillIds });
    const moves = materialsChanged(standing, heads, available);
    if (heads > 0) await this.carryOut(tx, lesson, under, moves, warehouseId);
    else await this.giveBack(tx, lesson, under, moves, { lines, warehouseId });
  }

  /**
   * All that the completion issued comes back: its waybills are reversed; of one that gave some back already, or whose
   * warehouse is closed, the rest is taken back.
   */
  async undo(tx: Tx, lesson: LessonInHand, completionId: string, reason: string | null): Promise<void> {
    const lines = await issuedLines(tx, completionId);
    if (lines.length === 0) return;
    const warehouseId = await this.placeOf(tx, lesson, lines);
    const waybillIds = [...new Set(lines.map(({ waybillId }) => waybillId))];
    const itemIds = lines.map(({ itemId }) => itemId);
    if (warehouseId !== null) await this.stock.hold(tx, { warehouseId, itemIds, waybillIds });
    for (const waybillId of waybillIds) {
      const own = lines.filter((line) => line.waybillId === waybillId);
      if (own.some(({ hasReturns, isClosed }) => hasReturns || isClosed))
        await this.takeBack(tx, lesson, { waybillId, warehouseId }, own);
      else await this.stock.reverse(tx, waybillId, reason ?? 'completion undone');
    }
  }

  /** Where materials of a completion move after it: where they came from, or the branch's default when that is closed. */
  private async placeOf(
    tx: Tx,
    { branchId }: LessonInHand,
    lines: readonly IssuedFrom[],
  ): Promise<string | null> {
    const open = lines.find(({ isClosed }) => !isClosed);
    return open?.warehouseId ?? this.warehouses.defaultOf(tx, branchId);
  }

  private async carryOut(
    tx: Tx,
    lesson: LessonInHand,
    under: Under,
    moves: readonly MaterialMove[],
    warehouseId: string | null,
  ): Promise<void> {
    const lacking = moves.filter(isShort);
    if (lacking.length > 0 && lesson.materialsPolicy === 'required') throw await refused(tx, lacking);
    const leaving = moves.filter(({ moved }) => moved > 0);
    const waybill =
      leaving.length === 0 || warehouseId === null
        ? null
        : await this.stock.issue(tx, {
            ...{ warehouseId, onDate: lesson.onDate, basis: basisOf(lesson) },
            lines: leaving.map(({ itemId, moved }) => ({ itemId, quantity: quantityText(moved) })),
          });
    const lineOf = new Map(waybill?.lines.map(({ id, itemId }) => [itemId, id]));
    writeMoves(
      tx,
      under,
      moves.map((move) => ({ ...move, lineId: lineOf.get(move.itemId) ?? null })),
    );
    if (lacking.length === 0) return;
    const itemIds = lacking.map(({ itemId }) => itemId);
    const { completionId } = under;
    await this.events.record(tx, materialsShort({ lessonId: lesson.id, completionId, itemIds }), {
      ...{ subjectId: lesson.id, branchId: lesson.branchId },
    });
  }

  /** Each line of an issue that gives back has a row; what lacks less has one without a line. */
  private async giveBack(
    tx: Tx,
    lesson: LessonInHand,
    under: Under,
    moves: readonly MaterialMove[],
    issued: { lines: readonly IssuedLine[]; warehouseId: string | null },
  ): Promise<void> {
    const parts = moves.flatMap((move) =>
      linesToTakeBack(issued.lines, move.itemId, -move.moved).map((part) => ({ ...part, move })),
    );
    const written: WrittenMove[] = moves
      .map((move) => ({ ...move, wanted: move.wanted - move.moved, moved: 0, lineId: null }))
      .filter(({ wanted }) => wanted !== 0);
    for (const waybillId of [...new Set(parts.map(({ line }) => line.waybillId))].sort()) {
      const own = parts.filter(({ line }) => line.waybillId === waybillId);
      const back = own.map(({ line, quantity }) => ({ ...line, left: quantity }));
      const to = { waybillId, warehouseId: issued.warehouseId };
      const lineIds = await this.takeBack(tx, lesson, to, back);
      own.forEach(({ move, quantity }, index) =>
        written.push({ ...move, wanted: -quantity, moved: -quantity, lineId: lineIds[index] ?? null }),
      );
    }
    writeMoves(tx, under, written);
  }

  private async takeBack(
    tx: Tx,
    lesson: LessonInHand,
    { waybillId, warehouseId }: { waybillId: string; warehouseId: string | null },
    lines: readonly IssuedLine[],
  ): Promise<string[]> {
    const back = lines.filter(({ left }) => left > 0);
    if (back.length === 0) return [];
    const returned = await this.stock.takeBack(tx, {
      ...{ waybillId, onDate: lesson.onDate, basis: basisOf(lesson) },
      ...(warehouseId === null ? {} : { warehouseId }),
      lines: back.map(({ lineId, left }) => ({ lineId, quantity: quantityText(left) })),
    });
    return returned.lines.map(({ id }) => id);
  }
}

const basisOf = ({ id }: LessonInHand) => ({ kind: 'lesson', id });

/** Every item that lacks, by its name. */
async function refused(tx: Tx, lacking: readonly MaterialMove[]) {
  const items = await tx.query<{ id: string; sku: string; name: string }>(
    sql`select id, sku, name from items where id = any (${lacking.map(({ itemId }) => itemId)}::uuid[])`,
  );
  const conflicts = lacking.map(({ itemId, wanted, moved }) => {
    const item = items.find(({ id }) => id === itemId);
    return {
      ...{ itemId, sku: item?.sku ?? '', name: item?.name ?? '' },
      ...{ wanted: quantityText(wanted), available: quantityText(moved) },
    };
  });
  return MaterialsShort({}, { conflicts });
}
