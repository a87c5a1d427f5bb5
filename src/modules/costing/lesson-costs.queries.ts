import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Db } from '../../platform/database/db.js';
import { sql } from '../../platform/database/sql.js';
import { LessonNotFound } from '../schedule/index.js';
import type { CostingQuery, LessonCosting } from './costing.dto.js';
import { figuresOf, type Parts } from './costing.rules.js';
import { costsWithin, CURRENCY, eyes, partsOf } from './costing.sql.js';

type LessonRow = Omit<LessonCosting, 'plan' | 'fact' | 'explained'> & {
  currency: string;
  plan: Parts | null;
  fact: Parts | null;
  explained: NonNullable<LessonCosting['explained']>;
};

const BY_VAT = sql`
  case when see.money then (
    select coalesce(jsonb_agg(jsonb_build_object('vatCode', w.vat_code, 'revenue', money(w.revenue), 'vat', money(w.vat)) order by w.vat_code), '[]')
    from (select vat_code, sum(revenue)::bigint as revenue, sum(vat)::bigint as vat from visit_revenue
          where lesson_id = l.id group by vat_code) w) end`;

const VISITS = sql`
  case when see.money then (
    select coalesce(jsonb_agg(jsonb_build_object(
      'visitId', w.visit_id, 'clientId', w.client_id, 'subscriptionId', w.subscription_id, 'chargeId', w.charge_id,
      'vatCode', w.vat_code, 'revenue', money(w.revenue), 'vat', money(w.vat)) order by w.visit_id), '[]')
    from visit_revenue w where w.lesson_id = l.id) end`;

const ACCRUALS = sql`
  case when see.pay then (
    select coalesce(jsonb_agg(jsonb_build_object(
      'accrualId', w.accrual_id, 'employeeId', w.employee_id, 'kind', w.kind, 'pay', money(w.pay),
      'contributions', money(w.contributions)) order by w.accrual_id), '[]')
    from accrual_costs w where w.lesson_id = l.id) end`;

const MATERIALS = sql`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'entryId', w.entry_id, 'name', w.name, 'quantity', w.quantity::text, 'amount', money(w.amount)) order by w.entry_id), '[]')
  from lesson_materials w where w.lesson_id = l.id)`;

/** Plan against fact of one lesson; each figure can say what it is made of. */
@Injectable()
export class LessonCostsQueries {
  constructor(private readonly db: Db) {}

  async lesson(actor: Actor, id: string, { explain }: CostingQuery): Promise<LessonCosting> {
    const isExplained = explain === 'true';
    const found = await this.db.find<LessonRow>(sql`
      select l.id as "lessonId", l.branch_id as "branchId", l.activity_id as "activityId", l.group_id as "groupId",
             l.teacher_id as "teacherId", l.second_teacher_id as "secondTeacherId", l.on_date as "onDate", l.status, p.norm_id as "normId", ${CURRENCY} as currency,
             case when p.norm_id is not null then ${partsOf(sql`p`)} end as plan,
             case when f.lesson_id is not null then ${partsOf(sql`f`)} end as fact,
             ${BY_VAT} as "revenueByVat",
             ${
               isExplained
                 ? sql`jsonb_build_object('visits', ${VISITS}, 'accruals', ${ACCRUALS}, 'materials', ${MATERIALS},
                         'roomCost', money(f.room_cost), 'overheadPercent', f.overhead_percent::text)`
                 : sql`null`
             } as explained
      from lessons l
      join lesson_plans p on p.lesson_id = l.id
      left join lesson_costs f on f.lesson_id = l.id
      cross join lateral ${eyes(actor, sql`l.branch_id`)} see
      where l.id = ${id} and ${costsWithin(actor, sql`l.branch_id`)}`);
    if (found === null) throw LessonNotFound({ id });
    const { currency, plan, fact, explained, ...lesson } = found;
    const shown = {
      ...lesson,
      plan: plan === null ? null : figuresOf(plan, currency),
      fact: fact === null ? null : figuresOf(fact, currency),
    };
    return isExplained ? { ...shown, explained } : shown;
  }
}
