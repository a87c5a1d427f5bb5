import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Work that outlives its request. The row is the truth: who asked, how far it is, what came of it; a queue may forget it,
 * a worker may die of it, and the row is due again.
 */
export class CreateOperations1763900000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table operations (
  id uuid primary key,
  kind text not null,
  status text not null constraint operations_status_check
    check (status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  -- Id of the user, or login of what is no user: who sees it.
  owner text not null,
  -- Who asked, and what they might do then; at run they may do that much or less.
  actor jsonb not null,
  permission text not null,
  request jsonb not null,
  request_id text,
  -- The same request while the first one is under way joins it.
  dedupe_key text,
  input_file_id uuid references files on delete set null,
  done integer not null default 0 constraint operations_done_check check (done >= 0),
  total integer constraint operations_total_check check (total >= 0),
  -- Where the handler goes on after a crash; written in the transaction of the work it stands for.
  state jsonb,
  result jsonb,
  error jsonb,
  cancel_requested_at timestamptz,
  -- Whoever carries it out now; without a beat it is taken away from them.
  holder uuid,
  tries integer not null default 0,
  next_at timestamptz not null default now(),
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  expires_at timestamptz,
  constraint operations_finished_check
    check ((finished_at is not null) = (status in ('succeeded', 'failed', 'cancelled'))),
  constraint operations_error_check check ((error is not null) = (status = 'failed'))
);
create index operations_owner_idx on operations (owner, created_at desc, id desc);
create index operations_due_idx on operations (next_at) where status in ('queued', 'running');
create unique index operations_dedupe_key on operations (owner, kind, dedupe_key)
  where status in ('queued', 'running');
create index operations_input_file_idx on operations (input_file_id) where input_file_id is not null;
create index operations_expires_idx on operations (expires_at) where expires_at is not null;

create table operation_files (
  operation_id uuid not null references operations on delete cascade,
  file_id uuid not null references files on delete cascade,
  primary key (operation_id, file_id)
);
create index operation_files_file_idx on operation_files (file_id);

create function wake_operations() returns trigger language plpgsql as $$
begin
  perform pg_notify('kruzhok_operations', current_schema());
  return null;
end $$;
create trigger operations_wake after insert on operations
  for each statement execute function wake_operations();
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table operation_files, operations; drop function wake_operations()');
  }
}
