import { Injectable } from '@nestjs/common';
import { scopeOf, type Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { DiscountNotFound } from './catalogue.errors.js';
import { Discounts } from './catalogue.permissions.js';
import type { Discount, DiscountListQuery } from './discounts.dto.js';

const DISCOUNT = sql`
  select d.id, d.name, d.kind, d.branch_id as "branchId", d.percent::text as percent,
         case when d.amount is not null then money(d.amount) end as amount,
         case when d.max_amount is not null then money(d.max_amount) end as "maxAmount",
         d.min_count as "minCount", d.promo_code as "promoCode", d.max_uses as "maxUses",
         (select count(*)::integer from discount_uses u where u.discount_id = d.id) as used,
         d.effective_from as "effectiveFrom", d.effective_to as "effectiveTo",
         array(select plan_id from discount_scopes s where s.discount_id = d.id and plan_id is not null order by 1) as "planIds",
         array(select activity_id from discount_scopes s where s.discount_id = d.id and activity_id is not null order by 1) as "activityIds",
         d.archived_at is not null as "isArchived", d.version, d.created_at as "createdAt", d.created_by as "createdBy",
         d.updated_at as "updatedAt", d.updated_by as "updatedBy"
  from discounts d`;

/** Those for every branch are seen by all, a branch's own within its reach. */
const seen = (actor: Actor): Sql =>
  scopeOf(actor, Discounts.read) === 'all'
    ? sql`true`
    : sql`(d.branch_id is null or d.branch_id = any (${actor.branchIds}::uuid[]))`;

@Injectable()
export class DiscountsQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: DiscountListQuery): Promise<Page<Discount>> {
    const { branchId, kind, archived = 'false' } = query;
    return keysetPage<Discount>(this.db, {
      query,
      sorts: {
        name: { column: sql`d.name`, type: 'text' },
        effectiveFrom: { column: sql`d.effective_from`, type: 'date' },
      },
      defaultSort: 'name',
      id: sql`d.id`,
      select: DISCOUNT,
      where: [
        seen(actor),
        branchId !== undefined && sql`(d.branch_id is null or d.branch_id = ${branchId})`,
        kind !== undefined && sql`d.kind = ${kind}`,
        archived === 'true' && sql`d.archived_at is not null`,
        archived === 'false' && sql`d.archived_at is null`,
      ],
    });
  }

  get(reader: Reader, id: string): Promise<Discount> {
    return this.one(reader, id, sql`true`);
  }

  getInReach(reader: Reader, actor: Actor, id: string): Promise<Discount> {
    return this.one(reader, id, seen(actor));
  }

  private async one(reader: Reader, id: string, condition: Sql): Promise<Discount> {
    const discount = await reader.find<Discount>(sql`${DISCOUNT} where d.id = ${id} and ${condition}`);
    if (discount === null) throw DiscountNotFound({ id });
    return discount;
  }
}
