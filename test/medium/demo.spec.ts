import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import pg from 'pg';
import { ledgerChecks } from '../../src/ledger-checks.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

// The demo centre is made by `prepare`, as at the first start: whole, or not at all.

let database: TestDatabase;
let owner: pg.Client;
beforeAll(async () => {
  database = await cloneDatabase();
  owner = new pg.Client({
    connectionString: database.ownerUrl,
    options: '-c search_path=kruzhok,public',
  });
  // The schema is dropped under it when a half-made centre goes.
  owner.on('error', () => undefined);
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

function prepare(): { program: ChildProcess; told: () => string } {
  const program = spawn(process.execPath, [resolve('dist/commands/prepare.js')], {
    env: {
      ...process.env,
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      DATABASE_URL: database.url,
      DATABASE_MIGRATION_URL: database.ownerUrl,
      REDIS_URL: process.env['TEST_REDIS_URL'],
      REDIS_PREFIX: 'test-demo',
      DATA_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
      OWNER_LOGIN: 'owner',
      OWNER_PASSWORD: 'correct horse battery staple',
      SEED_DEMO: 'true',
    },
  });
  let text = '';
  program.stdout.on('data', (part: Buffer) => (text += part.toString()));
  program.stderr.on('data', (part: Buffer) => (text += part.toString()));
  return { program, told: () => text };
}

const count = async (what: string): Promise<number> => {
  const { rows } = await owner.query<{ n: number }>(`select count(*)::integer as n from ${what}`);
  return rows[0]?.n ?? 0;
};

it('is made anew when its making was cut short, whole, and every law holds of it', async () => {
  const first = prepare();
  const ended = once(first.program, 'exit');
  for (let look = 0; (await count('clients')) < 20; look += 1) {
    if (first.program.exitCode !== null) throw new Error(`over before it was half made: ${first.told()}`);
    await new Promise((go) => setTimeout(go, 50));
  }
  first.program.kill('SIGKILL');
  await ended;
  const half = await count('clients');
  expect(await count(`users where 'owner' = any (role_codes)`)).toBe(0);

  const second = prepare();
  const [code] = (await once(second.program, 'exit')) as [number];
  expect({ code, told: second.told() }).toMatchObject({ code: 0 });
  expect(second.told()).toContain('made anew');
  expect(await count('clients')).toBeGreaterThan(half);
  expect(await count('clients')).toBeGreaterThanOrEqual(140);
  expect(await count(`lessons where status = 'completed'`)).toBeGreaterThanOrEqual(250);
  expect(await count(`users where 'owner' = any (role_codes)`)).toBe(1);
  expect(await count('sales')).toBeGreaterThanOrEqual(100);
  expect(await count('sale_returns')).toBe(1);
  expect(await count(`payroll_runs where status = 'paid'`)).toBeGreaterThanOrEqual(4);
  expect(await count(`purchase_orders where status = 'received'`)).toBe(1);
  // One piece more and the order to the supplier goes out by itself; none has yet.
  expect(
    await count(`stock_balances s join items i on i.id = s.item_id join warehouses w on w.id = s.warehouse_id
      where i.sku = 'AQUA-12' and w.code = 'LH-MSK-1' and s.on_hand = i.min_quantity + 1`),
  ).toBe(1);
  expect(
    await count(`purchase_orders o join suppliers s on s.id = o.supplier_id where s.order_policy = 'auto'`),
  ).toBe(0);
  // Somebody of a group, and somebody alone, has kept a book for too long.
  expect(await count(`loan_alerts(now()) where code = 'loan_overdue'`)).toBe(3);
  expect(await count(`loan_movements where kind = 'lost'`)).toBe(1);
  for (const check of ledgerChecks) {
    const { text, values } = check.sql.compile();
    expect({ law: check.name, broken: (await owner.query(text, values)).rows }).toEqual({
      law: check.name,
      broken: [],
    });
  }

  // Where everything is there, nothing is made again.
  const before = [await count('clients'), await count('lessons'), await count('audit_changes')];
  const third = prepare();
  await once(third.program, 'exit');
  expect([await count('clients'), await count('lessons'), await count('audit_changes')]).toEqual(before);
}, 300_000);
