import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import type { ItemCategory, ItemCategoryPatch, ItemCategoryRequest } from './categories.dto.js';
import { CategoriesQueries } from './categories.queries.js';
import { ItemCategoryRow } from './item.entity.js';
import { CategoryCircle, CategoryNotFound } from './items.errors.js';
import { categoriesBelow } from './items.queries.js';

/** The tree of categories. */
@Injectable()
export class CategoriesService {
  constructor(private readonly queries: CategoriesQueries) {}

  async create(tx: Tx, { name, parentId = null }: ItemCategoryRequest): Promise<ItemCategory> {
    await this.assertParent(tx, parentId);
    const id = newId();
    await tx.insert(ItemCategoryRow, { id, name, parentId, archivedAt: null });
    return this.queries.get(tx, id);
  }

  async change(tx: Tx, id: string, patch: ItemCategoryPatch, base: EditBase): Promise<ItemCategory> {
    const { isArchived, name, parentId } = patch;
    // Two who move branches of the tree at once could make a circle that neither of them sees.
    if (parentId != null) await tx.run(sql`select pg_advisory_xact_lock(hashtext('item_categories'))`);
    await this.assertParent(tx, parentId ?? null);
    await editRecord(tx, {
      table: 'item_categories',
      id,
      patch: {
        ...{ name, parentId },
        archivedAt: isArchived === undefined ? undefined : isArchived ? tx.now : null,
      },
      base,
      notFound: CategoryNotFound,
      reach: sql`true`,
      check: async (merged) => {
        const parent = merged['parentId'] as string | null;
        if (parentId == null || parent === null) return;
        const below = await tx.query<{ id: string }>(categoriesBelow(id));
        if (below.some((one) => one.id === parent)) throw CategoryCircle();
      },
    });
    return this.queries.get(tx, id);
  }

  private async assertParent(tx: Tx, id: string | null): Promise<void> {
    if (id !== null && (await tx.find(sql`select 1 from item_categories where id = ${id}`)) === null)
      throw invalid([unknownReference('/parentId')]);
  }
}
