import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { STOCK_COSTS } from '../../../kernel/field-groups.js';
import { invalid } from '../../../kernel/faults.js';
import type { Page } from '../../../kernel/page.js';
import { quantityText, thousandths } from '../../../kernel/quantity.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { masked } from '../../../platform/database/masked.js';
import { reach } from '../../../platform/database/reach.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { categoriesBelow, ItemsQueries, matches } from '../items/items.queries.js';
import { Warehousing } from '../warehouse.permissions.js';
import { MovementsQueries } from './movements.queries.js';
import type { ItemStock, StockBalance, StockListQuery } from './stock.dto.js';

/** Balances as they stand, or as the ledger had them at an instant. */
const balanceFor = (actor: Actor, asOf: string | undefined): Sql => {
  const shown = (value: Sql) =>
    masked(actor, STOCK_COSTS, value, (permission) => reach(actor, permission, { branch: sql`w.branch_id` }));
  const source =
    asOf === undefined
      ? sql`select b.on_hand, b.value, b.on_loan, b.loan_value, b.reserved`
      : sql`
        select coalesce(sum(e.quantity) filter (where e.bucket = 'on_hand'), 0) as on_hand,
               coalesce(sum(e.value) filter (where e.bucket = 'on_hand'), 0)::bigint as value,
               coalesce(sum(e.quantity) filter (where e.bucket = 'on_loan'), 0) as on_loan,
               coalesce(sum(e.value) filter (where e.bucket = 'on_loan'), 0)::bigint as loan_value, 0::numeric as reserved
        from stock_entries e
        where e.warehouse_id = b.warehouse_id and e.item_id = b.item_id and e.created_at <= ${asOf}::timestamptz`;
  return sql`
    select b.id, w.id as "warehouseId", w.name as warehouse, w.branch_id as "branchId", i.id as "itemId", i.sku, i.name, i.kind, i.unit,
           trim_scale(s.on_hand) as "onHand", trim_scale(s.on_loan) as "onLoan", trim_scale(s.reserved) as reserved,
           trim_scale(s.on_hand - s.reserved) as available, trim_scale(i.min_quantity) as "minQuantity",
           ${IS_BELOW_MIN} as "isBelowMin", ${shown(sql`money(round(s.value / nullif(s.on_hand, 0))::bigint)`)} as "averageCost",
           ${shown(sql`money(s.value)`)} as value, ${shown(sql`money(s.loan_value)`)} as "loanValue"
    from stock_balances b join warehouses w on w.id = b.warehouse_id join items i on i.id = b.item_id
    cross join lateral (${source}) s`;
};

const IS_BELOW_MIN = sql`coalesce(s.on_hand <= i.min_quantity, false)`;
const EXPLAINED = 200;

@Injectable()
export class StockQueries {
  constructor(
    private readonly db: Db,
    private readonly movements: MovementsQueries,
    private readonly items: ItemsQueries,
  ) {}

  async list(actor: Actor, query: StockListQuery): Promise<Page<StockBalance>> {
    const { branchId, warehouseId, itemId, kind, categoryId, belowMin, q, asOf } = query;
    const isExplained = query.explain === 'true';
    if (isExplained && itemId === undefined) throw needsItem();
    const page = await keysetPage<StockBalance>(this.db, {
      query,
      sorts: {
        name: { column: sql`i.name`, type: 'text' },
        sku: { column: sql`i.sku`, type: 'text' },
      },
      defaultSort: 'name',
      id: sql`b.id`,
      select: balanceFor(actor, asOf),
      where: [
        reach(actor, Warehousing.read, { branch: sql`w.branch_id` }),
        branchId !== undefined && sql`w.branch_id = ${branchId}`,
        warehouseId !== undefined && sql`b.warehouse_id = ${warehouseId}`,
        itemId !== undefined && sql`b.item_id = ${itemId}`,
        kind !== undefined && sql`i.kind = ${kind}`,
        categoryId !== undefined && sql`i.category_id in (${categoriesBelow(categoryId)})`,
        belowMin !== undefined && sql`${IS_BELOW_MIN} = ${belowMin === 'true'}`,
        q !== undefined && matches(q),
      ],
      planWithValues: q !== undefined,
    });
    if (!isExplained) return page;
    const items: StockBalance[] = [];
    for (const balance of page.items) {
      const place = { warehouseId: balance.warehouseId, itemId: balance.itemId, asOf };
      items.push({ ...balance, explanation: await this.movements.explain(actor, place, EXPLAINED) });
    }
    return { ...page, items };
  }

  async ofItem(actor: Actor, itemId: string, asOf: string | undefined): Promise<ItemStock> {
    await this.items.get(this.db, itemId);
    const items = await this.db.query<StockBalance>(sql`
      ${balanceFor(actor, asOf)}
      where b.item_id = ${itemId} and ${reach(actor, Warehousing.read, { branch: sql`w.branch_id` })} order by w.name, b.id`);
    const sum = (member: 'onHand' | 'onLoan' | 'available') =>
      quantityText(items.reduce((total, balance) => total + thousandths(balance[member]), 0));
    return { itemId, onHand: sum('onHand'), onLoan: sum('onLoan'), available: sum('available'), items };
  }
}

const needsItem = () =>
  invalid([
    {
      ...{ parameter: 'explain', code: 'value.required', params: { parameter: 'itemId' } },
      detail: 'Movements are listed for one item: give itemId too.',
    },
  ]);
