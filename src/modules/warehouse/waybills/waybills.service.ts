import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../../kernel/actor.js';
import type { Fault } from '../../../kernel/errors.js';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { reach } from '../../../platform/database/reach.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import { BranchesService } from '../../organisation/index.js';
import { SuppliersService } from '../suppliers/suppliers.service.js';
import { Warehousing } from '../warehouse.permissions.js';
import { WarehousesService } from '../warehouses/warehouses.service.js';
import { DraftLines } from './draft-lines.js';
import { PostingService } from './posting.service.js';
import { WaybillRow } from './waybill.entity.js';
import { waybillFaults } from './waybill.rules.js';
import type { WaybillCard } from './waybills.dto.js';
import type { WaybillPatch, WaybillRequest } from './waybill-requests.dto.js';
import { WaybillNotDraft, WaybillNotFound, WaybillOfAnother } from './waybills.errors.js';
import { WaybillsQueries } from './waybills.queries.js';

/** Waybills made by hand: drafts, their posting and reversal. */
@Injectable()
export class WaybillsService {
  constructor(
    private readonly branches: BranchesService,
    private readonly warehouses: WarehousesService,
    private readonly suppliers: SuppliersService,
    private readonly lines: DraftLines,
    private readonly posting: PostingService,
    private readonly queries: WaybillsQueries,
  ) {}

  async create(tx: Tx, input: WaybillRequest): Promise<WaybillCard> {
    const { kind, warehouseId, toWarehouseId = null, purchaseOrderId = null, sourceId = null } = input;
    const { branchId } = await this.warehouses.open(tx, warehouseId, { permission: Warehousing.post });
    if (toWarehouseId !== null)
      await this.warehouses.open(tx, toWarehouseId, {
        permission: Warehousing.post,
        pointer: '/toWarehouseId',
      });
    const ordered = await this.suppliers.ofOrder(tx, purchaseOrderId, warehouseId);
    const supplierId = input.supplierId ?? ordered;
    const today = await this.branches.today(tx, branchId);
    const onDate = input.onDate ?? today;
    const faults = [
      ...waybillFaults(
        { kind, warehouseId, toWarehouseId, supplierId, purchaseOrderId, sourceId, onDate },
        today,
      ),
      ...orderFaults(purchaseOrderId, ordered, supplierId),
      ...(await this.referenceFaults(tx, supplierId, sourceId)),
    ];
    if (faults.length > 0) throw invalid(faults);
    const id = newId();
    const comment = input.comment ?? null;
    await tx.insert(WaybillRow, {
      ...{ id, branchId, kind, onDate, warehouseId, toWarehouseId, supplierId, purchaseOrderId },
      ...{ sourceId, comment },
      ...{ isLoan: false, basisKind: null, basisId: null },
    });
    const lines = input.lines ?? [];
    const pointers = lines.map((_, index) => `/lines/${String(index)}`);
    await this.lines.write(tx, { id, kind, branchId, warehouseId, sourceId }, lines, { pointers });
    return this.queries.card(tx, tx.actor, id);
  }

  async change(tx: Tx, id: string, patch: WaybillPatch, base: EditBase): Promise<WaybillCard> {
    await editRecord(tx, {
      table: 'waybills',
      id,
      patch,
      base,
      notFound: WaybillNotFound,
      reach: reach(tx.actor, Warehousing.post, { branch: sql`r.branch_id` }),
      check: async (merged, before) => {
        if (merged['status'] !== 'draft') throw WaybillNotDraft({ status: merged['status'] });
        const today = await this.branches.today(tx, String(merged['branchId']));
        const faults = [
          ...waybillFaults(merged as unknown as Parameters<typeof waybillFaults>[0], today),
          ...(await this.referenceFaults(tx, patch.supplierId ?? null, null)),
          ...orderFaults(
            merged['purchaseOrderId'] as string | null,
            before['supplierId'] as string | null,
            merged['supplierId'] as string | null,
          ),
        ];
        if (faults.length > 0) throw invalid(faults);
      },
    });
    return this.queries.card(tx, tx.actor, id);
  }

  /** A draft that nobody needs; what is posted is reversed instead. */
  async remove(tx: Tx, id: string): Promise<void> {
    const { status } = await this.hold(tx, id, Warehousing.post);
    if (status !== 'draft') throw WaybillNotDraft({ status });
    await tx.run(sql`delete from waybill_lines where waybill_id = ${id}`);
    await tx.run(sql`delete from waybills where id = ${id}`);
  }

  async post(tx: Tx, id: string): Promise<WaybillCard> {
    await this.hold(tx, id, Warehousing.post);
    await this.posting.post(tx, id);
    return this.queries.card(tx, tx.actor, id);
  }

  /** What was made for another document is undone there. */
  async reverse(tx: Tx, id: string, reason: string): Promise<WaybillCard> {
    const { basisKind, basisId, warehouseId, toWarehouseId } = await this.hold(tx, id, Warehousing.reverse);
    if (basisKind !== null) throw WaybillOfAnother({ kind: basisKind, id: basisId });
    await this.warehouses.open(tx, warehouseId);
    if (toWarehouseId !== null) await this.warehouses.open(tx, toWarehouseId);
    await this.posting.reverse(tx, id, reason);
    return this.queries.card(tx, tx.actor, id);
  }

  /** Both ends of a transfer must be within reach. */
  private async hold(tx: Tx, id: string, permission: string): Promise<HeldWaybill> {
    const found = await tx.find<HeldWaybill & { branchIds: string[] }>(sql`
      select w.status, w.basis_kind as "basisKind", w.basis_id as "basisId", w.warehouse_id as "warehouseId",
             w.to_warehouse_id as "toWarehouseId",
             array_remove(array[w.branch_id, (select t.branch_id from warehouses t where t.id = w.to_warehouse_id)], null) as "branchIds"
      from waybills w where w.id = ${id}`);
    const isReached = found?.branchIds.every((branchId) => reachesBranch(tx.actor, permission, branchId));
    if (found === null || isReached !== true) throw WaybillNotFound({ id });
    return found;
  }

  private async referenceFaults(
    tx: Tx,
    supplierId: string | null,
    sourceId: string | null,
  ): Promise<Fault[]> {
    const faults: Fault[] = [];
    if (supplierId !== null && !(await this.suppliers.isOpen(tx, supplierId)))
      faults.push(unknownReference('/supplierId'));
    if (sourceId !== null) {
      const within = reach(tx.actor, Warehousing.post, { branch: sql`w.branch_id` });
      const source = await tx.find(sql`
        select 1 from waybills w where w.id = ${sourceId} and w.kind = 'issue' and w.status = 'posted'
          and not w.is_loan and w.basis_kind is null and ${within}`);
      if (source === null) faults.push(unknownReference('/sourceId'));
    }
    return faults;
  }
}

/** A receipt of an order comes from whom it was ordered. */
function orderFaults(orderId: string | null, ordered: string | null, supplierId: string | null): Fault[] {
  if (orderId === null) return [];
  if (ordered === null) return [unknownReference('/purchaseOrderId')];
  const detail = 'The order is to another supplier.';
  return supplierId === ordered ? [] : [{ pointer: '/supplierId', code: 'value.not-allowed', detail }];
}

interface HeldWaybill {
  status: string;
  basisKind: string | null;
  basisId: string | null;
  warehouseId: string;
  toWarehouseId: string | null;
}
