import { Injectable } from '@nestjs/common';
import { scopeOf, type Actor } from '../../kernel/actor.js';
import { invalid } from '../../kernel/faults.js';
import { MONEY, PAY, type FieldGroup } from '../../kernel/field-groups.js';
import { Db } from '../../platform/database/db.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { ActivityNotFound } from '../catalogue/index.js';
import { GroupNotFound } from '../schedule/index.js';
import type { CostingPeriodQuery, PeriodCosting, RevenueByVat } from './costing.dto.js';
import { averageOf, figuresOf, periodFaults, type Parts } from './costing.rules.js';
import { costsWithin, CURRENCY, eyes, partsOf } from './costing.sql.js';

interface PeriodRow {
  currency: string;
  lessons: number;
  lessonsWithoutNorm: number;
  plan: Parts;
  fact: Parts;
  revenueByVat: RevenueByVat[] | null;
}

const SUMS = [
  'minutes',
  'attendees',
  'revenue',
  'vat',
  'pay',
  'contributions',
  'materials',
  'room',
  'overhead',
];

const summed = (row: string): Sql =>
  sql.join(
    SUMS.map((part) => sql`coalesce(sum(${sql.ident(`${row}.${part}`)}), 0)::bigint as ${sql.ident(part)}`),
    sql`, `,
  );

/**
 * Plan against fact of an activity or a group over a period: one statement, whatever the number of lessons. The offset keeps a
 * plan a look-up by lesson also where PostgreSQL has no statistics yet: joined freely, all lessons were planned for each one.
 */
@Injectable()
export class PeriodCostsQueries {
  constructor(private readonly db: Db) {}

  /** The catalogue is one for all branches; which lessons count is decided by the actor's reach. */
  async activity(actor: Actor, id: string, query: CostingPeriodQuery): Promise<PeriodCosting> {
    const there = sql`exists (select from activities where id = ${id})`;
    const row = await this.sum(actor, { there, of: sql`l.activity_id = ${id}` }, query);
    if (row === null) throw ActivityNotFound({ id });
    return shown(id, query, row);
  }

  /** A joint lesson is counted with its leading group. */
  async group(actor: Actor, id: string, query: CostingPeriodQuery): Promise<PeriodCosting> {
    const reached = costsWithin(actor, sql`g.branch_id`);
    const there = sql`exists (select from groups g where g.id = ${id} and ${reached})`;
    const row = await this.sum(actor, { there, of: sql`l.group_id = ${id}` }, query);
    if (row === null) throw GroupNotFound({ id });
    return shown(id, query, row);
  }

  private async sum(
    actor: Actor,
    { there, of }: { there: Sql; of: Sql },
    query: CostingPeriodQuery,
  ): Promise<PeriodRow | null> {
    const faults = periodFaults(query);
    if (faults.length > 0) throw invalid(faults);
    const { from, to, branchId } = query;
    const where = sql.and([
      of,
      sql`l.status = 'completed' and l.on_date >= ${from}::date and l.on_date < ${to}::date`,
      costsWithin(actor, sql`l.branch_id`),
      branchId !== undefined && sql`l.branch_id = ${branchId}`,
    ]);
    return this.db.find<PeriodRow>(sql`
      with lesson as materialized (select l.id, l.branch_id from lessons l where ${where}),
      see as (
        select coalesce(bool_and(e.money), ${holds(actor, MONEY)}) as money, coalesce(bool_and(e.pay), ${holds(actor, PAY)}) as pay
        from lesson l cross join lateral ${eyes(actor, sql`l.branch_id`)} e
      ),
      f as (select count(*)::integer as lessons, ${summed('c')} from lesson l join lesson_costs c on c.lesson_id = l.id),
      p as (select count(*) filter (where c.norm_id is null)::integer as bare, ${summed('c')}
            from lesson l cross join lateral (select * from lesson_plans p where p.lesson_id = l.id offset 0) c),
      v as (
        select w.vat_code, sum(w.revenue)::bigint as revenue, sum(w.vat)::bigint as vat
        from lesson l join visit_revenue w on w.lesson_id = l.id group by w.vat_code
      )
      select ${CURRENCY} as currency, f.lessons, p.bare as "lessonsWithoutNorm", ${partsOf(sql`p`)} as plan, ${partsOf(sql`f`)} as fact,
             case when see.money then (
               select coalesce(jsonb_agg(jsonb_build_object('vatCode', v.vat_code, 'revenue', money(v.revenue), 'vat', money(v.vat))
                                         order by v.vat_code), '[]') from v) end as "revenueByVat"
      from f, p, see where ${there}`);
  }
}

/** Of nothing there is nothing to hide, except from those who see no such figures at all. */
const holds = (actor: Actor, { read }: FieldGroup): boolean => scopeOf(actor, read) !== null;

function shown(id: string, { from, to, branchId }: CostingPeriodQuery, row: PeriodRow): PeriodCosting {
  const { currency, lessons, lessonsWithoutNorm, plan, fact, revenueByVat } = row;
  const shared = (count: number) => {
    const parts = averageOf(fact, count);
    return parts === null ? null : figuresOf(parts, currency);
  };
  return {
    ...{ id, from, to, branchId: branchId ?? null, lessons, lessonsWithoutNorm },
    ...{ plan: figuresOf(plan, currency), fact: figuresOf(fact, currency) },
    ...{ perLesson: shared(lessons), perAttendee: shared(fact.attendees), revenueByVat },
  };
}
