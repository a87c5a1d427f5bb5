import { Injectable } from '@nestjs/common';
import { scopeOf } from '../../kernel/actor.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import { addDays } from '../../kernel/local-date.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../platform/database/versioned.js';
import { BranchesService } from '../organisation/index.js';
import { ActivitiesQueries } from './activities.queries.js';
import type { Activity } from './activities.dto.js';
import { CostNorms } from './catalogue.permissions.js';
import { CostNormForAll, CostNormNotFound } from './cost-norm.errors.js';
import { CostNormMaterialRow, CostNormRoomRow, CostNormRow } from './cost-norm.entity.js';
import {
  endFaults,
  materialFaults,
  roomFaults,
  type MaterialInput,
  type MaterialItem,
} from './cost-norm.rules.js';
import type { CostNorm, CostNormPatch, CostNormRequest } from './cost-norms.dto.js';
import { CostNormsQueries } from './cost-norms.queries.js';
import { periodFaults } from './price-list.rules.js';

/** Norms are made ahead, ended, and removed before their first day; what lessons were counted by is never edited. */
@Injectable()
export class CostNormsService {
  constructor(
    private readonly queries: CostNormsQueries,
    private readonly activities: ActivitiesQueries,
    private readonly branches: BranchesService,
  ) {}

  /** The norm before it ends the day before; of two who make one for the same days at once the database lets one. */
  async create(tx: Tx, input: CostNormRequest): Promise<CostNorm> {
    const branchId = input.branchId ?? null;
    await this.assertMayWrite(tx, branchId);
    const [activity] = await this.activities.getMany(tx, [input.activityId]);
    const { rooms = [], materials = [] } = input;
    const items = await itemsOf(tx, branchId, materials);
    const faults = [
      ...periodFaults(input.effectiveFrom, input.effectiveTo ?? null),
      ...roomFaults(rooms),
      ...(await this.unknownRooms(tx, branchId, rooms)),
      ...materialFaults(materials, items),
      ...(activity === undefined ? [unknownReference('/activityId')] : []),
    ];
    if (faults.length > 0 || activity === undefined) throw invalid(faults);
    await this.endFormer(tx, input, branchId);
    const row = rowOf(newId(), input, activity);
    await tx.insert(CostNormRow, row);
    await tx.insert(
      CostNormRoomRow,
      rooms.map(({ roomId, roomCost }) => ({
        id: newId(),
        costNormId: row.id,
        roomId,
        roomCost: roomCost.amount,
      })),
    );
    await tx.insert(
      CostNormMaterialRow,
      materials.map(({ itemId, perLesson = '0', perAttendee = '0', unitCost }) => ({
        ...{ id: newId(), costNormId: row.id, itemId, perLesson, perAttendee },
        unitCost: unitCost?.amount ?? items.get(itemId.toLowerCase())?.unitCost ?? 0,
      })),
    );
    return this.queries.get(tx, tx.actor, row.id);
  }

  async end(tx: Tx, id: string, patch: CostNormPatch, base: EditBase): Promise<CostNorm> {
    const norm = await this.writable(tx, id);
    if (patch.effectiveTo != null) {
      const faults = endFaults(norm.effectiveFrom, patch.effectiveTo, addDays(today(tx), -1));
      if (faults.length > 0) throw invalid(faults);
    }
    await editRecord(tx, {
      table: 'cost_norms',
      id,
      patch,
      base,
      notFound: CostNormNotFound,
      reach: sql`true`,
    });
    return this.queries.get(tx, tx.actor, id);
  }

  /** Only before its first day; the database refuses later. */
  async remove(tx: Tx, id: string): Promise<void> {
    await this.writable(tx, id);
    await tx.run(sql`delete from cost_norms where id = ${id}`);
  }

  /** Only what has days to come can be cut short; an overlap with days gone by is refused by the database. */
  private async endFormer(tx: Tx, { activityId, effectiveFrom }: CostNormRequest, branchId: string | null) {
    if (effectiveFrom < today(tx)) return;
    await tx.run(sql`
      update cost_norms set effective_to = ${effectiveFrom}::date - 1
      where activity_id = ${activityId} and branch_id is not distinct from ${branchId}::uuid
        and effective_to is null and effective_from < ${effectiveFrom}::date`);
  }

  private async unknownRooms(tx: Tx, branchId: string | null, rooms: readonly { roomId: string }[]) {
    if (rooms.length === 0) return [];
    const known = await tx.query<{ id: string }>(sql`
      select id from rooms where id = any (${rooms.map(({ roomId }) => roomId)}::uuid[])
        and (${branchId}::uuid is null or branch_id = ${branchId}::uuid)`);
    const ids = new Set(known.map(({ id }) => id));
    return rooms.flatMap(({ roomId }, index) =>
      ids.has(roomId.toLowerCase()) ? [] : [unknownReference(`/rooms/${String(index)}/roomId`)],
    );
  }

  private async writable(tx: Tx, id: string): Promise<CostNorm> {
    const norm = await this.queries.get(tx, tx.actor, id);
    await this.assertMayWrite(tx, norm.branchId);
    return norm;
  }

  private async assertMayWrite(tx: Tx, branchId: string | null): Promise<void> {
    if (branchId !== null) await this.branches.assertOpen(tx, CostNorms.write, branchId);
    else if (scopeOf(tx.actor, CostNorms.write) !== 'all') throw CostNormForAll();
  }
}

/** The items named, each with what a unit of it costs now: its average where the norm holds, else its price. */
async function itemsOf(
  tx: Tx,
  branchId: string | null,
  materials: readonly MaterialInput[],
): Promise<Map<string, MaterialItem & { unitCost: number }>> {
  if (materials.length === 0) return new Map();
  const items = await tx.query<MaterialItem & { unitCost: number }>(sql`
    select i.id, i.unit, i.archived_at is not null as "isArchived",
           least(coalesce((
             select round(sum(b.value) / nullif(sum(b.on_hand), 0)) from stock_balances b join warehouses w on w.id = b.warehouse_id
             where b.item_id = i.id and (${branchId}::uuid is null or w.branch_id = ${branchId}::uuid)
           ), i.price), 100000000)::bigint as "unitCost"
    from items i where i.id = any (${materials.map(({ itemId }) => itemId)}::uuid[]) for key share of i`);
  return new Map(items.map((item) => [item.id, item]));
}

const today = (tx: Tx): string => tx.now.slice(0, 10);

/** What is left out is as the activity says now: a later change of it does not touch the norm. */
function rowOf(id: string, input: CostNormRequest, activity: Activity): CostNormRow {
  const { activityId, branchId = null, effectiveFrom, effectiveTo = null } = input;
  const { plannedAttendees, preparationMinutes = 0, overheadPercent } = input;
  return {
    ...{ id, activityId, branchId, effectiveFrom, effectiveTo },
    ...{ plannedAttendees, preparationMinutes, overheadPercent },
    plannedMinutes: input.plannedMinutes ?? activity.lessonMinutes,
    plannedVisitPrice: (input.plannedVisitPrice ?? activity.singlePrice).amount,
    teacherRate: input.teacherRate.amount,
    roomCost: input.roomCost.amount,
  };
}
