import { ActivitiesService, defaultChargingPolicy } from '../../src/modules/catalogue/index.js';
import { startTestApp, type TestApp } from '../support/app.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const rub = (amount: number) => ({ amount, currency: 'RUB' });
const activity = (name: string, more: object = {}) => ({
  name,
  kind: 'course',
  lessonMinutes: 60,
  capacity: 10,
  singlePrice: rub(80_000),
  ...more,
});
const make = async (name: string, more: object = {}): Promise<{ id: string }> =>
  (await test.owner.post('/v1/activities', activity(name, more)).expect(201)).body;
const namesOf = async (query: string) =>
  (
    (await test.owner.get(`/v1/activities${query}`).expect(200)).body as { items: { name: string }[] }
  ).items.map((one) => one.name);

const absent = { visits: 1, moneyPercent: 50, countsForPay: true, givesMakeUp: true };

describe('activities', () => {
  it('get every default and the whole charging policy', async () => {
    const answer = await test.owner.post('/v1/activities', activity('English')).expect(201);
    expect(answer.body).toMatchObject({
      name: 'English',
      kind: 'course',
      category: null,
      ageFrom: null,
      ageTo: null,
      lessonMinutes: 60,
      hourMinutes: 60,
      capacity: 10,
      singlePrice: rub(80_000),
      trialPrice: rub(0),
      isArchived: false,
      version: 1,
    });
    expect((answer.body as { chargingPolicy: unknown }).chargingPolicy).toEqual(defaultChargingPolicy);
    const { id } = answer.body as { id: string };
    expect((await test.owner.get(`/v1/activities/${id}`).expect(200)).body).toEqual(answer.body);
  });

  it('take some marks from the request and the rest from the defaults, then keep what a change leaves out', async () => {
    const { id, ...made } = (
      await test.owner.post('/v1/activities', activity('Chess', { chargingPolicy: { absent } })).expect(201)
    ).body;
    expect(made.chargingPolicy).toEqual({ ...defaultChargingPolicy, absent });
    const late = { ...absent, moneyPercent: 80 };
    const changed = await test.owner
      .patch(`/v1/activities/${id as string}`, { chargingPolicy: { late }, version: 1 })
      .expect(200);
    expect((changed.body as { chargingPolicy: unknown }).chargingPolicy).toEqual({
      ...defaultChargingPolicy,
      absent,
      late,
    });
  });

  it('name every fault, also deep in the policy', async () => {
    const answer = await test.owner
      .post(
        '/v1/activities',
        activity('Bad', {
          kind: 'party',
          hourMinutes: 50,
          singlePrice: { amount: -1, currency: 'USD' },
          chargingPolicy: { absent: { ...absent, moneyPercent: 101 } },
        }),
      )
      .expect(422);
    const pointers = (answer.body as { errors: { pointer: string }[] }).errors.map((fault) => fault.pointer);
    expect(pointers.sort()).toEqual([
      '#/chargingPolicy/absent/moneyPercent',
      '#/hourMinutes',
      '#/kind',
      '#/singlePrice/amount',
      '#/singlePrice/currency',
    ]);
    await test.owner
      .post('/v1/activities', activity('Bad', { chargingPolicy: { asleep: absent } }))
      .expect(400);
    await test.owner.post('/v1/activities', activity('Bad', { chargingPolicy: { absent: 5 } })).expect(422);
    await test.owner
      .post('/v1/activities', activity('Bad', { chargingPolicy: { absent: null } }))
      .expect(422);
    await test.owner.post('/v1/activities', activity('Bad', { ageFrom: 9, ageTo: 6 })).expect(422);
  });

  it('keep ages in order whichever end is changed, and share no name', async () => {
    const { id } = await make('Judo', { ageFrom: 6, ageTo: 9 });
    await test.owner.patch(`/v1/activities/${id}`, { ageFrom: 10, version: 1 }).expect(422);
    await test.owner.patch(`/v1/activities/${id}`, { ageTo: null, ageFrom: 10, version: 1 }).expect(200);
    expect((await test.owner.post('/v1/activities', activity('Judo')).expect(409)).body).toMatchObject({
      code: 'activity.name-taken',
    });
    expect(
      (await test.owner.patch(`/v1/activities/${id}`, { name: 'English', version: 2 }).expect(409)).body,
    ).toMatchObject({
      code: 'activity.name-taken',
    });
  });

  it('merge a new price with a new name', async () => {
    const { id } = await make('Merge');
    await test.owner.patch(`/v1/activities/${id}`, { name: 'Merged', version: 1 }).expect(200);
    const answer = await test.owner
      .patch(`/v1/activities/${id}`, { singlePrice: rub(90_000), version: 1 })
      .expect(200);
    expect(answer.body).toMatchObject({ name: 'Merged', singlePrice: rub(90_000), mergedFrom: [2] });
    // The same price twice: the conflict tells amounts as the API shows them.
    const conflict = await test.owner
      .patch(`/v1/activities/${id}`, { singlePrice: rub(70_000), version: 1 })
      .expect(409);
    expect((conflict.body as { conflicts: unknown[] }).conflicts[0]).toMatchObject({
      ...{ pointer: '#/singlePrice', theirs: rub(90_000), yours: rub(70_000) },
      base: { currency: 'RUB' },
    });
  });

  it('are found by kind, category and words, archived ones only when asked for', async () => {
    const { id } = await make('Pottery', { kind: 'drop_in', category: 'Crafts' });
    await make('Birthday', { kind: 'event', category: 'Fun' });
    expect(await namesOf('?kind=drop_in')).toEqual(['Pottery']);
    expect(await namesOf('?category=crafts')).toEqual(['Pottery']);
    expect(await namesOf('?q=birth')).toEqual(['Birthday']);
    await test.owner.get('/v1/activities?kind=party').expect(422);
    await test.owner.delete(`/v1/activities/${id}`).expect(204);
    await test.owner.delete(`/v1/activities/${id}`).expect(204);
    expect(await namesOf('?kind=drop_in')).toEqual([]);
    expect(await namesOf('?archived=true')).toEqual(['Pottery']);
  });

  it('are written by those who may', async () => {
    const teacher = await test.as(['teacher']);
    await teacher.get('/v1/activities').expect(200);
    await teacher.post('/v1/activities', activity('Mine')).expect(403);
    await test.owner.get('/v1/activities/0193a5e0-0000-7000-8000-000000000000').expect(404);
  });

  it('are given to other modules in the order asked, unknown ones by their place', async () => {
    const one = await make('One');
    const two = await make('Two');
    const service = test.app.get(ActivitiesService);
    const found = await service.getMany(test.db, [two.id, one.id]);
    expect(found.map((entry) => entry.name)).toEqual(['Two', 'One']);
    await expect(
      service.getMany(test.db, [one.id, '0193a5e0-0000-7000-8000-000000000000']),
    ).rejects.toMatchObject({
      extras: { faults: [{ pointer: '#/activityIds/1' }] },
    });
  });
});
