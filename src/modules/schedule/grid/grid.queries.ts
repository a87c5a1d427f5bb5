import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { invalid } from '../../../kernel/faults.js';
import { addDays, daysBetween } from '../../../kernel/local-date.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Db } from '../../../platform/database/db.js';
import { findJson, type Json } from '../../../platform/database/json.js';
import { reach } from '../../../platform/database/reach.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { BranchNotFound } from '../../organisation/index.js';
import { clientName } from '../groups/client-reach.js';
import { lessonReach, teaches } from '../lessons/lessons.queries.js';
import { Schedule } from '../schedule.permissions.js';
import type { Grid, GridQuery } from './grid.dto.js';

const MOST_DAYS = 42;
/** What turns a cell red or amber: money and loans, not for example a certificate. */
const CELL_REASONS = [
  'payment_overdue',
  'subscription_depleted',
  'subscription_expired',
  'loan_overdue',
  'payment_due',
  'running_out',
  'expiring',
];

@Injectable()
export class GridQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async grid(actor: Actor, query: GridQuery): Promise<Json<Grid>> {
    const { branchId, from, view = 'week' } = query;
    const to = query.to ?? addDays(from, view === 'week' ? 7 : 1);
    const days = daysBetween(from, to);
    if (days < 1 || days > MOST_DAYS) {
      const detail = `to is the day after the last one: 1 to ${String(MOST_DAYS)} days after from.`;
      throw invalid([{ parameter: 'to', code: 'range.not-valid', detail, params: { most: MOST_DAYS } }]);
    }
    const wanted = { branchId, from, to, view, teacherId: query.teacherId, now: this.clock.now() };
    const grid = await findJson<Grid>(
      { find: (read) => this.db.findByKeptPlan(read) },
      statement(actor, wanted),
    );
    if (grid === null) throw BranchNotFound({ id: branchId });
    return grid;
  }
}

interface Wanted {
  branchId: string;
  from: string;
  to: string;
  view: 'day' | 'week' | 'hour';
  teacherId: string | undefined;
  now: string;
}

/** The whole schedule in one statement; standing is worked out once, for the branch's current members only. */
const statement = (actor: Actor, wanted: Wanted): Sql => sql`
  with ${lessonsShown(actor, wanted)}, ${members()}, ${alertsOfPeople(actor, wanted.now)}, ${beside(actor)}, ${cells()}, ${roomsWithDays(wanted)}
  select b.id as "branchId", b.time_zone as "timeZone", ${wanted.from}::date as "from", ${wanted.to}::date as "to", ${wanted.view}::text as view,
         coalesce((select json_agg(json_build_object('id', r.id, 'name', r.name, 'capacity', r.capacity, 'days', r.days) order by r.name, r.id)
                   from rooms_shown r), '[]') as rooms
  from branch b`;

const lessonsShown = (actor: Actor, wanted: Wanted): Sql => sql`
  branch as (
    select b.id, b.time_zone, (${wanted.now}::timestamptz at time zone b.time_zone)::date as today,
           ${wanted.from}::date::timestamp at time zone b.time_zone as since,
           ${wanted.to}::date::timestamp at time zone b.time_zone as until
    from branches b
    where b.id = ${wanted.branchId}
      and ${reach(actor, Schedule.read, { branch: sql`b.id`, own: teachesThere(actor) })}
  ),
  shown as materialized (
    select l.id, l.status, l.on_date, l.starts_at, l.ends_at, l.room_id, l.activity_id, l.group_id, l.group_ids, l.teacher_id,
           l.second_teacher_id, l.planned_teacher_id, l.planned_second_teacher_id, b.time_zone
    from branch b join lessons l on l.branch_id = b.id
    where l.starts_at >= b.since and l.starts_at < b.until and ${lessonReach(actor, Schedule.read)}
      and ${wanted.teacherId === undefined ? sql`true` : teaches(sql`${wanted.teacherId}::uuid`)}
  )`;

/** A teacher sees the rooms of the branches they belong to or teach in, and only their own lessons. */
const teachesThere = (actor: Actor): Sql =>
  sql`(b.id = any (${actor.branchIds}::uuid[]) or exists (select from lessons o where o.branch_id = b.id and (o.teacher_id = ${actor.employeeId} or o.second_teacher_id = ${actor.employeeId})))`;

/**
 * Lessons of the same groups share their people: a row of `audiences` each, and members are looked up once for all its
 * lessons. Days are compared one by one, so that the index by group is used and not that of an exclusion constraint.
 */
const members = (): Sql => sql`
  audiences as materialized (
    select a.group_ids, row_number() over () as n, cardinality(a.group_ids) > 1 as is_joint
    from (select distinct group_ids from shown where group_id is not null) a
  ),
  members as materialized (
    select a.n, a.is_joint, m.client_id, m.joined_on, coalesce(m.left_on, 'infinity') as left_on
    from audiences a cross join lateral unnest(a.group_ids) g(id) join group_members m on m.group_id = g.id
  ),
  lessons_of as materialized (select s.id, s.on_date, a.n from shown s join audiences a on a.group_ids = s.group_ids where s.group_id is not null),
  days_of as materialized (select distinct n, on_date from lessons_of),
  -- Nobody is twice in one group; in groups that meet together somebody may be.
  heads as materialized (
    select d.n, d.on_date, count(*) as members
    from days_of d join members m on m.n = d.n and m.joined_on <= d.on_date and m.left_on > d.on_date
    where not m.is_joint group by d.n, d.on_date
    union all
    select d.n, d.on_date, count(distinct m.client_id)
    from days_of d join members m on m.n = d.n and m.joined_on <= d.on_date and m.left_on > d.on_date
    where m.is_joint group by d.n, d.on_date
  )`;

/** Of the people of now, whenever the lesson is; those of an individual lesson have the lesson's own place. */
const alertsOfPeople = (actor: Actor, now: string): Sql => sql`
  current_people as materialized (
    select m.n, null::uuid as lesson_id, m.client_id from members m, branch b where m.joined_on <= b.today and m.left_on > b.today
    union all
    select null, s.id, c.client_id from shown s join lesson_clients c on c.lesson_id = s.id
  ),
  -- One row a client and code, however many charges or groups it comes from. An array, because with IN the planner
  -- works out the colours of the whole organisation first (1 s against 4 ms at 20,000 clients).
  alerts as materialized (
    select distinct a.client_id, a.code, a.level from client_alerts(${now}::timestamptz) a
    where a.client_id = any (array(select client_id from current_people)) and a.code = any (${CELL_REASONS})
  ),
  audience_alerts as materialized (
    select a.n, a.lesson_id,
           json_build_object(
             'level', case when bool_or(a.level = 'red') then 'red' else 'amber' end,
             'reasons', json_agg(json_build_object('code', a.code, 'level', a.level, 'clientId', c.id, 'clientName', ${clientName(actor)})
                                 order by a.level desc, c.id, a.code)) as alert
    from (select distinct m.n, m.lesson_id, a.client_id, a.code, a.level from current_people m join alerts a on a.client_id = m.client_id) a
    join clients c on c.id = a.client_id
    group by a.n, a.lesson_id
  )`;

/** What few lessons have, each asked for all lessons at once. */
const beside = (actor: Actor): Sql => sql`
  guests as materialized (
    select q.lesson_id, count(*) as guests from lesson_guests q
    where q.lesson_id = any (array(select id from shown)) and q.cancelled_at is null group by q.lesson_id
  ),
  overridden as materialized (
    select distinct v.lesson_id from lesson_overrides v where v.lesson_id = any (array(select id from shown)) and v.ended_at is null
  ),
  named as materialized (
    select x.lesson_id, count(*) as members, json_agg(json_build_object('clientId', c.id, 'clientName', ${clientName(actor)}) order by c.id) as clients
    from lesson_clients x join clients c on c.id = x.client_id where x.lesson_id = any (array(select id from shown)) group by x.lesson_id
  ),
  names as materialized (
    select a.n, string_agg(g.name, ', ' order by g.name) as names, json_agg(json_build_object('id', g.id, 'name', g.name) order by g.name) as groups
    from audiences a cross join lateral unnest(a.group_ids) u(id) join groups g on g.id = u.id group by a.n
  ),
  teachers as materialized (
    select e.id, json_build_object('id', e.id, 'name', concat_ws(' ', e.last_name, e.first_name)) as shown from employees e
    where e.id in (select unnest(array[s.teacher_id, s.second_teacher_id, s.planned_teacher_id, s.planned_second_teacher_id]) from shown s)
  )`;

const cells = (): Sql => sql`
  cells as materialized (
    select s.room_id, s.on_date, s.starts_at, s.id, extract(hour from s.starts_at at time zone s.time_zone)::integer as hour, row_to_json(c) as cell
    from shown s
    left join lessons_of o on o.id = s.id
    left join heads h on h.n = o.n and h.on_date = o.on_date
    left join names n on n.n = o.n
    left join audience_alerts ga on ga.n = o.n
    left join audience_alerts ia on ia.lesson_id = s.id
    left join named i on i.lesson_id = s.id
    left join guests q on q.lesson_id = s.id
    left join overridden v on v.lesson_id = s.id
    join activities a on a.id = s.activity_id
    join teachers e on e.id = s.teacher_id
    left join teachers pe on pe.id = s.planned_teacher_id
    left join teachers se on se.id = s.second_teacher_id
    left join teachers pse on pse.id = s.planned_second_teacher_id
    -- A row as JSON is had for half the price of an object built member by member.
    cross join lateral (
      select s.id as "lessonId", case when s.group_id is null then 'individual' when cardinality(s.group_ids) > 1 then 'joint' else 'group' end as kind,
             s.group_id as "groupId", n.names as "groupName", coalesce(n.groups, '[]') as groups, coalesce(i.clients, '[]') as clients,
             s.activity_id as "activityId", a.name as "activityName",
             e.shown as teacher, pe.shown as "plannedTeacher", se.shown as "secondTeacher", pse.shown as "plannedSecondTeacher",
             utc(s.starts_at) as "startsAt", utc(s.ends_at) as "endsAt",
             to_char(s.starts_at at time zone s.time_zone, 'HH24:MI') as "localStart",
             to_char(s.ends_at at time zone s.time_zone, 'HH24:MI') as "localEnd",
             coalesce(h.members, i.members, 0) as members, coalesce(q.guests, 0) as guests, v.lesson_id is not null as overridden,
             s.status, s.status = 'completed' as completed,
             coalesce(ga.alert, ia.alert, '{"level":"green","reasons":[]}') as alert
    ) c
  )`;

/** A day's lessons in a row, or under the hours they begin in. */
const roomsWithDays = ({ from, to, view }: Wanted): Sql => {
  const byHour = sql`
    select h.room_id, h.on_date, json_agg(json_build_object('hour', h.hour, 'cells', h.cells) order by h.hour) as shown
    from (select room_id, on_date, hour, json_agg(cell order by starts_at, id) as cells from cells group by room_id, on_date, hour) h
    group by h.room_id, h.on_date`;
  const inARow = sql`
    select room_id, on_date, json_agg(cell order by starts_at, id) as shown from cells group by room_id, on_date`;
  const [row, hours] = [sql`coalesce(x.shown, '[]')`, sql`'[]'::json`];
  return sql`
  room_days as materialized (${view === 'hour' ? byHour : inARow}),
  rooms_shown as (
    select r.id, r.name, r.capacity,
           (select json_agg(json_build_object('date', d.day::date, 'cells', ${view === 'hour' ? hours : row}, 'hours', ${view === 'hour' ? row : hours}) order by d.day)
            from generate_series(${from}::date, ${to}::date - 1, interval '1 day') as d(day)
            left join room_days x on x.room_id = r.id and x.on_date = d.day::date) as days
    from branch b join rooms r on r.branch_id = b.id
    where r.archived_at is null or exists (select from shown s where s.room_id = r.id)
  )`;
};
