import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pay schemes, effective-dated, and what was accrued by them. Payroll knows no lessons: it is told of work done. */
export class CreatePayroll1763900000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table pay_schemes (
  id uuid primary key,
  employee_id uuid not null references employees,
  -- The narrower scope wins: group, then activity, then the employee alone.
  activity_id uuid references activities,
  group_id uuid,
  basis text not null check (basis in ('lesson', 'hour', 'attendee', 'revenue_percent')),
  -- Minor units per lesson, hour or attendee.
  rate bigint check (rate >= 0),
  percent numeric(5, 2) check (percent between 0 and 100),
  min_amount bigint check (min_amount >= 0),
  max_amount bigint check (max_amount >= min_amount),
  effective_from date not null,
  constraint pay_schemes_rate_fits_basis_check check (case when basis = 'revenue_percent' then percent is not null and rate is null else rate is not null and percent is null end),
  constraint pay_schemes_one_scope_check check (num_nonnulls(activity_id, group_id) <= 1),
  constraint pay_schemes_scope_key unique nulls not distinct (employee_id, activity_id, group_id, effective_from)
);
call keep_record('pay_schemes');

create table accruals (
  id uuid primary key,
  employee_id uuid not null references employees,
  branch_id uuid not null references branches,
  kind text not null check (kind in ('work', 'reversal')),
  -- The piece of work it pays: one accrual for each, however often it is sent.
  work_id uuid not null,
  lesson_id uuid not null,
  on_date date not null,
  amount bigint not null,
  -- The formula with its numbers; null scheme: nobody set a rate, nothing is owed, and the formula says so.
  scheme_id uuid references pay_schemes,
  formula jsonb not null,
  reverses_id uuid references accruals constraint accruals_reversed_once_key unique,
  constraint accruals_reversal_names_check check ((kind = 'reversal') = (reverses_id is not null))
);
create unique index accruals_work_key on accruals (work_id, employee_id) where kind = 'work';
create index accruals_employee_idx on accruals (employee_id, on_date, id);
create index accruals_lesson_idx on accruals (lesson_id);
create index accruals_branch_idx on accruals (branch_id, on_date, id);
call keep_ledger('accruals');
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table accruals, pay_schemes');
  }
}
