import pg from 'pg';
import { randomBytes } from 'node:crypto';

/** A database of a test's own: a copy of the migrated template. */
export interface TestDatabase {
  /** As the application connects. */
  url: string;
  /** The owner of the tables. */
  ownerUrl: string;
  drop(): Promise<void>;
}

export async function cloneDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  if (server === undefined) throw new Error('run this through `npm test -- <file>`');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(server, (client) =>
    retried(() => client.query(`create database ${name} template kruzhok_template`)),
  );
  const within = (address: string): string => {
    const url = new URL(address);
    url.pathname = `/${name}`;
    return url.href;
  };
  return {
    url: within(process.env['TEST_APPLICATION_URL'] ?? server),
    ownerUrl: within(server),
    // Vacuum may just be at work on it, and is nobody the owner could send away.
    drop: () =>
      onServer(server, (client) =>
        retried(() => client.query(`drop database if exists ${name} with (force)`)),
      ),
  };
}

async function onServer(server: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Somebody else may be at the database at this moment. */
async function retried(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
