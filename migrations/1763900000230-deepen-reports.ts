import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What reports of money and stock read. */
export class DeepenReports1763900000230 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- Pay as it was accrued, by who taught. An advance and a deduction settle pay, they are no cost. A reversal stands below
-- zero on the day of the work.
create or replace view teaching_costs as
  select a.employee_id, a.branch_id, a.lesson_id, a.on_date, 'pay' as kind, a.amount, a.created_at as recorded_at
  from accruals a left join accruals o on o.id = a.reverses_id
  where coalesce(o.kind, a.kind) not in ('advance', 'deduction');

-- What teaching costs beside pay: what the employer pays to the funds on top of it, and the materials that lessons used.
-- Apart from pay, since both follow what others say of them: the settings, the norms.
create view teaching_side_costs as
  select a.employee_id, a.branch_id, a.lesson_id, a.on_date, 'contributions' as kind, k.contributions as amount, a.created_at as recorded_at
  from accruals a join accrual_costs k on k.accrual_id = a.id left join accruals o on o.id = a.reverses_id
  where coalesce(o.kind, a.kind) not in ('advance', 'deduction')
  union all
  select l.teacher_id, l.branch_id, l.id, l.on_date, 'materials', m.amount, coalesce(e.created_at, '-infinity')
  from lesson_materials m join lessons l on l.id = m.lesson_id left join stock_entries e on e.id = m.entry_id;

-- The norm a lesson is counted by: that of its branch before that of all, with the cost of an hour of its room.
create function norm_of(l lessons) returns table (id uuid, hour_cost bigint, overhead_percent numeric) language sql stable as $$
  select c.id, coalesce(r.room_cost, c.room_cost), c.overhead_percent
  from cost_norms c left join cost_norm_rooms r on r.cost_norm_id = c.id and r.room_id = l.room_id
  where c.activity_id = l.activity_id and c.period @> l.on_date and c.scope in (l.branch_id, '00000000-0000-0000-0000-000000000000')
  order by c.scope desc limit 1
$$;

-- Worth of subscriptions that no visit recognised: what burnt, or stayed after a refund.
create index visit_entries_lost_idx on visit_entries (on_date) where kind in ('burn', 'refund', 'adjustment');
-- Summaries of blocks for what is written in order of time: an index would have every charge and movement write one more.
create index charges_created_idx on charges using brin (created_at) with (autosummarize = on);
create index stock_entries_created_idx on stock_entries using brin (created_at) with (autosummarize = on);
create index purchase_orders_approved_idx on purchase_orders (approved_at) where approved_at is not null;
create index payroll_runs_end_idx on payroll_runs (period_to) where status <> 'cancelled';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
drop index payroll_runs_end_idx, purchase_orders_approved_idx, stock_entries_created_idx, charges_created_idx, visit_entries_lost_idx;
drop function norm_of;
drop view teaching_side_costs;
create or replace view teaching_costs as
  select a.employee_id, a.branch_id, a.lesson_id, a.on_date, 'pay' as kind, a.amount, a.created_at as recorded_at
  from accruals a`);
  }
}
