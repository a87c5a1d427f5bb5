import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lessons of three kinds (of a group, of several groups, of named clients), what happened to each of them and why, and
 * the permitted way over a taken room or teacher.
 */
export class DeepenLessons1763900000080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SETTINGS);
    await runner.query(KINDS);
    await runner.query(HISTORY);
    await runner.query(KEPT_WITH_THE_LESSON);
    await runner.query(READS);
  }

  down(): Promise<void> {
    throw new Error('lessons of no single group have no place in the older form');
  }
}

const SETTINGS = `
alter table settings
  -- An absence told this many hours before the lesson, or earlier, is excused.
  add column absence_notice_hours integer not null default 3 constraint settings_absence_notice_check check (absence_notice_hours between 0 and 168),
  -- A missed lesson can be made up within so many days.
  add column make_up_days integer not null default 30 constraint settings_make_up_check check (make_up_days between 1 and 366),
  -- Whoever completes lessons may correct marks within so many days.
  add column correction_days integer not null default 3 constraint settings_correction_check check (correction_days between 0 and 366),
  -- How long an offered place waits for an answer.
  add column waitlist_offer_hours integer not null default 48 constraint settings_waitlist_offer_check check (waitlist_offer_hours between 1 and 720);
`;

const KINDS = `
alter table lessons
  alter column group_id drop not null,
  -- All groups of the lesson, the leading one first; empty: a lesson of named clients.
  add column group_ids uuid[] not null default '{}',
  -- Who was to teach, while a substitute does.
  add column planned_teacher_id uuid references employees,
  -- Lessons may lie over each other in a room only when they carry the same of these: an override gives it to both.
  add column room_overlap_id uuid not null default gen_random_uuid(),
  add column teacher_overlap_id uuid not null default gen_random_uuid();

alter table lessons disable trigger user;
update lessons set group_ids = array[group_id];
alter table lessons enable trigger user;

alter table lessons
  add constraint lessons_groups_check check (group_id is not distinct from group_ids[1]),
  add constraint lessons_planned_teacher_check check (planned_teacher_id <> teacher_id),
  drop constraint lessons_room_free_excl,
  drop constraint lessons_teacher_free_excl;
alter table lessons
  add constraint lessons_room_free_excl exclude using gist
    (room_id with =, tstzrange(starts_at, ends_at) with &&, room_overlap_id with <>) where (status in ('planned', 'completed')),
  add constraint lessons_teacher_free_excl exclude using gist
    (teacher_id with =, tstzrange(starts_at, ends_at) with &&, teacher_overlap_id with <>) where (status in ('planned', 'completed'));
create index lessons_room_overlap_idx on lessons (room_overlap_id);
create index lessons_teacher_overlap_idx on lessons (teacher_overlap_id);

-- The groups of each lesson, one row each, kept by the database from lessons.group_ids: a group is in one place at a time,
-- also as one of several.
create table lesson_groups (
  lesson_id uuid not null references lessons,
  group_id uuid not null references groups,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  is_standing boolean not null,
  primary key (lesson_id, group_id),
  constraint lesson_groups_free_excl exclude using gist (group_id with =, tstzrange(starts_at, ends_at) with &&) where (is_standing)
);
create index lesson_groups_group_idx on lesson_groups (group_id, starts_at);
insert into lesson_groups (lesson_id, group_id, starts_at, ends_at, is_standing)
  select id, group_id, starts_at, ends_at, status in ('planned', 'completed') from lessons;

-- Whom a lesson without a group is for.
create table lesson_clients (
  id uuid primary key,
  lesson_id uuid not null references lessons,
  client_id uuid not null references clients,
  constraint lesson_clients_once_key unique (lesson_id, client_id)
);
create index lesson_clients_client_idx on lesson_clients (client_id);
call keep_record('lesson_clients');
`;

const HISTORY = `
-- What happened to a lesson's time, place, teacher or status: one row each, written by the database, whoever did it.
create table lesson_changes (
  id uuid primary key default uuidv7(),
  lesson_id uuid not null references lessons,
  kind text not null check (kind in ('moved', 'substituted', 'substitution_ended', 'teacher_changed', 'cancelled', 'restored')),
  reason text,
  status text not null,
  from_starts_at timestamptz,
  to_starts_at timestamptz,
  from_room_id uuid references rooms,
  to_room_id uuid references rooms,
  from_teacher_id uuid references employees,
  to_teacher_id uuid references employees
);
create index lesson_changes_lesson_idx on lesson_changes (lesson_id, id);
call keep_ledger('lesson_changes');

-- A lesson booked over something that said no, by whom (created_by) and why.
create table lesson_overrides (
  id uuid primary key,
  lesson_id uuid not null references lessons,
  what text not null check (what in ('room', 'teacher', 'room_capacity', 'group_capacity')),
  over_lesson_id uuid references lessons,
  reason text not null,
  -- The lesson has left that place.
  ended_at timestamptz,
  constraint lesson_overrides_over_check check ((what in ('room', 'teacher')) = (over_lesson_id is not null))
);
create index lesson_overrides_lesson_idx on lesson_overrides (lesson_id);
create index lesson_overrides_over_idx on lesson_overrides (over_lesson_id);
call keep_record('lesson_overrides');

-- One who was taken in over the group's capacity, and why.
alter table group_members add column override_reason text;

-- Guests who are planned: whoever is not a member and comes on trial, to make up, or free.
create table lesson_guests (
  id uuid primary key,
  lesson_id uuid not null references lessons,
  client_id uuid not null references clients,
  kind text not null check (kind in ('trial', 'make_up', 'free')),
  -- The missed lesson that is made up.
  missed_lesson_id uuid references lessons,
  note text,
  override_reason text,
  cancelled_at timestamptz,
  cancel_reason text,
  constraint lesson_guests_make_up_check check ((kind = 'make_up') = (missed_lesson_id is not null))
);
create unique index lesson_guests_once_key on lesson_guests (lesson_id, client_id) where cancelled_at is null;
-- The right to make a lesson up is used once.
create unique index lesson_guests_make_up_key on lesson_guests (client_id, missed_lesson_id) where cancelled_at is null and kind = 'make_up';
create index lesson_guests_lesson_idx on lesson_guests (lesson_id);
create index lesson_guests_client_idx on lesson_guests (client_id);
create index lesson_guests_missed_idx on lesson_guests (missed_lesson_id);
call keep_record('lesson_guests');

-- Absences told ahead: they decide the mark nobody gives.
create table lesson_absences (
  id uuid primary key,
  lesson_id uuid not null references lessons,
  client_id uuid not null references clients,
  reason text,
  is_late boolean not null,
  withdrawn_at timestamptz
);
create unique index lesson_absences_once_key on lesson_absences (lesson_id, client_id) where withdrawn_at is null;
create index lesson_absences_lesson_idx on lesson_absences (lesson_id);
create index lesson_absences_client_idx on lesson_absences (client_id);
call keep_record('lesson_absences', 'reason');

create table waitlist_entries (
  id uuid primary key,
  group_id uuid not null references groups,
  client_id uuid not null references clients,
  wish text,
  status text not null check (status in ('waiting', 'offered', 'accepted', 'expired', 'left')),
  -- The place in the line is the time of joining it.
  since timestamptz not null,
  offered_at timestamptz,
  offer_ends_at timestamptz,
  decided_at timestamptz,
  leave_reason text,
  constraint waitlist_entries_offer_check check (status <> 'offered' or (offered_at is not null and offer_ends_at > offered_at)),
  constraint waitlist_entries_decided_check check ((status in ('accepted', 'expired', 'left')) = (decided_at is not null))
);
create unique index waitlist_entries_once_key on waitlist_entries (group_id, client_id) where status in ('waiting', 'offered');
create index waitlist_entries_line_idx on waitlist_entries (group_id, since, id) where status in ('waiting', 'offered');
create index waitlist_entries_client_idx on waitlist_entries (client_id);
call keep_record('waitlist_entries');

-- A mark that was changed or undone stays as history; the one that stands has no end.
alter table attendances
  add column reversed_at timestamptz,
  -- The missed lesson that this make-up made up.
  add column missed_lesson_id uuid references lessons,
  drop constraint attendances_once_key;
alter table attendances disable trigger user;
update attendances t set reversed_at = c.undone_at from completions c where c.id = t.completion_id and c.undone_at is not null;
alter table attendances enable trigger user;
create unique index attendances_once_key on attendances (completion_id, client_id) where reversed_at is null;
create unique index attendances_make_up_key on attendances (client_id, missed_lesson_id) where reversed_at is null and missed_lesson_id is not null;
create index attendances_missed_idx on attendances (missed_lesson_id);

-- Marks changed after completion, and why.
create table attendance_corrections (
  id uuid primary key,
  completion_id uuid not null references completions,
  reason text not null
);
create index attendance_corrections_completion_idx on attendance_corrections (completion_id, id);
call keep_ledger('attendance_corrections');
alter table attendances add column correction_id uuid references attendance_corrections;

-- What pay knows the lesson as: the completion itself, or its last correction that changed the pay.
alter table completions add column work_id uuid;
alter table completions disable trigger user;
update completions set work_id = id;
alter table completions enable trigger user;
alter table completions alter column work_id set not null;
`;

const KEPT_WITH_THE_LESSON = `
create function lesson_prepared() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.group_id is not null and cardinality(new.group_ids) = 0 then
      new.group_ids := array[new.group_id];
    end if;
    return new;
  end if;
  -- Whoever gives the lesson to its planned teacher, by whatever way, has ended the substitution.
  if new.planned_teacher_id = new.teacher_id then
    new.planned_teacher_id := null;
  end if;
  -- A lesson that takes another place, or takes its place again, asks for it anew: an override is for one place only,
  -- and says so in the transaction that uses it.
  if new.room_overlap_id = old.room_overlap_id and new.room_overlap_id::text is distinct from current_setting('kruzhok.room_overlap', true)
     and ((new.room_id, new.starts_at, new.ends_at) is distinct from (old.room_id, old.starts_at, old.ends_at)
          or (old.status like 'cancelled%' and new.status not like 'cancelled%')) then
    new.room_overlap_id := gen_random_uuid();
  end if;
  if new.teacher_overlap_id = old.teacher_overlap_id and new.teacher_overlap_id::text is distinct from current_setting('kruzhok.teacher_overlap', true)
     and ((new.teacher_id, new.starts_at, new.ends_at) is distinct from (old.teacher_id, old.starts_at, old.ends_at)
          or (old.status like 'cancelled%' and new.status not like 'cancelled%')) then
    new.teacher_overlap_id := gen_random_uuid();
  end if;
  return new;
end $$;
create trigger lessons_prepare before insert or update on lessons for each row execute function lesson_prepared();

create function lesson_planned() returns trigger language plpgsql as $$
begin
  insert into lesson_groups (lesson_id, group_id, starts_at, ends_at, is_standing)
  select n.id, g.id, n.starts_at, n.ends_at, n.status in ('planned', 'completed')
  from new_rows n cross join lateral unnest(n.group_ids) as g(id);
  return null;
end $$;
create trigger lessons_keep_insert after insert on lessons
  referencing new table as new_rows for each statement execute function lesson_planned();

create function lesson_changed() returns trigger language plpgsql as $$
declare
  -- Lessons that leave their place for a moment so that others of the same transaction can pass: nobody cancelled them.
  aside uuid[] := string_to_array(nullif(current_setting('kruzhok.aside', true), ''), ',')::uuid[];
begin
  update lesson_groups g set starts_at = n.starts_at, ends_at = n.ends_at, is_standing = n.status in ('planned', 'completed')
  from new_rows n
  where g.lesson_id = n.id
    and (g.starts_at, g.ends_at, g.is_standing) is distinct from (n.starts_at, n.ends_at, n.status in ('planned', 'completed'));

  insert into lesson_changes (lesson_id, kind, reason, status, from_starts_at, to_starts_at, from_room_id, to_room_id, from_teacher_id, to_teacher_id)
  select n.id, c.kind,
         case when c.kind = 'cancelled' then n.cancel_reason else nullif(current_setting('kruzhok.reason', true), '') end, n.status,
         case when c.kind = 'moved' then o.starts_at end, case when c.kind = 'moved' then n.starts_at end,
         case when c.kind = 'moved' then o.room_id end, case when c.kind = 'moved' then n.room_id end,
         case when c.kind like '%substitut%' or c.kind = 'teacher_changed' then o.teacher_id end,
         case when c.kind like '%substitut%' or c.kind = 'teacher_changed' then n.teacher_id end
  from old_rows o join new_rows n using (id)
  cross join lateral (values
    ('moved', (o.starts_at, o.ends_at, o.room_id) is distinct from (n.starts_at, n.ends_at, n.room_id)),
    ('substituted', o.teacher_id <> n.teacher_id and n.planned_teacher_id is not null),
    ('substitution_ended', o.teacher_id <> n.teacher_id and n.planned_teacher_id is null and o.planned_teacher_id = n.teacher_id),
    ('teacher_changed', o.teacher_id <> n.teacher_id and n.planned_teacher_id is null and o.planned_teacher_id is distinct from n.teacher_id),
    ('cancelled', n.status like 'cancelled%' and o.status not like 'cancelled%' and n.id <> all (coalesce(aside, '{}'))),
    ('restored', o.status like 'cancelled%' and n.status not like 'cancelled%' and n.id <> all (coalesce(aside, '{}')))) as c(kind, happened)
  where c.happened;

  update lesson_overrides v set ended_at = announced_now()
  from old_rows o join new_rows n using (id)
  where v.lesson_id = n.id and v.ended_at is null
    and ((v.what = 'room_capacity' and o.room_id <> n.room_id)
      or (v.what = 'room' and (o.starts_at, o.ends_at, o.room_id) is distinct from (n.starts_at, n.ends_at, n.room_id))
      or (v.what = 'teacher' and (o.starts_at, o.ends_at, o.teacher_id) is distinct from (n.starts_at, n.ends_at, n.teacher_id))
      or (n.status like 'cancelled%' and o.status not like 'cancelled%' and n.id <> all (coalesce(aside, '{}'))));

  -- Nobody is a guest of a lesson that is not held: rights to make up are free again.
  update lesson_guests q set cancelled_at = announced_now(), cancel_reason = 'lesson cancelled'
  from old_rows o join new_rows n using (id)
  where q.lesson_id = n.id and q.cancelled_at is null and n.status like 'cancelled%' and o.status not like 'cancelled%'
    and n.id <> all (coalesce(aside, '{}'));
  return null;
end $$;
create trigger lessons_keep_update after update on lessons
  referencing old table as old_rows new table as new_rows for each statement execute function lesson_changed();
`;

const READS = `
-- Who is expected at a lesson by right: members of its groups on the day, each once, or the clients it is for.
create view lesson_people as
  select x.lesson_id, m.client_id
  from lesson_groups x join lessons l on l.id = x.lesson_id
  join group_members m on m.group_id = x.group_id and daterange(m.joined_on, m.left_on) @> l.on_date
  union
  select lesson_id, client_id from lesson_clients;

-- The lessons a client attends, or was to attend, within a time; whatever their status.
create function client_lessons(client uuid, since timestamptz, until timestamptz)
returns table (lesson_id uuid, role text) language sql stable as $$
  select x.lesson_id, 'member' from group_members m
  join lesson_groups x on x.group_id = m.group_id and x.starts_at < until and x.starts_at > since - interval '1 day' and x.ends_at > since
  join lessons l on l.id = x.lesson_id
  where m.client_id = client and daterange(m.joined_on, m.left_on) @> l.on_date
  union
  select c.lesson_id, 'client' from lesson_clients c join lessons l on l.id = c.lesson_id
  where c.client_id = client and l.starts_at < until and l.ends_at > since
  union
  select q.lesson_id, q.kind from lesson_guests q join lessons l on l.id = q.lesson_id
  where q.client_id = client and q.cancelled_at is null and l.starts_at < until and l.ends_at > since
$$;

-- Places of a lesson that are still free; null: it is for named clients and has no places. An offer on a waitlist keeps a
-- place. The one named is not counted among guests and offers, because it is their place that is asked for.
create function lesson_places_free(lesson uuid, at timestamptz, but uuid default null) returns bigint language sql stable as $$
  select (select sum(g.capacity) from lesson_groups x join groups g on g.id = x.group_id where x.lesson_id = lesson)
       - (select count(*) from lesson_people p where p.lesson_id = lesson)
       - (select count(*) from lesson_guests q
          where q.lesson_id = lesson and q.cancelled_at is null and q.client_id is distinct from but
            and not exists (select from lesson_people p where p.lesson_id = lesson and p.client_id = q.client_id))
       - (select count(*) from lesson_groups x join waitlist_entries w on w.group_id = x.group_id
          where x.lesson_id = lesson and w.status = 'offered' and w.offer_ends_at > at and w.client_id is distinct from but)
$$;

-- Places of a group from a day on: everyone who is or will be a member on or after it holds one, so does an offer, and so
-- does a guest in the lessons that are planned.
create function group_places_free(of_group uuid, from_day date, at timestamptz, but uuid default null) returns bigint language sql stable as $$
  select least(
    (select g.capacity from groups g where g.id = of_group)
      - (select count(*) from group_members m where m.group_id = of_group and (m.left_on is null or m.left_on > from_day))
      - (select count(*) from waitlist_entries w
         where w.group_id = of_group and w.status = 'offered' and w.offer_ends_at > at and w.client_id is distinct from but),
    (select min(lesson_places_free(l.id, at, but)) from lessons l
     where l.status = 'planned' and l.on_date >= from_day
       and l.id in (select q.lesson_id from lesson_guests q join lesson_groups x on x.lesson_id = q.lesson_id
                    where x.group_id = of_group and q.cancelled_at is null)))
$$;

-- Who teaches whom: what the scope "own" of clients means. Also whoever comes as a guest, or has a lesson of their own.
create or replace view client_teachers as
  select m.client_id, g.teacher_id as employee_id
  from group_members m join groups g on g.id = m.group_id
  where m.left_on is null or m.left_on > current_date
  union
  select m.client_id, l.teacher_id
  from group_members m join lesson_groups x on x.group_id = m.group_id join lessons l on l.id = x.lesson_id
  where l.starts_at > now() - interval '30 days' and l.starts_at < now() + interval '30 days'
  union
  select c.client_id, l.teacher_id
  from lesson_clients c join lessons l on l.id = c.lesson_id
  where l.starts_at > now() - interval '30 days' and l.starts_at < now() + interval '30 days'
  union
  select q.client_id, l.teacher_id
  from lesson_guests q join lessons l on l.id = q.lesson_id
  where q.cancelled_at is null and l.starts_at > now() - interval '30 days' and l.starts_at < now() + interval '30 days';
`;
