import { sql, type Sql } from '../../../platform/database/sql.js';
import { defineReport } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column } from './column.js';
import { FULL_NAME, stood } from './marks.sql.js';

const BY: Readonly<Record<string, Sql>> = {
  activity: sql`v.name`,
  branch: sql`b.name`,
  day: sql`to_char(l.on_date, 'YYYY-MM-DD')`,
  month: sql`to_char(l.on_date, 'YYYY-MM')`,
};

export const employeeHours = defineReport({
  code: 'employee-hours',
  title: { ru: 'Часы сотрудников', en: 'Hours of employees' },
  description: {
    ru: 'Сколько часов провёл каждый: по занятиям, филиалам, дням или месяцам. Считаются проведённые занятия, часы того, кто провёл; занятие двух преподавателей: у каждого. Часы оплаты: минуты, делённые на час занятия (60 или 45 минут). Дни: разные дни с хотя бы одним проведённым занятием.',
    en: 'How many hours each has held: by activity, branch, day or month. Lessons held count, for who held them; one of two teachers for each. Hours of pay: minutes by the hour of the activity (60 or 45 minutes). Days: different days with a lesson held.',
  },
  permission: Reports.staff,
  period: 'this_month',
  hasAsOf: true,
  parameters: {
    by: {
      ...{ kind: 'choice', values: ['activity', 'branch', 'day', 'month'], default: 'activity' },
      title: { ru: 'По', en: 'By' },
      description: 'What the hours of an employee are told apart by.',
    },
  },
  columns: [
    column('employee', 'text', ['Сотрудник', 'Employee']),
    column('employeeId', 'text', ['Ид. сотрудника', 'Employee id'], { only: 'json' }),
    column('of', 'text', ['Разрез', 'Of']),
    column('lessons', 'integer', ['Занятий', 'Lessons'], { total: 'sum', figure: 'good' }),
    column('time', 'duration', ['Часов', 'Hours'], { total: 'sum', figure: 'good' }),
    column('payHours', 'decimal', ['Часов оплаты', 'Hours of pay'], { total: 'sum' }),
    column('substituted', 'duration', ['Из них на замене', 'As a substitute'], { total: 'sum' }),
    column('days', 'integer', ['Дней', 'Days']),
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'Часы', en: 'Hours' } },
    ...{ by: 'employee', of: ['time'], addsUp: true, horizontal: true, most: 20 },
  },
  rows: ({ actor, asOf, from, to, parameters, within }) => sql`
    select ${FULL_NAME('e')} as employee, e.id as "employeeId", ${BY[parameters.by] ?? sql`v.name`} as of, count(*) as lessons,
           sum(t.minutes)::bigint as time, round(sum(t.minutes::numeric / v.hour_minutes), 2)::float8 as "payHours",
           coalesce(sum(t.minutes) filter (where h.is_substitute), 0)::bigint as substituted, count(distinct l.on_date) as days
    from lessons l join completions c on c.lesson_id = l.id and ${stood(sql`c.created_at`, sql`c.undone_at`, asOf)}
    cross join lateral (select extract(epoch from l.ends_at - l.starts_at)::bigint / 60 as minutes) t
    cross join lateral (values (c.teacher_id, l.planned_teacher_id is not null), (c.second_teacher_id, l.planned_second_teacher_id is not null))
      h(teacher_id, is_substitute)
    join employees e on e.id = h.teacher_id join activities v on v.id = l.activity_id join branches b on b.id = l.branch_id
    where l.on_date >= ${from} and l.on_date < ${to}
      and ${within({ branch: sql`l.branch_id`, own: sql`h.teacher_id = ${actor.employeeId}` })}
    group by e.id, 3 order by employee, e.id, 3`,
});
