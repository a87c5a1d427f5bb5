import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Materials of a lesson: what its norm asks for, what its completion took from stock, and what both cost. */
export class IssueLessonMaterials1763900000220 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(NORMS);
    await runner.query(MOVES);
    await runner.query(COSTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
create or replace view lesson_materials as
  select null::uuid as lesson_id, null::uuid as entry_id, null::text as name, null::numeric as quantity, null::bigint as amount
  where false;
create or replace view cost_norm_materials_planned as
  select null::uuid as cost_norm_id, null::uuid as line_id, null::text as name,
         null::bigint as per_lesson, null::bigint as per_attendee
  where false;
drop table lesson_material_moves, cost_norm_materials;
drop function norm_material_prepared;
alter table activities drop column materials_policy;
`);
  }
}

const NORMS = `
-- What completing a lesson does with the materials of its norm: nothing; issues what there is; issues all or is refused.
alter table activities add column materials_policy text not null default 'available'
  constraint activities_materials_policy_check check (materials_policy in ('none', 'available', 'required'));

create table cost_norm_materials (
  id uuid primary key,
  cost_norm_id uuid not null references cost_norms on delete cascade,
  item_id uuid not null references items,
  -- Units of the item for the lesson, and on top of that for each who is there.
  per_lesson numeric(12,3) not null constraint cost_norm_materials_per_lesson_check check (per_lesson between 0 and 10000),
  per_attendee numeric(12,3) not null constraint cost_norm_materials_per_attendee_check check (per_attendee between 0 and 1000),
  -- What a unit should cost.
  unit_cost bigint not null constraint cost_norm_materials_unit_cost_check check (unit_cost between 0 and 100000000),
  constraint cost_norm_materials_some_check check (per_lesson > 0 or per_attendee > 0),
  constraint cost_norm_materials_once_key unique (cost_norm_id, item_id)
);
create index cost_norm_materials_item_idx on cost_norm_materials (item_id);
call keep_record('cost_norm_materials');

-- They are part of the norm: made with it, and gone with it before its first day.
create function norm_material_prepared() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and not exists (select from cost_norms where id = old.cost_norm_id) then
    return old;
  end if;
  raise exception 'cost norm % stands', old.cost_norm_id using errcode = 'check_violation', constraint = 'cost_norms_begun_check';
end $$;
create trigger cost_norm_materials_begun before update or delete on cost_norm_materials
  for each row execute function norm_material_prepared();
`;

const MOVES = `
-- What a completion, or a correction of it, wanted of each material and what of that moved; both below zero when a
-- correction gives back. What is wanted and did not move was not there.
create table lesson_material_moves (
  id uuid primary key,
  completion_id uuid not null references completions,
  correction_id uuid references attendance_corrections,
  item_id uuid not null references items,
  -- As the norm had it when the lesson was completed.
  per_lesson numeric(12,3) not null,
  per_attendee numeric(12,3) not null,
  wanted numeric(12,3) not null,
  moved numeric(12,3) not null,
  waybill_line_id uuid references waybill_lines constraint lesson_material_moves_line_key unique,
  constraint lesson_material_moves_moved_check check (moved between least(wanted, 0) and greatest(wanted, 0)),
  constraint lesson_material_moves_line_check check ((moved <> 0) = (waybill_line_id is not null)),
  constraint lesson_material_moves_back_check check (wanted >= 0 or correction_id is not null)
);
create index lesson_material_moves_completion_idx on lesson_material_moves (completion_id, item_id);
create index lesson_material_moves_item_idx on lesson_material_moves (item_id);
call keep_ledger('lesson_material_moves');
`;

const COSTS = `
-- Materials that lessons used, entry by entry, at the moving average they left with; what was taken back is below zero.
create or replace view lesson_materials as
  select w.basis_id as lesson_id, e.id as entry_id, i.name, (-e.quantity)::numeric as quantity, (-e.value)::bigint as amount
  from waybills w
  join stock_entries e on e.waybill_id = w.id
  join items i on i.id = e.item_id
  where w.basis_kind = 'lesson';

-- What they should cost by a norm: one row a thing.
create or replace view cost_norm_materials_planned as
  select m.cost_norm_id, m.id as line_id, i.name, round(m.per_lesson * m.unit_cost)::bigint as per_lesson,
         round(m.per_attendee * m.unit_cost)::bigint as per_attendee
  from cost_norm_materials m join items i on i.id = m.item_id;
`;
