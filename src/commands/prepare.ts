import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { systemActor } from '../kernel/actor.js';
import { readConfig } from '../platform/config/config.js';
import { migrate } from '../platform/database/data-source.js';
import { Db } from '../platform/database/db.js';

/**
 * Makes a database ready to serve: the newest schema, the roles, the demo centre, an owner. Safe to run at every start.
 * The owner is made last, in one transaction: where there is one, everything is there. People without an owner are a demo
 * centre whose making was cut short; nobody can have signed in yet, so it is dropped and made anew.
 */
const config = readConfig(process.env);
const prepare = systemActor('prepare');
const client = new pg.Client({
  connectionString: config.DATABASE_MIGRATION_URL ?? config.DATABASE_URL,
  options: `-c search_path=${config.DATABASE_SCHEMA}`,
});
await client.connect();
try {
  // Of two starts at once the second waits until the first has made everything.
  await client.query(`select pg_advisory_lock(hashtext('kruzhok prepare'))`);
  let applied = await bringUpToDate();
  if ((await found()) === 'half') {
    say('the demo centre was left half made; it is made anew');
    await client.query(`drop schema ${config.DATABASE_SCHEMA} cascade`);
    applied = await bringUpToDate();
  }
  const isReady = (await found()) === 'ready';
  if (applied > 0 || !isReady) {
    await setUp(isReady);
    // Too small to be counted by the server itself, it would be thought to have thirty rows, and so would every query that joins it.
    await client.query('analyze settings');
  }
} finally {
  await client.end();
}

async function bringUpToDate(): Promise<number> {
  const { applied, warning } = await migrate(config);
  say(
    applied.length === 0
      ? 'database is up to date'
      : `database: ${String(applied.length)} migrations applied`,
  );
  if (warning !== null) say(`warning: ${warning}`);
  return applied.length;
}

/** Asked without the application: loading it would double the time of an ordinary start. */
async function found(): Promise<'ready' | 'half' | 'nothing'> {
  const { rows } = await client.query<{ users: boolean; used: boolean }>(`
    select exists (select from users) as users,
           exists (select from users where 'owner' = any (role_codes)) or exists (select from sessions) as used`);
  if (rows[0]?.used === true) return 'ready';
  return rows[0]?.users === true ? 'half' : 'nothing';
}

async function setUp(isReady: boolean): Promise<void> {
  const { AppModule } = await import('../app.module.js');
  const { RolesService } = await import('../modules/access/index.js');
  const { SettingsService } = await import('../modules/organisation/index.js');
  const app = await NestFactory.createApplicationContext(AppModule, {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  try {
    await app.get(Db).tx(prepare, async (tx) => {
      await app.get(RolesService).ensureBuiltIn(tx);
      await app.get(SettingsService).ensure(tx);
    });
    if (!isReady) await open(app);
  } finally {
    await app.close();
  }
}

async function open(app: Awaited<ReturnType<typeof NestFactory.createApplicationContext>>): Promise<void> {
  const { demoLogins, makeLighthouse } = await import('../demo/lighthouse.js');
  const { UsersService } = await import('../modules/access/index.js');
  const { OWNER_LOGIN: login, OWNER_PASSWORD, SEED_DEMO } = config;
  if (SEED_DEMO && demoLogins.includes(login))
    throw new Error(
      `OWNER_LOGIN: ${login} is somebody of the demo centre; choose another, or SEED_DEMO=false`,
    );
  const password = OWNER_PASSWORD ?? randomBytes(12).toString('base64url');
  if (SEED_DEMO) await makeLighthouse(app, password, say);
  await app
    .get(Db)
    .tx(prepare, (tx) =>
      app.get(UsersService).create(tx, { login, name: 'Owner', password, roles: ['owner'], branchIds: [] }),
    );
  const shown = OWNER_PASSWORD === undefined ? `, password ${password} (shown once)` : ', password as given';
  say(`owner made: login ${login}${shown}`);
  if (SEED_DEMO) say(`demo logins, with the same password: ${demoLogins.join(', ')}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
