// Migrates one template database; each test file then works on a copy of it, which takes a moment instead of seconds.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export const TEMPLATE = 'kruzhok_template';

export default async function globalSetup() {
  const { TEST_DATABASE_URL, TEST_REDIS_URL, TEST_APPLICATION_URL = TEST_DATABASE_URL } = process.env;
  if (!TEST_DATABASE_URL || !TEST_REDIS_URL) {
    throw new Error('These tests need servers: run them with `npm test -- <file>`, which starts them.');
  }
  process.env.LOG_LEVEL ??= 'silent';
  if (process.env.TEST_TEMPLATE_READY === TEST_DATABASE_URL) return;
  const client = new pg.Client({ connectionString: TEST_DATABASE_URL });
  await client.connect();
  await client.query(`drop database if exists ${TEMPLATE} with (force)`);
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const template = (address) => Object.assign(new URL(address), { pathname: `/${TEMPLATE}` }).href;
  const addresses = {
    DATABASE_URL: template(TEST_APPLICATION_URL),
    DATABASE_MIGRATION_URL: template(TEST_DATABASE_URL),
    REDIS_URL: TEST_REDIS_URL,
  };
  const migrate = fileURLToPath(new URL('../../dist/commands/migrate.js', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [migrate], {
    env: { ...process.env, ...addresses },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The template database could not be migrated:\n${stderr}`);
  process.env.TEST_TEMPLATE_READY = TEST_DATABASE_URL;
}
