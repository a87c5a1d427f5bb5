import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Branches with their time zones, and the settings of the whole organisation. */
export class CreateOrganisation1763900000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table branches (
  id uuid primary key,
  code text not null constraint branches_code_key unique,
  name text not null,
  time_zone text not null,
  address text,
  phone text,
  archived_at timestamptz
);
call keep_record('branches');

-- One row: the organisation's settings, each with its type and bounds.
create table settings (
  id uuid primary key,
  only_row boolean not null default true constraint settings_only_row_key unique check (only_row),
  running_out_visits integer not null default 2 check (running_out_visits between 0 and 100),
  expiring_days integer not null default 7 check (expiring_days between 0 and 365),
  payment_due_days integer not null default 7 check (payment_due_days between 0 and 365),
  schedule_horizon_weeks integer not null default 8 check (schedule_horizon_weeks between 1 and 52)
);
call keep_record('settings');
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table settings; drop table branches');
  }
}
