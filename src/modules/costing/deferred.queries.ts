import { Injectable } from '@nestjs/common';
import { scopeOf, type Actor } from '../../kernel/actor.js';
import { invalid } from '../../kernel/faults.js';
import { MONEY } from '../../kernel/field-groups.js';
import { Clock } from '../../platform/clock/clock.js';
import { Db } from '../../platform/database/db.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { DeferredPlan, DeferredQuery, DeferredRevenue } from './deferred.dto.js';
import { costsWithin, eyes } from './costing.sql.js';

const AMOUNTS = ['worth', 'recognised', 'refunded', 'deferred'];

/** Of nothing there is nothing to hide, except from those who see no money at all. */
const sums = (seesAny: boolean): Sql =>
  sql.join(
    AMOUNTS.map(
      (name) => sql`case when coalesce(bool_and(x.see_money), ${seesAny})
                         then coalesce(sum(${sql.ident(`x.${name}`)}), 0)::bigint end as ${sql.ident(name)}`,
    ),
    sql`, `,
  );
const amounts = (row: string): Sql =>
  sql.join(
    AMOUNTS.map((name) => sql`money(${sql.ident(`${row}.${name}`)}) as ${sql.ident(name)}`),
    sql`, `,
  );

const EXPLAINED = sql`
  coalesce(jsonb_agg(jsonb_build_object(
    'subscriptionId', x.id, 'number', x.number, 'visitsLeft', x.visits_left, 'worth', money(case when x.see_money then x.worth end),
    'recognised', money(case when x.see_money then x.recognised end), 'refunded', money(case when x.see_money then x.refunded end),
    'deferred', money(case when x.see_money then x.deferred end)) order by x.number) filter (where x.deferred <> 0), '[]')`;

/** What was sold and not delivered yet: a fold of the visit ledger up to an instant. */
@Injectable()
export class DeferredQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async deferred(actor: Actor, query: DeferredQuery): Promise<DeferredRevenue> {
    const { asOf = null, branchId = null, planId, activityId } = query;
    const isExplained = query.explain === 'true';
    if (isExplained && planId === undefined) throw invalid([PLAN_MISSING]);
    const at = asOf ?? this.clock.now();
    const where = sql.and([
      costsWithin(actor, sql`s.branch_id`),
      sql`s.created_at <= ${at}`,
      branchId !== null && sql`s.branch_id = ${branchId}`,
      planId !== undefined && sql`s.plan_id = ${planId}`,
      activityId !== undefined && sql`${activityId}::uuid = any (s.activity_ids)`,
    ]);
    // One statement: the row without a plan is of all together.
    const folded = await this.db.query<DeferredPlan & { planId: string | null }>(sql`
      with x as (
        select s.id, s.number, s.plan_id, w.*, see.money as see_money
        from subscriptions s
        cross join lateral subscription_worth_at(s, ${at}) w
        cross join lateral ${eyes(actor, sql`s.branch_id`)} see
        where ${where}
      ), folded as (
        select x.plan_id, count(*)::integer as subscriptions, coalesce(sum(x.visits_left), 0)::integer as visits_left,
               ${sums(scopeOf(actor, MONEY.read) !== null)} ${isExplained ? sql`, ${EXPLAINED} as explained` : sql.empty}
        from x group by grouping sets ((x.plan_id), ())
      )
      select f.plan_id as "planId", p.name, p.activity_ids as "activityIds", f.subscriptions, f.visits_left as "visitsLeft",
             ${amounts('f')} ${isExplained ? sql`, f.explained` : sql.empty}
      from folded f left join plans p on p.id = f.plan_id order by p.name, p.id`);
    const [whole] = folded.filter((row) => row.planId === null);
    if (whole === undefined) throw new Error('a grand total gave no row');
    const { worth, recognised, refunded, deferred } = whole;
    const items = folded.filter((row) => row.planId !== null);
    return { asOf, branchId, items, total: { worth, recognised, refunded, deferred } };
  }
}

const PLAN_MISSING = {
  parameter: 'planId',
  code: 'value.required',
  detail: 'Name the plan whose subscriptions are to be listed.',
};
