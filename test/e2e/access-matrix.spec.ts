import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Response } from 'supertest';
import { defaultRoles } from '../../src/modules/access/role-defaults.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import { operations, type Json, type Operation } from '../support/contract/document.js';
import { sample } from '../support/contract/samples.js';
import { OF_ALL, World } from '../support/contract/world.js';

// Who may do what, and where: one table that is the truth. `test/cases/access-matrix.csv` shows it to a reader, is kept
// equal to the routes and the built-in roles, and every cell is tried over HTTP.
// `UPDATE_MATRIX=1 npm test -- test/e2e/access-matrix.spec.ts` writes it anew; look at the difference.

const FILE = new URL('../cases/access-matrix.csv', import.meta.url);
const roles = defaultRoles.map(({ code }) => code);
const guarded = operations.filter(({ permission }) => permission?.includes(':') === true);

const scopeOf = (role: string, operation: Operation): string =>
  defaultRoles.find(({ code }) => code === role)?.permissions[operation.permission ?? ''] ?? '';

const table = (): string =>
  [
    ['operation', 'permission', ...roles],
    ...guarded
      .map((one) => [one.id, one.permission ?? '', ...roles.map((role) => scopeOf(role, one))])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  ]
    .map((cells) => cells.join(','))
    .join('\n')
    .concat('\n');

describe('the table', () => {
  it('is what routes and built-in roles say', () => {
    if (process.env['UPDATE_MATRIX'] === '1') writeFileSync(FILE, table());
    expect(table()).toBe(readFileSync(FILE, 'utf8'));
  });
});

let test: TestApp;
let world: World;
const atHome = new Map<string, Caller>();
const abroad = new Map<string, Caller>();
beforeAll(async () => {
  test = await startTestApp();
  world = new World(test);
  await world.build(String(randomInt(1_000_000, 9_999_999)));
  const home = world.idOf('branches');
  const foreign = await test.owner.post('/v1/branches', {
    code: 'AWAY',
    name: 'Away',
    timeZone: 'Asia/Tokyo',
  });
  for (const role of roles) {
    atHome.set(role, await test.as([role], [home]));
    abroad.set(role, await test.as([role], [(foreign.body as { id: string }).id]));
  }
});
afterAll(() => test.close());

/** Asks for real ids with a right body; a write only rehearses. */
async function ask(caller: Caller | undefined, operation: Operation): Promise<Response> {
  const path = world.fill(operation.path);
  const body = operation.body === undefined ? undefined : sample(operation.body, world);
  if (caller === undefined) throw new Error('nobody asks');
  const rehearsal =
    operation.method === 'get' || !operation.parameters.some(({ name }: Json) => name === 'dryRun');
  return caller[operation.method](rehearsal ? path : `${path}?dryRun=true`, body);
}

const isForbidden = (answer: Response): boolean =>
  answer.status === 403 && (answer.body as { code: string }).code === 'auth.forbidden';

describe.each(roles)('%s', (role) => {
  it('is let in exactly where the table says', async () => {
    const wrong: string[] = [];
    for (const operation of guarded) {
      const answer = await ask(atHome.get(role), operation);
      const shouldEnter = scopeOf(role, operation) !== '';
      if (isForbidden(answer) === shouldEnter)
        wrong.push(`${operation.id}: ${String(answer.status)} ${answer.text.slice(0, 200)}`);
      if (answer.status >= 500) wrong.push(`${operation.id}: ${answer.text.slice(0, 200)}`);
    }
    expect(wrong).toEqual([]);
  });

  it('finds nothing of a branch that is not theirs, unless they reach all', async () => {
    const wrong: string[] = [];
    const local = guarded.filter(
      (one) => one.path.includes('{') && !OF_ALL.test(one.path) && !['', 'all'].includes(scopeOf(role, one)),
    );
    for (const operation of local) {
      const answer = await ask(abroad.get(role), operation);
      // Of a record that is not theirs: nothing there, or, of what lies below it, an empty list.
      const isEmpty = ((answer.body as Json)['items'] as unknown[] | undefined)?.length === 0;
      if (answer.status < 400 && !isEmpty)
        wrong.push(`${operation.id}: ${String(answer.status)} ${answer.text.slice(0, 200)}`);
    }
    expect(wrong).toEqual([]);
  });

  it('lists nothing of a branch that is not theirs, unless they reach all', async () => {
    const wrong: string[] = [];
    const lists = guarded.filter(
      (one) =>
        one.method === 'get' &&
        !one.path.includes('{') &&
        !OF_ALL.test(one.path) &&
        !['', 'all'].includes(scopeOf(role, one)),
    );
    for (const operation of lists) {
      const answer = await abroad.get(role)?.get(`${operation.path}?limit=200`);
      const items = ((answer?.body as Json | undefined)?.['items'] ?? []) as Json[];
      const seen = items.filter((item) =>
        world.knows(operation.path.slice('/v1/'.length), item['id'] as string),
      );
      if (seen.length > 0) wrong.push(`${operation.id}: ${JSON.stringify(seen[0]).slice(0, 200)}`);
    }
    expect(wrong).toEqual([]);
  });
});
