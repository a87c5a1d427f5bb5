import type { Response } from 'supertest';
import { permissionCatalogue } from '../../src/kernel/permissions.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import { expectLawsToHold, rub, type Json } from '../support/centre.js';
import { operations, type Operation } from '../support/contract/document.js';
import { sample } from '../support/contract/samples.js';
import { World } from '../support/contract/world.js';

// Markers stand in every field of a group; whoever lacks the right walks over the whole contract and must not meet one.

const PHONE = '+79777770101';
const MUMS_PHONE = '+79777770202';
const CONTACTS = [
  PHONE,
  MUMS_PHONE,
  'marker-client@example.org',
  'marker-mum@example.org',
  'Marker street 77',
];
/** No ordinary amount of this centre comes near it. */
const UNMISTAKABLE = 10_000_000;
const PRICE = 622_221_608;
const PRICE_OF_VISIT = 77_777_701;
const PAY = 77_777_705;

let test: TestApp;
let world: World;
let clientId: string;
let guardianId: string;
let subscriptionId: string;
let teacher: Caller;
let clerk: Caller;
let everythingElse: Caller;
let reader: Caller;
let homeId: string;

const idOf = (answer: Response): string => (answer.body as { id: string }).id;
const codeOf = (answer: Response): string => (answer.body as { code: string }).code;

async function made(path: string, body: object, by: Caller = test.owner): Promise<Json> {
  const answer = await by.post(`/v1/${path}`, body);
  if (answer.status >= 300) throw new Error(`${path}: ${String(answer.status)} ${answer.text}`);
  return answer.body;
}

const roleOf = async (code: string, permissions: Record<string, string>): Promise<string> => {
  await made('roles', { code, name: code, permissions });
  return code;
};

beforeAll(async () => {
  test = await startTestApp();
  world = new World(test);
  await world.build('4455667');
  homeId = world.idOf('branches');
  await fill();
  await world.collect();
  world.today = test.clock.today('Europe/Moscow');

  teacher = await test.as(['teacher'], [homeId], world.idOf('employees'));
  clerk = await test.as([await roleOf('clerk', { 'clients:read': 'branch' })], [homeId]);
  const closed =
    /^(clients\.contacts|billing|cash|payroll|plans|activities|price-lists|discounts|tax-tables):/;
  const open = permissionCatalogue().filter(({ code }) => !closed.test(code));
  const all = Object.fromEntries(open.map(({ code }) => [code, 'all']));
  everythingElse = await test.as([await roleOf('everything-else', all)]);
  const reads = { 'clients:read': 'branch', 'clients.contacts:read': 'branch' };
  reader = await test.as([await roleOf('reader', reads)], [homeId]);
});
afterAll(() => test.close());

/** A family with a marker in every contact and every amount, taught by the one teacher, who is paid otherwise. */
async function fill(): Promise<void> {
  const other = await made('employees', {
    ...{ branchId: homeId, lastName: 'Sidorov', firstName: 'Petr', position: 'Teacher' },
    ...{ engagement: 'staff', hiredOn: '2020-01-01' },
  });
  await made('pay-schemes', {
    ...{ employeeId: other['id'], basis: 'lesson', rate: rub(PAY), effectiveFrom: '2020-01-01' },
  });
  const mum = {
    ...{ lastName: 'Markerova', firstName: 'Olga', relation: 'mother' },
    ...{ phones: [MUMS_PHONE], email: 'marker-mum@example.org' },
  };
  const child = await made('clients', {
    ...{ branchId: homeId, lastName: 'Markerov', firstName: 'Kirill', birthDate: '2017-05-14' },
    ...{ phones: [PHONE], email: 'marker-client@example.org', address: 'Marker street 77' },
    guardians: [mum],
  });
  clientId = child['id'];
  guardianId = child['guardians'][0].id;
  const plan = await made('plans', {
    ...{ name: 'Marked', activityIds: [world.idOf('activities')], price: rub(PRICE), visits: 8 },
    ...{ validityCount: 60, validityUnit: 'day' },
  });
  const payment = { amount: rub(PRICE_OF_VISIT), method: 'card' };
  subscriptionId = (await made('subscriptions', { clientId, planId: plan['id'], payment }))['id'];
  await made(`groups/${world.idOf('groups')}/members`, { clientId, joinedOn: '2026-01-01' });
  const lessons = await test.owner.get(
    `/v1/lessons?groupId=${world.idOf('groups')}&status=planned&sort=startsAt&limit=1`,
  );
  const lessonId = lessons.body['items'][0].id as string;
  await made(`lessons/${lessonId}/completion`, { attendance: [{ clientId, mark: 'present' }] });
  // A change of each marker, so that the trail has a before as well; the debt is late.
  const patched = await test.owner.patch(`/v1/clients/${clientId}`, {
    ...{ version: 1, phones: [PHONE, '+79777770303'], email: 'marker-second@example.org' },
  });
  expect(patched.status).toBe(200);
  await test.owner
    .patch(`/v1/guardians/${guardianId}`, { version: 1, email: 'marker-third@example.org' })
    .expect(200);
}

const TABLES: readonly [string, () => string][] = [
  ['clients', () => clientId],
  ['guardians', () => guardianId],
  ['subscriptions', () => subscriptionId],
  ['charges', () => world.idOf('charges')],
  ['payments', () => world.idOf('payments')],
  ['pay-schemes', () => world.idOf('pay-schemes')],
];

/** Every address of a read, for each of the first records of its collection. */
function readings(): string[] {
  const paths = operations
    .filter(({ method, path }) => method === 'get' && path.startsWith('/v1/') && !path.includes('{table}'))
    .flatMap(({ path }) =>
      path.includes('{') ? [0, 1, 2, 3, 4].map((turn) => world.fill(path, turn)) : [listed(path)],
    );
  const trail = TABLES.flatMap(([table, id]) => [
    `/v1/audit/records/${table}/${id()}/history`,
    `/v1/audit/records/${table}/${id()}/state`,
    `/v1/audit/changes?limit=200&table=${table}`,
  ]);
  const more = [
    `/v1/subscriptions/${subscriptionId}?explain=true`,
    `/v1/subscriptions/${subscriptionId}?asOf=2030-01-01T00:00:00Z`,
    `/v1/subscriptions/${subscriptionId}/ledger`,
    `/v1/subscriptions/${subscriptionId}/refunds/quote`,
    `/v1/clients/${clientId}`,
    `/v1/clients/${clientId}/standing?explain=true`,
    `/v1/clients/${clientId}/timeline?limit=200`,
    `/v1/clients/${clientId}/export`,
    `/v1/guardians/${guardianId}`,
  ];
  return [...new Set([...paths, ...trail, ...more])];
}

function listed(path: string): string {
  const from = `branchId=${homeId}&from=${world.today}`;
  if (path === '/v1/schedule') return `${path}?${from}`;
  if (path === '/v1/clients/duplicates')
    return `${path}?lastName=Markerov&firstName=Kirill&birthDate=2017-05-14`;
  if (path === '/v1/clients/facets') return `${path}?field=tags`;
  if (path === '/v1/clients/duplicates/pairs') return path;
  const takesLimit = operations.some(
    (one) => one.method === 'get' && one.path === path && one.parameters.some(({ name }) => name === 'limit'),
  );
  return takesLimit ? `${path}?limit=200` : path;
}

const bigNumbers = (node: unknown): number[] => {
  if (typeof node === 'number') return Math.abs(node) >= UNMISTAKABLE ? [node] : [];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(bigNumbers) : [];
};

/** What is on sale has its price on the price list, in the trail as well; amounts of tax tables are the law's. */
const PUBLIC = ['plans', 'activities', 'tax_tables'];
const withoutPublic = (body: Json): unknown => {
  const items = body?.['items'] as Json[] | undefined;
  return { ...body, items: items?.filter(({ table }) => !PUBLIC.includes(table as string)) };
};

/** What of an answer must not be in it. */
function markersIn(answer: Response): string[] {
  const text = answer.text ?? '';
  const contacts = [/\+?7?97777\d{5}/, /marker-[a-z]+@/, /Marker street/].filter((mark) => mark.test(text));
  return [...contacts.map(String), ...bigNumbers(withoutPublic(answer.body)).map(String)];
}

async function leaks(caller: Caller): Promise<{ seen: number; found: string[] }> {
  const found: string[] = [];
  let seen = 0;
  for (const path of readings()) {
    const answer = await caller.get(path);
    if (answer.status === 200) seen += 1;
    const markers = markersIn(answer);
    if (markers.length > 0) found.push(`${path}: ${markers.join(' ')}`);
  }
  return { seen, found };
}

describe('nothing of a closed group is in any answer', () => {
  it('to a teacher, who sees the child and why it is red', async () => {
    const { seen, found } = await leaks(teacher);
    expect(found).toEqual([]);
    expect(seen).toBeGreaterThan(25);
    const { body } = await teacher.get(`/v1/clients/${clientId}`).expect(200);
    expect(body).toMatchObject({ phones: null, email: null, address: null, lastName: 'Markerov' });
    const reasons = body['standing'].reasons as Json[];
    expect(reasons).toContainEqual(
      expect.objectContaining({ code: expect.stringMatching(/^payment_/), amount: null }),
    );
    const card = (await teacher.get(`/v1/subscriptions/${subscriptionId}`).expect(200)).body;
    expect(card).toMatchObject({ price: null, paid: null, debt: null, charge: null, instalments: null });
    expect(card['visitsLeft']).toBe(7);
    expect(card['alert'].reasons).toContainEqual(
      expect.objectContaining({ code: expect.stringMatching(/^payment_/), amount: null }),
    );
  });

  it('to a role of its own that reads the clients of its branch', async () => {
    const { seen, found } = await leaks(clerk);
    expect(found).toEqual([]);
    expect(seen).toBeGreaterThan(10);
    const { body } = await clerk.get(`/v1/clients/${clientId}`).expect(200);
    expect(body['guardians']).toMatchObject([{ id: guardianId, phones: null, email: null }]);
  });

  it('to whoever may do everything else, the trail and an export of a person with it', async () => {
    const { seen, found } = await leaks(everythingElse);
    expect(found).toEqual([]);
    expect(seen).toBeGreaterThan(100);
    const trail = `/v1/audit/records/clients/${clientId}`;
    const history = (await everythingElse.get(`${trail}/history`).expect(200)).body;
    expect(history['items'][0].changes).toContainEqual({ field: 'email', before: '***', after: '***' });
    const state = (await everythingElse.get(`${trail}/state`).expect(200)).body;
    expect(state['fields']).toMatchObject({ lastName: 'Markerov', phones: '***', address: '***' });
    const person = (await everythingElse.get(`/v1/clients/${clientId}/export`).expect(200)).body;
    expect(person['clients']).toMatchObject([{ lastName: 'Markerov', phones: null, address: null }]);
  });

  it('not in the answers of commands either', async () => {
    const found: string[] = [];
    let done = 0;
    for (const operation of operations.filter(isRehearsed)) {
      for (const turn of [0, 1, 2]) {
        const body = operation.body === undefined ? undefined : sample(operation.body, world, 'required');
        const answer = await everythingElse[operation.method](
          `${world.fill(operation.path, turn)}?dryRun=true`,
          body,
        );
        if (answer.status < 300) done += 1;
        const markers = markersIn(answer);
        if (markers.length > 0)
          found.push(`${operation.id}: ${markers.join(' ')} ${answer.text.slice(0, 200)}`);
      }
    }
    expect(found).toEqual([]);
    expect(done).toBeGreaterThan(40);
  });

  const isRehearsed = (one: Operation): boolean =>
    one.method !== 'get' && one.parameters.some(({ name }) => name === 'dryRun');

  it('while the owner meets every marker', async () => {
    const answers: string[] = [];
    for (const path of readings()) answers.push((await test.owner.get(path)).text ?? '');
    const missing = [
      ...CONTACTS,
      'marker-second@',
      'marker-third@',
      PRICE,
      PRICE_OF_VISIT,
      PRICE - PRICE_OF_VISIT,
      PAY,
    ]
      .map(String)
      .filter((marker) => !answers.some((text) => text.includes(marker)));
    expect(missing).toEqual([]);
  });

  it('and a role with the right sees the contacts, and no money', async () => {
    const { body } = await reader.get(`/v1/clients/${clientId}`).expect(200);
    expect(body).toMatchObject({ address: 'Marker street 77', guardians: [{ phones: [MUMS_PHONE] }] });
    expect(bigNumbers(body)).toEqual([]);
  });
});

describe('looking for somebody', () => {
  const questions = [
    '97777',
    '70101',
    '9777770202',
    MUMS_PHONE,
    'marker-second@example.org',
    '@example.org',
    '⑨77777',
  ];

  it.each(questions)('finds nobody by %s without the right', async (q) => {
    for (const path of ['clients', 'guardians'])
      for (const caller of [teacher, clerk, everythingElse]) {
        const answer = await caller.get(`/v1/${path}?q=${encodeURIComponent(q)}&include=totalCount`);
        if (answer.status === 200) expect(answer.body).toMatchObject({ items: [], page: { totalCount: 0 } });
      }
  });

  it('finds by name and by phone who may be seen, and only those', async () => {
    const ids = async (caller: Caller, path: string) =>
      (await caller.get(`/v1/${path}`).expect(200)).body['items'].map(({ id }: Json) => id as string);
    expect(await ids(clerk, 'clients?q=markerov')).toEqual([clientId]);
    expect(await ids(clerk, 'guardians?q=olga')).toEqual([guardianId]);
    expect(await ids(reader, 'clients?q=9777770202')).toEqual([clientId]);
    expect(await ids(reader, 'clients?q=marker-second@')).toEqual([clientId]);
    expect(await ids(reader, 'guardians?q=70202')).toEqual([guardianId]);
    // A number in a name is a part of the name.
    expect(await ids(clerk, 'guardians?q=4455667')).toEqual([]);
  });

  it('finds digits of a name still', async () => {
    const numbered = await made('clients', {
      ...{
        branchId: homeId,
        lastName: 'Robot 77012',
        firstName: 'Max',
        birthDate: '1990-01-01',
        phones: ['+79261230001'],
      },
    });
    const found = (await clerk.get('/v1/clients?q=77012').expect(200)).body;
    expect(found['items'].map(({ id }: Json) => id as string)).toEqual([numbered['id']]);
  });

  it('refuses the filter that is a phone and nothing else', async () => {
    const path = '/v1/clients/duplicates?lastName=X&firstName=Kirill&phone=%2B79777770101';
    const answer = await clerk.get(path).expect(403);
    expect(answer.body).toMatchObject({ code: 'field.forbidden', errors: [{ parameter: 'phone' }] });
    expect((await reader.get(path).expect(200)).body).toMatchObject({ items: [{ id: clientId }] });
  });
});

describe('giving contacts without the right', () => {
  let desk: Caller;
  let seller: Caller;
  beforeAll(async () => {
    const rights = {
      'clients:read': 'branch',
      'clients:write': 'branch',
      'clients:merge': 'branch',
      'clients:import': 'branch',
    };
    desk = await test.as([await roleOf('desk', rights)], [homeId]);
    seller = await test.as(
      [await roleOf('blind', { ...rights, 'clients.contacts:write': 'branch' })],
      [homeId],
    );
  });
  const person = () => ({
    branchId: homeId,
    lastName: 'Novikov',
    firstName: 'Egor',
    birthDate: '2018-02-03',
  });
  const count = async (): Promise<number> => {
    const { body } = await test.owner.get('/v1/clients?include=totalCount&limit=1').expect(200);
    return body['page'].totalCount as number;
  };

  it('registers nobody and names each field', async () => {
    const before = await count();
    const guardian = { lastName: 'Novikova', firstName: 'Inna', relation: 'mother' };
    const answer = await desk
      .post('/v1/clients', {
        ...{ ...person(), phones: [], email: null },
        guardians: [guardian, { ...guardian, phones: ['+79161112233'], email: 'a@example.org' }],
      })
      .expect(403);
    expect(codeOf(answer)).toBe('field.forbidden');
    expect(answer.body['errors'].map(({ pointer }: Json) => pointer as string)).toEqual([
      ...['#/phones', '#/email', '#/guardians/1/phones', '#/guardians/1/email'],
    ]);
    expect(await count()).toBe(before);
    const family = await desk.post('/v1/clients', { ...person(), guardians: [guardian] }).expect(201);
    expect(family.body).toMatchObject({ phones: null, guardians: [{ phones: null }] });
    const path = `/v1/clients/${idOf(family)}/guardians`;
    const second = await desk
      .post(path, { ...guardian, firstName: 'Vera', phones: ['+79161112234'] })
      .expect(403);
    expect(second.body['errors']).toMatchObject([{ pointer: '#/phones' }]);
  });

  it('changes nothing, and the other fields of the same edit neither', async () => {
    const before = (await test.owner.get(`/v1/clients/${clientId}`)).body;
    for (const caller of [desk, seller]) {
      const answer = await caller
        // Based on an old version: a conflict would tell what stands there.
        .patch(`/v1/clients/${clientId}`, {
          version: 1,
          source: 'friends',
          email: 'x@example.org',
          phones: [],
        })
        .expect(403);
      expect(answer.body['errors']).toMatchObject([{ pointer: '#/phones' }, { pointer: '#/email' }]);
      expect(markersIn(answer)).toEqual([]);
      const theirs = await caller
        .patch(`/v1/guardians/${guardianId}`, { version: 1, phones: [] })
        .expect(403);
      expect(codeOf(theirs)).toBe('field.forbidden');
    }
    expect((await test.owner.get(`/v1/clients/${clientId}`)).body).toEqual(before);
    const allowed = await desk.patch(`/v1/clients/${clientId}`, {
      version: before['version'],
      source: 'friends',
    });
    expect(allowed.body).toMatchObject({ source: 'friends', phones: null, address: null });
  });

  const otherId = (): string =>
    [0, 1].map((turn) => world.idOf('clients', turn)).find((id) => id !== clientId) ?? '';

  it('chooses no contact in a merge', async () => {
    const answer = await desk
      .post('/v1/clients/merges', {
        ...{ survivorId: clientId, duplicateId: otherId(), fields: { phones: 'duplicate' } },
      })
      .expect(403);
    expect(answer.body['errors']).toMatchObject([{ pointer: '#/fields/phones' }]);
  });

  it('imports nobody', async () => {
    const answer = await desk
      .post(`/v1/imports/clients?branchId=${homeId}&dryRun=true`)
      .attach('file', Buffer.from('Фамилия;Имя;Телефон\nНовиков;Егор;+79161112233\n'), 'families.csv');
    expect(answer.status).toBe(422);
  });

  it('reaches no further than its own branch', async () => {
    const away = idOf(
      await test.owner.post('/v1/branches', { code: 'AWAY', name: 'Away', timeZone: 'Asia/Tokyo' }),
    );
    const rights = {
      ...{ 'clients:read': 'all', 'clients:write': 'all' },
      ...{ 'clients.contacts:read': 'branch', 'clients.contacts:write': 'branch' },
    };
    const half = await test.as([await roleOf('half', rights)], [away]);
    const there = await half
      .post('/v1/clients', { ...person(), branchId: away, birthDate: '1990-01-01', phones: ['+79261230002'] })
      .expect(201);
    expect(there.body).toMatchObject({ phones: ['+79261230002'] });
    expect((await half.get(`/v1/clients/${clientId}`).expect(200)).body).toMatchObject({ phones: null });
    expect((await half.get('/v1/clients?q=97777').expect(200)).body).toMatchObject({ items: [] });
    expect((await half.get('/v1/clients?q=9261230002').expect(200)).body).toMatchObject({
      items: [{ id: idOf(there) }],
    });
    const edit = { version: 1, phones: ['+79261230003'] };
    expect(codeOf(await half.patch(`/v1/clients/${clientId}`, edit).expect(403))).toBe('field.forbidden');
    await half.patch(`/v1/clients/${idOf(there)}`, edit).expect(200);
    expect(
      codeOf(await half.patch('/v1/clients/019aa5f0-0000-7000-8000-00000000dead', edit).expect(404)),
    ).toBe('client.not-found');
  });

  it('is refused to each of many, while one who may goes through', async () => {
    const { version } = (await test.owner.get(`/v1/clients/${clientId}`)).body as { version: number };
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        (index === 7 ? test.owner : desk).patch(`/v1/clients/${clientId}`, {
          ...{ version, address: `Marker street 77, flat ${String(index)}` },
        }),
      ),
    );
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(23);
    expect((await test.owner.get(`/v1/clients/${clientId}`)).body).toMatchObject({
      ...{ version: version + 1, address: 'Marker street 77, flat 7' },
    });
    await expectLawsToHold(test);
  });
});
