import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import pg from 'pg';
import request from 'supertest';
import { addDays } from '../../src/kernel/local-date.js';
import { ledgerChecks } from '../../src/ledger-checks.js';
import type { Caller, TestApp } from '../support/app.js';
import type { Json } from '../support/centre.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { bare, percent, reportsOf, sum } from '../support/reports.js';

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
  let address: string;
  let me: Caller;
  let reports: ReturnType<typeof reportsOf>;
  let period: { from: string; to: string };
  /** The zone of each branch, by its id. */
  let zones: Map<string, string>;

  beforeAll(async () => {
    const port = await freePort();
    address = `http://127.0.0.1:${String(port)}`;
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
    me = {
      get: (path: string) => request(address).get(path).set('authorization', `Bearer ${token}`),
    } as Caller;
    reports = reportsOf({ owner: me } as TestApp, () => ({}));
    zones = new Map((await all('/v1/branches')).map(({ id, timeZone }) => [id, timeZone]));
    const today = dayOf(new Date().toISOString(), 'Europe/Moscow');
    period = { from: addDays(today, -150), to: addDays(today, 1) };
  }, 120_000);
  afterAll(async () => {
    server.kill();
    await once(server, 'exit');
  });

  const all = async (path: string): Promise<Json[]> => {
    const found: Json[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const next = `${path}${path.includes('?') ? '&' : '?'}limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const { body } = (await me.get(next).expect(200)) as { body: Json };
      found.push(...(body.items as Json[]));
      cursor = body.page.nextCursor;
    }
    return found;
  };
  const within = (day: string) => day >= period.from && day < period.to;
  const amounts = (list: Json[], member = 'amount') => sum(list.map((one) => one[member].amount));
  const groupBy = <T>(list: T[], keyOf: (one: T) => string): Map<string, T[]> => {
    const groups = new Map<string, T[]>();
    for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
    return groups;
  };

  it('are the same in every format', async () => {
    const { items } = (await me.get('/v1/reports').expect(200)).body as { items: Json[] };
    expect(items.length).toBeGreaterThanOrEqual(28);
    const empty: string[] = [];
    for (const { code, period: days, columns } of items) {
      expect(columns.length).toBeGreaterThan(0);
      const query = days === null ? {} : period;
      const { rows } = await reports.answer(code, query);
      if (rows.length === 0) empty.push(code);
      else await reports.sameInEveryFormat(code, query);
    }
    // Every journal is filled.
    expect(empty.filter((code) => code !== 'unfilled-journals')).toEqual([]);
  }, 300_000);

  it('of payments are the payments and refunds of the lists', async () => {
    const standing = (moment: string) => (one: Json) =>
      one.reversedAt === null &&
      one.method !== 'account' &&
      within(dayOf(one[moment], zones.get(one.branchId) ?? 'UTC'));
    const payments = groupBy(
      (await all('/v1/payments')).filter(standing('receivedAt')),
      ({ method }) => method,
    );
    const refunds = groupBy((await all('/v1/refunds')).filter(standing('paidAt')), ({ method }) => method);
    const { rows } = await reports.answer('payments-by-method', period);
    expect(new Set(rows.map(({ method }: Json) => method))).toEqual(
      new Set([...payments.keys(), ...refunds.keys()]),
    );
    for (const row of rows.map(bare)) {
      const [came, went] = [payments.get(row.method) ?? [], refunds.get(row.method) ?? []];
      expect(row).toMatchObject({
        ...{ payments: came.length, refunds: went.length, received: amounts(came), refunded: amounts(went) },
        net: amounts(came) - amounts(went),
      });
    }
  });

  it('of expenses are those of the list', async () => {
    const list = (await all('/v1/expenses')).filter(
      ({ reversedAt, onDate }) => reversedAt === null && within(onDate),
    );
    const byCategory = groupBy(list, ({ categoryId }) => categoryId);
    const { rows } = await reports.answer('expenses', period);
    expect(rows).toHaveLength(byCategory.size);
    for (const row of rows.map(bare)) {
      const own = byCategory.get(row.categoryId) ?? [];
      expect(row).toMatchObject({
        ...{ expenses: own.length, amount: amounts(own), vat: amounts(own, 'vat') },
        share: percent(amounts(own), amounts(list)),
      });
    }
  });

  it('of sales are what each card says was sold and brought back', async () => {
    const sales = (await all('/v1/sales')).filter(({ onDate }) => within(onDate));
    const { rows, totals } = await reports.answer('sales', period);
    const sold = rows.filter(({ entry }: Json) => entry === 'sale').map(bare);
    expect(sum(sold.map(({ net }: Json) => net))).toBe(amounts(sales, 'total'));
    expect(sum(sold.map(({ vat }: Json) => vat))).toBe(amounts(sales, 'vat'));
    expect(sold).toHaveLength(sum(sales.map(({ lineCount }) => lineCount)));
    expect(bare(totals).net).toBe(amounts(sales, 'total') - amounts(sales, 'returned'));
    const summary = await reports.answer('sales-summary', { ...period, by: 'kind' });
    expect(bare(summary.totals).net).toBe(bare(totals).net);
  });

  it('of stock and of loans are those of the lists', async () => {
    const stock = (await all('/v1/stock')).filter(({ onHand, onLoan }) => onHand !== '0' || onLoan !== '0');
    const { rows, totals } = await reports.answer('stock');
    const keyed = (one: Json) => [
      one.sku,
      one.warehouse,
      Number(one.onHand),
      Number(one.onLoan),
      one.value.amount,
    ];
    expect(rows.map(keyed).sort()).toEqual(stock.map(keyed).sort());
    expect(bare(totals).value).toBe(amounts(stock, 'value'));
    const lines = (await all('/v1/loans')).flatMap(({ number, status, lines: of }) =>
      of.map((line: Json) => ({
        number,
        item: line.name,
        out: Number(line.out),
        lost: Number(line.lost),
        isLate: status === 'overdue',
      })),
    );
    const loans = await reports.answer('loans', { status: 'all' });
    expect(
      loans.rows.map((row: Json) => ({
        ...{
          number: row.number,
          item: row.item,
          out: row.out,
          lost: row.lost,
          isLate: row.status === 'overdue',
        },
      })),
    ).toEqual(expect.arrayContaining(lines));
    expect(loans.rows).toHaveLength(lines.length);
    expect(lines.filter(({ isLate }) => isLate)).toHaveLength(3);
  });

  it('of clients, debts and hours are those of the lists', async () => {
    const clients = await all('/v1/clients');
    const byStatus = await reports.answer('clients-by-status', period);
    expect(byStatus.totals).toMatchObject({
      ...{ clients: clients.length, active: clients.filter(({ status }) => status === 'active').length },
      lead: clients.filter(({ status }) => status === 'lead').length,
    });
    const due = (await all('/v1/charges?open=true')).filter(
      ({ reversedAt, dueOn, branchId }) =>
        reversedAt === null && dueOn <= dayOf(new Date().toISOString(), zones.get(branchId) ?? 'UTC'),
    );
    const debts = await reports.answer('debts');
    expect(debts.rows).toHaveLength(new Set(due.map(({ payerAccountId }) => payerAccountId)).size);
    expect(bare(debts.totals).debt).toBe(amounts(due, 'open'));
    // Of two teachers of a lesson each has held it.
    const held = (await all('/v1/lessons?status=completed')).filter(({ onDate }) => within(onDate));
    const byTeacher = groupBy(
      held.flatMap(({ teacher, secondTeacher, minutes }) =>
        [teacher, secondTeacher].flatMap((one) =>
          one === null ? [] : [{ id: one.id as string, minutes: minutes as number }],
        ),
      ),
      ({ id }) => id,
    );
    const hours = groupBy(
      (await reports.answer('employee-hours', period)).rows as Json[],
      ({ employeeId }) => employeeId,
    );
    expect(held.some(({ secondTeacher }) => secondTeacher !== null)).toBe(true);
    const { rows } = await reports.answer('teachers', period);
    for (const [id, own] of byTeacher) {
      const minutes = sum(own.map((one) => one.minutes));
      expect(sum((hours.get(id) ?? []).map(({ time }) => time))).toBe(minutes);
      expect(rows.find(({ employeeId }: Json) => employeeId === id)).toMatchObject({
        lessons: own.length,
        hours: minutes,
      });
    }
    expect(hours.size).toBe(byTeacher.size);
  });
});

/** The day of an instant by the clock of a zone. */
const dayOf = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(instant));

async function freePort(): Promise<number> {
  const held = createServer().listen(0, '127.0.0.1');
  await once(held, 'listening');
  const { port } = held.address() as AddressInfo;
  held.close();
  await once(held, 'close');
  return port;
}
