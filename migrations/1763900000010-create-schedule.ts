import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rooms, groups, series and lessons. A room, a teacher and a group cannot be in two places: exclusion constraints say
 * so, therefore two requests at the same moment cannot both win.
 */
export class CreateSchedule1763900000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table rooms (
  id uuid primary key,
  branch_id uuid not null references branches,
  name text not null,
  capacity integer not null check (capacity between 1 and 10000),
  archived_at timestamptz,
  constraint rooms_name_key unique (branch_id, name)
);
call keep_record('rooms');

create table groups (
  id uuid primary key,
  branch_id uuid not null references branches,
  name text not null,
  activity_id uuid not null references activities,
  teacher_id uuid not null references employees,
  room_id uuid not null references rooms,
  capacity integer not null check (capacity between 1 and 10000),
  starts_on date not null,
  ends_on date,
  archived_at timestamptz,
  constraint groups_name_key unique (branch_id, name),
  constraint groups_dates_check check (ends_on >= starts_on)
);
create index groups_teacher_idx on groups (teacher_id);
create index groups_activity_idx on groups (activity_id);
call keep_record('groups');
alter table pay_schemes add constraint pay_schemes_group_fkey foreign key (group_id) references groups;

create table group_members (
  id uuid primary key,
  group_id uuid not null references groups,
  client_id uuid not null references clients,
  joined_on date not null,
  -- The first day the client is no longer a member.
  left_on date,
  leave_reason text,
  constraint group_members_dates_check check (left_on >= joined_on),
  constraint group_members_once_excl exclude using gist (group_id with =, client_id with =, daterange(joined_on, left_on) with &&)
);
create index group_members_client_idx on group_members (client_id, group_id);
create index group_members_group_idx on group_members (group_id, joined_on);
call keep_record('group_members');

create table series (
  id uuid primary key,
  branch_id uuid not null references branches,
  group_id uuid not null references groups,
  room_id uuid not null references rooms,
  teacher_id uuid not null references employees,
  -- RFC 5545, without DTSTART: that is starts_on at local_start in the zone.
  rule text not null,
  starts_on date not null,
  ends_on date,
  local_start time not null,
  minutes integer not null check (minutes between 5 and 1440),
  time_zone text not null,
  -- Lessons exist up to this day; the nightly job moves it.
  materialised_until date,
  ended_at timestamptz,
  constraint series_dates_check check (ends_on >= starts_on)
);
create index series_group_idx on series (group_id);
call keep_record('series');

create table lessons (
  id uuid primary key,
  branch_id uuid not null references branches,
  group_id uuid not null references groups,
  activity_id uuid not null references activities,
  teacher_id uuid not null references employees,
  room_id uuid not null references rooms,
  series_id uuid references series,
  -- The day the series' rule gave: it stays when the lesson is moved, so the day is not made a second time.
  series_day date,
  -- The day in the branch's zone.
  on_date date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  status text not null check (status in ('planned', 'completed', 'cancelled_by_centre', 'cancelled_by_client')),
  cancel_reason text,
  topic text,
  constraint lessons_times_check check (ends_at > starts_at),
  constraint lessons_room_free_excl exclude using gist (room_id with =, tstzrange(starts_at, ends_at) with &&) where (status in ('planned', 'completed')),
  constraint lessons_teacher_free_excl exclude using gist (teacher_id with =, tstzrange(starts_at, ends_at) with &&) where (status in ('planned', 'completed')),
  constraint lessons_group_free_excl exclude using gist (group_id with =, tstzrange(starts_at, ends_at) with &&) where (status in ('planned', 'completed')),
  constraint lessons_series_day_key unique (series_id, series_day)
);
create index lessons_branch_idx on lessons (branch_id, starts_at, id);
create index lessons_teacher_idx on lessons (teacher_id, starts_at);
create index lessons_group_idx on lessons (group_id, starts_at);
create index lessons_room_idx on lessons (room_id, starts_at);
call keep_record('lessons');
alter table visits add constraint visits_lesson_fkey foreign key (lesson_id) references lessons;
alter table accruals add constraint accruals_lesson_fkey foreign key (lesson_id) references lessons;

-- That a lesson was completed, by whom; undone is a date on the same row, so the history stays.
create table completions (
  id uuid primary key,
  lesson_id uuid not null references lessons,
  teacher_id uuid not null references employees,
  undone_at timestamptz,
  undo_reason text
);
create unique index completions_one_standing_key on completions (lesson_id) where undone_at is null;
call keep_record('completions');

create table attendances (
  id uuid primary key,
  completion_id uuid not null references completions,
  lesson_id uuid not null references lessons,
  client_id uuid not null references clients,
  mark text not null check (mark in ('present', 'late', 'absent', 'absent_excused', 'not_marked', 'trial', 'make_up', 'free', 'frozen')),
  charged text not null check (charged in ('subscription', 'unpaid', 'none')),
  visit_id uuid references visits,
  counts_for_pay boolean not null,
  gives_make_up boolean not null,
  constraint attendances_once_key unique (completion_id, client_id)
);
create index attendances_client_idx on attendances (client_id, lesson_id);
create index attendances_lesson_idx on attendances (lesson_id);
call keep_record('attendances');
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table accruals drop constraint accruals_lesson_fkey;
      alter table visits drop constraint visits_lesson_fkey;
      alter table pay_schemes drop constraint pay_schemes_group_fkey;
      drop table attendances, completions, lessons, series, group_members, groups, rooms`);
  }
}
