import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is known of a person can be given to them and taken away. A column that holds somebody's own words or data says so
 * in its comment (`personal`); a module that adds one marks it, and it is exported and erased by itself.
 */
export class CreatePrivacy1763900000033 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(COLUMNS);
    await runner.query(DOORS);
    await runner.query(WALK);
  }

  down(): Promise<void> {
    throw new Error('what was erased does not come back');
  }
}

const TABLES = `
alter table clients add column erased_at timestamptz;
alter table guardians add column erased_at timestamptz;

create table erasures (
  id uuid primary key,
  client_id uuid not null references clients,
  branch_id uuid not null references branches,
  requested_by text not null,
  reason text not null,
  -- Why it was done although the client owed money or had something running.
  force_reason text,
  -- { clients, guardians, rows, changes }: how many of each were emptied.
  outcome jsonb not null
);
create index erasures_client_idx on erasures (client_id);
create index erasures_branch_idx on erasures (branch_id, id);
call keep_ledger('erasures');

-- A lawful change of the trail, so that whoever verifies it can tell it from tampering.
create table if not exists trail_redactions (
  change_id bigint not null,
  change_at timestamptz not null,
  at timestamptz not null,
  by jsonb not null,
  reason text not null,
  digest_before text not null
);
create index if not exists trail_redactions_change_idx on trail_redactions (change_id);
create trigger trail_redactions_refuse before update or delete on trail_redactions for each row execute function refuse_change();
`;

const COLUMNS = [
  ...[
    'last_name',
    'first_name',
    'middle_name',
    'birth_date',
    'phones',
    'email',
    'address',
    'external_id',
  ].map((column) => `clients.${column}`),
  ...['source', 'tags', 'interests', 'preferences', 'wishes', 'status_reason'].map(
    (column) => `clients.${column}`,
  ),
  ...['last_name', 'first_name', 'middle_name', 'phones', 'email'].map((column) => `guardians.${column}`),
  ...[
    'client_status_changes.reason',
    'client_merges.reason',
    'guardian_merges.reason',
    'duplicate_dismissals.reason',
  ],
  ...['group_members.leave_reason', 'payments.comment', 'freezes.reason'],
  ...['subscriptions.discount_reason', 'subscriptions.cancel_reason'],
]
  .map((column) => `comment on column ${column} is 'personal';`)
  .join('\n');

const DOORS = `
create function personal_columns(subject text) returns text[] language sql stable as $$
  select coalesce(array_agg(a.attname::text order by a.attnum), '{}')
  from pg_attribute a where a.attrelid = to_regclass(subject) and a.attnum > 0 and not a.attisdropped
    and col_description(a.attrelid, a.attnum) like 'personal%'
$$;

-- A ledger row never changes, but for whose it is when two records of one person become one (then only its references may
-- differ), and for what is personal in it when the person is erased. The trail gives way only to its redaction.
create or replace function refuse_change() returns trigger language plpgsql as $$
declare
  open text[] := '{}';
begin
  if tg_op = 'UPDATE' then
    if tg_table_name like 'audit\\_changes%' then
      open := case when current_setting('kruzhok.redacting', true) = 'on' then '{before,after}'::text[] else open end;
    elsif current_setting('kruzhok.merging', true) = 'on' then
      open := array(select r.column_name from unnest(array['clients', 'guardians', 'payer_accounts']) t(target)
                    cross join references_to(t.target) r where r.table_name = tg_table_name);
    elsif current_setting('kruzhok.erasing', true) = 'on' then
      open := personal_columns(tg_table_name::text);
    end if;
    if cardinality(open) > 0 and to_jsonb(old) - open = to_jsonb(new) - open then
      return new;
    end if;
  end if;
  raise exception '% is append-only: correct it with a reversing entry', tg_table_name using errcode = 'restrict_violation';
end $$;

create function redacted(image jsonb, fields text[]) returns jsonb language sql immutable as $$
  select jsonb_object_agg(f.key, case when f.key = any (fields) and f.value <> 'null' then '"[erased]"' else f.value end) from jsonb_each(image) f
$$;

-- Takes values out of the trail; that they were changed, when and by whom stays, and what the row was is kept as a digest.
create function redact_trail(subject text, records text[], fields text[], why text) returns bigint language plpgsql security definer as $$
declare
  touched bigint;
  digest text;
begin
  -- The digest a seal holds, where the trail is sealed.
  digest := case when to_regprocedure('trail_digest(audit_changes)') is null
    then 'sha256(convert_to(to_jsonb(a)::text, ''UTF8''))' else 'trail_digest(a)' end;
  execute format('insert into trail_redactions (change_id, change_at, at, by, reason, digest_before)
    select a.id, a.at, clock_timestamp(), announced_actor() - ''kind'' - ''id'', $4, encode(%s, ''hex'')
    from audit_changes a
    where a.table_name = $1 and a.record_id = any ($2) and (a.before ?| $3 or a.after ?| $3)', digest)
    using subject, records, fields, why;
  perform set_config('kruzhok.redacting', 'on', true);
  update audit_changes a set before = redacted(a.before, fields), after = redacted(a.after, fields)
  where a.table_name = subject and a.record_id = any (records) and (a.before ?| fields or a.after ?| fields);
  get diagnostics touched = row_count;
  perform set_config('kruzhok.redacting', '', true);
  return touched;
end $$;
revoke all on function redact_trail(text, text[], text[], text) from public;

-- Empties what is personal in rows of a table, and then in the trail.
create function erase_rows(subject text, records text[], why text, out rows bigint, out changes bigint) language plpgsql as $$
declare
  fields text[] := personal_columns(subject);
  sets text;
begin
  select string_agg(format('%I = %s', a.attname, case when not a.attnotnull then 'null' when t.typcategory = 'A' then '''{}''' else '''—''' end), ', ')
    into sets
  from pg_attribute a join pg_type t on t.oid = a.atttypid where a.attrelid = to_regclass(subject) and a.attname = any (fields);
  perform set_config('kruzhok.erasing', 'on', true);
  execute format('update %I set %s where id::text = any ($1)', subject, sets) using records;
  get diagnostics rows = row_count;
  perform set_config('kruzhok.erasing', '', true);
  changes := redact_trail(subject, records, fields, why);
end $$;
`;

const WALK = `
-- Rows that hang on people: those that refer to the clients, guardians or accounts, and those that refer to these in turn.
create function rows_of_people(client_ids uuid[], guardian_ids uuid[]) returns table (table_name text, ids text[]) language plpgsql stable as $$
declare
  accounts uuid[] := array(select a.id from payer_accounts a where a.client_id = any (client_ids) or a.guardian_id = any (guardian_ids));
  reach jsonb := '{}';
  link record;
  found text[];
begin
  for link in
    select r.table_name as child, r.column_name as col, case t.target when 'clients' then client_ids when 'guardians' then guardian_ids else accounts end as owners
    from unnest(array['clients', 'guardians', 'payer_accounts']) t(target) cross join references_to(t.target) r
    where r.table_name not in ('clients', 'guardians')
  loop
    execute format('select coalesce(array_agg(id::text), ''{}'') from %I where %I = any ($1)', link.child, link.col) into found using link.owners;
    if cardinality(found) > 0 then
      reach := jsonb_set(reach, array[link.child], coalesce(reach -> link.child, '[]') || to_jsonb(found));
    end if;
  end loop;
  for link in
    select distinct r.table_name as child, r.column_name as col, u.key as parent, u.value as owners
    from jsonb_each(reach) u cross join references_to(u.key) r
    where not (reach ? r.table_name) and r.table_name not in ('clients', 'guardians')
  loop
    execute format('select coalesce(array_agg(id::text), ''{}'') from %I where %I::text = any ($1)', link.child, link.col)
      into found using array(select jsonb_array_elements_text(link.owners));
    if cardinality(found) > 0 then
      reach := jsonb_set(reach, array[link.child], coalesce(reach -> link.child, '[]') || to_jsonb(found));
    end if;
  end loop;
  return query select u.key, array(select distinct jsonb_array_elements_text(u.value) order by 1) from jsonb_each(reach) u order by 1;
end $$;
`;
