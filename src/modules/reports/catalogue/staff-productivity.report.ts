import { MONEY } from '../../../kernel/field-groups.js';
import { reach } from '../../../platform/database/reach.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { defineReport, type Question } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column, money, SALES } from './column.js';
import { CAME, FULL_NAME, stood } from './marks.sql.js';
import { wasOn } from './moments.sql.js';

type Asked = Question & { parameters: { lateHours: number } };

export const staffProductivity = defineReport({
  code: 'staff-productivity',
  title: { ru: 'Работа сотрудников: план и факт', en: 'Staff: plan and fact' },
  description: {
    ru: 'Сколько занятий и часов было назначено и сколько проведено, кто кого заменял, сколько людей пришло, вовремя ли заполнены журналы, и кто сколько продал. План: не отменённые занятия того, кто должен был вести, и те, что отданы на замену. Факт: проведённые занятия того, кто провёл. Поздно: журнал заполнен позже, чем через столько-то часов после конца занятия. Не заполнено: занятие прошло, а журнала нет. Продажи: по реестру, продано минус возвращено (возврат в свой день).',
    en: 'How many lessons and hours were planned and how many were held, who substituted, how many people came, whether journals were filled in time, and who sold how much. Plan: lessons that were not cancelled, of whoever was to teach, those given to a substitute too. Fact: lessons held, of who held them. Late: the journal was filled more than so many hours after the lesson ended. Missing: the lesson is over and has no journal. Sales: by the register, sold less returned (a return on its own day).',
  },
  permission: Reports.staff,
  period: 'this_month',
  hasAsOf: true,
  parameters: {
    lateHours: {
      ...{ kind: 'integer', min: 0, max: 720, default: 24 },
      title: { ru: 'Поздно через, часов', en: 'Late after, hours' },
      description: 'A journal filled so many hours after the end of the lesson is in time; later is late.',
    },
  },
  columns: [
    column('employee', 'text', ['Сотрудник', 'Employee']),
    column('employeeId', 'text', ['Ид. сотрудника', 'Employee id'], { only: 'json' }),
    column('planned', 'integer', ['План, занятий', 'Planned'], { total: 'sum' }),
    column('plannedTime', 'duration', ['План, часов', 'Planned hours'], { total: 'sum' }),
    column('held', 'integer', ['Факт, занятий', 'Held'], { total: 'sum', figure: 'good' }),
    column('heldTime', 'duration', ['Факт, часов', 'Hours held'], { total: 'sum', figure: 'good' }),
    column('fulfilment', 'percent', ['Факт к плану', 'Fulfilment'], {
      share: { of: 'heldTime', in: 'plannedTime' },
    }),
    column('substituted', 'integer', ['Заменял', 'Substituted'], { total: 'sum', only: 'data' }),
    column('givenAway', 'integer', ['Заменили', 'Given away'], { total: 'sum', only: 'data' }),
    column('attendees', 'integer', ['Пришло людей', 'Attendees'], { total: 'sum', figure: 'good' }),
    column('perLesson', 'decimal', ['На занятии', 'Per lesson'], {
      description: 'Attendees of a lesson held.',
    }),
    column('late', 'integer', ['Журнал поздно', 'Late journals'], { total: 'sum', figure: 'bad' }),
    column('missing', 'integer', ['Не заполнено', 'Missing'], { total: 'sum', figure: 'bad' }),
    column('inTime', 'percent', ['Вовремя', 'In time'], {
      ...{ share: { of: 'filledInTime', in: 'toFill' }, figure: 'good' },
      description: 'Journals filled in time, of the lessons that are over.',
    }),
    column('sales', 'integer', ['Продаж', 'Sales'], {
      ...{ groups: [SALES], total: 'sum', figure: 'good', description: 'As the seller.' },
    }),
    money('salesNet', [SALES, MONEY], ['Продано на сумму', 'Sales net'], {
      ...{ figure: 'good', description: 'Sold less returned, with VAT.' },
    }),
    column('filledInTime', 'integer', ['Вовремя', 'In time'], { total: 'sum', only: 'nowhere' }),
    column('toFill', 'integer', ['Прошло', 'Over'], { total: 'sum', only: 'nowhere' }),
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'План и факт, часов', en: 'Hours planned and held' } },
    ...{ by: 'employee', of: ['plannedTime', 'heldTime'], horizontal: true, most: 15 },
  },
  rows: (question) => sql`
    with ${workOf(question)}
    select ${FULL_NAME('e')} as employee, e.id as "employeeId", sum(w.planned)::bigint as planned, sum(w.planned * w.minutes)::bigint as "plannedTime",
           sum(w.held)::bigint as held, sum(w.held * w.minutes)::bigint as "heldTime", sum(w.substituted)::bigint as substituted,
           sum(w.given_away)::bigint as "givenAway", sum(w.attendees)::bigint as attendees,
           round(sum(w.attendees)::numeric / nullif(sum(w.held), 0), 2)::float8 as "perLesson", sum(w.late)::bigint as late,
           sum(w.missing)::bigint as missing, sum(w.held - w.late)::bigint as "filledInTime", sum(w.held + w.missing)::bigint as "toFill",
           sum(w.sales)::bigint as sales, sum(w.sales_net)::bigint as "salesNet"
    from work w join employees e on e.id = w.employee_id
    group by e.id order by employee, e.id`,
  totals: (question) => sql`
    with ${workOf(question)}
    select round(sum(w.attendees)::numeric / nullif(sum(w.held), 0), 2)::float8 as "perLesson" from work w`,
});

/** What each lesson is to each of those who have to do with it: who was to teach, who held it, who has not filled the journal. */
function workOf({ actor, asOf, from, to, parameters, within }: Asked): Sql {
  const reached = (person: Sql): Sql =>
    within({ branch: sql`x.branch_id`, own: sql`${person} = ${actor.employeeId}` });
  return sql`lessons_of as (
      select l.id, l.branch_id, extract(epoch from l.ends_at - l.starts_at)::bigint / 60 as minutes, coalesce(l.planned_teacher_id, l.teacher_id) as was_to,
             l.teacher_id as teaches, l.planned_teacher_id is not null as is_given, c.teacher_id as held_by, ${wasOn(asOf)} as is_on,
             c.created_at > l.ends_at + make_interval(hours => ${parameters.lateHours}::integer) as is_late, l.ends_at < ${asOf} as is_over
      from lessons l left join completions c on c.lesson_id = l.id and ${stood(sql`c.created_at`, sql`c.undone_at`, asOf)}
      where l.on_date >= ${from} and l.on_date < ${to}
    ), came_to as (
      select x.id, count(*) as attendees from lessons_of x
      join attendances a on a.lesson_id = x.id and a.mark in ${CAME} and ${stood(sql`a.created_at`, sql`a.reversed_at`, asOf)}
      where x.held_by is not null group by 1
    ), work as (
      select x.was_to as employee_id, x.minutes, 1 as planned, 0 as held, 0 as substituted, x.is_given::integer as given_away,
             0::bigint as attendees, 0 as late, 0 as missing, 0::bigint as sales, 0::bigint as sales_net
      from lessons_of x where x.is_on and ${reached(sql`x.was_to`)}
      union all
      select x.held_by, x.minutes, 0, 1, (x.held_by <> x.was_to)::integer, 0, coalesce(k.attendees, 0), x.is_late::integer, 0, 0, 0
      from lessons_of x left join came_to k on k.id = x.id where x.held_by is not null and ${reached(sql`x.held_by`)}
      union all
      select x.teaches, x.minutes, 0, 0, 0, 0, 0, 0, 1, 0, 0
      from lessons_of x where x.held_by is null and x.is_on and x.is_over and ${reached(sql`x.teaches`)}
      union all
      select x.seller_id, 0, 0, 0, 0, 0, 0, 0, 0, count(distinct x.sale_id) filter (where x.entry = 'sale'), sum(x.net)::bigint
      from report_sales x
      where x.seller_id is not null and x.on_date >= ${from} and x.on_date < ${to} and x.recorded_at <= ${asOf} and ${reached(sql`x.seller_id`)}
        and ${reach(actor, SALES.read, { branch: sql`x.branch_id`, own: sql`x.seller_id = ${actor.employeeId}` })}
      group by 1
    )`;
}
