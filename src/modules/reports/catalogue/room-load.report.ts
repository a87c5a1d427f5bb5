import { sql } from '../../../platform/database/sql.js';
import { defineReport, type Column } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column } from './column.js';

const WEEKDAYS = [
  ['monday', 'Пн', 'Mon', sql`"mondayUsed"`, sql`"mondayOpen"`],
  ['tuesday', 'Вт', 'Tue', sql`"tuesdayUsed"`, sql`"tuesdayOpen"`],
  ['wednesday', 'Ср', 'Wed', sql`"wednesdayUsed"`, sql`"wednesdayOpen"`],
  ['thursday', 'Чт', 'Thu', sql`"thursdayUsed"`, sql`"thursdayOpen"`],
  ['friday', 'Пт', 'Fri', sql`"fridayUsed"`, sql`"fridayOpen"`],
  ['saturday', 'Сб', 'Sat', sql`"saturdayUsed"`, sql`"saturdayOpen"`],
  ['sunday', 'Вс', 'Sun', sql`"sundayUsed"`, sql`"sundayOpen"`],
] as const;

const columnsOf = ([code, ru, en]: (typeof WEEKDAYS)[number]): Column[] => [
  column(code, 'percent', [ru, en], { share: { of: `${code}Used`, in: `${code}Open` } }),
  column(`${code}Used`, 'duration', [`${ru}: занято`, `${en}: used`], { total: 'sum', only: 'data' }),
  column(`${code}Open`, 'duration', [`${ru}: открыто`, `${en}: open`], { total: 'sum', only: 'data' }),
];

const BY_WEEKDAY = sql.join(
  WEEKDAYS.map(([, , , used, open], index) => {
    const of = sql`filter (where weekday = ${sql.whole(index + 1)})`;
    return sql`(sum(used_of_open) ${of})::bigint as ${used}, (sum(open) ${of})::bigint as ${open}`;
  }),
  sql`, `,
);

export const roomLoad = defineReport({
  code: 'room-load',
  title: { ru: 'Загрузка кабинетов', en: 'Load of rooms' },
  description: {
    ru: 'Сколько часов кабинет занят и сколько мог быть: занятые часы к часам работы, всего и по дням недели. Занят: занятия, которые не отменены, проведённые и назначенные; время двух занятий сразу считается один раз. Открыт: часы работы кабинета без закрытий и праздников, отменяющих занятия. У кабинета без часов работы загрузки нет, занятые часы показаны.',
    en: 'How long a room is used, and how long it could be: hours used of hours open, in all and by weekday. Used: lessons that are not cancelled, held and planned; time of two at once counts once. Open: the hours of the room, less closures and holidays that cancel lessons. A room without hours has no load; its hours used are shown.',
  },
  permission: Reports.read,
  period: 'this_month',
  hasAsOf: false,
  parameters: {},
  columns: [
    column('room', 'text', ['Кабинет', 'Room']),
    column('roomId', 'text', ['Ид. кабинета', 'Room id'], { only: 'json' }),
    column('branch', 'text', ['Филиал', 'Branch'], { only: 'data' }),
    column('capacity', 'integer', ['Мест', 'Places']),
    column('lessons', 'integer', ['Занятий', 'Lessons'], { total: 'sum' }),
    column('used', 'duration', ['Занято', 'Used'], { total: 'sum', figure: 'good' }),
    column('open', 'duration', ['Открыто', 'Open'], { total: 'sum' }),
    column('load', 'percent', ['Загрузка', 'Load'], {
      ...{ share: { of: 'usedOfOpen', in: 'open' }, figure: 'good' },
      description: 'Used while open, of open.',
    }),
    ...WEEKDAYS.flatMap(columnsOf),
    column('usedOfOpen', 'duration', ['Занято из открытого', 'Used of open'], {
      total: 'sum',
      only: 'nowhere',
    }),
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'Загрузка кабинетов', en: 'Load of rooms' } },
    ...{ by: 'room', of: ['load'], horizontal: true, most: 20 },
  },
  rows: ({ from, to, within }) => sql`
    with days as (
      select r.id, r.branch_id, b.time_zone, d.day::date as day, extract(isodow from d.day)::integer as weekday, r.hours
      from rooms r join branches b on b.id = r.branch_id
      cross join generate_series(${from}::date::timestamp, ${to}::date - interval '1 day', interval '1 day') d(day)
      where ${within({ branch: sql`r.branch_id` })}
        and (r.archived_at is null or (r.archived_at at time zone b.time_zone)::date > d.day)
    ), opened as (
      select d.id, d.day, range_agg(tstzrange((d.day + h."from") at time zone d.time_zone, (d.day + h."to") at time zone d.time_zone)) as span
      from days d cross join lateral jsonb_to_recordset(d.hours) as h(weekday integer, "from" time, "to" time)
      where h.weekday = d.weekday group by 1, 2
    ), closed as (
      select d.id, d.day, range_agg(tstzrange((d.day + coalesce(c.local_from, '00:00')) at time zone d.time_zone,
                                              (d.day + coalesce(c.local_to, '24:00')) at time zone d.time_zone)) as span
      from closures c join days d on d.day between c.from_on and c.to_on
        and (c.branch_id is null or c.branch_id = d.branch_id) and (c.room_id is null or c.room_id = d.id)
      where c.lifted_at is null and c.policy = 'cancel' and c.from_on < ${to} and c.to_on >= ${from}
      group by 1, 2
    ), booked as (
      select l.room_id as id, l.on_date as day, count(*) as lessons, range_agg(tstzrange(l.starts_at, l.ends_at)) as span
      from lessons l where l.on_date >= ${from} and l.on_date < ${to} and l.status in ('planned', 'completed')
        and ${within({ branch: sql`l.branch_id` })}
      group by 1, 2
    ), spans as (
      select d.id, d.weekday, d.hours is not null as has_hours, coalesce(k.lessons, 0) as lessons, coalesce(k.span, '{}') as used,
             coalesce(o.span, '{}') - coalesce(c.span, '{}') as open
      from days d left join opened o using (id, day) left join closed c using (id, day) left join booked k using (id, day)
    ), minutes as (
      select s.id, s.weekday, s.lessons, minutes_of(s.used) as used,
             case when s.has_hours then minutes_of(s.open) end as open,
             case when s.has_hours then minutes_of(s.used * s.open) end as used_of_open
      from spans s
    )
    select r.name as room, r.id as "roomId", b.name as branch, r.capacity, sum(m.lessons)::bigint as lessons, sum(m.used)::bigint as used,
           sum(m.open)::bigint as open, sum(m.used_of_open)::bigint as "usedOfOpen", ${BY_WEEKDAY}
    from minutes m join rooms r on r.id = m.id join branches b on b.id = r.branch_id
    group by r.id, b.id order by b.name, r.name, r.id`,
});
