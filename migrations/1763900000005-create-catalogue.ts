import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Activities: what a centre teaches, its prices of a single visit, and what each mark of attendance costs. */
export class CreateCatalogue1763900000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table activities (
  id uuid primary key,
  name text not null constraint activities_name_key unique,
  kind text not null check (kind in ('course', 'drop_in', 'hourly', 'event')),
  category text,
  age_from integer check (age_from between 0 and 120),
  age_to integer check (age_to between 0 and 120),
  lesson_minutes integer not null check (lesson_minutes between 5 and 1440),
  -- How many minutes an hour of pay has here: 60, or 45 for an academic hour.
  hour_minutes integer not null default 60 check (hour_minutes in (45, 60)),
  capacity integer not null check (capacity between 1 and 10000),
  single_price bigint not null check (single_price >= 0),
  trial_price bigint not null default 0 check (trial_price >= 0),
  -- { "present": { "visits": 1, "moneyPercent": 100, "countsForPay": true, "givesMakeUp": false }, … }
  charging_policy jsonb not null,
  archived_at timestamptz,
  constraint activities_ages_check check (age_to >= age_from)
);
call keep_record('activities');
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table activities');
  }
}
