import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Letters: the row is the truth of what must be sent and what became of it; each attempt is a row of its own, written
 * before the server is spoken to, so that whoever takes over knows how far the one before came.
 */
export class CreateLetters1763900000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table letters (
  id uuid primary key,
  kind text not null,
  -- The same key is the same letter; the Message-ID is made of it.
  key text not null constraint letters_key_key unique,
  message_id text not null,
  status text not null constraint letters_status_check
    check (status in ('queued', 'sending', 'sent', 'failed', 'unknown', 'cancelled')),
  subject_type text,
  subject_id uuid,
  branch_id uuid references branches,
  -- [{ address, name, state: waiting | sent | refused }]; the address goes when its time is over.
  recipients jsonb not null constraint letters_recipients_check check (jsonb_typeof(recipients) = 'array'),
  language text not null constraint letters_language_check check (language in ('ru', 'en')),
  params jsonb not null,
  -- The whole message as it leaves, made once: sent again it is the same to the byte.
  file_id uuid references files on delete set null,
  problem text,
  tries integer not null default 0,
  holder uuid,
  next_at timestamptz not null,
  created_at timestamptz not null,
  created_by jsonb not null,
  request_id text,
  sent_at timestamptz,
  finished_at timestamptz,
  forgotten_at timestamptz,
  constraint letters_subject_check check ((subject_type is null) = (subject_id is null)),
  constraint letters_sent_check check ((sent_at is not null) = (status = 'sent')),
  constraint letters_finished_check
    check ((finished_at is not null) = (status in ('sent', 'failed', 'unknown', 'cancelled'))),
  constraint letters_problem_check check (problem is not null or status not in ('failed', 'unknown'))
);
comment on column letters.recipients is 'personal';
create index letters_due_idx on letters (next_at) where status in ('queued', 'sending');
create index letters_created_idx on letters (created_at desc, id desc);
create index letters_subject_idx on letters (subject_id) where subject_id is not null;
create index letters_trouble_idx on letters (status) where status in ('failed', 'unknown');
create index letters_branch_idx on letters (branch_id) where branch_id is not null;
create index letters_file_idx on letters (file_id) where file_id is not null;
create index letters_forget_idx on letters (finished_at) where finished_at is not null and forgotten_at is null;

create table letter_attempts (
  id uuid primary key,
  letter_id uuid not null references letters on delete cascade,
  number integer not null,
  -- started: no server could have taken it; handed: written before the message is ended, it may have been taken.
  phase text not null constraint letter_attempts_phase_check check (phase in ('started', 'handed')),
  started_at timestamptz not null,
  handed_at timestamptz,
  finished_at timestamptz,
  outcome text constraint letter_attempts_outcome_check
    check (outcome in ('sent', 'again', 'failed', 'unknown', 'lost', 'cancelled')),
  smtp_code integer,
  problem text,
  constraint letter_attempts_number_key unique (letter_id, number),
  constraint letter_attempts_handed_check check ((handed_at is not null) = (phase = 'handed')),
  constraint letter_attempts_finished_check check ((finished_at is not null) = (outcome is not null))
);

-- What people did to a letter; who and when are in the trail.
create table letter_actions (
  id uuid primary key,
  letter_id uuid not null references letters,
  action text not null constraint letter_actions_action_check check (action in ('resend', 'cancellation')),
  was text not null
);
create index letter_actions_letter_idx on letter_actions (letter_id);
call keep_ledger('letter_actions');

create function wake_letters() returns trigger language plpgsql as $$
begin
  perform pg_notify('kruzhok_mail', current_schema());
  return null;
end $$;
create trigger letters_wake after insert on letters for each statement execute function wake_letters();
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table letter_actions, letter_attempts, letters; drop function wake_letters()');
  }
}
