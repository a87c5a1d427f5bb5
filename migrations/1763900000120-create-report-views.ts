import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What reports read beside the tables themselves. */
export class CreateReportViews1763900000120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- What teaching costs, by who taught: pay as it was accrued, a reversal below zero on the day of the work. Whatever else
-- a lesson costs joins in here, by its own kind.
create view teaching_costs as
  select a.employee_id, a.branch_id, a.lesson_id, a.on_date, 'pay' as kind, a.amount, a.created_at as recorded_at
  from accruals a;

create index lessons_day_idx on lessons (on_date, branch_id);
create index accruals_day_idx on accruals (on_date, branch_id);
create index group_members_left_idx on group_members (left_on) where left_on is not null;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop index group_members_left_idx; drop index accruals_day_idx; drop index lessons_day_idx; drop view teaching_costs',
    );
  }
}
