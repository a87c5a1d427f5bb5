import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The trail is written by the owner of the tables through the trigger, never by the role the application connects as.
 * A function that runs as its owner has its search path pinned, and nobody may hang it on a table of their own.
 */
export class GuardTrail1763900000090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- run_as_owner('f(integer)'): callers get what f does, not the rights it needs. pg_temp comes last, so that nobody's
-- temporary table stands in for ours. \`migrate\` gives the application every such function except triggers.
create procedure run_as_owner(subject regprocedure) language plpgsql as $$
begin
  execute format('alter function %s security definer set search_path = %I, pg_temp', subject, current_schema());
  execute format('revoke all on function %s from public', subject);
end $$;

call run_as_owner('audit_capture()');
call run_as_owner('create_audit_partitions(integer)');

create trigger events_refuse_truncate before truncate on events for each statement execute function refuse_change();

-- An update that changes nothing is no version: each version of a record has its change in the trail.
create or replace function stamp_record() returns trigger language plpgsql as $$
declare
  who jsonb := announced_actor() - 'kind' - 'id';
begin
  if tg_op = 'INSERT' then
    new.version := 1;
    new.created_at := announced_now();
    new.created_by := who;
  else
    if new *= old then
      return new;
    end if;
    new.version := old.version + 1;
    new.created_at := old.created_at;
    new.created_by := old.created_by;
  end if;
  new.updated_at := announced_now();
  new.updated_by := who;
  return new;
end $$;

-- Rows whose last change is not in the trail: of each table the newest so many and as many by chance, or all for null.
create function rows_beyond_trail(sample integer) returns table (table_name text, record_id text, version integer, traced integer)
  language plpgsql stable as $$
declare
  kept record;
  picked text;
begin
  for kept in
    select c.relname as name, c.reltuples as rows,
           exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'version' and not a.attisdropped) as versioned
    from pg_class c
    where c.relnamespace = current_schema()::regnamespace
      and exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgrelid = c.oid and p.proname = 'audit_capture')
    order by c.relname
  loop
    picked := format('select id, %s as version from %I', case when kept.versioned then 'version' else 'null::integer' end, kept.name);
    if sample is not null and kept.rows > 2 * sample then
      picked := format('(%s order by id desc limit %s) union (%s tablesample system (%s))', picked, sample, picked, 100.0 * sample / kept.rows);
    end if;
    return query execute format(
      'select %L::text, r.id::text, r.version, t.version from (%s) r
       cross join lateral (select max(a.version) as version, count(*) as changes from audit_changes a where a.table_name = %L and a.record_id = r.id::text) t
       where t.changes = 0 or r.version <> t.version', kept.name, picked, kept.name);
  end loop;
end $$;
`);
  }

  down(): Promise<void> {
    throw new Error('the guard of the trail is not taken away');
  }
}
