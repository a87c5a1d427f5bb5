import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reports sent by themselves. A tick is an instant a schedule names; its row is made once, by whoever first inserts it,
 * and everything that leaves follows from that row.
 */
export class CreateReportSchedules1763900000185 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table report_schedules (
  id uuid primary key,
  name text not null constraint report_schedules_name_check check (char_length(name) between 1 and 200),
  -- On whose behalf reports are computed: whoever last said what is sent and to whom.
  owner_id uuid not null references users,
  -- [{ report, parameters }], in the order of the letter.
  reports jsonb not null constraint report_schedules_reports_check
    check (jsonb_typeof(reports) = 'array' and jsonb_array_length(reports) between 1 and 10),
  cron text not null,
  time_zone text not null,
  user_ids uuid[] not null default '{}',
  emails text[] not null default '{}',
  language text not null constraint report_schedules_language_check check (language in ('ru', 'en')),
  formats text[] not null default '{}' constraint report_schedules_formats_check check (formats <@ '{xlsx,csv,pdf}'),
  catch_up text not null default 'latest' constraint report_schedules_catch_up_check check (catch_up in ('latest', 'none')),
  paused_at timestamptz,
  archived_at timestamptz,
  constraint report_schedules_recipients_check check (cardinality(user_ids) + cardinality(emails) between 1 and 100)
);
comment on column report_schedules.emails is 'personal';
create unique index report_schedules_name_key on report_schedules (owner_id, lower(name)) where archived_at is null;
call keep_record('report_schedules');

-- When each is due next, beside the record: a tick is no change of the record.
create table report_schedule_clocks (
  schedule_id uuid primary key references report_schedules,
  -- Null: never, or not now.
  next_at timestamptz
);
create index report_schedule_clocks_due_idx on report_schedule_clocks (next_at) where next_at is not null;

create table report_deliveries (
  schedule_id uuid not null references report_schedules,
  tick timestamptz not null,
  id uuid not null constraint report_deliveries_id_key unique,
  -- schedule: the clock named it; person: somebody asked for it.
  asked_by text not null constraint report_deliveries_asked_by_check check (asked_by in ('schedule', 'person')),
  -- making → mailed | failed; skipped: missed, and not made up for. failed → making again by a person.
  status text not null constraint report_deliveries_status_check
    check (status in ('making', 'mailed', 'failed', 'skipped')),
  problem text,
  tries integer not null default 1,
  operation_id uuid,
  -- What is sent, made once for all recipients.
  file_id uuid references files on delete set null,
  created_at timestamptz not null,
  finished_at timestamptz,
  constraint report_deliveries_pkey primary key (schedule_id, tick),
  constraint report_deliveries_problem_check check ((problem is not null) = (status = 'failed')),
  constraint report_deliveries_finished_check check ((finished_at is null) = (status = 'making'))
);
create index report_deliveries_making_idx on report_deliveries (operation_id) where status = 'making';
create index report_deliveries_file_idx on report_deliveries (file_id) where file_id is not null;

create function wake_report_schedules() returns trigger language plpgsql as $$
begin
  perform pg_notify('kruzhok_report_schedules', current_schema());
  return null;
end $$;
create trigger report_deliveries_wake after insert or update of operation_id on report_deliveries
  for each statement execute function wake_report_schedules();
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table report_deliveries, report_schedule_clocks, report_schedules; drop function wake_report_schedules()',
    );
  }
}
