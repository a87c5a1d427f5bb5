import { spawnSync } from 'node:child_process';
import pg from 'pg';
import { readConfig } from '../../../src/platform/config/config.js';
import { footing } from '../../../src/platform/database/application-role.js';
import { trailWorld, type TrailWorld } from './trail.js';

let world: TrailWorld;
let app: pg.Client;
beforeAll(async () => {
  world = await trailWorld();
  app = new pg.Client({ connectionString: world.url, options: '-c search_path=kruzhok,public' });
  await app.connect();
  // Servers given from outside are met as their owner, who steps down.
  await app.query('set role kruzhok_app');
  await world.change();
  await world.seal();
});
afterAll(async () => {
  await app.end();
  await world.close();
});

const forged = `insert into audit_changes (table_name, record_id, operation, actor_kind, actor_login, actor_name)
  values ('clients', 'x', 'update', 'user', 'anna', 'Anna')`;

describe('the role of the application', () => {
  it('is what the application works under, and owns nothing', async () => {
    const [row] = await world.db.dataSource.query<{ role: string; strong: boolean; owned: number }[]>(
      `select current_user as role, r.rolsuper or r.rolcreaterole or r.rolbypassrls as strong,
              (select count(*)::integer from pg_class where relowner = r.oid) as owned
       from pg_roles r where r.rolname = current_user`,
    );
    expect(row).toEqual({ role: 'kruzhok_app', strong: false, owned: 0 });
  });

  it.each([
    `update audit_changes set actor_login = 'x'`,
    'delete from audit_changes',
    'truncate audit_changes',
    'update audit_changes_rest set at = now()',
    'delete from audit_changes_rest',
    forged,
    forged.replace('audit_changes', 'audit_changes_rest'),
    'alter table audit_changes disable trigger all',
    'alter table branches disable trigger branches_trail_update',
    'drop trigger branches_trail_update on branches',
    'drop table audit_changes',
    'alter table audit_changes add column x integer',
    'drop function audit_capture() cascade',
    'create or replace function audit_capture() returns trigger language plpgsql as $$ begin return null; end $$',
    'set session_replication_role = replica',
    `select setval('audit_changes_id_seq', 1)`,
    'create table forged (id integer)',
    `update audit_seals set digest = '\\x00'`,
    'delete from audit_seals',
    `insert into audit_ceilings (xid, cluster, ceiling) values ('1', 1, 1)`,
    `insert into audit_review_ranges select gen_random_uuid(), int8range(1, 2)`,
    'delete from audit_review_ranges',
    'delete from audit_review_boundaries',
    `update trail_redactions set reason = 'x'`,
    `insert into trail_redactions values (1, now(), now(), '{}', 'x', 'x')`,
    `update events set name = 'x'`,
    'delete from events',
    'truncate events cascade',
    'update money_entries set amount = 0',
    'delete from visit_entries',
    'delete from migrations',
  ])('may not: %s', async (statement) => {
    await expect(app.query(statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('cannot hang the writer of the trail on a table of its own', async () => {
    await app.query('begin');
    await app.query('create temp table clients (id uuid, branch_id uuid, version integer) on commit drop');
    await expect(
      app.query(`create trigger forge after insert on pg_temp.clients referencing new table as new_rows
                 for each statement execute function kruzhok.audit_capture()`),
    ).rejects.toThrow(/permission denied for function/);
    await app.query('rollback');
  });

  it('does not mislead the writer of the trail by a table of the same name', async () => {
    const before = await world.owner.query('select count(*)::integer as n from audit_changes');
    await app.query('begin');
    await app.query('create temp table audit_changes (like kruzhok.audit_changes) on commit drop');
    await app.query(
      `select set_config('kruzhok.actor', '{"kind": "system", "login": "system:test", "name": "x"}', true)`,
    );
    await app.query(
      `insert into branches (id, code, name, time_zone) values (gen_random_uuid(), 'shadow', 'Shadow', 'UTC')`,
    );
    await app.query('commit');
    const after = await world.owner.query('select count(*)::integer as n from audit_changes');
    expect((after.rows[0] as { n: number }).n).toBe((before.rows[0] as { n: number }).n + 1);
  });

  it('makes the partitions of the months ahead through the owner', async () => {
    await expect(app.query('select create_audit_partitions(5)')).resolves.toBeDefined();
    const { rows } = await app.query(
      `select has_table_privilege(c.oid, 'insert, update, delete, truncate') as may from pg_class c
       where c.relispartition and c.relname like 'audit_changes_%'`,
    );
    expect(rows.length).toBeGreaterThanOrEqual(6);
    expect(rows.filter((row) => (row as { may: boolean }).may)).toEqual([]);
  });

  it('may write every business table, also one that a later migration adds', async () => {
    const { rows } = await world.owner.query(
      `select c.relname from pg_class c where c.relnamespace = 'kruzhok'::regnamespace and c.relkind = 'r' and not c.relispartition
         and not has_table_privilege('kruzhok_app', c.oid, 'select')`,
    );
    expect(rows).toEqual([]);
  });
});

describe('one address for everything', () => {
  const settings = (more: Record<string, string>) => ({
    PATH: process.env['PATH'] ?? '',
    DATABASE_URL: world.ownerUrl,
    REDIS_URL: process.env['TEST_REDIS_URL'] ?? '',
    ...more,
  });
  const migrate = (more: Record<string, string>) =>
    spawnSync(process.execPath, ['dist/commands/migrate.js'], { env: settings(more), encoding: 'utf8' });

  it('lets the owner step down to the role that owns nothing', async () => {
    const stepped = await footing(readConfig(settings({})));
    expect(stepped).toEqual({ role: 'kruzhok_app', warning: null });
    expect(migrate({}).stdout).toBe('database is up to date\n');
  });

  it('says what is missing when the owner may not make that role', async () => {
    const { status, stdout } = migrate({ DATABASE_SCHEMA: 'second' });
    expect({ status, warned: /warning: .*create role "second_app" nologin; grant/.test(stdout) }).toEqual({
      status: 0,
      warned: true,
    });
    const stays = await footing(readConfig(settings({ DATABASE_SCHEMA: 'second' })));
    expect(stays).toMatchObject({ role: null, warning: expect.stringMatching(/as the owner/) as string });
  });

  it('does not start with a role of its own that nobody made', () => {
    const url = new URL(world.ownerUrl);
    url.username = 'stranger';
    const { status, stderr } = migrate({ DATABASE_URL: url.href, DATABASE_MIGRATION_URL: world.ownerUrl });
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/create role "stranger" login;/);
    expect(stderr).not.toContain(decodeURIComponent(url.password));
  });
});
