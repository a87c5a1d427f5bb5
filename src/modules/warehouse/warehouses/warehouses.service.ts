import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../../kernel/actor.js';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { reach } from '../../../platform/database/reach.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import { BranchesService } from '../../organisation/index.js';
import { EmployeesService } from '../../staff/index.js';
import { Warehousing } from '../warehouse.permissions.js';
import type { Warehouse, WarehousePatch, WarehouseRequest } from './warehouses.dto.js';
import { WarehouseRow } from './warehouse.entity.js';
import {
  WarehouseArchived,
  WarehouseDefaultNeeded,
  WarehouseInUse,
  WarehouseNotFound,
} from './warehouses.errors.js';
import { WarehousesQueries } from './warehouses.queries.js';

/** A warehouse in which stock may move. */
export interface OpenWarehouse {
  id: string;
  branchId: string;
  name: string;
}

/** Places where stock lies. A branch with warehouses has exactly one that it uses when nobody names another. */
@Injectable()
export class WarehousesService {
  constructor(
    private readonly branches: BranchesService,
    private readonly employees: EmployeesService,
    private readonly queries: WarehousesQueries,
  ) {}

  async create(tx: Tx, input: WarehouseRequest): Promise<Warehouse> {
    const { branchId, name, code, responsibleId = null } = input;
    await this.branches.assertOpen(tx, Warehousing.manage, branchId);
    await this.assertEmployee(tx, responsibleId);
    const isFirst = await this.lockBranch(tx, branchId);
    const isDefault = isFirst || input.isDefault === true;
    const id = newId();
    if (isDefault) await this.clearDefault(tx, branchId, id);
    await tx.insert(WarehouseRow, { id, branchId, name, code, isDefault, responsibleId, archivedAt: null });
    return this.queries.get(tx, id);
  }

  async change(tx: Tx, id: string, patch: WarehousePatch, base: EditBase): Promise<Warehouse> {
    const { isArchived, ...rest } = patch;
    const place = await tx.find<{ branchId: string }>(
      sql`select branch_id as "branchId" from warehouses where id = ${id}`,
    );
    if (place !== null) await this.lockBranch(tx, place.branchId);
    await this.assertEmployee(tx, patch.responsibleId ?? null);
    await editRecord(tx, {
      table: 'warehouses',
      id,
      patch: { ...rest, archivedAt: isArchived === undefined ? undefined : isArchived ? tx.now : null },
      base,
      notFound: WarehouseNotFound,
      reach: reach(tx.actor, Warehousing.manage, { branch: sql`r.branch_id` }),
      check: async (merged, before) => {
        if (before['isDefault'] === true && merged['isDefault'] === false) throw WarehouseDefaultNeeded();
        if (merged['archivedAt'] !== null && before['archivedAt'] === null)
          await this.assertIdle(tx, id, merged['isDefault'] === true);
        if (merged['isDefault'] === true) await this.clearDefault(tx, String(before['branchId']), id);
      },
    });
    return this.queries.get(tx, id);
  }

  /** One that stock may move in; held, so that it is not archived meanwhile. With a permission it must be in reach. */
  async open(
    tx: Tx,
    id: string,
    { permission, pointer = '/warehouseId' }: { permission?: string; pointer?: string } = {},
  ): Promise<OpenWarehouse> {
    const found = await tx.find<OpenWarehouse & { isArchived: boolean }>(sql`
      select id, branch_id as "branchId", name, archived_at is not null as "isArchived"
      from warehouses where id = ${id} for share`);
    if (found === null || (permission !== undefined && !reachesBranch(tx.actor, permission, found.branchId)))
      throw invalid([unknownReference(pointer)]);
    if (found.isArchived) throw WarehouseArchived({ name: found.name });
    return found;
  }

  /** The one a branch uses when nobody names another; null: it has none. */
  async defaultOf(tx: Tx, branchId: string): Promise<string | null> {
    const found = await tx.find<{ id: string }>(
      sql`select id from warehouses where branch_id = ${branchId} and is_default`,
    );
    return found?.id ?? null;
  }

  private async assertIdle(tx: Tx, id: string, isDefault: boolean): Promise<void> {
    const { isUsed } = await tx.one<{ isUsed: boolean }>(sql`
      select exists (select from stock_balances where warehouse_id = ${id} and (on_hand > 0 or on_loan > 0))
          or exists (select from waybills where status = 'draft' and ${id} in (warehouse_id, to_warehouse_id)) as "isUsed"`);
    if (isUsed || isDefault) throw WarehouseInUse();
  }

  /** Who changes the default of a branch has it to themselves; gives whether there is no warehouse yet. */
  private async lockBranch(tx: Tx, branchId: string): Promise<boolean> {
    await tx.run(sql`select id from branches where id = ${branchId} for no key update`);
    const found = await tx.find(sql`select 1 from warehouses where branch_id = ${branchId} and is_default`);
    return found === null;
  }

  private async clearDefault(tx: Tx, branchId: string, exceptId: string): Promise<void> {
    await tx.run(sql`
      update warehouses set is_default = false where branch_id = ${branchId} and is_default and id <> ${exceptId}`);
  }

  private async assertEmployee(tx: Tx, id: string | null): Promise<void> {
    if (id !== null && (await this.employees.getMany(tx, [id])).length === 0)
      throw invalid([unknownReference('/responsibleId')]);
  }
}
