import { randomInt } from 'node:crypto';
import type { Response } from 'supertest';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import { faultsOfAnswer } from '../support/contract/answers.js';
import { operations, type Json, type Operation } from '../support/contract/document.js';
import { fingerprint } from '../support/contract/fingerprint.js';
import { brokenBodies, sample } from '../support/contract/samples.js';
import { OF_ALL, World } from '../support/contract/world.js';

// Every write the contract names, with every kind of bad request. A new route is in here by being in the contract.

let test: TestApp;
let world: World;
let stranger: Caller;
let nobody: Caller;
/** Every table as the last request left it: what the next one finds. */
let found: Record<string, string> | undefined;
beforeAll(async () => {
  test = await startTestApp();
  world = new World(test);
  await world.build(String(randomInt(1_000_000, 9_999_999)));
  const elsewhere = await test.owner.post('/v1/branches', {
    code: 'ELSE',
    name: 'Elsewhere',
    timeZone: 'UTC',
  });
  stranger = await test.as(['director'], [(elsewhere.body as { id: string }).id]);
  nobody = await test.as([], []);
});
afterAll(() => test.close());

const writes = operations.filter(({ method, permission }) => method !== 'get' && permission !== undefined);
const guarded = writes.filter(({ permission }) => permission?.includes(':'));
const withBody = writes.filter(({ body }) => body !== undefined);
const edits = writes.filter(
  ({ method, parameters }) => method === 'patch' && parameters.some(({ name }: Json) => name === 'If-Match'),
);
const named = (list: readonly Operation[]): [string, Operation][] => list.map((one) => [one.id, one]);

const send = (operation: Operation, caller: Caller, body?: Json): Promise<Response> =>
  Promise.resolve(caller[operation.method](world.fill(operation.path), body));

/** Sends all the requests, holds each answer against the contract, and finds every table as it was. */
async function expectRefused(
  operation: Operation,
  requests: { what: string; answer: () => Promise<Response>; pointer?: string; statuses?: number[] }[],
): Promise<void> {
  const before = (found ??= await fingerprint(test));
  const wrong: string[] = [];
  for (const { what, answer, pointer, statuses } of requests) {
    const got = await answer();
    const problem = got.body as { code?: string; errors?: { pointer?: string; code: string }[] };
    const complain = (text: string) => wrong.push(`${what}: ${text}`);
    if (got.status < 400 || got.status >= 500) complain(`answered ${String(got.status)}`);
    if (statuses !== undefined && !statuses.includes(got.status))
      complain(`answered ${String(got.status)} ${String(problem.code)}, not ${statuses.join(' or ')}`);
    if (problem.code === undefined) complain('no code');
    if (pointer !== undefined && problem.errors?.some((fault) => fault.pointer?.startsWith(pointer)) !== true)
      complain(`no fault at ${pointer}: ${got.text}`);
    faultsOfAnswer(operation, got).forEach(complain);
  }
  expect(wrong).toEqual([]);
  found = await fingerprint(test);
  expect(found).toEqual(before);
}

describe('a body that breaks the contract', () => {
  it.each(named(withBody))('%s', async (_, operation) => {
    const faults = brokenBodies(operation.body ?? {}, world);
    await expectRefused(
      operation,
      faults.map(({ what, body, pointer }) => ({
        what,
        pointer,
        statuses: [400, 422],
        answer: () => send(operation, test.owner, body),
      })),
    );
  });
});

describe('a body that is none', () => {
  it.each(named(withBody.filter(({ bodyRequired }) => bodyRequired)))('%s', async (_, operation) => {
    const bodies: [string, string][] = [
      ['a list', '[]'],
      ['a text', '"x"'],
      ['null', 'null'],
      ['half a body', '{"a":'],
    ];
    await expectRefused(
      operation,
      bodies.map(([what, text]) => ({
        what,
        statuses: [400, 422],
        answer: async () =>
          test.owner[operation.method](world.fill(operation.path))
            .set('content-type', 'application/json')
            .send(text),
      })),
    );
  });
});

describe('without the permission', () => {
  it.each(named(guarded))('%s', async (_, operation) => {
    const body = operation.body === undefined ? undefined : sample(operation.body, world);
    await expectRefused(operation, [
      { what: 'no role', statuses: [403], answer: () => send(operation, nobody, body) },
      { what: 'nobody', statuses: [401], answer: () => send(operation, test.anonymous, body) },
    ]);
  });
});

describe('from a foreign branch', () => {
  const local = guarded.filter(({ path }) => path.includes('{') && !OF_ALL.test(path));
  it.each(named(local))('%s', async (_, operation) => {
    const body = operation.body === undefined ? undefined : sample(operation.body, world);
    const statuses = [403, 404, 409, 422];
    await expectRefused(operation, [
      { what: 'stranger', statuses, answer: () => send(operation, stranger, body) },
    ]);
  });
});

describe('an edit with a stale base', () => {
  it.each(named(edits))('%s', async (_, operation) => {
    const path = world.fill(operation.path);
    const whole = sample(operation.body ?? {}, world);
    const [field] = Object.keys(whole).filter((name) => name !== 'version');
    const body = field === undefined ? {} : { [field]: whole[field] };
    const patch = (more: Json, ifMatch?: string) => async () => {
      const request = test.owner.patch(path, { ...body, ...more });
      return ifMatch === undefined ? request : request.set('if-match', ifMatch);
    };
    await expectRefused(operation, [
      { what: 'no base', statuses: [428], answer: patch({}) },
      { what: 'If-Match of another', statuses: [412], answer: patch({}, '"v999"') },
      { what: 'a version still to come', statuses: [409, 422], answer: patch({ version: 999_999 }) },
    ]);
  });
});

describe('an id that names nothing', () => {
  it.each(named(guarded.filter(({ path }) => path.includes('{'))))('%s', async (_, operation) => {
    const nowhere = operation.path.replace(/\{\w+\}/g, '019aa5f0-0000-7000-8000-00000000dead');
    const odd = operation.path.replace(/\{\w+\}/g, 'not-an-id');
    const body =
      operation.body === undefined ? undefined : { ...sample(operation.body, world), version: undefined };
    await expectRefused(operation, [
      { what: 'nothing', answer: async () => test.owner[operation.method](nowhere, body) },
      { what: 'no id', answer: async () => test.owner[operation.method](odd, body) },
    ]);
  });
});
