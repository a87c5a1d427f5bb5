import { sql } from '../../../platform/database/sql.js';
import { defineReport, type Question } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column } from './column.js';
import { CAME, MISSED, stood, taughtBy } from './marks.sql.js';
import { lastDayOf, wasOn } from './moments.sql.js';

export const activities = defineReport({
  code: 'activities',
  title: { ru: 'Занятия: наполнение и посещаемость', en: 'Activities: fill and attendance' },
  description: {
    ru: 'Что востребовано. Группы, участники и места на последний день периода; наполнение: участники к местам. Занятия, отмены и отметки за период; посещаемость: пришедшие к пришедшим и пропустившим. Посетители: разные люди, пришедшие хоть раз; в итоге каждый один раз.',
    en: 'What is in demand. Groups, members and places on the last day of the period; fill: members of places. Lessons, cancellations and marks in the period; attendance: those who came, of those who came or missed it. Visitors: different people who came at least once; once each in the total.',
  },
  permission: Reports.read,
  period: 'this_month',
  hasAsOf: true,
  parameters: {},
  columns: [
    column('activity', 'text', ['Занятие', 'Activity']),
    column('activityId', 'text', ['Ид. занятия', 'Activity id'], { only: 'json' }),
    column('groups', 'integer', ['Групп', 'Groups'], { total: 'sum' }),
    column('members', 'integer', ['Участников', 'Members'], {
      ...{ total: 'sum', figure: 'good' },
      description: 'Somebody in two groups counts in both.',
    }),
    column('capacity', 'integer', ['Мест', 'Places'], { total: 'sum' }),
    column('fill', 'percent', ['Наполнение', 'Fill'], {
      share: { of: 'members', in: 'capacity' },
      figure: 'good',
    }),
    column('lessons', 'integer', ['Проведено', 'Lessons held'], { total: 'sum', figure: 'good' }),
    column('cancelled', 'integer', ['Отменено', 'Cancelled'], { total: 'sum', figure: 'bad' }),
    column('visitors', 'integer', ['Посетителей', 'Visitors'], { figure: 'good' }),
    column('came', 'integer', ['Пришли', 'Came'], { total: 'sum' }),
    column('missed', 'integer', ['Пропустили', 'Missed'], { total: 'sum' }),
    column('attendance', 'percent', ['Посещаемость', 'Attendance'], {
      share: { of: 'came', in: 'expected' },
      figure: 'good',
    }),
    column('perLesson', 'decimal', ['В среднем на занятии', 'Per lesson'], {
      description: 'Who came, on average at a lesson held.',
    }),
    column('expected', 'integer', ['Ожидались', 'Expected'], { total: 'sum', only: 'nowhere' }),
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'Наполнение и посещаемость', en: 'Fill and attendance' } },
    ...{ by: 'activity', of: ['fill', 'attendance'], horizontal: true, most: 15 },
  },
  rows: (question) => sql`
    with ${lessonsOf(question)}, marks_of as (
      select activity_id, count(*) filter (where came) as came, count(*) filter (where missed) as missed,
             count(distinct client_id) filter (where came) as visitors
      from marks group by 1
    ), held_of as (
      select activity_id, count(*) filter (where is_held) as held, count(*) filter (where is_cancelled) as cancelled from taught group by 1
    ), groups_of as (
      select g.activity_id, count(*) as groups, sum(g.capacity)::bigint as capacity, sum((
               select count(*) from group_members m where m.group_id = g.id and m.created_at <= ${question.asOf}
               and daterange(m.joined_on, m.left_on) @> d.day))::bigint as members
      from groups g join branches b on b.id = g.branch_id cross join lateral (select ${lastDayOf(question)} as day) d
      where g.created_at <= ${question.asOf} and g.starts_on <= d.day and (g.ends_on is null or g.ends_on >= d.day)
        and (g.archived_at is null or (g.archived_at at time zone b.time_zone)::date > d.day)
        and ${question.within({ branch: sql`g.branch_id`, own: taughtBy(question.actor, 'g') })}
      group by 1
    )
    select v.name as activity, v.id as "activityId", coalesce(g.groups, 0) as groups, coalesce(g.members, 0) as members,
           coalesce(g.capacity, 0) as capacity, coalesce(h.held, 0) as lessons, coalesce(h.cancelled, 0) as cancelled,
           coalesce(m.visitors, 0) as visitors, coalesce(m.came, 0) as came, coalesce(m.missed, 0) as missed,
           coalesce(m.came + m.missed, 0) as expected, round(coalesce(m.came, 0)::numeric / nullif(h.held, 0), 2)::float8 as "perLesson"
    from activities v left join groups_of g on g.activity_id = v.id left join held_of h on h.activity_id = v.id
    left join marks_of m on m.activity_id = v.id
    where g.groups > 0 or h.held > 0 or h.cancelled > 0 order by v.name, v.id`,
  totals: (question) => sql`
    with ${lessonsOf(question)}
    select (select count(distinct client_id) from marks where came) as visitors,
           (select round((select count(*) from marks where came)::numeric / nullif(count(*) filter (where is_held), 0), 2)::float8
            from taught) as "perLesson"`,
});

/** Lessons of the period, held or cancelled by the moment asked of, and the marks of those held. */
function lessonsOf({ actor, asOf, from, to, within }: Question) {
  return sql`taught as (
      select l.id, l.activity_id, c.id is not null as is_held, l.created_at <= ${asOf} and not (${wasOn(asOf)}) as is_cancelled
      from lessons l left join completions c on c.lesson_id = l.id and ${stood(sql`c.created_at`, sql`c.undone_at`, asOf)}
      where l.on_date >= ${from} and l.on_date < ${to}
        and ${within({ branch: sql`l.branch_id`, own: sql`case when c.id is null then ${taughtBy(actor, 'l')} else ${taughtBy(actor, 'c')} end` })}
    ), marks as (
      select t.activity_id, a.client_id, a.mark in ${CAME} as came, a.mark in ${MISSED} as missed
      from taught t join attendances a on a.lesson_id = t.id and ${stood(sql`a.created_at`, sql`a.reversed_at`, asOf)}
      where t.is_held
    )`;
}
