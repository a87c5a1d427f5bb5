import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Question } from '../report.js';
import { CAME, MISSED, stood } from './marks.sql.js';

export type TeachersQuestion = Question & { parameters: { returnDays: number; weeklyHours: number } };

/**
 * What each has held: lessons, minutes, marks, and what the visits are worth. That is read from the two ledgers, by what
 * had been entered then: a visit paid by a subscription is in its ledger, one paid by money in that of the account, with
 * what was credited on it taken off.
 */
export function heldBy({ actor, asOf, from, to, within }: Question): Sql {
  return sql`held as (
      select c.teacher_id, l.id, extract(epoch from l.ends_at - l.starts_at)::bigint / 60 as minutes
      from lessons l join completions c on c.lesson_id = l.id and ${stood(sql`c.created_at`, sql`c.undone_at`, asOf)}
      where l.on_date >= ${from} and l.on_date < ${to}
        and ${within({ branch: sql`l.branch_id`, own: sql`c.teacher_id = ${actor.employeeId}` })}
    ), marks_of as (
      select h.id, count(*) filter (where a.mark in ${CAME}) as came, count(*) filter (where a.mark in ${MISSED}) as missed
      from held h join attendances a on a.lesson_id = h.id and ${stood(sql`a.created_at`, sql`a.reversed_at`, asOf)}
      group by 1
    ), worth_of as (
      select id, sum(value) as value from (
        select h.id, e.value from held h join visits v on v.lesson_id = h.id
        join visit_entries e on e.visit_id = v.id and e.kind in ('charge', 'reversal') and e.created_at <= ${asOf}
        union all
        select h.id, -m.amount from held h join visits v on v.lesson_id = h.id
        join charges k on k.subject_id = v.id and k.kind = 'visit'
        join money_entries m on m.charge_id = k.id and m.created_at <= ${asOf}) w
      group by 1
    ), taught as (
      select h.teacher_id, count(*) as lessons, sum(h.minutes)::bigint as minutes, coalesce(sum(m.came), 0)::bigint as came,
             coalesce(sum(m.came + m.missed), 0)::bigint as expected, coalesce(sum(w.value), 0)::bigint as revenue
      from held h left join marks_of m using (id) left join worth_of w using (id)
      group by 1
    )`;
}

/** Memberships that touch the period, by the lead teacher of the group: who was there, who is new, who refused. */
export function membershipsOf({ actor, asOf, from, to, parameters, within }: TeachersQuestion): Sql {
  const others = (condition: Sql): Sql => sql`exists (
      select from group_members n join groups o on o.id = n.group_id
      where n.client_id = m.client_id and n.id <> m.id and n.created_at <= ${asOf} and ${condition})`;
  const before = sql`n.joined_on < m.joined_on
        and (n.left_on is null or (n.left_on > n.joined_on and n.left_on > m.joined_on - ${parameters.returnDays}::integer))`;
  const wasTheirs = others(sql`o.teacher_id = g.teacher_id and ${before}`);
  const isBack = others(sql`n.joined_on <= m.left_on + ${parameters.returnDays}::integer
        and (n.left_on is null or (n.left_on > n.joined_on and n.left_on > m.left_on))`);
  return sql`memberships as (
      select g.teacher_id, m.client_id, m.leave_reason, true as is_active, m.joined_on < ${from} as was_there,
             m.joined_on >= ${from} and not ${wasTheirs} as is_new, m.joined_on >= ${from} and not ${others(before)} as is_newcomer,
             coalesce(m.left_on <= ${to} and m.left_on <= (${asOf}::timestamptz at time zone b.time_zone)::date, false)
               and not ${isBack} as is_refusal
      from group_members m join groups g on g.id = m.group_id join branches b on b.id = g.branch_id
      where m.created_at <= ${asOf} and m.joined_on < ${to} and (m.left_on is null or (m.left_on > ${from} and m.left_on > m.joined_on))
        and ${within({ branch: sql`g.branch_id`, own: sql`g.teacher_id = ${actor.employeeId}` })}
    )`;
}
