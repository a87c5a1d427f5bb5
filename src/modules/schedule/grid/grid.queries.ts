import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { invalid } from '../../../kernel/faults.js';
import { addDays, daysBetween } from '../../../kernel/local-date.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Db } from '../../../platform/database/db.js';
import { reach } from '../../../platform/database/reach.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { BranchNotFound } from '../../organisation/index.js';
import { clientName } from '../groups/client-reach.js';
import { lessonReach } from '../lessons/lessons.queries.js';
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

  async grid(actor: Actor, query: GridQuery): Promise<Grid> {
    const { branchId, from, view = 'week' } = query;
    const to = query.to ?? addDays(from, view === 'week' ? 7 : 1);
    const days = daysBetween(from, to);
    if (days < 1 || days > MOST_DAYS) {
      const detail = `to is the day after the last one: 1 to ${String(MOST_DAYS)} days after from.`;
      throw invalid([{ parameter: 'to', code: 'range.not-valid', detail, params: { most: MOST_DAYS } }]);
    }
    const found = await this.db.find<Pick<Grid, 'timeZone' | 'rooms'>>(
      statement(actor, { branchId, from, to, byHour: view === 'hour', now: this.clock.now() }),
    );
    if (found === null) throw BranchNotFound({ id: branchId });
    return { branchId, timeZone: found.timeZone, from, to, view, rooms: found.rooms };
  }
}

interface Wanted {
  branchId: string;
  from: string;
  to: string;
  byHour: boolean;
  now: string;
}

/** The whole schedule in one statement; standing is worked out once, for the branch's current members only. */
const statement = (actor: Actor, wanted: Wanted): Sql => sql`
  with ${lessonsShown(actor, wanted)}, ${alertsOfPeople(actor, wanted.now)}, ${cellsOfDays(actor)}, ${roomsWithDays(wanted)}
  select b.time_zone as "timeZone",
         coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'capacity', r.capacity, 'days', r.days) order by r.name, r.id)
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
    select l.*, b.time_zone from branch b join lessons l on l.branch_id = b.id
    where l.starts_at >= b.since and l.starts_at < b.until and ${lessonReach(actor, Schedule.read)}
  )`;

/** A teacher sees the rooms of the branches they belong to or teach in, and only their own lessons. */
const teachesThere = (actor: Actor): Sql =>
  sql`(b.id = any (${actor.branchIds}::uuid[]) or exists (select from lessons o where o.branch_id = b.id and o.teacher_id = ${actor.employeeId}))`;

/** Lessons of the same people share their colours: the groups that meet, or else the lesson itself. */
const alertsOfPeople = (actor: Actor, now: string): Sql => sql`
  audiences as (select distinct group_ids from shown where group_id is not null),
  current_people as materialized (
    select distinct s.group_ids::text as audience, m.client_id from audiences s join group_members m on m.group_id = any (s.group_ids), branch b
    where daterange(m.joined_on, m.left_on) @> b.today
    union all
    select s.id::text, c.client_id from shown s join lesson_clients c on c.lesson_id = s.id
  ),
  -- One row a client and code, however many charges or groups it comes from. An array, because with IN the planner
  -- works out the colours of the whole organisation first (1 s against 4 ms at 20,000 clients).
  alerts as materialized (
    select distinct a.client_id, a.code, a.level from client_alerts(${now}::timestamptz) a
    where a.client_id = any (array(select client_id from current_people)) and a.code = any (${CELL_REASONS})
  ),
  audience_alerts as materialized (
    select m.audience,
           jsonb_build_object(
             'level', case when bool_or(a.level = 'red') then 'red' else 'amber' end,
             'reasons', jsonb_agg(jsonb_build_object('code', a.code, 'level', a.level, 'clientId', c.id, 'clientName', ${clientName(actor)})
                                  order by a.level desc, c.id, a.code)) as alert
    from current_people m join alerts a on a.client_id = m.client_id join clients c on c.id = m.client_id
    group by m.audience
  )`;

const cellsOfDays = (actor: Actor): Sql => sql`
  heads as materialized (
    select s.id, (select count(*) from lesson_people m where m.lesson_id = s.id) as members,
           (select count(*) from lesson_guests q where q.lesson_id = s.id and q.cancelled_at is null) as guests,
           exists (select from lesson_overrides v where v.lesson_id = s.id and v.ended_at is null) as overridden,
           (select jsonb_agg(jsonb_build_object('clientId', c.id, 'clientName', ${clientName(actor)}) order by c.id)
            from lesson_clients x join clients c on c.id = x.client_id where x.lesson_id = s.id) as clients
    from shown s
  ),
  names as materialized (
    select u.group_ids, string_agg(g.name, ', ' order by g.name) as names, jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by g.name) as groups
    from audiences u join groups g on g.id = any (u.group_ids) group by u.group_ids
  ),
  cells as (
    select s.room_id, s.on_date, s.starts_at, s.id, extract(hour from s.starts_at at time zone s.time_zone)::integer as hour,
           jsonb_build_object(
             'lessonId', s.id, 'kind', case when s.group_id is null then 'individual' when cardinality(s.group_ids) > 1 then 'joint' else 'group' end,
             'groupId', s.group_id, 'groupName', n.names, 'groups', coalesce(n.groups, '[]'), 'clients', coalesce(h.clients, '[]'),
             'activityId', s.activity_id, 'activityName', a.name,
             'teacher', jsonb_build_object('id', e.id, 'name', concat_ws(' ', e.last_name, e.first_name)),
             'plannedTeacher', case when pe.id is not null then jsonb_build_object('id', pe.id, 'name', concat_ws(' ', pe.last_name, pe.first_name)) end,
             'startsAt', utc(s.starts_at), 'endsAt', utc(s.ends_at),
             'localStart', to_char(s.starts_at at time zone s.time_zone, 'HH24:MI'),
             'localEnd', to_char(s.ends_at at time zone s.time_zone, 'HH24:MI'),
             'members', h.members, 'guests', h.guests, 'overridden', h.overridden, 'status', s.status, 'completed', s.status = 'completed',
             'alert', coalesce(aa.alert, '{"level": "green", "reasons": []}')) as cell
    from shown s
    join heads h on h.id = s.id
    left join names n on n.group_ids = s.group_ids
    join activities a on a.id = s.activity_id
    join employees e on e.id = s.teacher_id
    left join employees pe on pe.id = s.planned_teacher_id
    left join audience_alerts aa on aa.audience = case when s.group_id is null then s.id::text else s.group_ids::text end
  ),
  hours as (
    select room_id, on_date, hour, jsonb_agg(cell order by starts_at, id) as cells from cells group by room_id, on_date, hour
  ),
  room_days as (
    select c.room_id, c.on_date, jsonb_agg(c.cell order by c.starts_at, c.id) as cells,
           (select jsonb_agg(jsonb_build_object('hour', h.hour, 'cells', h.cells) order by h.hour)
            from hours h where h.room_id = c.room_id and h.on_date = c.on_date) as hours
    from cells c group by c.room_id, c.on_date
  )`;

const roomsWithDays = (wanted: Wanted): Sql => sql`
  rooms_shown as (
    select r.id, r.name, r.capacity,
           (select jsonb_agg(jsonb_build_object('date', d.day::date,
                     'cells', case when ${wanted.byHour} then '[]' else coalesce(x.cells, '[]') end,
                     'hours', case when ${wanted.byHour} then coalesce(x.hours, '[]') else '[]' end) order by d.day)
            from generate_series(${wanted.from}::date, ${wanted.to}::date - 1, interval '1 day') as d(day)
            left join room_days x on x.room_id = r.id and x.on_date = d.day::date) as days
    from branch b join rooms r on r.branch_id = b.id
    where r.archived_at is null or exists (select from shown s where s.room_id = r.id)
  )`;
