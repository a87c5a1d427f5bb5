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
  with ${lessonsShown(actor, wanted)}, ${alertsOfGroups(actor, wanted.now)}, ${cellsOfDays}, ${roomsWithDays(wanted)}
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

const alertsOfGroups = (actor: Actor, now: string): Sql => sql`
  shown_groups as (select distinct group_id from shown),
  current_members as materialized (
    select m.group_id, m.client_id from shown_groups s join group_members m on m.group_id = s.group_id, branch b
    where daterange(m.joined_on, m.left_on) @> b.today
  ),
  -- One row a client and code, however many charges or groups it comes from. An array, because with IN the planner
  -- works out the colours of the whole organisation first (1 s against 4 ms at 20,000 clients).
  alerts as materialized (
    select distinct a.client_id, a.code, a.level from client_alerts(${now}::timestamptz) a
    where a.client_id = any (array(select client_id from current_members)) and a.code = any (${CELL_REASONS})
  ),
  group_alerts as materialized (
    select m.group_id,
           jsonb_build_object(
             'level', case when bool_or(a.level = 'red') then 'red' else 'amber' end,
             'reasons', jsonb_agg(jsonb_build_object('code', a.code, 'level', a.level, 'clientId', c.id, 'clientName', ${clientName(actor)})
                                  order by a.level desc, c.id, a.code)) as alert
    from current_members m join alerts a on a.client_id = m.client_id join clients c on c.id = m.client_id
    group by m.group_id
  )`;

const cellsOfDays = sql`
  heads as materialized (
    select s.id, (select count(*) from group_members m where m.group_id = s.group_id and daterange(m.joined_on, m.left_on) @> s.on_date) as members
    from shown s
  ),
  cells as (
    select s.room_id, s.on_date, s.starts_at, s.id, extract(hour from s.starts_at at time zone s.time_zone)::integer as hour,
           jsonb_build_object(
             'lessonId', s.id, 'groupId', s.group_id, 'groupName', g.name, 'activityId', s.activity_id, 'activityName', a.name,
             'teacher', jsonb_build_object('id', e.id, 'name', concat_ws(' ', e.last_name, e.first_name)),
             'startsAt', utc(s.starts_at), 'endsAt', utc(s.ends_at),
             'localStart', to_char(s.starts_at at time zone s.time_zone, 'HH24:MI'),
             'localEnd', to_char(s.ends_at at time zone s.time_zone, 'HH24:MI'),
             'members', h.members, 'status', s.status, 'completed', s.status = 'completed',
             'alert', coalesce(ga.alert, '{"level": "green", "reasons": []}')) as cell
    from shown s
    join heads h on h.id = s.id
    join groups g on g.id = s.group_id
    join activities a on a.id = s.activity_id
    join employees e on e.id = s.teacher_id
    left join group_alerts ga on ga.group_id = s.group_id
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
