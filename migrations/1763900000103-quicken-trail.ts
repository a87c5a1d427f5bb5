import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The trail writer as before, but each row is made JSON once. Without "offset 0" the planner dissolved the subquery and
 * made the row anew for every one of its fields: 17 ms for twelve subscriptions instead of one.
 */
export class QuickenTrail1763900000103 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create or replace function audit_capture() returns trigger language plpgsql as $$
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
    from (select to_jsonb(t) as image from new_rows t offset 0) n;
  elsif tg_op = 'UPDATE' then
    insert into audit_changes (table_name, record_id, branch_id, operation, version, before, after, actor_kind, actor_id, actor_login, actor_name, request_id, job)
    select tg_table_name, pair.new_image ->> 'id', (pair.new_image ->> 'branch_id')::uuid, 'update', (pair.new_image ->> 'version')::integer,
           difference.before, difference.after,
           actor ->> 'kind', (actor ->> 'id')::uuid, actor ->> 'login', actor ->> 'name',
           nullif(current_setting('kruzhok.request_id', true), ''), nullif(current_setting('kruzhok.job', true), '')
    from (select to_jsonb(o) as old_image, to_jsonb(n) as new_image from old_rows o join new_rows n using (id) offset 0) pair
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
    from (select to_jsonb(t) as image from old_rows t offset 0) o;
  end if;
  return null;
end $$;
call run_as_owner('audit_capture()');
`);
  }

  down(): Promise<void> {
    // What it writes is the same; there is nothing to take back.
    return Promise.resolve();
  }
}
