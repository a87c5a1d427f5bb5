import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { systemActor } from '../kernel/actor.js';
import { UsersService } from '../modules/access/index.js';
import { makeLighthouse } from '../demo/lighthouse.js';
import { SettingsService } from '../modules/organisation/index.js';
import { readConfig } from '../platform/config/config.js';
import { migrate } from '../platform/database/data-source.js';
import { Db } from '../platform/database/db.js';
import { sql } from '../platform/database/sql.js';

/** Makes a database ready to serve: the newest schema, the roles, an owner. Safe to run at every start. */
const config = readConfig(process.env);
const applied = await migrate(config);
say(
  applied.length === 0 ? 'database is up to date' : `database: ${String(applied.length)} migrations applied`,
);

const app = await NestFactory.createApplicationContext(AppModule, {
  logger: ['error', 'warn'],
  abortOnError: false,
});
try {
  const password = await makeOwner();
  if (password !== null && config.SEED_DEMO) {
    await makeLighthouse(app, password, say);
    say(
      'demo logins: director, administrator, teacher, teacher2, accountant, storekeeper, auditor, integrator; the owner’s password',
    );
  }
} finally {
  await app.close();
}

/** Gives the password of the owner it made; null when there are users already. */
function makeOwner(): Promise<string | null> {
  return app.get(Db).tx(systemActor('prepare'), async (tx) => {
    // Two starts at once make one owner.
    await tx.run(sql`select pg_advisory_xact_lock(hashtext('kruzhok prepare'))`);
    const users = app.get(UsersService);
    await users.ensureRoles(tx);
    await app.get(SettingsService).ensure(tx);
    if ((await tx.find(sql`select 1 from users limit 1`)) !== null) return null;
    const password = config.OWNER_PASSWORD ?? randomBytes(12).toString('base64url');
    await users.create(tx, {
      login: config.OWNER_LOGIN,
      name: 'Owner',
      password,
      roles: ['owner'],
      branchIds: [],
    });
    say(
      `owner made: login ${config.OWNER_LOGIN}${config.OWNER_PASSWORD === undefined ? `, password ${password} (shown once)` : ''}`,
    );
    return password;
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
