import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a lesson of an activity should cost and bring, from a day on, in one branch or in all. */
export class CreateCostNorms1763900000151 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table cost_norms (
  id uuid primary key,
  activity_id uuid not null references activities,
  -- Null: for every branch; a norm of the branch itself goes before it.
  branch_id uuid references branches,
  effective_from date not null,
  -- Last day in force; null: until further notice.
  effective_to date,
  -- How long a lesson is, how many come, and what a visit brings.
  planned_minutes integer not null check (planned_minutes between 5 and 1440),
  planned_attendees integer not null check (planned_attendees between 1 and 10000),
  planned_visit_price bigint not null check (planned_visit_price >= 0),
  -- Paid time beside the lesson, and what an hour of a teacher should cost.
  preparation_minutes integer not null default 0 check (preparation_minutes between 0 and 1440),
  teacher_rate bigint not null check (teacher_rate >= 0),
  -- Per hour; rooms of cost_norm_rooms have their own.
  room_cost bigint not null check (room_cost >= 0),
  -- Of all that the lesson costs besides.
  overhead_percent numeric(5, 2) not null check (overhead_percent between 0 and 100),
  scope uuid not null generated always as (coalesce(branch_id, '00000000-0000-0000-0000-000000000000')) stored,
  period daterange not null generated always as (daterange(effective_from, effective_to, '[]')) stored,
  constraint cost_norms_period_check check (effective_to >= effective_from),
  constraint cost_norms_no_overlap_excl exclude using gist (activity_id with =, scope with =, period with &&)
);
create index cost_norms_activity_idx on cost_norms (activity_id, effective_from);
create index cost_norms_branch_idx on cost_norms (branch_id) where branch_id is not null;
call keep_record('cost_norms');

create table cost_norm_rooms (
  id uuid primary key,
  cost_norm_id uuid not null references cost_norms on delete cascade,
  room_id uuid not null references rooms,
  room_cost bigint not null check (room_cost >= 0),
  constraint cost_norm_rooms_once_key unique (cost_norm_id, room_id)
);
create index cost_norm_rooms_room_idx on cost_norm_rooms (room_id);
call keep_record('cost_norm_rooms');

-- A norm that has begun is what past lessons were counted by: only its last day may still be set, and never into the past.
create function norm_prepared() returns trigger language plpgsql as $$
declare
  today date := (announced_now() at time zone 'UTC')::date;
begin
  if tg_op = 'UPDATE' then
    if (to_jsonb(new) - '{effective_to,scope,period,version,updated_at,updated_by}'::text[])
       is distinct from (to_jsonb(old) - '{effective_to,scope,period,version,updated_at,updated_by}'::text[])
       or least(coalesce(new.effective_to, 'infinity'), coalesce(old.effective_to, 'infinity')) < today - 1
          and new.effective_to is distinct from old.effective_to then
      raise exception 'cost norm % has begun', old.id using errcode = 'check_violation', constraint = 'cost_norms_begun_check';
    end if;
    return new;
  end if;
  if old.effective_from <= today then
    raise exception 'cost norm % has begun', old.id using errcode = 'check_violation', constraint = 'cost_norms_begun_check';
  end if;
  return old;
end $$;
create trigger cost_norms_begun before update or delete on cost_norms for each row execute function norm_prepared();

-- What a lesson's materials should cost by a norm: one row a thing. Nothing until there is a stock to take them from;
-- whoever brings it replaces the view.
create view cost_norm_materials_planned as
  select null::uuid as cost_norm_id, null::uuid as line_id, null::text as name,
         null::bigint as per_lesson, null::bigint as per_attendee
  where false;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop view cost_norm_materials_planned; drop table cost_norm_rooms, cost_norms; drop function norm_prepared',
    );
  }
}
