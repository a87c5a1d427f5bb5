import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import pg from 'pg';
import request from 'supertest';
import { addDays, addMonths } from '../../src/kernel/local-date.js';
import { ledgerChecks } from '../../src/ledger-checks.js';
import type { Caller, TestApp } from '../support/app.js';
import type { Json } from '../support/centre.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { expectCounted, filledIn } from '../support/demo/count.js';
import { COUNTS } from '../support/demo/index.js';
import { dayIn, Raw, type Period } from '../support/demo/raw.js';
import { reportsOf } from '../support/reports.js';

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

const PASSWORD = 'correct horse battery staple';
const settings = (): Record<string, string | undefined> => ({
  ...process.env,
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  DATABASE_URL: database.url,
  DATABASE_MIGRATION_URL: database.ownerUrl,
  REDIS_URL: process.env['TEST_REDIS_URL'],
  REDIS_PREFIX: 'test-demo',
  DATA_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
  OWNER_LOGIN: 'owner',
  OWNER_PASSWORD: PASSWORD,
  SEED_DEMO: 'true',
});

function prepare(): { program: ChildProcess; told: () => string } {
  const program = spawn(process.execPath, [resolve('dist/commands/prepare.js')], { env: settings() });
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

describe('its reports', () => {
  let server: ChildProcess;
  let raw: Raw;
  let reports: ReturnType<typeof reportsOf>;
  let listed: Json[];
  /** All that was ever lived there, and a whole month of it. */
  let periods: { season: Period; month: Period };

  beforeAll(async () => {
    const port = await freePort();
    const address = `http://127.0.0.1:${String(port)}`;
    const env = {
      ...settings(),
      PORT: String(port),
      HOST: '127.0.0.1',
      JWT_SECRET: 'a secret of a test, long enough to be one',
    };
    server = spawn(process.execPath, [resolve('dist/main.js')], { env, stdio: 'ignore' });
    while (
      !(await fetch(`${address}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      if (server.exitCode !== null) throw new Error(`the server ended with ${String(server.exitCode)}`);
      await new Promise((go) => setTimeout(go, 100));
    }
    const signedIn = await request(address)
      .post('/v1/auth/login')
      .send({ login: 'owner', password: PASSWORD })
      .expect(200);
    const token = (signedIn.body as { accessToken: string }).accessToken;
    const me = {
      get: (path: string) => request(address).get(path).set('authorization', `Bearer ${token}`),
    } as Caller;
    reports = reportsOf({ owner: me } as TestApp, () => ({}));
    const shown = async (path: string): Promise<Json> => (await me.get(path).expect(200)).body;
    raw = await Raw.of(shown, new Date().toISOString());
    listed = (await shown('/v1/reports')).items;
    const today = dayIn(raw.now, 'Europe/Moscow');
    const first = `${today.slice(0, 7)}-01`;
    periods = {
      season: { from: addDays(today, -150), to: addDays(today, 1) },
      month: { from: addMonths(first, -1), to: first },
    };
  }, 120_000);
  afterAll(async () => {
    server.kill();
    await once(server, 'exit');
  });

  it('are the same in every format', async () => {
    const empty: string[] = [];
    for (const { code, period, columns } of listed) {
      expect(columns.length).toBeGreaterThan(0);
      const query = period === null ? {} : periods.season;
      const { rows } = await reports.answer(code, query);
      if (rows.length === 0) empty.push(code);
      else await reports.sameInEveryFormat(code, query);
    }
    // Every journal is filled.
    expect(empty.filter((code) => code !== 'unfilled-journals')).toEqual([]);
  }, 300_000);

  it('tell of adjustments of every kind that were paid', async () => {
    const paid = (await raw.list('/v1/payslips')).filter(({ status }) => status === 'paid');
    const kinds = paid.flatMap(({ accrued }) => (accrued as Json[]).map(({ kind }) => kind as string));
    expect(kinds).toEqual(expect.arrayContaining(['bonus', 'penalty', 'advance', 'deduction']));
  });

  it('are each counted by hand', () => {
    expect(Object.keys(COUNTS).sort()).toEqual(listed.map(({ code }) => code as string).sort());
  });

  it.each(Object.entries(COUNTS))(
    '%s: every column of every row is what the raw lists add up to',
    async (code, { key, asked = [], filled = [], count }) => {
      const { period, hasAsOf } = listed.find((one) => one.code === code);
      const asOf = hasAsOf === true ? { asOf: raw.now } : {};
      const found = new Set<string>();
      for (const own of [{}, ...asked])
        for (const days of period === null ? [periods.season] : [periods.season, periods.month]) {
          const told = await reports.answer(code, { ...(period === null ? {} : days), ...own, ...asOf });
          expectCounted(told, await count(raw, { ...days, ...own }), key);
          for (const column of filledIn(told)) found.add(column);
        }
      expect([...found]).toEqual(expect.arrayContaining([...filled]));
    },
    180_000,
  );
});

async function freePort(): Promise<number> {
  const held = createServer().listen(0, '127.0.0.1');
  await once(held, 'listening');
  const { port } = held.address() as AddressInfo;
  held.close();
  await once(held, 'close');
  return port;
}
