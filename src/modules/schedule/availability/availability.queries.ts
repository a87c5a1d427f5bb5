import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { invalid } from '../../../kernel/faults.js';
import { addDays, daysBetween } from '../../../kernel/local-date.js';
import { Db } from '../../../platform/database/db.js';
import { reach } from '../../../platform/database/reach.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { BranchNotFound } from '../../organisation/index.js';
import { Schedule } from '../schedule.permissions.js';
import type { Availability, AvailabilityQuery } from './availability.dto.js';

const MOST_DAYS = 42;

@Injectable()
export class AvailabilityQueries {
  constructor(private readonly db: Db) {}

  async show(actor: Actor, query: AvailabilityQuery): Promise<Availability> {
    const { branchId, from, after = '08:00', before = '22:00' } = query;
    const to = query.to ?? addDays(from, 1);
    const days = daysBetween(from, to);
    const faults = [];
    if (days < 1 || days > MOST_DAYS) {
      const detail = `to is the day after the last one: 1 to ${MOST_DAYS} days after from.`;
      faults.push({ parameter: 'to', code: 'range.not-valid', detail, params: { most: MOST_DAYS } });
    }
    if (before <= after) {
      faults.push({ parameter: 'before', code: 'hours.crossed', detail: 'before is after `after`.' });
    }
    if (faults.length > 0) throw invalid(faults);
    const found = await this.db.find<Omit<Availability, 'branchId' | 'from' | 'to'>>(
      availabilityStatement(actor, { ...query, to, after, before }),
    );
    if (found === null) throw BranchNotFound({ id: branchId });
    return { branchId, from, to, ...found };
  }
}

type Wanted = AvailabilityQuery & { to: string; after: string; before: string };

/** A branch within reach; who sees only their own lessons sees the branches they belong to. */
export const branchWithin = (actor: Actor, branchId: string): Sql => sql`
  select b.id, b.time_zone from branches b
  where b.id = ${branchId} and ${reach(actor, Schedule.read, { branch: sql`b.id`, own: sql`b.id = any (${actor.branchIds}::uuid[])` })}`;

/** Employees of a branch who are there on any of the days, and teach the activity where one is named. */
const teachersOf = ({ from, to, teacherId, activityId }: Wanted): Sql => sql`
  select e.* from branch b join employees e on e.branch_id = b.id
  where ${sql.and([
    sql`e.hired_on < ${to}::date and (e.left_on is null or e.left_on > ${from}::date)`,
    teacherId !== undefined && sql`e.id = ${teacherId}`,
    activityId !== undefined &&
      sql`(exists (select from groups g where (g.teacher_id = e.id or g.second_teacher_id = e.id) and g.activity_id = ${activityId})
        or exists (select from lesson_teachers t join lessons l on l.id = t.lesson_id where t.teacher_id = e.id and l.activity_id = ${activityId}))`,
  ])}`;

/** All in one statement: the windows of the days as a multirange, less what is taken; a lesson lasts a day at most. */
export const availabilityStatement = (actor: Actor, wanted: Wanted): Sql => sql`
  with branch as (${branchWithin(actor, wanted.branchId)}),
  days as (
    select d.day::date as day, extract(isodow from d.day)::integer as weekday
    from generate_series(${wanted.from}::date::timestamp, ${wanted.to}::date::timestamp - interval '1 day', interval '1 day') as d(day)
    where ${wanted.weekdays === undefined ? sql`true` : sql`extract(isodow from d.day)::integer = any (${wanted.weekdays.split(',').map(Number)}::integer[])`}
  ),
  span as (
    select b.id, b.time_zone, ${wanted.from}::date::timestamp at time zone b.time_zone as since,
           ${wanted.to}::date::timestamp at time zone b.time_zone as until
    from branch b
  ),
  day_windows as (
    select d.day, d.weekday, tstzrange((d.day + ${wanted.after}::time) at time zone s.time_zone, (d.day + ${wanted.before}::time) at time zone s.time_zone) as span
    from days d, span s
  ),
  ${freeRooms(wanted)}, ${freeTeachers(wanted)}
  select s.time_zone as "timeZone",
         coalesce((select jsonb_agg(jsonb_build_object('id', id, 'name', name, 'capacity', capacity, 'equipment', equipment, 'free', free) order by name, id)
                   from free_rooms), '[]') as rooms,
         coalesce((select jsonb_agg(jsonb_build_object('id', id, 'name', name, 'free', free) order by name, id) from free_teachers), '[]') as teachers
  from span s`;

const freeRooms = (wanted: Wanted): Sql => sql`
  free_rooms as (
    select r.id, r.name, r.capacity, r.equipment, ${stretches(
      sql`case when r.hours is null then (select range_agg(w.span) from day_windows w) else (
            select range_agg(w.span * tstzrange((w.day + h."from") at time zone s.time_zone, (w.day + h."to") at time zone s.time_zone))
            from day_windows w join jsonb_to_recordset(r.hours) as h(weekday integer, "from" time, "to" time) on h.weekday = w.weekday) end`,
      sql`select tstzrange(l.starts_at, l.ends_at) from lessons l
          where l.room_id = r.id and l.starts_at >= s.since - interval '1 day' and l.starts_at < s.until and l.status in ('planned', 'completed')
          union all select c.span from closed_ranges(s.id, r.id, s.since, s.until) c`,
      wanted.minutes,
    )} as free
    from span s join rooms r on r.branch_id = s.id and r.archived_at is null
    where ${sql.and([
      wanted.capacity !== undefined && sql`r.capacity >= ${wanted.capacity}`,
      wanted.roomId !== undefined && sql`r.id = ${wanted.roomId}`,
    ])}
  )`;

const freeTeachers = (wanted: Wanted): Sql => sql`
  free_teachers as (
    select e.id, concat_ws(' ', e.last_name, e.first_name) as name, ${stretches(
      sql`(select range_agg(w.span) from day_windows w where w.day >= e.hired_on and (e.left_on is null or w.day < e.left_on))`,
      sql`select tstzrange(t.starts_at, t.ends_at) from lesson_teachers t
          where t.teacher_id = e.id and t.starts_at >= s.since - interval '1 day' and t.starts_at < s.until and t.is_standing
          union all select c.span from closed_ranges(s.id, null, s.since, s.until) c`,
      wanted.minutes,
    )} as free
    from span s, (${teachersOf(wanted)}) e
  )`;

/** What a multirange has left when the taken ranges are cut out of it, in stretches that are long enough. */
const stretches = (open: Sql, taken: Sql, minutes = 60): Sql => sql`
  (select coalesce(jsonb_agg(jsonb_build_object('startsAt', utc(lower(f.span)), 'endsAt', utc(upper(f.span))) order by f.span), '[]')
   from unnest(coalesce(${open}, '{}'::tstzmultirange) - coalesce((select range_agg(t.span) from (${taken}) as t(span)), '{}'::tstzmultirange)) as f(span)
   where upper(f.span) - lower(f.span) >= make_interval(mins => ${minutes}::integer))`;
