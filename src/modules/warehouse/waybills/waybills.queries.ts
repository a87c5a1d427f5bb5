import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { reach } from '../../../platform/database/reach.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { Warehousing } from '../warehouse.permissions.js';
import { LinesQueries } from './lines.queries.js';
import { waybillNumber, waybillPrefix } from './waybill-number.js';
import type { Waybill, WaybillCard, WaybillListQuery } from './waybills.dto.js';
import type { StocktakeSheet, StocktakeSheetLine } from './stocktake.dto.js';
import { WaybillNotFound } from './waybills.errors.js';

const WAYBILL = sql`
  select w.id, w.kind, w.status, ${waybillNumber} as number, w.branch_id as "branchId", w.warehouse_id as "warehouseId",
         w.to_warehouse_id as "toWarehouseId", w.supplier_id as "supplierId", w.purchase_order_id as "purchaseOrderId", w.source_id as "sourceId", w.is_loan as "isLoan",
         case when w.basis_id is not null then jsonb_build_object('kind', w.basis_kind, 'id', w.basis_id) end as basis,
         w.on_date as "onDate", w.comment, (select count(*) from waybill_lines l where l.waybill_id = w.id) as "lineCount",
         w.posted_at as "postedAt", w.posted_by as "postedBy", w.reversed_at as "reversedAt", w.reversed_by as "reversedBy",
         w.reversal_reason as "reversalReason", w.version, w.created_at as "createdAt", w.created_by as "createdBy",
         w.updated_at as "updatedAt", w.updated_by as "updatedBy"
  from waybills w left join warehouses t on t.id = w.to_warehouse_id`;

/** A transfer is seen from both of its ends. */
const within = (actor: Actor): Sql =>
  sql`(${reach(actor, Warehousing.read, { branch: sql`w.branch_id` })}
       or ${reach(actor, Warehousing.read, { branch: sql`t.branch_id` })})`;

const SHOWN = 500;

@Injectable()
export class WaybillsQueries {
  constructor(
    private readonly db: Db,
    private readonly lines: LinesQueries,
  ) {}

  list(actor: Actor, query: WaybillListQuery): Promise<Page<Waybill>> {
    const { branchId, warehouseId, kind, status, supplierId, itemId, basisId, from, to } = query;
    return keysetPage<Waybill>(this.db, {
      query,
      sorts: {
        onDate: { column: sql`w.on_date`, type: 'date' },
        createdAt: { column: sql`w.created_at`, type: 'timestamptz' },
        updatedAt: { column: sql`w.updated_at`, type: 'timestamptz' },
      },
      defaultSort: '-onDate',
      id: sql`w.id`,
      select: WAYBILL,
      where: [
        within(actor),
        branchId !== undefined && sql`${branchId} in (w.branch_id, t.branch_id)`,
        warehouseId !== undefined && sql`${warehouseId} in (w.warehouse_id, w.to_warehouse_id)`,
        kind !== undefined && sql`w.kind = ${kind}`,
        status !== undefined && sql`w.status = ${status}`,
        supplierId !== undefined && sql`w.supplier_id = ${supplierId}`,
        itemId !== undefined &&
          sql`exists (select from waybill_lines l where l.waybill_id = w.id and l.item_id = ${itemId})`,
        basisId !== undefined && sql`w.basis_id = ${basisId}`,
        from !== undefined && sql`w.on_date >= ${from}`,
        to !== undefined && sql`w.on_date < ${to}`,
        query.number !== undefined && numberIs(query.number),
        query.updatedSince !== undefined && sql`w.updated_at >= ${query.updatedSince}::timestamptz`,
      ],
    });
  }

  async get(reader: Reader, id: string, actor?: Actor): Promise<Waybill> {
    const condition = actor === undefined ? sql`true` : within(actor);
    const found = await reader.find<Waybill>(sql`${WAYBILL} where w.id = ${id} and ${condition}`);
    if (found === null) throw WaybillNotFound({ id });
    return found;
  }

  async card(reader: Reader, actor: Actor, id: string): Promise<WaybillCard> {
    const waybill = await this.get(reader, id, actor);
    const lines = await this.lines.first(reader, actor, id, SHOWN);
    return { ...waybill, lines, totals: await this.lines.totals(reader, actor, id) };
  }

  /** What lies in the warehouse, and what of it has been counted. */
  async sheet(actor: Actor, id: string): Promise<StocktakeSheet> {
    await this.get(this.db, id, actor);
    const items = await this.db.query<StocktakeSheetLine>(sql`
      select i.id as "itemId", i.sku, i.barcode, i.name, i.unit, l.id as "lineId",
             trim_scale(coalesce(l.expected, b.on_hand, 0)) as expected, trim_scale(l.quantity) as counted,
             trim_scale(l.quantity - l.expected) as difference, l.counted_at as "countedAt"
      from waybills w
      join items i on i.id in (
        select item_id from stock_balances where warehouse_id = w.warehouse_id and on_hand > 0
        union select item_id from waybill_lines where waybill_id = w.id)
      left join stock_balances b on b.warehouse_id = w.warehouse_id and b.item_id = i.id
      left join waybill_lines l on l.waybill_id = w.id and l.item_id = i.id
      where w.id = ${id} and w.kind = 'stocktake' order by i.name, i.id`);
    return { items, uncounted: items.filter(({ lineId }) => lineId === null).length };
  }
}

function numberIs(number: string): Sql {
  const [prefix = '', year = '', sequence = ''] = number.split('-');
  return sql`(${waybillPrefix} = ${prefix.toUpperCase()} and w.year = ${Number(year)} and w.sequence = ${Number(sequence)})`;
}
