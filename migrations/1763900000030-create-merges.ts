import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Two records of one person become one. Whatever refers to the duplicate is found in the catalogue of foreign keys, so
 * a table added later is moved by itself; what was moved is remembered, so that it can be brought back.
 */
export class CreateMerges1763900000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RECORDS);
    await runner.query(REFERENCES);
    await runner.query(GUARDS);
    await runner.query(VIEWS);
  }

  down(): Promise<void> {
    throw new Error('merged records cannot be told apart again: restore a copy instead');
  }
}

const mergesTable = (kind: 'client' | 'guardian'): string => `
create table ${kind}_merges (
  id uuid primary key,
  -- Of the survivor.
  branch_id uuid not null references branches,
  survivor_id uuid not null references ${kind}s,
  duplicate_id uuid not null references ${kind}s,
  -- { "lastName": "duplicate" }: which record a field was taken from, where somebody said so.
  fields jsonb not null,
  reason text,
  -- The versions the merge made: the trail has the values before them.
  survivor_version integer not null,
  duplicate_version integer not null,
  -- [{ target, table, column, from, to, ids }] · [{ table, id, why }] · [{ table, id, before, after }] · what else each part must know
  moved jsonb not null,
  kept jsonb not null,
  changed jsonb not null,
  notes jsonb not null,
  undone_at timestamptz,
  constraint ${kind}_merges_two_records_check check (survivor_id <> duplicate_id)
);
create index ${kind}_merges_survivor_idx on ${kind}_merges (survivor_id, id);
create index ${kind}_merges_duplicate_idx on ${kind}_merges (duplicate_id);
create unique index ${kind}_merges_standing_key on ${kind}_merges (duplicate_id) where undone_at is null;
call keep_record('${kind}_merges');
`;

const RECORDS = `
alter table clients add column merged_into_id uuid references clients,
  add constraint clients_merged_into_another_check check (merged_into_id <> id);
create index clients_merged_into_idx on clients (merged_into_id) where merged_into_id is not null;
alter table guardians add column merged_into_id uuid references guardians,
  add constraint guardians_merged_into_another_check check (merged_into_id <> id);
create index guardians_merged_into_idx on guardians (merged_into_id) where merged_into_id is not null;
alter table payer_accounts add column merged_into_id uuid references payer_accounts,
  add constraint payer_accounts_merged_into_another_check check (merged_into_id <> id),
  add constraint payer_accounts_merged_empty_check check (merged_into_id is null or balance = 0);
create index payer_accounts_merged_into_idx on payer_accounts (merged_into_id) where merged_into_id is not null;
${mergesTable('client')}
${mergesTable('guardian')}
`;

const REFERENCES = `
-- Every column that refers to the records of a table.
create function references_to(target text) returns table (table_name text, column_name text, id_type text) language sql stable as $$
  select t.relname::text, a.attname::text, format_type(i.atttypid, i.atttypmod)
  from pg_constraint c
  join pg_class t on t.oid = c.conrelid
  join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
  join pg_attribute i on i.attrelid = c.conrelid and i.attname = 'id'
  where c.contype = 'f' and c.confrelid = to_regclass(target) and c.conparentid = 0 and cardinality(c.conkey) = 1
  order by 1, 2
$$;

-- Lets every row of a column refer to another record. A row the other record has the like of (a constraint says so)
-- stays where it is, and so does every row named in stays. Ledgers open for this and for nothing else: see refuse_change.
create function move_references(subject text, reference text, id_type text, from_id uuid, to_id uuid, stays text[], out moved text[], out kept text[])
language plpgsql as $$
declare
  one text;
begin
  perform set_config('kruzhok.merging', 'on', true);
  kept := '{}';
  begin
    execute format('with m as (update %1$I set %2$I = $2 where %2$I = $1 and id::text <> all ($3) returning id)
                    select coalesce(array_agg(id::text order by id), ''{}'') from m', subject, reference)
      into moved using from_id, to_id, stays;
  exception when unique_violation or exclusion_violation or check_violation then
    moved := '{}';
    for one in execute format('select id::text from %1$I where %2$I = $1 and id::text <> all ($2) order by id', subject, reference) using from_id, stays loop
      begin
        execute format('update %1$I set %2$I = $2 where id = $1::%3$s', subject, reference, id_type) using one, to_id;
        moved := moved || one;
      exception when unique_violation or exclusion_violation or check_violation then
        kept := kept || one;
      end;
    end loop;
  end;
  perform set_config('kruzhok.merging', '', true);
end $$;

-- Brings named rows back; gives how many it found where the merge had left them.
create function return_references(subject text, reference text, id_type text, from_id uuid, to_id uuid, ids text[]) returns bigint
language plpgsql as $$
declare
  touched bigint;
begin
  perform set_config('kruzhok.merging', 'on', true);
  execute format('update %1$I set %2$I = $1 where %2$I = $2 and id = any ($3::%3$s[])', subject, reference, id_type)
    using from_id, to_id, ids;
  get diagnostics touched = row_count;
  perform set_config('kruzhok.merging', '', true);
  return touched;
end $$;

-- A ledger row never changes, but for whose it is when two records of one person become one: then only its references
-- may differ, and the merge remembers every row.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('kruzhok.merging', true) = 'on' then
    if not exists (
      select from jsonb_each(to_jsonb(old)) f
      where f.value is distinct from to_jsonb(new) -> f.key
        and not exists (
          select from unnest(array['clients', 'guardians', 'payer_accounts']) target cross join references_to(target) r
          where r.table_name = tg_table_name and r.column_name = f.key)) then
      return new;
    end if;
  end if;
  raise exception '% is append-only: correct it with a reversing entry', tg_table_name using errcode = 'restrict_violation';
end $$;
`;

const GUARDS = `
-- Nothing new is written about a record that became another one. Arguments: the column, the table it refers to. The
-- foreign key has waited for a merge at work on the record, so this statement sees what that merge did.
create function refuse_merged() returns trigger language plpgsql as $$
declare
  gone record;
begin
  execute format('select r.id, r.merged_into_id from new_rows n join %I r on r.id = n.%I where r.merged_into_id is not null limit 1', tg_argv[1], tg_argv[0])
    into gone;
  if gone.id is not null then
    raise exception '% % was merged', tg_argv[1], gone.id
      using errcode = 'check_violation', constraint = tg_argv[1] || '_merged',
            hint = jsonb_build_object('id', gone.id, 'mergedIntoId', gone.merged_into_id)::text;
  end if;
  return null;
end $$;

-- Guards every column that refers to a client, a guardian or an account, but for those that say what became of a record
-- itself; run after the migrations.
create procedure guard_merged() language plpgsql as $$
declare
  r record;
  guard text;
begin
  for r in select t.target, f.table_name, f.column_name
           from unnest(array['clients', 'guardians', 'payer_accounts']) as t(target) cross join references_to(t.target) f
           where f.column_name <> 'merged_into_id' and f.table_name not in ('client_merges', 'guardian_merges', 'erasures') loop
    guard := left(r.table_name || '_' || r.column_name, 50) || '_unmerged';
    if not exists (select from pg_trigger where tgrelid = to_regclass(r.table_name) and tgname = guard) then
      execute format('create trigger %I after insert on %I referencing new table as new_rows for each statement execute function refuse_merged(%L, %L)',
                     guard, r.table_name, r.column_name, r.target);
    end if;
  end loop;
end $$;
`;

const VIEWS = `
create or replace view payer_of_client as
  select c.id as client_id, a.id as account_id
  from clients c
  left join client_guardians g on g.client_id = c.id and g.is_payer
  join payer_accounts a on a.guardian_id = g.guardian_id or (g.guardian_id is null and a.client_id = c.id)
  where c.merged_into_id is null and a.merged_into_id is null;
`;
