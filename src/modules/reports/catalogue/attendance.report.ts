import { sql } from '../../../platform/database/sql.js';
import { defineReport, type Column } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { CAME, FULL_NAME, MISSED, stood, taughtBy } from './marks.sql.js';

const mark = (code: string, ru: string, en: string): Column => ({
  ...{ code, title: { ru, en }, kind: 'integer', total: 'sum', only: 'data' },
});

export const attendance = defineReport({
  code: 'attendance',
  title: { ru: 'Посещаемость групп', en: 'Attendance of groups' },
  description: {
    ru: 'Кто приходит: отметки проведённых занятий и наполнение групп. Посещаемость: пришедшие к пришедшим и пропустившим (без отметки считается присутствием, «заморожен» не ожидался). Заполнение мест: пришедшие к местам проведённых занятий. Участник совместного занятия отнесён к своей группе, гость к ведущей.',
    en: 'Who comes: marks of the lessons held, and how full the groups are. Attendance: those who came, of those who came or missed it (not marked counts as present, frozen was not expected). Seats used: those who came, of the places of the lessons held. Whoever comes to a joint lesson counts in their own group, a guest in the leading one.',
  },
  permission: Reports.read,
  period: 'this_month',
  hasAsOf: true,
  parameters: {
    activityId: {
      ...{ kind: 'id', title: { ru: 'Занятие', en: 'Activity' } },
      description: 'Groups of this activity alone.',
    },
  },
  columns: [
    { code: 'group', title: { ru: 'Группа', en: 'Group' }, kind: 'text' },
    { code: 'groupId', title: { ru: 'Ид. группы', en: 'Group id' }, kind: 'text', only: 'json' },
    { code: 'activity', title: { ru: 'Занятие', en: 'Activity' }, kind: 'text' },
    { code: 'teacher', title: { ru: 'Преподаватель', en: 'Lead teacher' }, kind: 'text' },
    {
      ...{ code: 'lessons', title: { ru: 'Проведено', en: 'Lessons held' }, kind: 'integer' },
      ...{ total: 'sum', figure: 'good' },
    },
    {
      ...{ code: 'members', title: { ru: 'В группе', en: 'Members' }, kind: 'integer', total: 'sum' },
      description: 'On the last day of the period.',
    },
    { code: 'capacity', title: { ru: 'Мест', en: 'Places' }, kind: 'integer', total: 'sum' },
    {
      ...{ code: 'fill', title: { ru: 'Наполнение', en: 'Fill' }, kind: 'percent', figure: 'good' },
      ...{ share: { of: 'members', in: 'capacity' }, description: 'Members of places.' },
    },
    {
      ...{ code: 'came', title: { ru: 'Пришли', en: 'Came' }, kind: 'integer', total: 'sum', figure: 'good' },
    },
    { code: 'missed', title: { ru: 'Пропустили', en: 'Missed' }, kind: 'integer', total: 'sum' },
    {
      ...{ code: 'attendance', title: { ru: 'Посещаемость', en: 'Attendance' }, kind: 'percent' },
      ...{ share: { of: 'came', in: 'expected' }, figure: 'good' },
    },
    {
      ...{ code: 'seatUse', title: { ru: 'Заполнение мест', en: 'Seats used' }, kind: 'percent' },
      share: { of: 'cameOfGroups', in: 'seats' },
    },
    mark('present', 'Был', 'Present'),
    mark('late', 'Опоздал', 'Late'),
    mark('notMarked', 'Без отметки', 'Not marked'),
    mark('trial', 'Пробное', 'Trial'),
    mark('makeUp', 'Отработка', 'Make-up'),
    mark('free', 'Бесплатно', 'Free'),
    mark('absent', 'Не был', 'Absent'),
    mark('absentExcused', 'Не был, уважительно', 'Absent, excused'),
    mark('frozen', 'Заморожен', 'Frozen'),
    { ...mark('expected', 'Ожидались', 'Expected'), only: 'nowhere' },
    { ...mark('seats', 'Места занятий', 'Seats of lessons'), only: 'nowhere' },
    { ...mark('cameOfGroups', 'Пришли в группы', 'Came to groups'), only: 'nowhere' },
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'Посещаемость по группам', en: 'Attendance by group' } },
    ...{ by: 'group', of: ['attendance'], horizontal: true, most: 20 },
  },
  rows: ({ actor, asOf, from, to, parameters, within }) => sql`
    with held as (
      select l.id, l.group_id, l.group_ids, l.activity_id, l.on_date
      from lessons l join completions c on c.lesson_id = l.id and ${stood(sql`c.created_at`, sql`c.undone_at`, asOf)}
      where l.on_date >= ${from} and l.on_date < ${to}
        and (${parameters.activityId}::uuid is null or l.activity_id = ${parameters.activityId})
        and ${within({ branch: sql`l.branch_id`, own: taughtBy(actor, 'c') })}
    ), lessons_of as (
      select x.group_id, h.activity_id, count(*) as lessons, sum(g.capacity)::bigint as seats
      from held h left join lateral unnest(h.group_ids) x(group_id) on true left join groups g on g.id = x.group_id
      group by 1, 2
    ), marks as (
      select coalesce((
               select x.group_id from unnest(h.group_ids) with ordinality x(group_id, place)
               join group_members m on m.group_id = x.group_id and m.client_id = a.client_id
                 and daterange(m.joined_on, m.left_on) @> h.on_date
               order by x.place limit 1), h.group_id) as group_id, h.activity_id, a.mark
      from held h join attendances a on a.lesson_id = h.id and ${stood(sql`a.created_at`, sql`a.reversed_at`, asOf)}
    ), marks_of as (
      select group_id, activity_id, count(*) filter (where mark in ${CAME}) as came, count(*) filter (where mark in ${MISSED}) as missed,
             count(*) filter (where mark = 'present') as present, count(*) filter (where mark = 'late') as late,
             count(*) filter (where mark = 'not_marked') as not_marked, count(*) filter (where mark = 'trial') as trial,
             count(*) filter (where mark = 'make_up') as make_up, count(*) filter (where mark = 'free') as free,
             count(*) filter (where mark = 'absent') as absent, count(*) filter (where mark = 'absent_excused') as absent_excused,
             count(*) filter (where mark = 'frozen') as frozen
      from marks group by 1, 2
    )
    select g.name as group, g.id as "groupId", v.name as activity, nullif(${FULL_NAME('e')}, '') as teacher, l.lessons, g.capacity,
           case when g.id is not null then (
             select count(distinct m.client_id) from group_members m
             where m.group_id = g.id and m.created_at <= ${asOf} and daterange(m.joined_on, m.left_on) @> (${to}::date - 1)) end as members,
           l.seats, coalesce(m.came, 0) as came, coalesce(m.missed, 0) as missed, coalesce(m.came + m.missed, 0) as expected,
           case when g.id is not null then coalesce(m.came, 0) end as "cameOfGroups",
           coalesce(m.present, 0) as present, coalesce(m.late, 0) as late, coalesce(m.not_marked, 0) as "notMarked",
           coalesce(m.trial, 0) as trial, coalesce(m.make_up, 0) as "makeUp", coalesce(m.free, 0) as free,
           coalesce(m.absent, 0) as absent, coalesce(m.absent_excused, 0) as "absentExcused", coalesce(m.frozen, 0) as frozen
    from lessons_of l
    left join marks_of m on m.group_id is not distinct from l.group_id and m.activity_id = l.activity_id
    join activities v on v.id = l.activity_id
    left join groups g on g.id = l.group_id
    left join employees e on e.id = g.teacher_id
    order by v.name, g.name nulls last, g.id`,
});
