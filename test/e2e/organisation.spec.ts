import { SettingsService } from '../../src/modules/organisation/index.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
  await test.tx((tx) => test.app.get(SettingsService).ensure(tx));
});
afterAll(() => test.close());

const branch = (code: string, more: object = {}) => ({
  code,
  name: `Branch ${code}`,
  timeZone: 'Europe/Moscow',
  ...more,
});
const make = async (code: string, more: object = {}): Promise<{ id: string; version: number }> =>
  (await test.owner.post('/v1/branches', branch(code, more)).expect(201)).body;
const codesOf = async (caller: Caller, query = '') =>
  ((await caller.get(`/v1/branches${query}`).expect(200)).body as { items: { code: string }[] }).items.map(
    (one) => one.code,
  );

describe('branches', () => {
  it('are made with their clock, and shown as they are', async () => {
    const answer = await test.owner
      .post('/v1/branches', branch('NORTH', { phone: '8 (812) 555-01-23', address: ' 1 North street ' }))
      .expect(201);
    const { id } = answer.body as { id: string };
    expect(answer.headers['location']).toBe(`/v1/branches/${id}`);
    expect(answer.body).toMatchObject({
      code: 'NORTH',
      name: 'Branch NORTH',
      timeZone: 'Europe/Moscow',
      address: '1 North street',
      phone: '+78125550123',
      isArchived: false,
      version: 1,
      createdBy: { login: 'owner', name: 'owner' },
    });
    expect((await test.owner.get(`/v1/branches/${id}`).expect(200)).body).toEqual(answer.body);
  });

  it('refuse a zone that is none, and name every fault', async () => {
    const answer = await test.owner.post('/v1/branches', { code: '', timeZone: 'Mars/Olympus' }).expect(422);
    const pointers = (answer.body as { errors: { pointer: string; code: string }[] }).errors.map(
      (fault) => fault.pointer,
    );
    expect(pointers.sort()).toEqual(['#/code', '#/name', '#/timeZone']);
  });

  it('share no code', async () => {
    await make('TWICE');
    const answer = await test.owner.post('/v1/branches', branch('TWICE')).expect(409);
    expect(answer.body).toMatchObject({ code: 'branch.code-taken' });
  });

  it('merge edits of other fields and refuse those of the same one', async () => {
    const { id } = await make('EDIT');
    await test.owner.patch(`/v1/branches/${id}`, { name: 'New name', version: 1 }).expect(200);
    const merged = await test.owner.patch(`/v1/branches/${id}`, { address: 'Here', version: 1 }).expect(200);
    expect(merged.body).toMatchObject({ name: 'New name', address: 'Here', version: 3, mergedFrom: [2] });
    const refused = await test.owner.patch(`/v1/branches/${id}`, { name: 'Other', version: 1 }).expect(409);
    expect(refused.body).toMatchObject({
      code: 'edit.conflict',
      conflicts: [{ pointer: '#/name', theirs: 'New name', yours: 'Other' }],
    });
    await test.owner.patch(`/v1/branches/${id}`, { name: 'Other' }).expect(428);
    await test.owner.patch(`/v1/branches/${id}`, { name: 'Other' }).set('if-match', '"v1"').expect(412);
    await test.owner.patch(`/v1/branches/${id}`, { address: null, version: 3 }).expect(200);
  });

  it('are archived, not deleted, and can be taken back', async () => {
    const { id } = await make('OLD');
    await test.owner.delete(`/v1/branches/${id}`).expect(204);
    await test.owner.delete(`/v1/branches/${id}`).expect(204);
    expect(await codesOf(test.owner)).not.toContain('OLD');
    expect(await codesOf(test.owner, '?archived=true')).toEqual(['OLD']);
    expect(await codesOf(test.owner, '?archived=any')).toContain('OLD');
    const shown = (await test.owner.get(`/v1/branches/${id}`).expect(200)).body as {
      isArchived: boolean;
      version: number;
    };
    expect(shown).toMatchObject({ isArchived: true, version: 2 });
    await test.owner.patch(`/v1/branches/${id}`, { isArchived: false, version: 2 }).expect(200);
    expect(await codesOf(test.owner, '?q=old')).toEqual(['OLD']);
  });

  it('page by their cursor and count on demand', async () => {
    const first = (await test.owner.get('/v1/branches?limit=1&archived=any&include=totalCount').expect(200))
      .body;
    const all = await codesOf(test.owner, '?archived=any');
    expect(first.page).toMatchObject({ limit: 1, totalCount: all.length });
    expect(
      await codesOf(test.owner, `?limit=200&archived=any&cursor=${first.page.nextCursor as string}`),
    ).toEqual(all.slice(1));
  });

  it('outside a caller’s reach do not exist', async () => {
    const mine = await make('MINE');
    const other = await make('OTHER');
    const director = await test.as(['director'], [mine.id]);
    expect(await codesOf(director)).toEqual(['MINE']);
    await director.get(`/v1/branches/${mine.id}`).expect(200);
    await director.get(`/v1/branches/${other.id}`).expect(404);
    await director.post('/v1/branches', branch('NEW')).expect(403);
    await director.patch(`/v1/branches/${mine.id}`, { name: 'x', version: 1 }).expect(403);
    await test.anonymous.get('/v1/branches').expect(401);
  });
});

describe('settings', () => {
  it('are one row with defaults, made once', async () => {
    await test.tx((tx) => test.app.get(SettingsService).ensure(tx));
    const answer = await test.owner.get('/v1/settings').expect(200);
    expect(answer.body).toMatchObject({
      currency: 'RUB',
      runningOutVisits: 2,
      expiringDays: 7,
      paymentDueDays: 7,
      scheduleHorizonWeeks: 8,
      version: 1,
    });
  });

  it('change within their bounds, by those who may', async () => {
    await test.owner.patch('/v1/settings', { expiringDays: 366, version: 1 }).expect(422);
    const answer = await test.owner.patch('/v1/settings', { expiringDays: 10, version: 1 }).expect(200);
    expect(answer.body).toMatchObject({ expiringDays: 10, runningOutVisits: 2, version: 2 });
    const director = await test.as(['director']);
    await director.get('/v1/settings').expect(200);
    await director.patch('/v1/settings', { expiringDays: 3, version: 2 }).expect(403);
    const teacher = await test.as(['teacher']);
    await teacher.get('/v1/settings').expect(403);
  });
});
