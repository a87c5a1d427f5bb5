import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { STOCK_COSTS } from '../../../kernel/field-groups.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { masked } from '../../../platform/database/masked.js';
import { reach } from '../../../platform/database/reach.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { Warehousing } from '../warehouse.permissions.js';
import { waybillNumber } from '../waybills/waybill-number.js';
import type { StockBefore } from './stock.dto.js';
import type { StockMovement, StockMovementListQuery } from './movements.dto.js';

const movementFor = (actor: Actor): Sql => {
  const shown = (value: Sql) =>
    masked(actor, STOCK_COSTS, value, (permission) => reach(actor, permission, { branch: sql`e.branch_id` }));
  return sql`
    select e.id, e.waybill_id as "waybillId",
           ${waybillNumber} as number, w.kind, e.line_id as "lineId",
           case when w.basis_id is not null then jsonb_build_object('kind', w.basis_kind, 'id', w.basis_id) end as basis,
           e.warehouse_id as "warehouseId", e.item_id as "itemId", i.sku, i.name, e.bucket, trim_scale(e.quantity) as quantity,
           ${shown(sql`money(e.value)`)} as value, ${shown(sql`money(round(e.value / e.quantity)::bigint)`)} as "unitCost",
           e.occurred_on as "occurredOn", e.created_at as "recordedAt", e.created_by as "recordedBy", e.reverses_id as "reversesId"
    from stock_entries e join waybills w on w.id = e.waybill_id join items i on i.id = e.item_id`;
};

/** Where a balance lies, for its explanation. */
export interface ExplainedPlace {
  warehouseId: string;
  itemId: string;
  asOf: string | undefined;
}

@Injectable()
export class MovementsQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: StockMovementListQuery): Promise<Page<StockMovement>> {
    const { branchId, warehouseId, itemId, waybillId, basisId, kind, bucket } = query;
    return keysetPage<StockMovement>(this.db, {
      query,
      sorts: {
        recordedAt: { column: sql`e.created_at`, type: 'timestamptz' },
        occurredOn: { column: sql`e.occurred_on`, type: 'date' },
      },
      defaultSort: '-recordedAt',
      id: sql`e.id`,
      select: movementFor(actor),
      where: [
        reach(actor, Warehousing.read, { branch: sql`e.branch_id` }),
        branchId !== undefined && sql`e.branch_id = ${branchId}`,
        warehouseId !== undefined && sql`e.warehouse_id = ${warehouseId}`,
        itemId !== undefined && sql`e.item_id = ${itemId}`,
        waybillId !== undefined && sql`e.waybill_id = ${waybillId}`,
        basisId !== undefined && sql`w.basis_id = ${basisId}`,
        kind !== undefined && sql`w.kind = ${kind}`,
        bucket !== undefined && sql`e.bucket = ${bucket}`,
        query.from !== undefined && sql`e.occurred_on >= ${query.from}`,
        query.to !== undefined && sql`e.occurred_on < ${query.to}`,
        query.recordedFrom !== undefined && sql`e.created_at >= ${query.recordedFrom}::timestamptz`,
        query.recordedTo !== undefined && sql`e.created_at < ${query.recordedTo}::timestamptz`,
      ],
    });
  }

  /** The last movements at a place, oldest first; what came before them is folded. */
  async explain(
    actor: Actor,
    { warehouseId, itemId, asOf }: ExplainedPlace,
    most: number,
  ): Promise<{ before: StockBefore; entries: StockMovement[] }> {
    const here = sql`e.warehouse_id = ${warehouseId} and e.item_id = ${itemId}
      and (${asOf ?? null}::timestamptz is null or e.created_at <= ${asOf ?? null}::timestamptz)`;
    const entries = await this.db.query<StockMovement>(
      sql`${movementFor(actor)} where ${here} order by e.id desc limit ${most}`,
    );
    const first = entries.at(-1)?.id ?? null;
    const [before = { count: 0, onHand: '0', onLoan: '0' }] = await this.db.query<StockBefore>(sql`
      select count(*) as count, trim_scale(coalesce(sum(e.quantity) filter (where e.bucket = 'on_hand'), 0)) as "onHand",
             trim_scale(coalesce(sum(e.quantity) filter (where e.bucket = 'on_loan'), 0)) as "onLoan"
      from stock_entries e where ${here} and e.id < ${first}::uuid`);
    return { before, entries: entries.reverse() };
  }
}
