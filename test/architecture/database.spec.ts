import pg from 'pg';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await cloneDatabase();
  client = new pg.Client({ connectionString: database.url, options: '-c search_path=kruzhok,public' });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const column = async (text: string): Promise<string[]> =>
  (await client.query<{ name: string }>(text)).rows.map((row) => row.name);

/** What is no business record: the platform's own work, and secrets of the door. */
const PLATFORM = [
  'audit_changes',
  'events',
  'event_deliveries',
  'timer_runs',
  'idempotency_keys',
  'migrations',
  'sign_in_failures',
  'sessions',
  'refresh_tokens',
  'file_chunks',
  'operations',
  'operation_files',
  'letters',
  'letter_attempts',
  'notifications',
  'notification_reads',
  'report_schedule_clocks',
  'report_deliveries',
  'import_faults',
  // Kept by the database from the lessons, which are in the trail.
  'lesson_groups',
  'lesson_teachers',
  // Kept from stock_entries, and from the documents that are numbered, which are in the trail.
  'stock_balances',
  'document_counters',
  // What has been told: it follows from stock and orders.
  'reorder_alarms',
  // Kept by the database from subscriptions and freezes, which are in the trail.
  'subscription_revisions',
  // Kept from lessons, memberships and their ledgers, which are in the trail.
  'teaching_days',
  'teaching_months',
  'teaching_folds',
  'teaching_changes',
  'membership_months',
  'membership_folds',
  'membership_changes',
  'roaming_clients',
  // Kept by the database from clients, guardians and their links, which are in the trail.
  'client_search',
  'audit_ceilings',
  'audit_seals',
  'audit_verifications',
  'audit_review_boundaries',
  'audit_review_ranges',
  'audit_review_marks',
  'trail_redactions',
];

const TABLES = `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'kruzhok' and c.relkind in ('r', 'p') and not c.relispartition`;

describe('the database', () => {
  it('keeps the trail of every business table', async () => {
    const tables = (await column(TABLES)).filter((name) => !PLATFORM.includes(name));
    const kept = await column(
      `select distinct c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname like '%_trail_insert'`,
    );
    expect(tables.filter((name) => !kept.includes(name))).toEqual([]);
  });

  it('lets nobody write on behalf of nobody', async () => {
    await expect(
      client.query(
        `insert into branches (id, code, name, time_zone) values (gen_random_uuid(), 'x', 'x', 'UTC')`,
      ),
    ).rejects.toThrow(/without an announced actor/);
  });

  it('has an index for every foreign key that is looked up from the other side', async () => {
    const bare = await column(`
      select c.conrelid::regclass || '(' || a.attname || ')' as name
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.connamespace = 'kruzhok'::regnamespace and array_length(c.conkey, 1) = 1
        and c.confrelid::regclass::text in ('clients', 'subscriptions', 'lessons', 'payer_accounts', 'charges', 'payments')
        and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])
      order by 1`);
    expect(bare).toEqual([]);
  });

  it('names every unique, check and exclusion constraint of several columns', async () => {
    const unnamed = await column(`
      select conname as name from pg_constraint where connamespace = 'kruzhok'::regnamespace and contype = 'x' and conname !~ '_excl$'`);
    expect(unnamed).toEqual([]);
  });

  it('pins the search path of each function that runs as the owner, and gives it to nobody in particular', async () => {
    const loose = await column(`
      select p.oid::regprocedure::text as name from pg_proc p
      where p.pronamespace = 'kruzhok'::regnamespace and p.prosecdef
        and (not coalesce(p.proconfig @> array['search_path=kruzhok, pg_temp'], false) or has_function_privilege('public', p.oid, 'execute'))`);
    expect(loose).toEqual([]);
  });
});
