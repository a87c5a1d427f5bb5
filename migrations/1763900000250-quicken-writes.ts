import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the database does at each write, for less: the same rows, refusals and words.
 *
 * The trail paired what was with what is by a plan made for one row, which a connection then kept: 5,000 subscriptions
 * changed at once took it 19 s. Or it planned anew for each statement. Now one plan that fits one and many is kept.
 */
export class QuickenWrites1763900000250 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- In plain SQL, so that it is dissolved in what asks it, as a trigger does for each row.
create function refuse_unannounced() returns jsonb language plpgsql stable as $$
begin
  raise exception 'a write without an announced actor: open it with db.tx';
end $$;
create or replace function announced_actor() returns jsonb language sql stable as $$
  select coalesce(nullif(current_setting('kruzhok.actor', true), '')::jsonb, refuse_unannounced())
$$;

create or replace function audit_capture() returns trigger language plpgsql
  set plan_cache_mode = force_generic_plan set enable_nestloop = off as $$
declare
  actor jsonb := announced_actor();
  by_kind constant text := actor ->> 'kind';
  by_id constant uuid := actor ->> 'id';
  by_login constant text := actor ->> 'login';
  by_name constant text := actor ->> 'name';
  of_request constant text := nullif(current_setting('kruzhok.request_id', true), '');
  of_job constant text := nullif(current_setting('kruzhok.job', true), '');
  secret constant text[] := case when tg_nargs > 0 then string_to_array(tg_argv[0], ',') else '{}' end;
  stamps constant text[] := '{version,created_at,created_by,updated_at,updated_by,search_text}';
  hidden constant text[] := stamps || secret;
begin
  if tg_op = 'INSERT' then
    insert into audit_changes (table_name, record_id, branch_id, operation, version, after, actor_kind, actor_id, actor_login, actor_name, request_id, job)
    select tg_table_name, n.image ->> 'id', (n.image ->> 'branch_id')::uuid, 'insert', (n.image ->> 'version')::integer,
           jsonb_strip_nulls(n.image - hidden),
           by_kind, by_id, by_login, by_name, of_request, of_job
    from (select to_jsonb(t) as image from new_rows t offset 0) n;
  elsif tg_op = 'UPDATE' then
    insert into audit_changes (table_name, record_id, branch_id, operation, version, before, after, actor_kind, actor_id, actor_login, actor_name, request_id, job)
    select tg_table_name, pair.new_image ->> 'id', (pair.new_image ->> 'branch_id')::uuid, 'update', (pair.new_image ->> 'version')::integer,
           difference.before, difference.after,
           by_kind, by_id, by_login, by_name, of_request, of_job
    from (select to_jsonb(o) as old_image, to_jsonb(n) as new_image from old_rows o join new_rows n using (id) offset 0) pair
    cross join lateral (
      select jsonb_object_agg(field.key, case when field.key = any (secret) then '"***"' else field.value end) as before,
             jsonb_object_agg(field.key, case when field.key = any (secret) then '"***"' else pair.new_image -> field.key end) as after
      from jsonb_each(pair.old_image) field
      where field.value is distinct from pair.new_image -> field.key and field.key <> all (stamps)
    ) difference
    where difference.before is not null;
  else
    insert into audit_changes (table_name, record_id, branch_id, operation, version, before, actor_kind, actor_id, actor_login, actor_name, request_id, job)
    select tg_table_name, o.image ->> 'id', (o.image ->> 'branch_id')::uuid, 'delete', (o.image ->> 'version')::integer,
           jsonb_strip_nulls(o.image - hidden),
           by_kind, by_id, by_login, by_name, of_request, of_job
    from (select to_jsonb(t) as image from old_rows t offset 0) o;
  end if;
  return null;
end $$;
call run_as_owner('audit_capture()');

-- Clients, of whom most speak, by a plan that is kept; others by one made each time.
create or replace function refuse_merged() returns trigger language plpgsql as $$
declare
  gone record;
begin
  if tg_argv[0] = 'client_id' and tg_argv[1] = 'clients' then
    select r.id, r.merged_into_id into gone
    from new_rows n cross join lateral (select c.id, c.merged_into_id from clients c where c.id = n.client_id offset 0) r
    where r.merged_into_id is not null limit 1;
  else
    execute format('select r.id, r.merged_into_id from new_rows n join %I r on r.id = n.%I where r.merged_into_id is not null limit 1', tg_argv[1], tg_argv[0])
      into gone;
  end if;
  if gone.id is not null then
    raise exception '% % was merged', tg_argv[1], gone.id
      using errcode = 'check_violation', constraint = tg_argv[1] || '_merged',
            hint = jsonb_build_object('id', gone.id, 'mergedIntoId', gone.merged_into_id)::text;
  end if;
  return null;
end $$;

create or replace function lesson_changed() returns trigger language plpgsql as $$
declare
  -- Lessons that leave their place for a moment so that others of the same transaction can pass: nobody cancelled them.
  aside uuid[] := string_to_array(nullif(current_setting('kruzhok.aside', true), ''), ',')::uuid[];
begin
  -- Completed or planned again, or of another topic, a lesson is where it was: nothing that is kept beside it changes.
  if not exists (
    select from old_rows o join new_rows n using (id)
    where (o.starts_at, o.ends_at, o.room_id, o.teacher_id, o.second_teacher_id, o.teacher_overlap_id, o.status in ('planned', 'completed'))
      is distinct from (n.starts_at, n.ends_at, n.room_id, n.teacher_id, n.second_teacher_id, n.teacher_overlap_id, n.status in ('planned', 'completed'))
  ) then
    return null;
  end if;

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
      or (v.what in ('room', 'opening') and (o.starts_at, o.ends_at, o.room_id) is distinct from (n.starts_at, n.ends_at, n.room_id))
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
-- Words over hours and closures end there too.
drop trigger lessons_left_opening on lessons;
drop function lesson_left_opening();
`);
  }

  async down(): Promise<void> {
    // What is written, refused and said is the same.
  }
}
