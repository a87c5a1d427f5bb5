import { Injectable } from '@nestjs/common';
import { scopeOf, type Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { PriceListNotFound } from './catalogue.errors.js';
import { PriceLists } from './catalogue.permissions.js';
import type { PriceList, PriceListListQuery } from './price-lists.dto.js';

const LIST = sql`
  select l.id, l.name, l.branch_id as "branchId", l.effective_from as "effectiveFrom", l.effective_to as "effectiveTo",
         (select coalesce(jsonb_agg(jsonb_build_object(
            'planId', i.plan_id, 'activityId', i.activity_id, 'name', coalesce(p.name, a.name),
            'price', case when i.price is not null then money(i.price) end,
            'trialPrice', case when i.trial_price is not null then money(i.trial_price) end) order by coalesce(p.name, a.name)), '[]')
          from price_list_lines i left join plans p on p.id = i.plan_id left join activities a on a.id = i.activity_id
          where i.price_list_id = l.id) as lines,
         l.version, l.created_at as "createdAt", l.created_by as "createdBy", l.updated_at as "updatedAt", l.updated_by as "updatedBy"
  from price_lists l`;

/** Those for every branch are seen by all, a branch's own within its reach. */
const seen = (actor: Actor): Sql =>
  scopeOf(actor, PriceLists.read) === 'all'
    ? sql`true`
    : sql`(l.branch_id is null or l.branch_id = any (${actor.branchIds}::uuid[]))`;

@Injectable()
export class PriceListsQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: PriceListListQuery): Promise<Page<PriceList>> {
    return keysetPage<PriceList>(this.db, {
      query,
      sorts: {
        effectiveFrom: { column: sql`l.effective_from`, type: 'date' },
        name: { column: sql`l.name`, type: 'text' },
      },
      defaultSort: '-effectiveFrom',
      id: sql`l.id`,
      select: LIST,
      where: [
        seen(actor),
        query.branchId !== undefined && sql`(l.branch_id is null or l.branch_id = ${query.branchId})`,
        query.on !== undefined && sql`l.period @> ${query.on}::date`,
      ],
    });
  }

  get(reader: Reader, id: string): Promise<PriceList> {
    return this.one(reader, id, sql`true`);
  }

  getInReach(actor: Actor, id: string): Promise<PriceList> {
    return this.one(this.db, id, seen(actor));
  }

  private async one(reader: Reader, id: string, condition: Sql): Promise<PriceList> {
    const list = await reader.find<PriceList>(sql`${LIST} where l.id = ${id} and ${condition}`);
    if (list === null) throw PriceListNotFound({ id });
    return list;
  }
}
