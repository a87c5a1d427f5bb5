import type { TestApp } from '../app.js';
import { sql } from '../../../src/platform/database/sql.js';

/** What a refused request may leave behind: the door's own book-keeping. */
const DOOR = [
  // A look at health is written down even when the request fails.
  'health_reads',

  'sessions',
  'refresh_tokens',
  'sign_in_failures',
  'idempotency_keys',
  'timer_runs',
  'migrations',
];

/** Count and hash of the rows of every table, so that two moments can be compared. */
export async function fingerprint(test: TestApp): Promise<Record<string, string>> {
  const tables = await test.db.query<{ name: string }>(sql`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> all (${DOOR}::text[]) order by 1`);
  const one = (name: string) => sql`select ${name}::text as name,
    count(*) || ':' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as hash from ${sql.ident(name)} t where ${name === 'audit_changes' ? sql`table_name <> 'health_reads'` : sql`true`}`;
  const rows = await test.db.query<{ name: string; hash: string }>(
    sql.join(
      tables.map(({ name }) => one(name)),
      sql` union all `,
    ),
  );
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]));
}
