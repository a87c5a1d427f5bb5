import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Days and hours without lessons: closures and holidays, the opening hours of rooms, the exceptions of a series. What
 * the calendar took away is marked on the lesson, so that it can be given back.
 */
export class CreateClosures1763900000070 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table closures (
  id uuid primary key,
  -- Null: every branch.
  branch_id uuid references branches,
  -- Null: the whole branch.
  room_id uuid references rooms,
  name text not null,
  kind text not null check (kind in ('holiday', 'closure')),
  policy text not null check (policy in ('cancel', 'keep')),
  from_on date not null,
  to_on date not null,
  -- A part of each of the days, by the clock of the branch; null: the whole day.
  local_from time,
  local_to time,
  -- Which holiday of a country's calendar it is, so that it is taken over once.
  code text,
  lifted_at timestamptz,
  constraint closures_days_check check (to_on >= from_on),
  constraint closures_part_check check ((local_from is null) = (local_to is null) and local_to > local_from),
  constraint closures_room_check check (room_id is null or branch_id is not null)
);
create unique index closures_code_key on closures (code, branch_id) nulls not distinct where lifted_at is null and code is not null;
create index closures_days_idx on closures (to_on, from_on) where lifted_at is null;
create index closures_branch_idx on closures (branch_id);
create index closures_room_idx on closures (room_id);
call keep_record('closures');

-- Opening hours by the branch's clock: [{"weekday": 1, "from": "09:00", "to": "21:00"}]; null: always open.
alter table rooms add column hours jsonb;
alter table rooms add column equipment text[] not null default '{}';

alter table series add column split_from_id uuid references series;
create index series_split_idx on series (split_from_id);

create table series_exceptions (
  id uuid primary key,
  series_id uuid not null references series,
  on_date date not null,
  kind text not null check (kind in ('skip', 'extra')),
  reason text,
  constraint series_exceptions_day_key unique (series_id, on_date)
);
call keep_record('series_exceptions');

-- What cancelled a lesson when it was no person's word about that lesson: the plan of its series, an exception, a closure.
alter table lessons add column dropped_by text check (dropped_by in ('plan', 'exception', 'closure'));
alter table lessons add column closure_id uuid references closures;
create index lessons_closure_idx on lessons (closure_id) where closure_id is not null;

-- A lesson put back, by whomever, is taken away by nothing any more.
create function forget_what_dropped() returns trigger language plpgsql as $$
begin
  new.dropped_by := null;
  new.closure_id := null;
  return new;
end $$;
create trigger lessons_forget_what_dropped before update of status on lessons
  for each row when (new.status in ('planned', 'completed')) execute function forget_what_dropped();

-- When a closure shuts a room, as intervals of a span of time. Local days and hours, so a clock change moves nothing.
create function closed_ranges(branch uuid, room uuid, since timestamptz, until timestamptz) returns table (closure_id uuid, span tstzrange)
  language sql stable parallel safe as $$
  select c.id, tstzrange((d.day::date + coalesce(c.local_from, '00:00')) at time zone b.time_zone,
                         (d.day::date + coalesce(c.local_to, '24:00')) at time zone b.time_zone)
  from branches b
  join closures c on c.lifted_at is null and (c.branch_id is null or c.branch_id = branch) and (c.room_id is null or c.room_id = room)
    and c.from_on <= (until at time zone b.time_zone)::date and c.to_on >= (since at time zone b.time_zone)::date
  cross join lateral generate_series(greatest(c.from_on, (since at time zone b.time_zone)::date)::timestamp,
                                     least(c.to_on, (until at time zone b.time_zone)::date)::timestamp, interval '1 day') as d(day)
  where b.id = branch
$$;

-- Whether a room's hours hold a lesson whole; both ends by the branch's clock.
create function is_within_hours(hours jsonb, starts timestamp, ends timestamp) returns boolean
  language sql immutable parallel safe as $$
  select hours is null or exists (
    select from jsonb_to_recordset(hours) as h(weekday integer, "from" time, "to" time)
    where h.weekday = extract(isodow from starts) and starts::date + h."from" <= starts and starts::date + h."to" >= ends)
$$;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function is_within_hours(jsonb, timestamp, timestamp);
      drop function closed_ranges(uuid, uuid, timestamptz, timestamptz);
      drop trigger lessons_forget_what_dropped on lessons;
      drop function forget_what_dropped();
      alter table lessons drop column closure_id, drop column dropped_by;
      drop table series_exceptions;
      alter table series drop column split_from_id;
      alter table rooms drop column equipment, drop column hours;
      drop table closures`);
  }
}
