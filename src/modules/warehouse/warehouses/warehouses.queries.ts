import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { reach } from '../../../platform/database/reach.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql } from '../../../platform/database/sql.js';
import { archivedIs, partOf } from '../filters.js';
import { Warehousing } from '../warehouse.permissions.js';
import type { Warehouse, WarehouseListQuery } from './warehouses.dto.js';
import { WarehouseNotFound } from './warehouses.errors.js';

const WAREHOUSE = sql`
  select w.id, w.branch_id as "branchId", w.name, w.code, w.is_default as "isDefault", w.responsible_id as "responsibleId",
         w.archived_at is not null as "isArchived", w.version, w.created_at as "createdAt", w.created_by as "createdBy",
         w.updated_at as "updatedAt", w.updated_by as "updatedBy"
  from warehouses w`;

@Injectable()
export class WarehousesQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: WarehouseListQuery): Promise<Page<Warehouse>> {
    const part = partOf(query.q);
    return keysetPage<Warehouse>(this.db, {
      query,
      sorts: {
        name: { column: sql`w.name`, type: 'text' },
        createdAt: { column: sql`w.created_at`, type: 'timestamptz' },
        updatedAt: { column: sql`w.updated_at`, type: 'timestamptz' },
      },
      defaultSort: 'name',
      id: sql`w.id`,
      select: WAREHOUSE,
      where: [
        reach(actor, Warehousing.read, { branch: sql`w.branch_id` }),
        archivedIs(sql`w.archived_at`, query.archived),
        query.branchId !== undefined && sql`w.branch_id = ${query.branchId}`,
        part !== null && sql`(w.name ilike ${part} or w.code ilike ${part})`,
        query.updatedSince !== undefined && sql`w.updated_at >= ${query.updatedSince}::timestamptz`,
      ],
    });
  }

  async get(reader: Reader, id: string, actor?: Actor): Promise<Warehouse> {
    const within =
      actor === undefined ? sql`true` : reach(actor, Warehousing.read, { branch: sql`w.branch_id` });
    const found = await reader.find<Warehouse>(sql`${WAREHOUSE} where w.id = ${id} and ${within}`);
    if (found === null) throw WarehouseNotFound({ id });
    return found;
  }
}
