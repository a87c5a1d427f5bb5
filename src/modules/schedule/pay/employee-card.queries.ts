import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { MONEY, PAY } from '../../../kernel/field-groups.js';
import { invalid } from '../../../kernel/faults.js';
import { daysBetween } from '../../../kernel/local-date.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Db } from '../../../platform/database/db.js';
import { masked, restriction } from '../../../platform/database/masked.js';
import { reach } from '../../../platform/database/reach.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { Sales } from '../../sales/index.js';
import { EmployeeNotFound } from '../../staff/index.js';
import { teaches } from '../lessons/lessons.queries.js';
import { Schedule } from '../schedule.permissions.js';
import type { EmployeeCard, EmployeeCardQuery } from './employee-card.dto.js';

const MOST_DAYS = 366;

/** Lessons and hours of those `l` that fit a condition. */
const load = (which: Sql): Sql => sql`
  jsonb_build_object('lessons', count(*) filter (where ${which}),
    'hours', round(coalesce(sum(extract(epoch from l.ends_at - l.starts_at)) filter (where ${which}), 0) / 3600, 2)::text)`;

/** Who teaches and who was to, in either role, of the employee `e`. */
const TEACHES = teaches(sql`e.id`);
const TAUGHT = sql`${TEACHES} and l.status = 'completed'`;
const WAS_TO = sql`(coalesce(l.planned_teacher_id, l.teacher_id) = e.id or coalesce(l.planned_second_teacher_id, l.second_teacher_id) = e.id)`;
const INSTEAD = sql`((l.teacher_id = e.id and l.planned_teacher_id is not null) or (l.second_teacher_id = e.id and l.planned_second_teacher_id is not null))`;
const GIVEN = sql`(l.planned_teacher_id = e.id or l.planned_second_teacher_id = e.id)`;
const STANDS = sql`l.status in ('planned', 'completed')`;

/** Those an employee teaches or was to: a column each, so that each has its index. */
const lessonsOf = (employeeId: string, within: Sql): Sql => {
  const [first, ...others] = [
    'teacher_id',
    'planned_teacher_id',
    'second_teacher_id',
    'planned_second_teacher_id',
  ].map(
    (column) => sql`select l.* from lessons l where l.${sql.ident(column)} = ${employeeId} and ${within}`,
  );
  return others.reduce((all, one) => sql`${all} union ${one}`, first ?? sql.empty);
};

@Injectable()
export class EmployeeCardQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** In one statement, so that lessons and pay are of one moment. */
  async card(actor: Actor, employeeId: string, { from, to }: EmployeeCardQuery): Promise<EmployeeCard> {
    assertPeriod(from, to);
    const within = (permission: string): Sql =>
      reach(actor, permission, { branch: sql`e.branch_id`, own: sql`e.id = ${actor.employeeId}::uuid` });
    const card = await this.db.find<EmployeeCard>(sql`
      with theirs as (
        ${lessonsOf(employeeId, days(from, to))}
      ), marked as (
        select t.mark, count(*) as n, count(*) filter (where t.counts_for_pay) as counting
        from theirs l join attendances t on t.lesson_id = l.id and t.reversed_at is null
        where ${teaches(sql`${employeeId}::uuid`)} and l.status = 'completed' group by t.mark
      ), earned as (
        select coalesce(o.kind, a.kind) as kind, sum(a.amount)::bigint as amount
        from accruals a left join accruals o on o.id = a.reverses_id
        where a.employee_id = ${employeeId} and a.on_date >= ${from}::date and a.on_date < ${to}::date
        group by 1
      ), sold as (
        select count(distinct s.sale_id) filter (where s.entry = 'sale')::integer as sales, coalesce(sum(s.net), 0)::bigint as net
        from report_sales s where s.seller_id = ${employeeId} and s.on_date >= ${from}::date and s.on_date < ${to}::date
      )
      select e.id as "employeeId", ${from}::text as "from", ${to}::text as "to", w.*,
             (select coalesce(sum(counting), 0)::integer from marked) as attendees,
             (select coalesce(jsonb_agg(jsonb_build_object('mark', mark, 'count', n) order by mark), '[]') from marked) as marks,
             (select jsonb_build_object('count', s.sales, 'net', ${masked(actor, MONEY, sql`money(s.net)`, within)})
              from sold s where ${restriction(actor, [Sales.read], within) ?? sql`true`}) as sales,
             ${masked(actor, PAY, PAID, within)} as pay
      from employees e
      cross join lateral (
        select ${load(sql`${WAS_TO} and ${STANDS}`)} as planned, ${load(TAUGHT)} as held,
               ${load(sql`${TAUGHT} and ${INSTEAD}`)} as "heldAsSubstitute",
               ${load(sql`${GIVEN} and ${STANDS}`)} as "givenToSubstitutes",
               count(*) filter (where ${WAS_TO} and not ${STANDS})::integer as cancelled,
               jsonb_build_object(
                 'late', count(*) filter (where ${TAUGHT} and (c.created_at at time zone b.time_zone)::date > l.on_date),
                 'missing', count(*) filter (where ${TEACHES} and l.status = 'planned' and l.ends_at < ${this.clock.now()}::timestamptz)
               ) as journals
        from theirs l join branches b on b.id = l.branch_id
        left join completions c on c.lesson_id = l.id and c.undone_at is null
      ) w
      where e.id = ${employeeId} and ${within(Schedule.read)}`);
    if (card === null) throw EmployeeNotFound({ id: employeeId });
    return card;
  }
}

const PAID = sql`
  (select jsonb_build_object(
     'byKind', coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'amount', money(amount)) order by kind) filter (where amount <> 0), '[]'),
     'sum', money(coalesce(sum(amount), 0)::bigint)) from earned)`;

/** Lessons of these days; times bound the index, a day of any zone lies within one more. */
const days = (from: string, to: string): Sql => sql`
  l.on_date >= ${from}::date and l.on_date < ${to}::date
  and l.starts_at > ${from}::date - interval '1 day' and l.starts_at < ${to}::date + interval '1 day'`;

function assertPeriod(from: string, to: string): void {
  const length = daysBetween(from, to);
  if (length > 0 && length <= MOST_DAYS) return;
  const detail = 'The period ends after it begins, and is a year at most.';
  throw invalid([{ parameter: 'to', code: 'range.not-valid', detail }]);
}
