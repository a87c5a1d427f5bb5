import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { systemActor } from '../kernel/actor.js';
import { readConfig } from '../platform/config/config.js';
import { migrate } from '../platform/database/data-source.js';
import { Db } from '../platform/database/db.js';
import { sql } from '../platform/database/sql.js';

/** Makes a database ready to serve: the newest schema, the roles, an owner, the demo centre. Safe to run at every start. */
const config = readConfig(process.env);
const { applied, warning } = await migrate(config);
say(
  applied.length === 0 ? 'database is up to date' : `database: ${String(applied.length)} migrations applied`,
);
if (warning !== null) say(`warning: ${warning}`);
if (applied.length > 0 || !(await isSetUp())) await setUp();

/** Asked without the application: loading it would double the time of an ordinary start. */
async function isSetUp(): Promise<boolean> {
  const client = new pg.Client({
    connectionString: config.DATABASE_URL,
    options: `-c search_path=${config.DATABASE_SCHEMA}`,
  });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from users limit 1');
    return rowCount === 1;
  } finally {
    await client.end();
  }
}

async function setUp(): Promise<void> {
  const { AppModule } = await import('../app.module.js');
  const { makeLighthouse } = await import('../demo/lighthouse.js');
  const { RolesService, UsersService } = await import('../modules/access/index.js');
  const { SettingsService } = await import('../modules/organisation/index.js');
  const app = await NestFactory.createApplicationContext(AppModule, {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  try {
    const password = await app.get(Db).tx(systemActor('prepare'), async (tx) => {
      // Two starts at once make one owner.
      await tx.run(sql`select pg_advisory_xact_lock(hashtext('kruzhok prepare'))`);
      const users = app.get(UsersService);
      await app.get(RolesService).ensureBuiltIn(tx);
      await app.get(SettingsService).ensure(tx);
      if ((await tx.find(sql`select 1 from users limit 1`)) !== null) return null;
      const made = config.OWNER_PASSWORD ?? randomBytes(12).toString('base64url');
      await users.create(tx, {
        login: config.OWNER_LOGIN,
        name: 'Owner',
        password: made,
        roles: ['owner'],
        branchIds: [],
      });
      return made;
    });
    if (password === null) return;
    const shown =
      config.OWNER_PASSWORD === undefined ? `, password ${password} (shown once)` : ', password as given';
    say(`owner made: login ${config.OWNER_LOGIN}${shown}`);
    if (!config.SEED_DEMO) return;
    await makeLighthouse(app, password, say);
    say(
      'demo logins, with the same password: director, administrator, teacher, teacher2, accountant, storekeeper, auditor, integrator',
    );
  } finally {
    await app.close();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
