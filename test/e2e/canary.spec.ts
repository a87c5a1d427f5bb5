import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import type { Response } from 'supertest';
import { Certificates } from '../../src/modules/clients/health/certificates.js';
import { Cipher } from '../../src/platform/crypto/cipher.js';
import type { Config } from '../../src/platform/config/config.js';
import { CONFIG } from '../../src/platform/config/config.module.js';
import { sql } from '../../src/platform/database/sql.js';
import { Deliveries } from '../../src/platform/events/deliveries.js';
import { Events } from '../../src/platform/events/events.js';
import { EventHandlers } from '../../src/platform/events/handlers.js';
import { Relay } from '../../src/platform/events/relay.js';
import { JsonLogger, log } from '../../src/platform/logging/logger.js';
import { healthChanged } from '../../src/modules/clients/index.js';
import { startTestApp, type TestApp } from '../support/app.js';

/**
 * Words nobody would write stand in every field of health, and everything the application leaves anywhere is searched
 * for them: answers of other routes, lines of the log, keys of Redis, every row of every table.
 */
type Json = Response['body'];

const markers: string[] = [];
const marked = (field: string): string => {
  const marker = `canary-${field}-${randomBytes(6).toString('hex')}`;
  markers.push(marker);
  return marker;
};

let test: TestApp;
let relay: Relay;
let redis: Redis;
let prefix: string;
const lines: string[] = [];
const answers: string[] = [];
const handled: string[] = [];
beforeAll(async () => {
  prefix = `canary-${randomBytes(4).toString('hex')}`;
  test = await startTestApp({ REDIS_PREFIX: prefix });
  log.level = 'trace';
  (log as unknown as Record<symbol, unknown>)[pino.symbols.streamSym] = {
    write: (line: string) => lines.push(line),
  };
  test.app.useLogger(new JsonLogger());
  test.app.get(EventHandlers).on(healthChanged, 'canary.listener', (_, event) => {
    handled.push(JSON.stringify(event));
    return Promise.resolve();
  });
  const config = test.app.get<Config>(CONFIG);
  relay = new Relay(config, test.app.get(Deliveries));
  await relay.onApplicationBootstrap();
  redis = new Redis(config.REDIS_URL);
});
afterAll(async () => {
  await relay.onApplicationShutdown();
  redis.disconnect();
  await test.close();
});

/** Sends a request and keeps its answer for the search, but for the answers that are to show health. */
async function send(
  method: 'get' | 'post' | 'patch' | 'put' | 'delete',
  path: string,
  { body, showsHealth = false, key }: { body?: object; showsHealth?: boolean; key?: string } = {},
): Promise<Json> {
  const request = test.owner[method](path, body);
  if (key !== undefined) void request.set('idempotency-key', key);
  const answer = await request;
  if (!showsHealth) answers.push(`${method} ${path} ${JSON.stringify(answer.headers)} ${answer.text}`);
  return answer.body;
}

const found = (text: string): string[] => markers.filter((marker) => text.includes(marker));

/** All columns of all rows of the schema, as text. */
async function rowsOfEverything(): Promise<{ table: string; row: string }[]> {
  const tables = await test.db.query<{ name: string }>(sql`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'kruzhok' and c.relkind in ('r', 'p', 'm') and not c.relispartition order by 1`);
  const rows: { table: string; row: string }[] = [];
  for (const { name } of tables) {
    const found = await test.db.query<{ row: string }>(sql`select t::text as row from ${sql.ident(name)} t`);
    rows.push(...found.map(({ row }) => ({ table: name, row })));
  }
  return rows;
}

async function everythingInRedis(): Promise<string[]> {
  const keys = await redis.keys('*');
  const values = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
  return keys.map((key, index) => `${key} ${values[index]?.toString('latin1') ?? ''}`);
}

describe('what is said of health', () => {
  let clientId: string;
  let second: string;
  const certificate = () => ({ number: marked('number'), issuedOn: '2026-01-01', expiresOn: '2030-01-01' });
  const content = () => ({
    conditions: [marked('condition')],
    allergies: [marked('allergy')],
    physicalGroup: 'special_b',
    restrictions: [marked('restriction')],
    certificate: certificate(),
    emergencyNotes: marked('emergency'),
  });

  it('is written through every door there is', async () => {
    const branch = await send('post', '/v1/branches', {
      body: { code: 'M', name: 'Main', timeZone: 'Europe/Moscow' },
    });
    const family = { branchId: branch.id, lastName: 'Orlova', birthDate: '1990-01-01' };
    const key = (word: string) => `canary-key-${word}-0001`;
    const registered = { ...family, firstName: 'Anna', health: content() };
    const one = await send('post', '/v1/clients', { body: registered, key: key('register') });
    await send('post', '/v1/clients', { body: registered, key: key('register') });
    clientId = one.id as string;
    second = (await send('post', '/v1/clients', { body: { ...family, firstName: 'Vera' } })).id as string;

    const path = `/v1/clients/${clientId}`;
    const first = { version: 1, ...content() };
    for (const showsHealth of [true, true])
      await send('patch', `${path}/health`, { body: first, showsHealth, key: key('first-change') });
    await send('patch', `${path}/health?dryRun=true`, {
      body: { version: 2, ...content() },
      showsHealth: true,
    });
    await send('patch', `/v1/clients/${second}/health`, {
      body: { version: 0, ...content() },
      showsHealth: true,
    });

    const measurement = () => ({
      ...{ kind: marked('kind'), value: '7654321.1234', unit: marked('unit').slice(0, 20) },
      ...{ measuredOn: '2026-01-01', comment: marked('comment') },
    });
    // A unit is short, so the marker that is searched for is cut as it was sent.
    const sent = measurement();
    markers.push(sent.unit, sent.value);
    const made = await send('post', `${path}/measurements`, {
      body: sent,
      showsHealth: true,
      key: key('measurement'),
    });
    await send('post', `${path}/measurements/${String(made.id)}/reversal`, {
      ...{ body: { reason: marked('reversal') }, showsHealth: true, key: key('reversal-of-it') },
    });
    expect(made.kind).toBe(sent.kind);
  });

  it('is refused without being repeated', async () => {
    const path = `/v1/clients/${clientId}`;
    const wrong = { ...content(), physicalGroup: marked('group'), conditions: [marked('wrong'), 5] };
    await send('patch', `${path}/health`, { body: { version: 2, ...wrong } });
    await send('patch', `${path}/health`, { body: { version: 1, ...content() } });
    await send('patch', `${path}/health`, { body: { ...content() } });
    await send('patch', `${path}/health`, { body: { version: 2, more: marked('unknown') } });
    await send('post', `${path}/measurements`, {
      body: { kind: marked('kind'), value: 'x', unit: marked('u'), measuredOn: marked('day') },
    });
    await send('post', '/v1/clients', { body: { firstName: 'X', health: content() } });
    // A record that does not open is a fault of ours, and the log tells it.
    const copy = sql`update health_records t set secret = s.secret from health_records s where s.client_id = ${clientId} and t.client_id = ${second}`;
    await test.tx((tx) => tx.run(copy));
    expect(await send('get', `/v1/clients/${second}/health`)).toMatchObject({ code: 'internal.fault' });
  });

  it('is in no other answer', async () => {
    const path = `/v1/clients/${clientId}`;
    await test.tx((tx) => test.app.get(Certificates, { strict: false }).tell(tx));
    for (const address of [
      ...[
        path,
        '/v1/clients',
        '/v1/clients?q=orlova',
        '/v1/clients?q=canary',
        `${path}/standing?explain=true`,
      ],
      ...[
        `${path}/timeline?limit=200`,
        `${path}/notes`,
        `${path}/results`,
        `${path}/consents`,
        '/v1/health-reads',
      ],
      ...[
        '/v1/audit/changes?limit=200',
        '/v1/audit/changes?table=health_records',
        '/v1/audit/changes?table=measurements',
      ],
      ...['/v1/clients/duplicates?lastName=Orlova&firstName=Anna', '/v1/guardians', '/metrics'],
    ])
      await send('get', address);
    expect(answers.length).toBeGreaterThan(20);
    expect(
      answers.flatMap((answer) => found(answer).map((marker) => `${marker} in ${answer.slice(0, 80)}`)),
    ).toEqual([]);
  });

  it('is in no line of the log, however much is logged', () => {
    expect(lines.filter((line) => line.includes('"msg":"request"')).length).toBeGreaterThan(30);
    expect(lines.some((line) => line.includes('does not open'))).toBe(true);
    expect(
      lines.flatMap((line) => found(line).map((marker) => `${marker} in ${line.slice(0, 120)}`)),
    ).toEqual([]);
  });

  it('is in no event, and in nothing that goes through Redis', async () => {
    // Something of the same kind stays in the queue while it is looked at.
    await test.tx((tx) => test.app.get(Events).record(tx, healthChanged({ clientId })));
    for (let n = 0; n < 200 && handled.length < 6; n += 1)
      await new Promise((resolve) => setTimeout(resolve, 25));
    expect(handled.length).toBeGreaterThanOrEqual(6);
    expect(handled.flatMap(found)).toEqual([]);
    const kept = await everythingInRedis();
    expect(kept.some((entry) => entry.includes(prefix))).toBe(true);
    expect(kept.flatMap(found)).toEqual([]);
  });

  it('is in no row of no table', async () => {
    const rows = await rowsOfEverything();
    const tables = new Set(rows.map(({ table }) => table));
    for (const table of [
      'health_records',
      'measurements',
      'events',
      'idempotency_keys',
      'audit_changes',
      'health_reads',
    ])
      expect([table, tables.has(table)]).toEqual([table, true]);
    expect(rows.flatMap(({ table, row }) => found(row).map((marker) => `${marker} in ${table}`))).toEqual([]);
  });

  it('is there with the key, every word that was accepted', async () => {
    const cipher = test.app.get(Cipher);
    const opened = async (table: string) => {
      const rows = await test.db.query<{ id: string; secret: string }>(
        sql`select id, secret from ${sql.ident(table)} where ${table} <> 'health_records' or client_id = ${clientId}`,
      );
      return rows.map(({ id, secret }) => cipher.open(secret, { table, column: 'secret', id })).join(' ');
    };
    const fields = (text: string) => new Set(found(text).map((marker) => marker.split('-')[1]));
    expect(fields(await opened('health_records'))).toEqual(
      new Set(['condition', 'allergy', 'restriction', 'number', 'emergency']),
    );
    for (const field of ['kind', 'comment', 'reversal', 'unit'])
      expect(fields(await opened('measurements'))).toContain(field);
  });
});

describe('the words of a consent', () => {
  it('stay in the texts and their trail', async () => {
    const before = markers.length;
    const text = marked('consent');
    const made = await test.owner
      .post('/v1/consent-texts', { purpose: 'photo', text, effectiveFrom: '2020-01-01' })
      .expect(201);
    const clients = (await test.owner.get('/v1/clients').expect(200)).body;
    const id = clients.items[0].id as string;
    const consent = { purpose: 'photo', how: 'paper', textId: (made.body as { id: string }).id };
    const key = 'canary-key-consent-1';
    await test.owner.post(`/v1/clients/${id}/consents`, consent).set('idempotency-key', key).expect(201);
    for (const address of [`/v1/clients/${id}`, `/v1/clients/${id}/consents`, `/v1/clients/${id}/timeline`])
      expect((await test.owner.get(address).expect(200)).text).not.toContain(text);
    const places = (await rowsOfEverything())
      .filter(({ row }) => row.includes(text))
      .map(({ table }) => table);
    expect([...new Set(places)].sort()).toEqual(['audit_changes', 'consent_texts']);
    expect([...lines, ...(await everythingInRedis())].filter((entry) => entry.includes(text))).toEqual([]);
    expect(markers).toHaveLength(before + 1);
  });
});
