import { Injectable } from '@nestjs/common';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Plan, PlanListQuery } from './plans.dto.js';
import { PlanNotFound } from './subscriptions.errors.js';

const PLAN = sql`
  select p.id, p.name, p.activity_ids as "activityIds", money(p.price) as price, p.visits,
         p.validity_count as "validityCount", p.validity_unit as "validityUnit", p.start_rule as "startRule",
         p.start_within_days as "startWithinDays", p.freeze_max_days as "freezeMaxDays",
         p.freeze_max_times as "freezeMaxTimes", p.freeze_min_days as "freezeMinDays",
         p.group_ids as "groupIds", p.max_per_day as "maxPerDay", p.max_per_week as "maxPerWeek",
         p.valid_from as "validFrom", p.valid_until as "validUntil", p.freeze_backdate_days as "freezeBackdateDays",
         p.leftovers, p.leftovers_keep_days as "leftoversKeepDays", p.auto_renew as "autoRenew",
         p.auto_renew_plan_id as "autoRenewPlanId", p.auto_renew_days_before as "autoRenewDaysBefore",
         p.auto_renew_when_depleted as "autoRenewWhenDepleted", p.auto_renew_payment as "autoRenewPayment",
         p.instalment_parts as "instalmentParts", p.instalment_every as "instalmentEvery",
         p.instalment_unit as "instalmentUnit", p.instalment_first_percent as "instalmentFirstPercent",
         p.refund_method as "refundMethod", p.vat_code as "vatCode", p.is_transferable as "isTransferable",
         p.single_visit_of as "singleVisitOf",
         p.archived_at is not null as "isArchived", p.version, p.created_at as "createdAt", p.created_by as "createdBy",
         p.updated_at as "updatedAt", p.updated_by as "updatedBy"
  from plans p`;

/** Plans belong to the whole organisation: whoever may see one sees all. */
@Injectable()
export class PlansQueries {
  constructor(private readonly db: Db) {}

  list(query: PlanListQuery): Promise<Page<Plan>> {
    return keysetPage<Plan>(this.db, {
      query,
      sorts: {
        name: { column: sql`p.name`, type: 'text' },
        createdAt: { column: sql`p.created_at`, type: 'timestamptz' },
      },
      defaultSort: 'name',
      id: sql`p.id`,
      select: PLAN,
      where: [
        archivedIs(query.archived),
        query.activityId !== undefined && sql`${query.activityId}::uuid = any (p.activity_ids)`,
      ],
    });
  }

  async get(reader: Reader, id: string): Promise<Plan> {
    const plan = await this.find(reader, id);
    if (plan === null) throw PlanNotFound({ id });
    return plan;
  }

  /** Those of the ids that are groups which run. */
  async groupsAmong(reader: Reader, ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const rows = await reader.query<{ id: string }>(
      sql`select id from groups where id = any (${ids}::uuid[]) and archived_at is null`,
    );
    return rows.map((row) => row.id);
  }

  find(reader: Reader, id: string): Promise<Plan | null> {
    return reader.find<Plan>(sql`${PLAN} where p.id = ${id}`);
  }
}

function archivedIs(wanted = 'false'): Sql | null {
  if (wanted === 'any') return null;
  return wanted === 'true' ? sql`p.archived_at is not null` : sql`p.archived_at is null`;
}
