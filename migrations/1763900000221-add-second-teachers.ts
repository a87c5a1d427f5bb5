import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A lesson may be led by two teachers. Whoever teaches, in either role, is in one place at a time: `lesson_teachers` has a
 * row for each, kept by the database from the lesson as `lesson_groups` is, and its exclusion constraint says so.
 */
export class AddSecondTeachers1763900000221 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    await runner.query(TEACHERS);
    await runner.query(PREPARED);
    await runner.query(KEPT_WITH_THE_LESSON);
    await runner.query(READS);
  }

  down(): Promise<void> {
    throw new Error('lessons of two teachers have no place in the older form: restore a copy instead');
  }
}

const COLUMNS = `
alter table groups
  add column second_teacher_id uuid references employees,
  add constraint groups_second_teacher_check check (second_teacher_id <> teacher_id);
create index groups_second_teacher_idx on groups (second_teacher_id) where second_teacher_id is not null;

alter table series
  add column second_teacher_id uuid references employees,
  add constraint series_second_teacher_check check (second_teacher_id <> teacher_id);

alter table lessons
  add column second_teacher_id uuid references employees,
  -- Who was to be the second one, while a substitute is.
  add column planned_second_teacher_id uuid references employees,
  add constraint lessons_second_teacher_check check (second_teacher_id <> teacher_id),
  add constraint lessons_planned_second_teacher_check
    check (planned_second_teacher_id is null or (second_teacher_id is not null and planned_second_teacher_id <> second_teacher_id));
create index lessons_second_teacher_idx on lessons (second_teacher_id, starts_at) where second_teacher_id is not null;
create index lessons_planned_second_teacher_idx on lessons (planned_second_teacher_id, starts_at) where planned_second_teacher_id is not null;

-- Who taught beside the lead teacher, as the pay of the completion was accrued.
alter table completions
  add column second_teacher_id uuid references employees,
  add constraint completions_second_teacher_check check (second_teacher_id <> teacher_id);

-- For which teacher a word over another lesson was said.
alter table lesson_overrides
  add column teacher_id uuid references employees;
alter table lesson_overrides disable trigger user;
update lesson_overrides v set teacher_id = l.teacher_id from lessons l where l.id = v.lesson_id and v.what = 'teacher' and v.ended_at is null;
alter table lesson_overrides enable trigger user;
create index lesson_overrides_teacher_idx on lesson_overrides (teacher_id) where teacher_id is not null;

-- Whose change it was, of a substitution or another teacher.
alter table lesson_changes
  add column teacher_role text check (teacher_role in ('lead', 'second'));
alter table lesson_changes disable trigger user;
update lesson_changes set teacher_role = 'lead' where kind in ('substituted', 'substitution_ended', 'teacher_changed');
alter table lesson_changes enable trigger user;
`;

const TEACHERS = `
-- Who teaches each lesson, one row a role, kept by the database from the lesson.
create table lesson_teachers (
  lesson_id uuid not null references lessons,
  role text not null check (role in ('lead', 'second')),
  teacher_id uuid not null references employees,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  is_standing boolean not null,
  -- The lesson's: lessons may meet with a teacher only when they carry the same of these.
  overlap_id uuid not null,
  primary key (lesson_id, role),
  constraint lesson_teachers_free_excl exclude using gist
    (teacher_id with =, tstzrange(starts_at, ends_at) with &&, overlap_id with <>) where (is_standing)
);
create index lesson_teachers_teacher_idx on lesson_teachers (teacher_id, starts_at);
insert into lesson_teachers (lesson_id, role, teacher_id, starts_at, ends_at, is_standing, overlap_id)
  select id, 'lead', teacher_id, starts_at, ends_at, status in ('planned', 'completed'), teacher_overlap_id from lessons;
`;

const PREPARED = `
create or replace function lesson_prepared() returns trigger language plpgsql as $$
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
  if new.second_teacher_id is null or new.planned_second_teacher_id = new.second_teacher_id then
    new.planned_second_teacher_id := null;
  end if;
  -- A lesson that takes another place, or takes its place again, asks for it anew: an override is for one place only,
  -- and says so in the transaction that uses it.
  if new.room_overlap_id = old.room_overlap_id
     and ((new.room_id, new.starts_at, new.ends_at) is distinct from (old.room_id, old.starts_at, old.ends_at)
          or (old.status like 'cancelled%' and new.status not like 'cancelled%'))
     and new.room_overlap_id::text <> all (string_to_array(coalesce(current_setting('kruzhok.room_overlap', true), ''), ',')) then
    new.room_overlap_id := gen_random_uuid();
  end if;
  -- One of two teachers who stays keeps what was permitted for them.
  if new.teacher_overlap_id = old.teacher_overlap_id
     and ((new.starts_at, new.ends_at) is distinct from (old.starts_at, old.ends_at)
          or not array[new.teacher_id, new.second_teacher_id] && array[old.teacher_id, old.second_teacher_id]
          or (old.status like 'cancelled%' and new.status not like 'cancelled%'))
     and new.teacher_overlap_id::text <> all (string_to_array(coalesce(current_setting('kruzhok.teacher_overlap', true), ''), ',')) then
    new.teacher_overlap_id := gen_random_uuid();
  end if;
  return new;
end $$;
`;

const KEPT_WITH_THE_LESSON = `
create or replace function lesson_planned() returns trigger language plpgsql as $$
begin
  insert into lesson_groups (lesson_id, group_id, starts_at, ends_at, is_standing)
  select n.id, g.id, n.starts_at, n.ends_at, n.status in ('planned', 'completed')
  from new_rows n cross join lateral unnest(n.group_ids) as g(id);

  insert into lesson_teachers (lesson_id, role, teacher_id, starts_at, ends_at, is_standing, overlap_id)
  select n.id, r.role, r.teacher_id, n.starts_at, n.ends_at, n.status in ('planned', 'completed'), n.teacher_overlap_id
  from new_rows n cross join lateral (values ('lead', n.teacher_id), ('second', n.second_teacher_id)) as r(role, teacher_id)
  where r.teacher_id is not null;
  return null;
end $$;

create or replace function lesson_changed() returns trigger language plpgsql as $$
declare
  -- Lessons that leave their place for a moment so that others of the same transaction can pass: nobody cancelled them.
  aside uuid[] := string_to_array(nullif(current_setting('kruzhok.aside', true), ''), ',')::uuid[];
begin
  update lesson_groups g set starts_at = n.starts_at, ends_at = n.ends_at, is_standing = n.status in ('planned', 'completed')
  from new_rows n
  where g.lesson_id = n.id
    and (g.starts_at, g.ends_at, g.is_standing) is distinct from (n.starts_at, n.ends_at, n.status in ('planned', 'completed'));

  -- Who leaves goes first, so that two may change places.
  delete from lesson_teachers t using new_rows n
  where t.lesson_id = n.id and t.teacher_id is distinct from case t.role when 'lead' then n.teacher_id else n.second_teacher_id end;
  update lesson_teachers t set starts_at = n.starts_at, ends_at = n.ends_at, is_standing = n.status in ('planned', 'completed'),
         overlap_id = n.teacher_overlap_id
  from new_rows n
  where t.lesson_id = n.id and (t.starts_at, t.ends_at, t.is_standing, t.overlap_id)
    is distinct from (n.starts_at, n.ends_at, n.status in ('planned', 'completed'), n.teacher_overlap_id);
  insert into lesson_teachers (lesson_id, role, teacher_id, starts_at, ends_at, is_standing, overlap_id)
  select n.id, r.role, r.teacher_id, n.starts_at, n.ends_at, n.status in ('planned', 'completed'), n.teacher_overlap_id
  from old_rows o join new_rows n using (id)
  cross join lateral (values ('lead', o.teacher_id, n.teacher_id), ('second', o.second_teacher_id, n.second_teacher_id)) as r(role, was_id, teacher_id)
  where r.teacher_id is not null and r.teacher_id is distinct from r.was_id;

  insert into lesson_changes (lesson_id, kind, reason, status, from_starts_at, to_starts_at, from_room_id, to_room_id,
    teacher_role, from_teacher_id, to_teacher_id)
  select n.id, c.kind,
         case when c.kind = 'cancelled' then n.cancel_reason else nullif(current_setting('kruzhok.reason', true), '') end, n.status,
         case when c.kind = 'moved' then o.starts_at end, case when c.kind = 'moved' then n.starts_at end,
         case when c.kind = 'moved' then o.room_id end, case when c.kind = 'moved' then n.room_id end,
         c.role, case c.role when 'lead' then o.teacher_id when 'second' then o.second_teacher_id end,
         case c.role when 'lead' then n.teacher_id when 'second' then n.second_teacher_id end
  from old_rows o join new_rows n using (id)
  cross join lateral (
    select 'moved' as kind, null as role where (o.starts_at, o.ends_at, o.room_id) is distinct from (n.starts_at, n.ends_at, n.room_id)
    union all
    select case when r.planned_id is not null then 'substituted' when r.was_planned_id = r.teacher_id then 'substitution_ended'
                else 'teacher_changed' end, r.role
    from (values ('lead', o.teacher_id, n.teacher_id, o.planned_teacher_id, n.planned_teacher_id),
                 ('second', o.second_teacher_id, n.second_teacher_id, o.planned_second_teacher_id, n.planned_second_teacher_id))
      as r(role, was_id, teacher_id, was_planned_id, planned_id)
    where r.was_id is distinct from r.teacher_id
    union all
    select 'cancelled', null where n.status like 'cancelled%' and o.status not like 'cancelled%' and n.id <> all (coalesce(aside, '{}'))
    union all
    select 'restored', null where o.status like 'cancelled%' and n.status not like 'cancelled%' and n.id <> all (coalesce(aside, '{}'))) c;

  -- A word for a teacher stands while they stay, in whatever role.
  update lesson_overrides v set ended_at = announced_now()
  from old_rows o join new_rows n using (id)
  where v.lesson_id = n.id and v.ended_at is null
    and ((v.what = 'room_capacity' and o.room_id <> n.room_id)
      or (v.what = 'room' and (o.starts_at, o.ends_at, o.room_id) is distinct from (n.starts_at, n.ends_at, n.room_id))
      or (v.what = 'teacher' and ((o.starts_at, o.ends_at) is distinct from (n.starts_at, n.ends_at)
        or (v.teacher_id = n.teacher_id or v.teacher_id = n.second_teacher_id) is not true))
      or (n.status like 'cancelled%' and o.status not like 'cancelled%' and n.id <> all (coalesce(aside, '{}'))));

  -- Nobody is a guest of a lesson that is not held: rights to make up are free again.
  update lesson_guests q set cancelled_at = announced_now(), cancel_reason = 'lesson cancelled'
  from old_rows o join new_rows n using (id)
  where q.lesson_id = n.id and q.cancelled_at is null and n.status like 'cancelled%' and o.status not like 'cancelled%'
    and n.id <> all (coalesce(aside, '{}'));
  return null;
end $$;
`;

const READS = `
-- Who teaches whom: what the scope "own" of clients means. Also whoever comes as a guest, or has a lesson of their own.
create or replace view client_teachers as
  select m.client_id, t.id as employee_id
  from group_members m join groups g on g.id = m.group_id
  cross join lateral (values (g.teacher_id), (g.second_teacher_id)) as t(id)
  where t.id is not null and (m.left_on is null or m.left_on > current_date)
  union
  select m.client_id, t.teacher_id
  from group_members m join lesson_groups x on x.group_id = m.group_id join lesson_teachers t on t.lesson_id = x.lesson_id
  where t.starts_at > now() - interval '30 days' and t.starts_at < now() + interval '30 days'
  union
  select c.client_id, t.teacher_id
  from lesson_clients c join lesson_teachers t on t.lesson_id = c.lesson_id
  where t.starts_at > now() - interval '30 days' and t.starts_at < now() + interval '30 days'
  union
  select q.client_id, t.teacher_id
  from lesson_guests q join lesson_teachers t on t.lesson_id = q.lesson_id
  where q.cancelled_at is null and t.starts_at > now() - interval '30 days' and t.starts_at < now() + interval '30 days';
`;
