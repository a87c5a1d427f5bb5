import { Injectable } from '@nestjs/common';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { archivedIs } from '../filters.js';
import type { Item, ItemListQuery } from './items.dto.js';
import { ItemNotFound } from './items.errors.js';

const ITEM = sql`
  select i.id, i.sku, i.barcode, i.name, i.kind, i.category_id as "categoryId", i.unit, trim_scale(i.pack_size) as "packSize",
         i.vat, money(i.price) as price, money(i.replacement_price) as "replacementPrice",
         trim_scale(i.min_quantity) as "minQuantity", trim_scale(i.max_quantity) as "maxQuantity",
         trim_scale(i.order_quantity) as "orderQuantity", i.lead_days as "leadDays", i.supplier_id as "supplierId",
         i.responsible_id as "responsibleId", i.archived_at is not null as "isArchived", i.version,
         i.created_at as "createdAt", i.created_by as "createdBy", i.updated_at as "updatedAt", i.updated_by as "updatedBy"
  from items i`;

/** Items belong to the whole organisation: whoever may see one sees all. */
@Injectable()
export class ItemsQueries {
  constructor(private readonly db: Db) {}

  list(query: ItemListQuery): Promise<Page<Item>> {
    const { q, kind, categoryId, supplierId, belowMin, archived, updatedSince } = query;
    return keysetPage<Item>(this.db, {
      query,
      sorts: {
        name: { column: sql`i.name`, type: 'text' },
        sku: { column: sql`i.sku`, type: 'text' },
        createdAt: { column: sql`i.created_at`, type: 'timestamptz' },
        updatedAt: { column: sql`i.updated_at`, type: 'timestamptz' },
      },
      defaultSort: 'name',
      id: sql`i.id`,
      select: ITEM,
      where: [
        archivedIs(sql`i.archived_at`, archived),
        kind !== undefined && sql`i.kind = ${kind}`,
        categoryId !== undefined && sql`i.category_id in (${categoriesBelow(categoryId)})`,
        supplierId !== undefined && sql`i.supplier_id = ${supplierId}`,
        belowMin !== undefined && sql`${IS_BELOW_MIN} = ${belowMin === 'true'}`,
        q !== undefined && matches(q),
        updatedSince !== undefined && sql`i.updated_at >= ${updatedSince}::timestamptz`,
      ],
      planWithValues: q !== undefined,
    });
  }

  async get(reader: Reader, id: string): Promise<Item> {
    const item = await reader.find<Item>(sql`${ITEM} where i.id = ${id}`);
    if (item === null) throw ItemNotFound({ id });
    return item;
  }

  /** Those that are there, in no order. */
  getMany(reader: Reader, ids: readonly string[]): Promise<Item[]> {
    return reader.query<Item>(sql`${ITEM} where i.id = any (${ids}::uuid[])`);
  }
}

/** A part of the name; the beginning of the SKU or the barcode, as a scanner or a hand gives it. */
export function matches(q: string): Sql {
  const text = q.toLowerCase().replace(/[\\%_]/g, '\\$&');
  return sql`(lower(i.name) like ${`%${text}%`} or lower(i.sku) like ${`${text}%`} or i.barcode like ${`${text}%`})`;
}

export const categoriesBelow = (id: string): Sql => sql`
  with recursive below as (
    select id from item_categories where id = ${id}
    union select c.id from item_categories c join below on c.parent_id = below.id
  ) select id from below`;

const IS_BELOW_MIN = sql`(i.min_quantity is not null and (
  exists (select from stock_balances b where b.item_id = i.id and b.on_hand <= i.min_quantity)
  or not exists (select from stock_balances b where b.item_id = i.id)))`;
