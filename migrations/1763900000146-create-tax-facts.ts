import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What decides an employee's taxes, and what others may claim of their pay. */
export class CreateTaxFacts1763900000146 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- From a day on; of several from one day the one entered last counts.
create table employee_tax_facts (
  id uuid primary key,
  employee_id uuid not null references employees,
  effective_from date not null,
  is_resident boolean not null,
  tax_number text,
  -- The contract of a contractor says that the employer insures against accidents.
  is_injury_insured boolean not null,
  deductions jsonb not null
);
create index employee_tax_facts_employee_idx on employee_tax_facts (employee_id, effective_from);
comment on column employee_tax_facts.tax_number is 'personal';
comment on column employee_tax_facts.deductions is 'personal';
call keep_ledger('employee_tax_facts');

create table withholding_orders (
  id uuid primary key,
  employee_id uuid not null references employees,
  reason text not null,
  percent numeric(5, 2) check (percent > 0 and percent <= 100),
  monthly_amount bigint check (monthly_amount > 0),
  total_amount bigint check (total_amount > 0),
  limit_percent numeric(5, 2) not null check (limit_percent > 0 and limit_percent <= 70),
  priority integer not null check (priority between 1 and 9),
  effective_from date not null,
  -- The first day it no longer holds.
  effective_until date,
  constraint withholding_orders_measure_check check (num_nonnulls(percent, monthly_amount) = 1),
  constraint withholding_orders_until_check check (effective_until >= effective_from)
);
create index withholding_orders_employee_idx on withholding_orders (employee_id);
comment on column withholding_orders.reason is 'personal';
call keep_record('withholding_orders');
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table withholding_orders, employee_tax_facts');
  }
}
