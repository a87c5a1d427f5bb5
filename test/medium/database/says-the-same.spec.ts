import { startTestApp, type TestApp } from '../../support/app.js';
import { operations, resolved, type Json } from '../../support/contract/document.js';
import { World } from '../../support/contract/world.js';

// A form sends back all that it showed. Whatever nobody touched in it is no change: no version, no word in the trail,
// whichever kind of record and of value.

let test: TestApp;
let world: World;
beforeAll(async () => {
  test = await startTestApp();
  world = new World(test);
  await world.build('1000042');
});
afterAll(() => test.close());

const editable = operations.filter(
  ({ method, path, body }) =>
    method === 'patch' && path.startsWith('/v1/') && 'version' in (resolved(body ?? {})['properties'] ?? {}),
);

const made = async (path: string, body: object): Promise<Json> => {
  const answer = await test.owner.post(path, body);
  if (answer.status !== 201) throw new Error(`${path}: ${String(answer.status)} ${answer.text}`);
  return answer.body as Json;
};
const shown = async (address: string): Promise<Json> => {
  const answer = await test.owner.get(address);
  if (answer.status !== 200) throw new Error(`${address}: ${String(answer.status)} ${answer.text}`);
  return answer.body as Json;
};
const items = async (address: string): Promise<Json[]> => (await shown(address))['items'] as Json[];
const [money, startsOn] = [{ amount: 100_00, currency: 'RUB' }, '2026-09-01'];

/** Records of which the world has none, or none that can be edited. */
const others: Readonly<Record<string, () => Promise<Json | undefined>>> = {
  '/v1/roles/{id}': () =>
    made('/v1/roles', { code: 'host', name: 'Host', permissions: { 'clients:read': 'branch' } }),
  '/v1/lessons/{id}': async () => (await items('/v1/lessons?status=planned'))[0],
  '/v1/clients/{id}/guardians/{guardianId}': async () =>
    ((await shown(world.fill('/v1/clients/{id}')))['guardians'] as Json[])[0],
  '/v1/consent-purposes/{id}': async () => (await items('/v1/consent-purposes'))[0],
  '/v1/consent-texts/{id}': async () =>
    made('/v1/consent-texts', {
      ...{ purpose: (await items('/v1/consent-purposes'))[0]?.['code'] },
      ...{ text: 'We may take photos.', effectiveFrom: '2199-01-01' },
    }),
  '/v1/note-phrases/{id}': () => made('/v1/note-phrases', { type: 'call', text: 'Will be late.' }),
  '/v1/clients/{id}/results/{resultId}': () =>
    made(world.fill('/v1/clients/{id}/results'), { onDate: startsOn, kind: 'achievement', title: 'First' }),
  '/v1/price-lists/{id}': () =>
    made('/v1/price-lists', { name: 'Autumn', effectiveFrom: '2199-01-01', lines: [] }),
  '/v1/discounts/{id}': () =>
    made('/v1/discounts', { name: 'Hand', kind: 'manual', effectiveFrom: startsOn, amount: money }),
  '/v1/purchase-orders/{id}/lines/{lineId}': async () =>
    ((await shown(world.fill('/v1/purchase-orders/{id}')))['lines'] as Json[])[0],
  '/v1/cash-desks/{id}': () =>
    made('/v1/cash-desks', { branchId: world.idOf('branches'), name: 'Front desk' }),
};

/** Of a value, what a patch takes: of the kinds of notices, for one, more is shown. */
function taken(schema: Json, value: unknown): unknown {
  const { properties, items: one } = resolved(schema) as { properties?: Record<string, Json>; items?: Json };
  if (Array.isArray(value)) return one === undefined ? value : value.map((item) => taken(one, item));
  if (properties === undefined || typeof value !== 'object' || value === null) return value;
  const known = Object.entries(value).filter(([name]) => properties[name] !== undefined);
  return Object.fromEntries(known.map(([name, member]) => [name, taken(properties[name] ?? {}, member)]));
}

it.each(editable.map((one): [string, (typeof editable)[number]] => [one.path, one]))(
  '%s takes back what it showed and stays as it is',
  async (path, { body }) => {
    const other = await others[path]?.();
    const record = other ?? (await shown(world.fill(path)));
    const last = String(record['id'] ?? record['guardianId']);
    const address = other === undefined ? world.fill(path) : world.fill(path.replace(/\{\w+\}$/, last));
    const names = Object.keys((resolved(body ?? {}) as { properties: Json }).properties);
    const known = names.filter((name) => record[name] !== undefined);
    expect(known).toContain('version');
    const same = Object.fromEntries(known.map((name) => [name, record[name]]));
    const answer = await test.owner.patch(address, taken(body ?? {}, same) as Json);
    expect([answer.status, answer.body]).toEqual([200, expect.objectContaining(same)]);
  },
);

it('a form loaded before a lesson was moved leaves the lesson where it was moved to', async () => {
  const lesson = (await items('/v1/lessons?status=planned'))[0] ?? {};
  const { id, version, startsAt } = lesson as { id: string; version: number; startsAt: string };
  const moved = startsAt.replace(/T\d\d/, 'T17');
  await test.owner.patch(`/v1/lessons/${id}`, { version, startsAt: moved }).expect(200);
  const answer = await test.owner.patch(`/v1/lessons/${id}`, { version, startsAt, topic: 'Pins' });
  expect([answer.status, answer.body]).toEqual([
    200,
    expect.objectContaining({ startsAt: moved, topic: 'Pins', version: version + 2 }),
  ]);
});
