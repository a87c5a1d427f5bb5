import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DataSource, DefaultNamingStrategy, type DataSourceOptions, type MixedList } from 'typeorm';
import type { Config } from '../config/config.js';
import { provideApplicationRole } from './application-role.js';
import { columnOf } from './names.js';
import { installPgTypes } from './pg-types.js';

/** `lastName` in code is `last_name` in the database. */
class SnakeNames extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName || columnOf(propertyName);
  }
}

interface Connecting {
  entities?: MixedList<string | (new () => object)>;
  /** The role a connection steps down to at once. */
  role?: string | null;
}

/**
 * What is asked here finds few rows, whatever the planner thinks of a register of millions: to begin parallel workers, or to
 * compile, took 5 ms of a question of 0.1 ms. Whatever reads much at once says so itself.
 */
const FOR_SHORT_WORK = '-c max_parallel_workers_per_gather=0 -c jit=off';

/**
 * Connection settings. One organisation is one schema; no name in our SQL is qualified, so the search path decides.
 * Extensions live in public, which comes last.
 */
export function dataSourceOptions(
  config: Config,
  { entities = [], role = null }: Connecting = {},
): DataSourceOptions {
  const stepDown = role === null ? '' : ` -c role=${role}`;
  installPgTypes();
  return {
    type: 'postgres',
    url: config.DATABASE_URL,
    entities: entities as never,
    namingStrategy: new SnakeNames(),
    synchronize: false,
    migrationsTableName: 'migrations',
    logging: false,
    installExtensions: false,
    extra: {
      max: config.DATABASE_POOL,
      connectionTimeoutMillis: 5_000,
      idle_in_transaction_session_timeout: 60_000,
      statement_timeout: 30_000,
      lock_timeout: 10_000,
      // pg_catalog is named, and last: unnamed it comes first, and its own money(bigint) would hide ours.
      options: `-c search_path=${config.DATABASE_SCHEMA},public,pg_catalog -c timezone=UTC ${FOR_SHORT_WORK}${stepDown}`,
    },
  };
}

export interface Migrated {
  /** Names of the migrations that were not there yet. */
  applied: string[];
  /** What keeps the application from working under a role of its own. */
  warning: string | null;
}

/** As the owner: creates the schema when it is missing, applies what is not there yet, gives the application its rights. */
export async function migrate(config: Config): Promise<Migrated> {
  const options = { ...dataSourceOptions(config), url: config.DATABASE_MIGRATION_URL ?? config.DATABASE_URL };
  const migrations = await loadMigrations();
  const source = new DataSource({ ...options, migrations });
  await source.initialize();
  const runner = source.createQueryRunner();
  try {
    // Two starts at the same moment migrate one after the other.
    await runner.query(`select pg_advisory_lock(hashtext('kruzhok migrations'))`);
    await runner.query(`create schema if not exists ${config.DATABASE_SCHEMA}`);
    const done = await source.runMigrations({ transaction: 'each' });
    await runner.query(moneyFunction(config.CURRENCY));
    await runner.query('call guard_merged()');
    const warning = await provideApplicationRole(runner, config);
    return { applied: done.map((migration) => migration.name), warning };
  } finally {
    await runner.release();
    await source.destroy();
  }
}

/**
 * The organisation has one currency; a constant inside an inlined function costs a read nothing. Stable, as what it calls:
 * a function that promises more than that is not inlined.
 */
function moneyFunction(currency: string): string {
  return `create or replace function money(amount bigint) returns jsonb language sql stable parallel safe
    as $$ select case when amount is null then null else jsonb_build_object('amount', amount, 'currency', '${currency}') end $$`;
}

async function loadMigrations(): Promise<(new () => object)[]> {
  const folder = new URL('../../migrations/', import.meta.url);
  const files = (await readdir(fileURLToPath(folder))).filter((file) => /^\d+-.*\.js$/.test(file)).sort();
  const modules = await Promise.all(
    files.map((file) => import(new URL(file, folder).href) as Promise<object>),
  );
  return modules.flatMap((module) => Object.values(module) as (new () => object)[]);
}
