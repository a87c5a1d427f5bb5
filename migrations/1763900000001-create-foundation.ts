import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What every table stands on: extensions, who-and-when stamps, the audit trail, events and their deliveries,
 * idempotency keys. The trail is written by the database, so that no code path can forget it.
 */
export class CreateFoundation1763900000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(EXTENSIONS);
    await runner.query(STAMPS);
    await runner.query(TRAIL);
    await runner.query(KEEPERS);
    await runner.query(EVENTS);
    await runner.query(IDEMPOTENCY);
  }

  down(): Promise<void> {
    throw new Error('the foundation is not taken away: drop the schema instead');
  }
}

// Extensions are per database, not per schema: they live in public, which is last in the search path.
const EXTENSIONS = `
create extension if not exists btree_gist with schema public;
create extension if not exists pg_trgm with schema public;

-- An instant as the contract shows it: RFC 3339, UTC, milliseconds. For values inside JSON built by SQL.
create function utc(at timestamptz) returns text
  language sql immutable parallel safe
  as $$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
`;

const STAMPS = `
-- The actor announced by the open transaction; a write on behalf of nobody is a fault.
create function announced_actor() returns jsonb language plpgsql stable as $$
declare
  actor text := current_setting('kruzhok.actor', true);
begin
  if coalesce(actor, '') = '' then
    raise exception 'a write without an announced actor: open it with db.tx';
  end if;
  return actor::jsonb;
end $$;

create function announced_now() returns timestamptz language sql stable
  as $$ select coalesce(nullif(current_setting('kruzhok.now', true), '')::timestamptz, now()) $$;

-- created/updated, by whom and when, and the version that concurrent edits are based on.
create function stamp_record() returns trigger language plpgsql as $$
declare
  who jsonb := announced_actor() - 'kind' - 'id';
begin
  if tg_op = 'INSERT' then
    new.version := 1;
    new.created_at := announced_now();
    new.created_by := who;
  else
    new.version := old.version + 1;
    new.created_at := old.created_at;
    new.created_by := old.created_by;
  end if;
  new.updated_at := announced_now();
  new.updated_by := who;
  return new;
end $$;

create function stamp_entry() returns trigger language plpgsql as $$
begin
  new.created_at := announced_now();
  new.created_by := announced_actor() - 'kind' - 'id';
  return new;
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: correct it with a reversing entry', tg_table_name using errcode = 'restrict_violation';
end $$;
`;

const TRAIL = `
create table audit_changes (
  id bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  table_name text not null,
  record_id text not null,
  branch_id uuid,
  operation text not null check (operation in ('insert', 'update', 'delete')),
  version integer,
  before jsonb,
  after jsonb,
  actor_kind text not null,
  actor_id uuid,
  actor_login text not null,
  actor_name text not null,
  request_id text,
  job text,
  primary key (id, at)
) partition by range (at);

create table audit_changes_rest partition of audit_changes default;

create index audit_changes_record_idx on audit_changes (table_name, record_id, version);
create index audit_changes_at_idx on audit_changes (at, id);
create index audit_changes_actor_idx on audit_changes (actor_login, at);

create trigger audit_changes_refuse before update or delete on audit_changes
  for each row execute function refuse_change();
create trigger audit_changes_refuse_truncate before truncate on audit_changes
  for each statement execute function refuse_change();

-- A partition a month, made ahead; rows of a month nobody made land in the default one.
create function create_audit_partitions(months integer) returns void language plpgsql as $$
declare
  month date;
  name text;
begin
  for month in select generate_series(date_trunc('month', now()), date_trunc('month', now()) + make_interval(months => months), '1 month')::date loop
    name := 'audit_changes_' || to_char(month, 'YYYY_MM');
    if to_regclass(name) is null
       and not exists (select from audit_changes_rest where at >= month and at < month + interval '1 month') then
      execute format('create table %I partition of audit_changes for values from (%L) to (%L)', name, month, (month + interval '1 month')::date);
    end if;
  end loop;
end $$;
select create_audit_partitions(3);

-- One statement, one pass: the whole set of changed rows is written at once, an update as its differences only.
-- Argument 0: columns whose values are never written to the trail.
create function audit_capture() returns trigger language plpgsql as $$
declare
  actor jsonb := announced_actor();
  secret text[] := case when tg_nargs > 0 then string_to_array(tg_argv[0], ',') else '{}' end;
  stamps constant text[] := '{version,created_at,created_by,updated_at,updated_by,search_text}';
begin
  if tg_op = 'INSERT' then
    insert into audit_changes (table_name, record_id, branch_id, operation, version, after, actor_kind, actor_id, actor_login, actor_name, request_id, job)
    select tg_table_name, n.image ->> 'id', (n.image ->> 'branch_id')::uuid, 'insert', (n.image ->> 'version')::integer,
           jsonb_strip_nulls(n.image - stamps - secret),
           actor ->> 'kind', (actor ->> 'id')::uuid, actor ->> 'login', actor ->> 'name',
           nullif(current_setting('kruzhok.request_id', true), ''), nullif(current_setting('kruzhok.job', true), '')
    from (select to_jsonb(t) as image from new_rows t) n;
  elsif tg_op = 'UPDATE' then
    insert into audit_changes (table_name, record_id, branch_id, operation, version, before, after, actor_kind, actor_id, actor_login, actor_name, request_id, job)
    select tg_table_name, pair.new_image ->> 'id', (pair.new_image ->> 'branch_id')::uuid, 'update', (pair.new_image ->> 'version')::integer,
           difference.before, difference.after,
           actor ->> 'kind', (actor ->> 'id')::uuid, actor ->> 'login', actor ->> 'name',
           nullif(current_setting('kruzhok.request_id', true), ''), nullif(current_setting('kruzhok.job', true), '')
    from (select to_jsonb(o) as old_image, to_jsonb(n) as new_image from old_rows o join new_rows n using (id)) pair
    cross join lateral (
      select jsonb_object_agg(field.key, case when field.key = any (secret) then '"***"' else field.value end) as before,
             jsonb_object_agg(field.key, case when field.key = any (secret) then '"***"' else pair.new_image -> field.key end) as after
      from jsonb_each(pair.old_image) field
      where field.value is distinct from pair.new_image -> field.key and field.key <> all (stamps)
    ) difference
    where difference.before is not null;
  else
    insert into audit_changes (table_name, record_id, branch_id, operation, version, before, actor_kind, actor_id, actor_login, actor_name, request_id, job)
    select tg_table_name, o.image ->> 'id', (o.image ->> 'branch_id')::uuid, 'delete', (o.image ->> 'version')::integer,
           jsonb_strip_nulls(o.image - stamps - secret),
           actor ->> 'kind', (actor ->> 'id')::uuid, actor ->> 'login', actor ->> 'name',
           nullif(current_setting('kruzhok.request_id', true), ''), nullif(current_setting('kruzhok.job', true), '')
    from (select to_jsonb(t) as image from old_rows t) o;
  end if;
  return null;
end $$;
`;

const KEEPERS = `
-- keep_trail('t'): every change of t is in the audit trail.
create procedure keep_trail(subject text, secret text default '') language plpgsql as $$
begin
  execute format('create trigger %I after insert on %I referencing new table as new_rows for each statement execute function audit_capture(%L)', subject || '_trail_insert', subject, secret);
  execute format('create trigger %I after update on %I referencing old table as old_rows new table as new_rows for each statement execute function audit_capture(%L)', subject || '_trail_update', subject, secret);
  execute format('create trigger %I after delete on %I referencing old table as old_rows for each statement execute function audit_capture(%L)', subject || '_trail_delete', subject, secret);
end $$;

-- keep_record('t'): an editable record with version, who and when, and the trail.
create procedure keep_record(subject text, secret text default '') language plpgsql as $$
begin
  execute format('alter table %I add column version integer not null, add column created_at timestamptz not null, add column created_by jsonb not null, add column updated_at timestamptz not null, add column updated_by jsonb not null', subject);
  execute format('create trigger %I before insert or update on %I for each row execute function stamp_record()', subject || '_stamp', subject);
  call keep_trail(subject, secret);
end $$;

-- keep_ledger('t'): entries that are added and never changed, with who and when, and the trail.
create procedure keep_ledger(subject text) language plpgsql as $$
begin
  execute format('alter table %I add column created_at timestamptz not null, add column created_by jsonb not null', subject);
  execute format('create trigger %I before insert on %I for each row execute function stamp_entry()', subject || '_stamp', subject);
  execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()', subject || '_refuse', subject);
  execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()', subject || '_refuse_truncate', subject);
  execute format('create trigger %I after insert on %I referencing new table as new_rows for each statement execute function audit_capture()', subject || '_trail_insert', subject);
end $$;
`;

const EVENTS = `
create table events (
  id uuid primary key,
  at timestamptz not null,
  name text not null,
  subject_id uuid,
  branch_id uuid,
  actor jsonb not null,
  request_id text,
  data jsonb not null
);
create index events_subject_idx on events (subject_id, at);
create trigger events_refuse before update or delete on events for each row execute function refuse_change();

-- The row is the work still to do; a handler deletes it inside its own transaction.
create table event_deliveries (
  event_id uuid not null references events,
  handler text not null,
  next_at timestamptz not null default now(),
  attempts integer not null default 0,
  last_error text,
  dead_at timestamptz,
  primary key (event_id, handler)
);
create index event_deliveries_due_idx on event_deliveries (next_at) where dead_at is null;

create function wake_relay() returns trigger language plpgsql as $$
begin
  perform pg_notify('kruzhok_outbox', current_schema());
  return null;
end $$;
create trigger event_deliveries_wake after insert on event_deliveries
  for each statement execute function wake_relay();

-- Each tick of each timer is one row, however many workers hear the clock.
create table timer_runs (
  timer text not null,
  tick timestamptz not null,
  at timestamptz not null default now(),
  primary key (timer, tick)
);
`;

const IDEMPOTENCY = `
-- The answer to a request that carried an Idempotency-Key, written in the transaction of the request itself.
create table idempotency_keys (
  caller text not null,
  key text not null,
  fingerprint text not null,
  status integer not null,
  headers jsonb not null,
  body text,
  created_at timestamptz not null default now(),
  primary key (caller, key)
);
create index idempotency_keys_created_idx on idempotency_keys (created_at);
`;
