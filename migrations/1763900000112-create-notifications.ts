import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What somebody is told: a row for each who hears of an event, ids and numbers only; texts are made when it is read. */
export class CreateNotifications1763900000112 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table notifications (
  id uuid primary key,
  user_id uuid not null references users,
  kind text not null,
  event_id uuid not null references events,
  branch_id uuid references branches,
  subject_id uuid,
  params jsonb not null,
  -- Told as somebody in particular, not as a holder of a right.
  is_direct boolean not null,
  in_inbox boolean not null,
  -- each: a letter of its own was queued; daily: it waits for the letter of the day, or was in the one of digest_tick.
  email text not null constraint notifications_email_check check (email in ('off', 'each', 'daily')),
  digest_tick timestamptz,
  created_at timestamptz not null,
  constraint notifications_event_key unique (event_id, kind, user_id),
  constraint notifications_digest_check check (digest_tick is null or email = 'daily')
);
create index notifications_inbox_idx on notifications (user_id, created_at desc, id desc) where in_inbox;
create index notifications_waiting_idx on notifications (user_id) where email = 'daily' and digest_tick is null;
create index notifications_digest_idx on notifications (user_id, digest_tick) where digest_tick is not null;
create index notifications_created_idx on notifications (created_at);

create table notification_reads (
  notification_id uuid primary key references notifications on delete cascade,
  at timestamptz not null
);

create table notification_preferences (
  id uuid primary key,
  user_id uuid not null constraint notification_preferences_user_key unique references users,
  language text constraint notification_preferences_language_check check (language in ('ru', 'en')),
  -- { "mail.failed": { "inbox": true, "email": false } }; what is not named is as the kind has it.
  kinds jsonb not null constraint notification_preferences_kinds_check check (jsonb_typeof(kinds) = 'object')
);
call keep_record('notification_preferences');
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table notification_preferences, notification_reads, notifications');
  }
}
