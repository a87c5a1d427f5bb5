import { randomInt } from 'node:crypto';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import { faultsOfAnswer } from '../support/contract/answers.js';
import { operations, resolved, typesOf, type Json, type Operation } from '../support/contract/document.js';
import { sample } from '../support/contract/samples.js';
import { World } from '../support/contract/world.js';

// Every operation with right, odd and wrong input in any mixture: never a 5xx, the status documented, the body as the
// contract says. `FUZZ_RUNS=200 FUZZ_SEED=7 npm test -- test/e2e/contract-fuzz.spec.ts` asks for more, or again.

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 8);
const SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(1_000_000));
/** They end the session that asks, or its password. */
const FATAL = ['auth.logout', 'auth.endOtherSessions', 'auth.endSession', 'me.changePassword'];

let test: TestApp;
let world: World;
beforeAll(async () => {
  test = await startTestApp();
  world = new World(test);
  await world.build(String(1_000_000 + (SEED % 1_000_000)));
});
afterAll(() => test.close());

type Random = () => number;

/** Mulberry32: the same numbers for the same seed. */
function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

const odd: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 9_007_199_254_740_991, 1e21, '', ' ', 'x'.repeat(5000), [], {}, [[]], [null]],
  ...['Ёлка', '👩‍👩‍👧', 'a\u0000b', '\u202egnp', "'; drop table clients; --", '%', '_', '\\', '=1+1', '{{7*7}}'],
  ...['2026-02-29', '2026-10-25', '0000-00-00', '9999-12-31', '2026-03-29T02:30:00+01:00', '24:00', '-0'],
  ...[
    '019aa5f0-0000-7000-8000-00000000dead',
    'FREQ=DAILY;COUNT=999999',
    'FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2',
  ],
];

function mutated(schema: Json, random: Random): unknown {
  const body = sample(schema, world, random() < 0.3 ? 'required' : undefined);
  const { properties = {} } = resolved(schema) as { properties?: Json };
  for (const name of Object.keys(properties)) {
    const dice = random();
    if (dice < 0.05) body[name] = pick(random, odd);
    else if (dice < 0.2) body[name] = nearby(resolved(properties[name] as Json), random) ?? body[name];
    else if (dice < 0.3) Reflect.deleteProperty(body, name);
    else if (dice < 0.4 && /Id$/.test(name)) body[name] = world.idFor(name, Math.floor(random() * 20));
  }
  if (random() < 0.03) body['__proto__x'] = 1;
  return random() < 0.03 ? pick(random, odd) : body;
}

/** A value that the schema allows. */
function nearby(schema: Json, random: Random): unknown {
  const types = typesOf(schema);
  if (types.includes('null') && random() < 0.3) return null;
  if (Array.isArray(schema['enum'])) return pick(random, schema['enum'] as unknown[]);
  if (types.includes('integer')) {
    const [least, most] = [Number(schema['minimum'] ?? 0), Number(schema['maximum'] ?? 1000)];
    return pick(random, [least, most, Math.min(least + 1, most)]);
  }
  if (types.includes('boolean')) return random() < 0.5;
  if (schema['format'] === 'date')
    return pick(random, [world.today, '1900-01-01', '2199-12-31', '2024-02-29']);
  return undefined;
}

function queryOf(operation: Operation, random: Random): string {
  const asked = operation.parameters.filter(({ in: place }: Json) => place === 'query' && random() < 0.25);
  const pairs = asked.map((parameter) => {
    const name = parameter['name'] as string;
    const schema = resolved((parameter['schema'] ?? {}) as Json);
    const right = /Id$/.test(name)
      ? world.idFor(name)
      : (nearby(schema, random) ?? parameter['example'] ?? 'a');
    const value = random() < 0.1 ? pick(random, odd) : right;
    return `${name}=${encodeURIComponent(typeof value === 'object' ? JSON.stringify(value) : String(value))}`;
  });
  if (random() < 0.03) pairs.push('surprise=1');
  if (random() < 0.05 && pairs[0] !== undefined) pairs.push(pairs[0]);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

async function fuzz(operation: Operation, caller: Caller, random: Random): Promise<string[]> {
  const path = world.fill(operation.path, Math.floor(random() * 5)) + queryOf(operation, random);
  const body = operation.body === undefined ? undefined : mutated(operation.body, random);
  const request = caller[operation.method](path);
  if (random() < 0.2) void request.set('idempotency-key', `fuzz-${'k'.repeat(16)}-${String(random())}`);
  if (random() < 0.1) void request.set('if-match', pick(random, ['"v1"', '*', 'W/"v1"', '"v1", "v2"', 'v1']));
  if (random() < 0.1) void request.set('prefer', pick(random, ['wait=1', 'wait=x', 'return=minimal']));
  const answer = await (body === undefined
    ? request
    : request.set('content-type', 'application/json').send(JSON.stringify(body)));
  const asked = `${operation.method.toUpperCase()} ${path} ${body === undefined ? '' : JSON.stringify(body).slice(0, 1500)}`;
  return faultsOfAnswer(operation, answer).map((fault) => `${asked}\n    ${fault}`);
}

describe(`every operation, seed ${String(SEED)}`, () => {
  const order = ['get', 'post', 'put', 'patch', 'delete'];
  const open = operations
    .filter(({ id, path }) => path.startsWith('/v1/') && !FATAL.includes(id))
    // What archives and takes away comes last.
    .toSorted((one, other) => order.indexOf(one.method) - order.indexOf(other.method));
  it.each(open.map((one): [string, Operation] => [one.id, one]))('%s', async (id, operation) => {
    const random = randomOf(SEED + [...id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
    // An owner of its own for each, since one may take the roles of whoever asks.
    const caller = await test.as(['owner']);
    const faults: string[] = [];
    for (let run = 0; run < RUNS; run += 1) faults.push(...(await fuzz(operation, caller, random)));
    expect(faults).toEqual([]);
  });
});
