import type { Instant } from '../../../platform/clock/clock.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { CAME, MISSED, stood } from '../catalogue/marks.sql.js';

/**
 * Figures of teaching that add up over days, branches and teachers. They stand by the amount of an entry of pay, nought for
 * what was held: so that what is paid on top of each entry, rounded, follows from how many there are of an amount.
 */
export const FIGURES = ['lessons', 'minutes', 'came', 'expected', 'revenue', 'entries'] as const;

const each = (write: (figure: Sql) => Sql): Sql =>
  sql.join(
    FIGURES.map((figure) => write(sql.ident(figure))),
    sql`, `,
  );
export const figures = each((figure) => figure);
export const taken = each((figure) => sql`-${figure} as ${figure}`);
export const added = each((figure) => sql`sum(${figure})::bigint as ${figure}`);
const EMPLOYEE = sql`employee_id`;
const DAY = sql`branch_id, on_date, employee_id`;

/** Days of branches: how a table that has both is read, and whatever belongs to one of its lessons. */
interface Days {
  of: (table: string) => Sql;
  each: Sql;
}
/**
 * Those of a part of the statement that names each once. A lateral subquery with an offset is never dissolved: each day is
 * looked up by its key, then each lesson, so that it costs what these days have, whatever PostgreSQL thinks they have.
 */
export const daysOf = (part: string): Days => ({
  of: (table) =>
    sql`${sql.ident(part)} asked cross join lateral (
        select * from ${sql.ident(table)} t where t.branch_id = asked.branch_id and t.on_date = asked.on_date offset 0)`,
  each: sql`offset 0`,
});
/** Those of all branches of which a condition holds: of so many whole tables are joined. */
export const daysWhere = (where: (onDate: Sql) => Sql): Days => ({
  of: (table) => sql`(select * from ${sql.ident(table)} t where ${where(sql`t.on_date`)})`,
  each: sql``,
});

/** What the visits of a lesson are worth is in the ledger of subscriptions, and in that of the account. */
const CHARGED = sql`visits v join visit_entries e on e.visit_id = v.id and e.kind in ('charge', 'reversal')`;
const PAID_BY_MONEY = sql`visits v join charges k on k.subject_id = v.id and k.kind = 'visit' join money_entries m on m.charge_id = k.id`;

/** Of which days of which branches, of whom, and as had been recorded by when. */
interface Work {
  /** `infinity`: whatever has been. */
  asOf: Instant;
  days: Days;
  whose?: (branch: Sql, employee: Sql) => Sql;
  by: 'employee' | 'day';
}

/**
 * What each has held and is paid, from the ledgers: lessons, minutes, marks, what the visits are worth, and pay. Of two
 * teachers of a lesson each held it; what it brought is the lead's, so that it counts once. Worth is
 * read from the two ledgers, by what had been entered then: a visit paid by a subscription is in its ledger, one paid by
 * money in that of the account, with what was credited on it taken off.
 */
export function workOf({ asOf, days, whose = () => sql`true`, by }: Work): Sql {
  const keys = by === 'day' ? DAY : EMPLOYEE;
  return sql`held as (
      select l.branch_id, l.on_date, c.employee_id, c.is_lead, l.id, extract(epoch from l.ends_at - l.starts_at)::bigint / 60 as minutes
      from ${days.of('lessons')} l
      cross join lateral (
        select t.employee_id, t.is_lead from completions c
        cross join lateral (values (c.teacher_id, true), (c.second_teacher_id, false)) t(employee_id, is_lead)
        where c.lesson_id = l.id and ${stood(sql`c.created_at`, sql`c.undone_at`, asOf)} and t.employee_id is not null ${days.each}) c
      where ${whose(sql`l.branch_id`, sql`c.employee_id`)}
    ), marks_of as (
      select h.id, count(*) filter (where a.mark in ${CAME}) as came, count(*) filter (where a.mark in ${MISSED}) as missed
      from (select distinct id from held) h
      cross join lateral (
        select mark from attendances a where a.lesson_id = h.id and ${stood(sql`a.created_at`, sql`a.reversed_at`, asOf)} ${days.each}) a
      group by 1
    ), worth_of as (
      select id, sum(value) as value from (
        select h.id, w.value from held h
        cross join lateral (select e.value from ${CHARGED} where v.lesson_id = h.id and e.created_at <= ${asOf} ${days.each}) w
        where h.is_lead
        union all
        select h.id, -w.amount from held h
        cross join lateral (select m.amount from ${PAID_BY_MONEY} where v.lesson_id = h.id and m.created_at <= ${asOf} ${days.each}) w
        where h.is_lead) e
      group by 1
    ), work as (
      select ${keys}, amount, ${added} from (
        select ${keys}, 0::bigint as amount, count(*) as lessons, sum(h.minutes) as minutes, coalesce(sum(m.came), 0) as came,
               coalesce(sum(m.came + m.missed), 0) as expected, coalesce(sum(w.value) filter (where h.is_lead), 0) as revenue, 0 as entries
        from held h left join marks_of m using (id) left join worth_of w using (id)
        group by ${keys}
        union all
        select ${by === 'day' ? sql`k.branch_id, k.on_date, k.employee_id` : EMPLOYEE}, k.amount, 0, 0, 0, 0, 0, count(*)
        from ${days.of('teaching_costs')} k
        where ${whose(sql`k.branch_id`, sql`k.employee_id`)} and k.recorded_at <= ${asOf}
        group by 1, 2 ${by === 'day' ? sql`, 3, 4` : sql``}
      ) parts
      group by ${keys}, amount
    )`;
}

/** When the last thing about each of some days was recorded: of whatever `workOf` reads. */
export function recordedOf(days: Days): Sql {
  const facts = (statement: Sql): Sql =>
    sql`select l.branch_id, l.on_date, f.at from completed l cross join lateral (${statement} ${days.each}) f`;
  return sql`completed as materialized (
      select l.branch_id, l.on_date, l.id from ${days.of('lessons')} l
      where exists (select from completions c where c.lesson_id = l.id ${days.each})
    ), recorded as (
      select branch_id, on_date, max(at) as until from (
        ${facts(sql`select greatest(c.created_at, c.undone_at) as at from completions c where c.lesson_id = l.id`)}
        union all
        ${facts(sql`select greatest(a.created_at, a.reversed_at) as at from attendances a where a.lesson_id = l.id`)}
        union all
        ${facts(sql`select e.created_at as at from ${CHARGED} where v.lesson_id = l.id`)}
        union all
        ${facts(sql`select m.created_at as at from ${PAID_BY_MONEY} where v.lesson_id = l.id`)}
        union all
        select k.branch_id, k.on_date, k.recorded_at from ${days.of('teaching_costs')} k
      ) facts
      group by 1, 2
    )`;
}

/**
 * Rolls up days that something was written about, and takes away the changes it has seen: all by one statement, so on one
 * snapshot. What is committed after it leaves changes that are still there after it. It gives the months it touched.
 */
export const foldDays = (batch: number): Sql => sql`
    with keys as materialized (
      select distinct branch_id, on_date from (select branch_id, on_date from teaching_changes limit ${sql.whole(batch)}) c
    ), seen as (
      delete from teaching_changes c using keys k where c.branch_id = k.branch_id and c.on_date = k.on_date
    ), ${workOf({ asOf: 'infinity', days: daysOf('keys'), by: 'day' })}, ${recordedOf(daysOf('keys'))},
    gone as (
      delete from teaching_days d using keys k
      where d.branch_id = k.branch_id and d.on_date = k.on_date and not exists (
        select from work w
        where w.branch_id = d.branch_id and w.on_date = d.on_date and w.employee_id = d.employee_id and w.amount = d.amount)
    ), written as (
      insert into teaching_days (${DAY}, amount, ${figures}) select ${DAY}, amount, ${figures} from work
      on conflict (${DAY}, amount) do update set ${each((figure) => sql`${figure} = excluded.${figure}`)}
    ), folded as (
      insert into teaching_folds (branch_id, on_date, recorded_until)
      select k.branch_id, k.on_date, coalesce(r.until, '-infinity') from keys k left join recorded r using (branch_id, on_date)
      on conflict (branch_id, on_date) do update set recorded_until = excluded.recorded_until
    )
    select branch_id as "branchId", date_trunc('month', on_date)::date::text as month from keys group by 1, 2`;

/** The months of these branches anew, from their days as they are now. */
export function foldMonths(touched: readonly { branchId: string; month: string }[]): Sql {
  return sql`
    with keys as materialized (
      select * from unnest(${touched.map(({ branchId }) => branchId)}::uuid[], ${touched.map(({ month }) => month)}::date[]) k(branch_id, month)
    ), summed as (
      select k.branch_id, k.month, d.employee_id, d.amount, ${added}
      from keys k join teaching_days d
        on d.branch_id = k.branch_id and d.on_date >= k.month and d.on_date < (k.month + interval '1 month')::date
      group by 1, 2, 3, 4
    ), gone as (
      delete from teaching_months m using keys k
      where m.branch_id = k.branch_id and m.month = k.month and not exists (
        select from summed s
        where s.branch_id = m.branch_id and s.month = m.month and s.employee_id = m.employee_id and s.amount = m.amount)
    )
    insert into teaching_months (branch_id, month, employee_id, amount, ${figures}) select branch_id, month, employee_id, amount, ${figures} from summed
    on conflict (month, branch_id, employee_id, amount) do update set ${each((figure) => sql`${figure} = excluded.${figure}`)}`;
}
