import { Injectable } from '@nestjs/common';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { BranchesService } from '../../organisation/index.js';
import { WarehousesService } from '../warehouses/warehouses.service.js';
import { Warehousing } from '../warehouse.permissions.js';
import { DraftLines } from '../waybills/draft-lines.js';
import { PostingService } from '../waybills/posting.service.js';
import { WaybillRow } from '../waybills/waybill.entity.js';

/** What lies in a warehouse when its books begin: a receipt, of what has never moved there. So it comes in once. */
@Injectable()
export class OpeningBalances {
  constructor(
    private readonly branches: BranchesService,
    private readonly warehouses: WarehousesService,
    private readonly lines: DraftLines,
    private readonly posting: PostingService,
  ) {}

  /** How many of them came in. */
  async receive(
    tx: Tx,
    warehouseId: string,
    opened: readonly { itemId: string; quantity: string; cost: number }[],
  ): Promise<number> {
    if (opened.length === 0) return 0;
    const { branchId } = await this.warehouses.open(tx, warehouseId, { permission: Warehousing.post });
    const ids = opened.map(({ itemId }) => itemId);
    const moved = await tx.query<{ itemId: string }>(sql`
      select distinct item_id as "itemId" from stock_entries
      where warehouse_id = ${warehouseId} and item_id = any (${ids}::uuid[])`);
    const lines = opened
      .filter(({ itemId }) => !moved.some((one) => one.itemId === itemId))
      .map(({ itemId, quantity, cost }) => ({ itemId, quantity, price: { amount: cost } }));
    if (lines.length === 0) return 0;
    const id = newId();
    const onDate = await this.branches.today(tx, branchId);
    await tx.insert(WaybillRow, {
      ...{ id, branchId, kind: 'receipt', onDate, warehouseId, toWarehouseId: null, supplierId: null },
      ...{ sourceId: null, isLoan: false, basisKind: null, basisId: null, comment: 'Opening balances' },
    });
    const pointers = lines.map((_, index) => `/lines/${String(index)}`);
    const draft = { id, kind: 'receipt' as const, branchId, warehouseId, sourceId: null };
    await this.lines.write(tx, draft, lines, { pointers });
    await this.posting.post(tx, id);
    return lines.length;
  }
}
