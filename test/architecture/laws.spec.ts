import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCatalogue } from '../../src/kernel/errors.js';
import { permissionCatalogue } from '../../src/kernel/permissions.js';
import { defaultRoles } from '../../src/modules/access/role-defaults.js';
import { routeDeclarations, type RouteDeclaration } from '../../src/platform/auth/route-declarations.js';
import { settings } from '../../src/platform/config/config.js';
import { SIGNED_IN } from '../../src/platform/http/decorators.js';
import { startTestApp, type TestApp } from '../support/app.js';

let test: TestApp;
let routes: RouteDeclaration[];
beforeAll(async () => {
  test = await startTestApp();
  routes = routeDeclarations(test.app);
});
afterAll(() => test.close());

describe('the contract', () => {
  it('is read from exported classes: of another the generator sees nothing', () => {
    const files = readdirSync('src', { recursive: true })
      .map(String)
      .filter((file) => file.endsWith('.dto.ts'));
    const hidden = files.filter((file) =>
      /^(abstract )?class /m.test(readFileSync(join('src', file), 'utf8')),
    );
    expect(hidden).toEqual([]);
  });

  it('has one shape to a name', () => {
    const files = readdirSync('src', { recursive: true })
      .map(String)
      .filter((file) => file.endsWith('.dto.ts'));
    const names = files.flatMap((file) =>
      [...readFileSync(join('src', file), 'utf8').matchAll(/^export class (\w+)/gm)].map(
        (match) => match[1] ?? '',
      ),
    );
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

/** What a segment of an address takes: a word, any id (a UUID, as the contract says), what has an ending, whatever is given. */
const kindOf = (segment: string): string => {
  if (!segment.startsWith(':')) return segment;
  const [name = '', ...ending] = segment.split('.');
  if (ending.length > 0) return ['', ...ending].join('.');
  return /id$/i.test(name) ? 'uuid' : 'any';
};
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const meet = (a: string, b: string): boolean =>
  a === b || [a, b].includes('any') || (a === 'uuid' && UUID.test(b)) || (b === 'uuid' && UUID.test(a));

describe('routes', () => {
  it('are told apart by their address, whatever the ids in it are', () => {
    const paths = [...new Set(routes.map(({ path }) => path))];
    const isWord = (segment: string | undefined): boolean => segment !== 'uuid' && segment !== 'any';
    /** Of a word and a parameter the word wins; not when each address has a word where the other has none. */
    const isBoth = (one: string, other: string): boolean => {
      const [a, b] = [one, other].map((path) => path.split('/').map(kindOf)) as [string[], string[]];
      const [first, second] = [
        a.some((segment, n) => isWord(segment) && !isWord(b[n])),
        b.some((segment, n) => isWord(segment) && !isWord(a[n])),
      ];
      return a.length === b.length && first === second && a.every((segment, n) => meet(segment, b[n] ?? ''));
    };
    const unclear = paths.flatMap((one, index) =>
      paths.slice(index + 1).flatMap((other) => (isBoth(one, other) ? [`${one} and ${other}`] : [])),
    );
    expect(unclear).toEqual([]);
  });

  it('each say who may enter, in exactly one way', () => {
    const wrong = routes.filter(
      (route) => (route.permission === undefined) === (route.publicReason === undefined),
    );
    expect(wrong).toEqual([]);
  });

  it('answer 401 to whoever is not signed in, unless they are public', async () => {
    const open: string[] = [];
    for (const route of routes.filter((one) => one.publicReason === undefined)) {
      const path = `/v1/${route.path}`
        .replaceAll(/:\w+/g, '0190c1c5-0000-7000-8000-000000000000')
        .replaceAll('//', '/')
        .replace(/\/$/, '');
      const method = route.method.toLowerCase() as 'get';
      const answer = await test.anonymous[method](path);
      if (answer.status !== 401) open.push(`${route.method} ${path} answers ${String(answer.status)}`);
    }
    expect(open).toEqual([]);
  });
});

describe('permissions', () => {
  const codes = () => permissionCatalogue().map((permission) => permission.code);

  it('are asked for by some route, and no route asks for another', () => {
    const asked = new Set(
      routes.map((route) => route.permission).filter((code) => code !== undefined && code !== SIGNED_IN),
    );
    expect([...asked].filter((code) => !codes().includes(code ?? ''))).toEqual([]);
  });

  it('named by a default role are declared', () => {
    const named = new Set(defaultRoles.flatMap((role) => Object.keys(role.permissions)));
    expect([...named].filter((code) => !codes().includes(code))).toEqual([]);
  });

  it('are all held by the owner', () => {
    const owner = defaultRoles.find((role) => role.code === 'owner');
    expect(codes().filter((code) => owner?.permissions[code] !== 'all')).toEqual([]);
  });
});

describe('errors', () => {
  it('have a well-formed code and texts in both languages', () => {
    const wrong = errorCatalogue().filter(
      ({ code, en, ru }) =>
        !/^[a-z-]+\.[a-z-]+$/.test(code) ||
        !/[а-яё]/i.test(ru.title + ru.detail) ||
        en.title === '' ||
        en.detail === '',
    );
    expect(wrong).toEqual([]);
  });

  it('have a page each', async () => {
    const missing: string[] = [];
    for (const { code } of errorCatalogue()) {
      const answer = await test.anonymous.get(`/problems/${code}`).set('accept', 'text/html');
      if (answer.status !== 200) missing.push(code);
    }
    expect(missing).toEqual([]);
  });
});

describe('the house', () => {
  it('has a README of one screen in each module', () => {
    const modules = readdirSync('src/modules');
    const without = modules.filter((name) => !existsSync(join('src/modules', name, 'README.md')));
    const long = modules.filter(
      (name) =>
        !without.includes(name) &&
        readFileSync(join('src/modules', name, 'README.md'), 'utf8').split('\n').length > 90,
    );
    expect({ without, long }).toEqual({ without: [], long: [] });
  });

  it('lists every setting in .env.example, with its default', () => {
    const listed = readFileSync('.env.example', 'utf8')
      .split('\n')
      .filter((line) => /^[A-Z_]+=/.test(line))
      .map((line) => line.split('=') as [string, string]);
    expect(listed.map(([name]) => name).sort()).toEqual(Object.keys(settings.shape).sort());
    const given = Object.fromEntries(listed.filter(([, value]) => value !== ''));
    const servers = { DATABASE_URL: 'postgres://x', REDIS_URL: 'redis://x' };
    expect(settings.parse({ ...servers, ...given })).toEqual(settings.parse(servers));
  });
});
