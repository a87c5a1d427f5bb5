import { Injectable } from '@nestjs/common';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql } from '../../../platform/database/sql.js';
import { archivedIs, partOf } from '../filters.js';
import type { ItemCategory, ItemCategoryListQuery } from './categories.dto.js';
import { CategoryNotFound } from './items.errors.js';

const CATEGORY = sql`
  select c.id, c.name, c.parent_id as "parentId", c.archived_at is not null as "isArchived", c.version,
         c.created_at as "createdAt", c.created_by as "createdBy", c.updated_at as "updatedAt", c.updated_by as "updatedBy"
  from item_categories c`;

@Injectable()
export class CategoriesQueries {
  constructor(private readonly db: Db) {}

  list(query: ItemCategoryListQuery): Promise<Page<ItemCategory>> {
    const part = partOf(query.q);
    return keysetPage<ItemCategory>(this.db, {
      query,
      sorts: {
        name: { column: sql`c.name`, type: 'text' },
        createdAt: { column: sql`c.created_at`, type: 'timestamptz' },
      },
      defaultSort: 'name',
      id: sql`c.id`,
      select: CATEGORY,
      where: [
        archivedIs(sql`c.archived_at`, query.archived),
        query.parentId !== undefined && sql`c.parent_id = ${query.parentId}`,
        part !== null && sql`c.name ilike ${part}`,
      ],
    });
  }

  async get(reader: Reader, id: string): Promise<ItemCategory> {
    const found = await reader.find<ItemCategory>(sql`${CATEGORY} where c.id = ${id}`);
    if (found === null) throw CategoryNotFound({ id });
    return found;
  }
}
