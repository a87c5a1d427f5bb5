import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tables with columns that hold ciphertext. The trail says that such a column changed and never to what; a change of
 * keys alters nothing else and is no edit, so it moves no version and names nobody as the author.
 */
export class SealColumns1763900000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create function refuse_other_changes() returns trigger language plpgsql as $$
declare
  sealed text[] := string_to_array(tg_argv[0], ',');
begin
  if to_jsonb(new) - sealed is distinct from to_jsonb(old) - sealed then
    raise exception 'a change of keys changes nothing else of %', tg_table_name using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create procedure keep_sealed_trail(subject text, sealed text) language plpgsql as $$
begin
  execute format('create trigger %I after insert on %I referencing new table as new_rows for each statement execute function audit_capture(%L)', subject || '_trail_insert', subject, sealed);
  execute format('create trigger %I before update on %I for each row when (current_setting(''kruzhok.rotating'', true) = ''on'') execute function refuse_other_changes(%L)', subject || '_rotate', subject, sealed);
end $$;

-- keep_sealed_record('t', 'secret'): as keep_record, for a table with sealed columns.
create procedure keep_sealed_record(subject text, sealed text) language plpgsql as $$
declare
  calm constant text := $when$coalesce(current_setting('kruzhok.rotating', true), '') <> 'on'$when$;
begin
  execute format('alter table %I add column version integer not null, add column created_at timestamptz not null, add column created_by jsonb not null, add column updated_at timestamptz not null, add column updated_by jsonb not null', subject);
  execute format('create trigger %I before insert or update on %I for each row when (%s) execute function stamp_record()', subject || '_stamp', subject, calm);
  execute format('create trigger %I after update on %I referencing old table as old_rows new table as new_rows for each statement when (%s) execute function audit_capture(%L)', subject || '_trail_update', subject, calm, sealed);
  execute format('create trigger %I after delete on %I referencing old table as old_rows for each statement execute function audit_capture(%L)', subject || '_trail_delete', subject, sealed);
  call keep_sealed_trail(subject, sealed);
end $$;

-- keep_sealed_ledger('t', 'secret'): as keep_ledger, for a table with sealed columns.
create procedure keep_sealed_ledger(subject text, sealed text) language plpgsql as $$
declare
  calm constant text := $when$coalesce(current_setting('kruzhok.rotating', true), '') <> 'on'$when$;
begin
  execute format('alter table %I add column created_at timestamptz not null, add column created_by jsonb not null', subject);
  execute format('create trigger %I before insert on %I for each row execute function stamp_entry()', subject || '_stamp', subject);
  execute format('create trigger %I before update on %I for each row when (%s) execute function refuse_change()', subject || '_refuse', subject, calm);
  execute format('create trigger %I before delete on %I for each row execute function refuse_change()', subject || '_refuse_delete', subject);
  execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()', subject || '_refuse_truncate', subject);
  call keep_sealed_trail(subject, sealed);
end $$;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop procedure keep_sealed_ledger; drop procedure keep_sealed_record; drop procedure keep_sealed_trail; drop function refuse_other_changes',
    );
  }
}
