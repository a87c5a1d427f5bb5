import { Injectable } from '@nestjs/common';
import { scopeOf, type Actor } from '../../../kernel/actor.js';
import { CONTACTS } from '../../../kernel/field-groups.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { masked } from '../../../platform/database/masked.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { archivedIs, partOf } from '../filters.js';
import type { Supplier, SupplierListQuery } from './suppliers.dto.js';
import { SupplierNotFound } from './suppliers.errors.js';

/** A supplier is of no branch: who sees contacts in some branch sees theirs. */
const supplierFor = (actor: Actor): Sql => {
  const shown = (value: Sql) =>
    masked(actor, CONTACTS, value, (permission) =>
      scopeOf(actor, permission) === 'branch' ? sql`true` : sql`false`,
    );
  return sql`
    select s.id, s.name, s.tax_number as "taxNumber", ${shown(sql`s.email`)} as email, ${shown(sql`s.phone`)} as phone,
           s.language, s.order_policy as "orderPolicy", s.order_days as "orderDays", s.lead_days as "leadDays",
           money(s.min_order_amount) as "minOrderAmount", s.archived_at is not null as "isArchived", s.version,
           s.created_at as "createdAt", s.created_by as "createdBy", s.updated_at as "updatedAt", s.updated_by as "updatedBy"
    from suppliers s`;
};

@Injectable()
export class SuppliersQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: SupplierListQuery): Promise<Page<Supplier>> {
    const part = partOf(query.q);
    return keysetPage<Supplier>(this.db, {
      query,
      sorts: {
        name: { column: sql`s.name`, type: 'text' },
        createdAt: { column: sql`s.created_at`, type: 'timestamptz' },
        updatedAt: { column: sql`s.updated_at`, type: 'timestamptz' },
      },
      defaultSort: 'name',
      id: sql`s.id`,
      select: supplierFor(actor),
      where: [
        archivedIs(sql`s.archived_at`, query.archived),
        part !== null && sql`(s.name ilike ${part} or s.tax_number like ${part})`,
        query.updatedSince !== undefined && sql`s.updated_at >= ${query.updatedSince}::timestamptz`,
      ],
    });
  }

  async get(reader: Reader, actor: Actor, id: string): Promise<Supplier> {
    const found = await reader.find<Supplier>(sql`${supplierFor(actor)} where s.id = ${id}`);
    if (found === null) throw SupplierNotFound({ id });
    return found;
  }
}
