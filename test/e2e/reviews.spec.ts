import { startTestApp, PASSWORD, type Caller, type TestApp } from '../support/app.js';
import { auditChecks, fullAuditChecks } from '../../src/modules/audit/index.js';

interface Review {
  id: string;
  number: number;
  status: string;
  changes: number;
  digest: string | null;
  openQuestions: number;
  marks: { fine: number; questioned: number; unmarked: number };
}
interface Change {
  id: string;
  table: string;
  recordId: string;
  by: { login: string };
  mark: { mark: string; comment: string | null } | null;
  changes: { field: string; before: unknown; after: unknown }[];
}
interface Page<T> {
  items: T[];
  page: { nextCursor: string | null };
}

let test: TestApp;
let auditor: Caller;
let director: Caller;
let branchId: string;
let users = 0;

const body = <T>(answer: { body: unknown }): T => answer.body as T;
const open = async (): Promise<Review> => body(await auditor.post('/v1/audit/reviews', {}).expect(201));
const close = (id: string, how: object = {}) => auditor.post(`/v1/audit/reviews/${id}/closing`, how);
const changesOf = async (id: string, query = ''): Promise<Change[]> =>
  body<Page<Change>>(await auditor.get(`/v1/audit/reviews/${id}/changes?limit=200${query}`).expect(200))
    .items;
const makeBranch = async (name: string): Promise<string> =>
  body<{ id: string }>(
    await test.owner
      .post('/v1/branches', { code: name.toLowerCase(), name, timeZone: 'Europe/Moscow' })
      .expect(201),
  ).id;

/** A signed-in user with a known login. */
async function administrator(): Promise<{ login: string; caller: Caller }> {
  users += 1;
  const login = `front-desk-${String(users)}`;
  const account = {
    login,
    name: 'Desk',
    password: PASSWORD,
    roles: ['administrator'],
    branchIds: [branchId],
  };
  await test.owner.post('/v1/users', account).expect(201);
  const { accessToken } = body<{ accessToken: string }>(
    await test.anonymous.post('/v1/auth/login', { login, password: PASSWORD }).expect(200),
  );
  const send = (method: keyof Caller) => (path: string, content?: object) =>
    test.anonymous[method](path, content).set('authorization', `Bearer ${accessToken}`);
  return {
    login,
    caller: {
      get: send('get'),
      post: send('post'),
      patch: send('patch'),
      put: send('put'),
      delete: send('delete'),
    },
  };
}

beforeAll(async () => {
  test = await startTestApp();
  auditor = await test.as(['auditor']);
  branchId = await makeBranch('Riverside');
  director = await test.as(['director'], [branchId]);
  const first = await open();
  await close(first.id).expect(200);
});
afterEach(async () => {
  const { items } = body<Page<Review>>(await auditor.get('/v1/audit/reviews').expect(200));
  for (const one of items.filter(({ status }) => status === 'open'))
    await auditor
      .post(`/v1/audit/reviews/${one.id}/cancellation`, { reason: 'the test is over' })
      .expect(200);
});
afterAll(() => test.close());

describe('a review', () => {
  it('holds what was changed since the last closed one, and the next holds the rest', async () => {
    const north = await makeBranch('North');
    const review = await open();
    const south = await makeBranch('South');
    const held = (await changesOf(review.id)).map((change) => change.recordId);
    expect(held).toContain(north);
    expect(held).not.toContain(south);
    const closed = body<Review>(await close(review.id).expect(200));
    expect(closed).toMatchObject({ status: 'closed', changes: held.length });
    expect(closed.digest).toMatch(/^[0-9a-f]{64}$/);
    const next = (await changesOf((await open()).id)).map((change) => change.recordId);
    expect(next).toContain(south);
    expect(next).not.toContain(north);
  });

  it('gives what it held to the next when it is cancelled', async () => {
    const east = await makeBranch('East');
    const review = await open();
    const reason = { reason: 'too early' };
    const cancelled = await auditor.post(`/v1/audit/reviews/${review.id}/cancellation`, reason).expect(200);
    expect(cancelled.body).toMatchObject({ status: 'cancelled', changes: 0, reason: 'too early' });
    await auditor.post(`/v1/audit/reviews/${review.id}/cancellation`, reason).expect(409);
    expect((await changesOf((await open()).id)).map((change) => change.recordId)).toContain(east);
  });

  it('is one at a time, however many open one at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 24 }, () => auditor.post('/v1/audit/reviews', {})),
    );
    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 23 }, () => 409)]);
    expect(
      answers.filter(({ status }) => status === 409).map((answer) => body<{ code: string }>(answer).code),
    ).toEqual(Array.from({ length: 23 }, () => 'review.open-already'));
  });

  it('is closed once, however many close it at once, and nothing is marked after that', async () => {
    await makeBranch('Races');
    const { id } = await open();
    const answers = await Promise.all([
      ...Array.from({ length: 12 }, () => close(id)),
      ...Array.from({ length: 12 }, () =>
        auditor.post(`/v1/audit/reviews/${id}/marks`, { filter: {}, mark: 'fine' }),
      ),
    ]);
    expect(answers.slice(0, 12).filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => ![200, 201, 409].includes(status))).toEqual([]);
    await auditor.post(`/v1/audit/reviews/${id}/marks`, { filter: {}, mark: 'fine' }).expect(409);
    await expect(faults()).resolves.toEqual([]);
  });

  it('groups by user, table and record, pages, filters and counts', async () => {
    const { login, caller } = await administrator();
    const family = { branchId, lastName: 'Grouped', firstName: 'Anna', birthDate: '1990-01-01' };
    const { id: clientId } = body<{ id: string }>(await caller.post('/v1/clients', family).expect(201));
    await caller.patch(`/v1/clients/${clientId}`, { firstName: 'Vera', version: 1 }).expect(200);
    const { id } = await open();
    const all = await changesOf(id);
    const groups = all.map((change) => `${change.by.login} ${change.table} ${change.recordId}`);
    expect(groups).toEqual([...groups].sort());

    const paged: string[] = [];
    for (let cursor = ''; ;) {
      const page = body<Page<Change>>(
        await auditor.get(`/v1/audit/reviews/${id}/changes?limit=2${cursor}`).expect(200),
      );
      paged.push(...page.items.map((change) => change.id));
      if (page.page.nextCursor === null) break;
      cursor = `&cursor=${page.page.nextCursor}`;
    }
    expect(paged).toEqual(all.map((change) => change.id));

    const mine = await changesOf(id, `&login=${login}&table=clients&operation=update`);
    expect(mine).toHaveLength(1);
    expect(mine[0]?.changes).toContainEqual({ field: 'firstName', before: 'Anna', after: 'Vera' });

    const summary = body<{ changes: number; groups: Record<string, unknown>[] }>(
      await auditor.get(`/v1/audit/reviews/${id}/summary`).expect(200),
    );
    expect(summary.changes).toBe(all.length);
    expect(summary.groups).toContainEqual(
      expect.objectContaining({ login, table: 'clients', operation: 'update', changes: 1, records: 1 }),
    );
    // Whoever reads one branch sees the changes of that branch in it.
    const seen = body<Page<Change>>(
      await director.get(`/v1/audit/reviews/${id}/changes?limit=200`).expect(200),
    ).items;
    expect(seen.map((change) => change.table)).toContain('clients');
    expect(seen.length).toBeLessThan(all.length);
  });

  it('is marked by list and by filter, and counts its marks', async () => {
    await makeBranch('Marked');
    await makeBranch('Marked-too');
    const { id, changes } = await open();
    const [one] = await changesOf(id, '&table=branches');
    const marks = `/v1/audit/reviews/${id}/marks`;
    await auditor.post(marks, { changeIds: [one?.id], mark: 'fine', comment: 'seen' }).expect(201);
    expect((await changesOf(id, '&mark=fine')).map((change) => change.mark)).toEqual([
      expect.objectContaining({ mark: 'fine', comment: 'seen' }),
    ]);
    const rest = await auditor.post(marks, { filter: { mark: 'unmarked' }, mark: 'fine' }).expect(201);
    expect(rest.body).toMatchObject({ changes: changes - 1, questions: 0 });
    const review = body<Review>(await auditor.get(`/v1/audit/reviews/${id}`).expect(200));
    expect(review.marks).toEqual({ fine: changes, questioned: 0, unmarked: 0 });
  });

  it('names everything that is wrong with a marking', async () => {
    const { id } = await open();
    const marks = `/v1/audit/reviews/${id}/marks`;
    const codes = async (input: object): Promise<(string | undefined)[]> =>
      body<{ errors: { pointer?: string }[] }>(await auditor.post(marks, input).expect(422)).errors.map(
        (error) => error.pointer,
      );
    await expect(codes({ mark: 'questioned' })).resolves.toEqual(['#/changeIds', '#/comment']);
    await expect(codes({ mark: 'fine', changeIds: ['1'], filter: {} })).resolves.toEqual(['#/changeIds']);
    await expect(codes({ mark: 'fine', changeIds: ['999999999', '1'] })).resolves.toEqual([
      '#/changeIds/0',
      '#/changeIds/1',
    ]);
    await expect(codes({ mark: 'odd', changeIds: ['x'] })).resolves.toEqual(['#/changeIds', '#/mark']);
    await auditor
      .post('/v1/audit/reviews/0190c1c5-0000-7000-8000-000000000000/marks', { filter: {}, mark: 'fine' })
      .expect(404);
  });
});

describe('a question', () => {
  async function asked() {
    const { login, caller } = await administrator();
    const family = { branchId, lastName: 'Questioned', firstName: login, birthDate: '1990-01-01' };
    await caller.post('/v1/clients', family).expect(201);
    const { id } = await open();
    const comment = 'Why?';
    const filter = { login, table: 'clients' };
    const marking = await auditor
      .post(`/v1/audit/reviews/${id}/marks`, { filter, mark: 'questioned', comment })
      .expect(201);
    expect(marking.body).toMatchObject({ changes: 1, questions: 1 });
    const { items } = body<Page<{ id: string; subjects: unknown[] }>>(
      await caller.get('/v1/audit/questions').expect(200),
    );
    expect(items).toEqual([expect.objectContaining({ status: 'open', comment, login })]);
    expect(items[0]?.subjects).toHaveLength(1);
    return { id, caller, login, answers: `/v1/audit/reviews/${id}/questions/${items[0]?.id ?? ''}/answers` };
  }

  it('keeps the review open until the one asked answers', async () => {
    const { id, caller, answers } = await asked();
    expect(body<{ code: string }>(await close(id).expect(409)).code).toBe('review.questions-open');
    const answered = await caller.post(answers, { text: 'The parents asked for it.' }).expect(201);
    expect(answered.body).toMatchObject({
      status: 'answered',
      answers: [{ text: 'The parents asked for it.' }],
    });
    expect((await close(id).expect(200)).body).toMatchObject({ marks: { questioned: 1 }, reason: null });
    await caller.post(answers, { text: 'One more word.' }).expect(409);
  });

  it('is answered by a manager too, but not by another colleague nor by who asked', async () => {
    const { answers } = await asked();
    const other = await administrator();
    await other.caller.post(answers, { text: 'I know.' }).expect(404);
    expect(body<{ code: string }>(await auditor.post(answers, { text: 'Well.' }).expect(422)).code).toBe(
      'question.asked-by-oneself',
    );
    await director.post(answers, { text: 'I told her to.' }).expect(201);
  });

  it('is withdrawn when its changes are found fine', async () => {
    const { id, login, caller, answers } = await asked();
    await auditor.post(`/v1/audit/reviews/${id}/marks`, { filter: { login }, mark: 'fine' }).expect(201);
    await caller.post(answers, { text: 'Late.' }).expect(409);
    await close(id).expect(200);
  });

  it('can be left without an answer by force and with a reason', async () => {
    const { id } = await asked();
    await close(id, { force: true }).expect(422);
    const closed = await close(id, { force: true, reason: 'She has left.' }).expect(200);
    expect(closed.body).toMatchObject({ reason: 'She has left.', openQuestions: 1 });
  });
});

describe('permissions', () => {
  it('keep reviews to the auditor and the owner', async () => {
    const { id } = await open();
    await director.post('/v1/audit/reviews', {}).expect(403);
    await director.post(`/v1/audit/reviews/${id}/marks`, { filter: {}, mark: 'fine' }).expect(403);
    await director.post('/v1/audit/seals', {}).expect(403);
    await director.get('/v1/audit/verification').expect(403);
    const teacher = await test.as(['teacher']);
    await teacher.get(`/v1/audit/reviews/${id}`).expect(403);
    await teacher.get(`/v1/audit/records/clients/${id}/history`).expect(403);
    await teacher.get('/v1/audit/questions').expect(200);
  });
});

describe('a record through time', () => {
  it('has a history and was something at each moment', async () => {
    const id = await makeBranch('Before');
    const moment = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return new Date(Date.now()).toISOString();
    };
    const early = await moment();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await test.owner.patch(`/v1/branches/${id}`, { name: 'After', version: 1 }).expect(200);
    const state = async (asOf = '') =>
      body<{ version: number; fields: { name: string } }>(
        await test.owner.get(`/v1/audit/records/branches/${id}/state${asOf}`).expect(200),
      );
    expect(await state(`?asOf=${early}`)).toMatchObject({
      version: 1,
      exists: true,
      fields: { name: 'Before', timeZone: 'Europe/Moscow' },
    });
    expect(await state()).toMatchObject({
      version: 2,
      fields: { name: 'After' },
      changedBy: { login: 'owner' },
    });
    await test.owner.get(`/v1/audit/records/branches/${id}/state?asOf=2020-01-01T00:00:00Z`).expect(404);
    const history = await test.owner.get(`/v1/audit/records/branches/${id}/history`).expect(200);
    expect(body<Page<Change>>(history).items.map(({ changes }) => changes.length)).toEqual([1, 3]);
  });

  it('is known of tables with a trail only, spelled either way', async () => {
    const id = await makeBranch('Spelled');
    await test.owner.get(`/v1/audit/records/group-members/${id}/history`).expect(200);
    await test.owner.get(`/v1/audit/records/group_members/${id}/history`).expect(200);
    for (const table of ['refresh-tokens', 'pg_class', 'x%27;--'])
      await test.owner.get(`/v1/audit/records/${table}/${id}/history`).expect(404);
  });

  it('shows nothing of another branch to who reads one', async () => {
    const other = await makeBranch('Elsewhere');
    const person = {
      branchId: other,
      lastName: 'Far',
      firstName: 'Away',
      position: 'Teacher',
      engagement: 'staff',
      hiredOn: '2025-01-01',
    };
    const { id } = body<{ id: string }>(await test.owner.post('/v1/employees', person).expect(201));
    await test.owner.get(`/v1/audit/records/employees/${id}/state`).expect(200);
    await director.get(`/v1/audit/records/employees/${id}/state`).expect(404);
    const history = await director.get(`/v1/audit/records/employees/${id}/history`).expect(200);
    expect(body<Page<Change>>(history).items).toEqual([]);
  });
});

describe('seals', () => {
  it('are made on demand and hold', async () => {
    await makeBranch('Sealed');
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const sealing = body<{ waiting: number; head: object }>(
        await auditor.post('/v1/audit/seals', {}).expect(200),
      );
      if (sealing.waiting === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const found = await auditor.get('/v1/audit/verification?mode=full').expect(200);
    expect(found.body).toMatchObject({ holds: true, firstBroken: null, faults: [], waiting: 0 });
    expect(body<{ comparedChanges: number }>(found).comparedChanges).toBeGreaterThan(10);
    await auditor.get('/v1/audit/verification?fromSeal=0').expect(422);
    await expect(faults()).resolves.toEqual([]);
  });
});

async function faults(): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (const check of [...auditChecks, ...fullAuditChecks]) rows.push(...(await test.db.query(check.sql)));
  return rows;
}
