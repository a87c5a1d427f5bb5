import { startTestApp, type Caller, type TestApp } from '../support/app.js';

let test: TestApp;
let centre: string;
let north: string;
beforeAll(async () => {
  test = await startTestApp();
  centre = await makeBranch('CENTRE', 'Europe/Moscow');
  north = await makeBranch('NORTH', 'Asia/Vladivostok');
});
afterAll(() => test.close());

const makeBranch = async (code: string, timeZone: string): Promise<string> =>
  ((await test.owner.post('/v1/branches', { code, name: code, timeZone }).expect(201)).body as { id: string })
    .id;
const person = (lastName: string, more: object = {}) => ({
  branchId: centre,
  lastName,
  firstName: 'Anna',
  position: 'English teacher',
  engagement: 'staff',
  hiredOn: '2026-09-01',
  ...more,
});
const make = async (lastName: string, more: object = {}): Promise<string> =>
  ((await test.owner.post('/v1/employees', person(lastName, more)).expect(201)).body as { id: string }).id;
const namesOf = async (caller: Caller, query = '') =>
  (
    (await caller.get(`/v1/employees${query}`).expect(200)).body as { items: { lastName: string }[] }
  ).items.map((one) => one.lastName);

describe('employees', () => {
  it('are registered and shown as they are', async () => {
    const answer = await test.owner
      .post(
        '/v1/employees',
        person('Petrova', { middleName: 'Sergeevna', phone: '8 916 123-45-67', email: 'a@example.com' }),
      )
      .expect(201);
    expect(answer.body).toMatchObject({
      branchId: centre,
      lastName: 'Petrova',
      middleName: 'Sergeevna',
      phone: '+79161234567',
      email: 'a@example.com',
      engagement: 'staff',
      hiredOn: '2026-09-01',
      leftOn: null,
      version: 1,
    });
    const { id } = answer.body as { id: string };
    expect((await test.owner.get(`/v1/employees/${id}`).expect(200)).body).toEqual(answer.body);
  });

  it('belong to a branch that is there and open', async () => {
    const nowhere = await test.owner
      .post('/v1/employees', person('X', { branchId: '0193a5e0-0000-7000-8000-000000000000' }))
      .expect(422);
    expect(nowhere.body).toMatchObject({ errors: [{ pointer: '#/branchId', code: 'reference.not-found' }] });
    const closed = await makeBranch('CLOSED', 'Europe/Moscow');
    await test.owner.delete(`/v1/branches/${closed}`).expect(204);
    const refused = await test.owner.post('/v1/employees', person('X', { branchId: closed })).expect(409);
    expect(refused.body).toMatchObject({ code: 'branch.archived' });
  });

  it('never leave before they came, whichever of the days is changed', async () => {
    await test.owner.post('/v1/employees', person('X', { leftOn: '2026-08-31' })).expect(422);
    const id = await make('Leaver', { leftOn: '2026-10-01' });
    const refused = await test.owner
      .patch(`/v1/employees/${id}`, { hiredOn: '2026-10-02', version: 1 })
      .expect(422);
    expect(refused.body).toMatchObject({ errors: [{ pointer: '#/leftOn', code: 'date.before-start' }] });
    await test.owner
      .patch(`/v1/employees/${id}`, { leftOn: null, hiredOn: '2026-10-02', version: 1 })
      .expect(200);
  });

  it('are found by branch, position, words of the name, and by working today', async () => {
    await make('Zueva', { branchId: north, position: 'Chess coach', firstName: 'Olga' });
    test.clock.set('2026-11-23T15:00:00.000Z'); // the 24th already in Vladivostok
    await make('Gone', { branchId: north, leftOn: '2026-11-24' });
    await make('Last-day', { leftOn: '2026-11-24' });
    await make('Tomorrow', { hiredOn: '2026-11-24' });
    expect(await namesOf(test.owner, `?branchId=${north}`)).toEqual(['Gone', 'Zueva']);
    expect(await namesOf(test.owner, '?position=chess%20coach')).toEqual(['Zueva']);
    expect(await namesOf(test.owner, '?q=olga%20zue')).toEqual(['Zueva']);
    expect(await namesOf(test.owner, '?q=%25')).toEqual([]);
    const active = await namesOf(test.owner, '?active=true');
    expect(active).toContain('Last-day');
    expect(active).not.toContain('Gone');
    expect(await namesOf(test.owner, '?active=false')).toEqual(['Gone', 'Tomorrow']);
    test.clock.set(null);
  });

  it('outside a caller’s branches do not exist and cannot be moved there', async () => {
    const mine = await make('Mine');
    const other = await make('Foreign', { branchId: north });
    const director = await test.as(['director'], [centre]);
    expect(await namesOf(director)).not.toContain('Foreign');
    await director.get(`/v1/employees/${other}`).expect(404);
    await director.patch(`/v1/employees/${other}`, { position: 'x', version: 1 }).expect(404);
    await director.post('/v1/employees', person('X', { branchId: north })).expect(403);
    await director.patch(`/v1/employees/${mine}`, { branchId: north, version: 1 }).expect(403);
    await director.patch(`/v1/employees/${mine}`, { position: 'Methodist', version: 1 }).expect(200);
    const teacher = await test.as(['teacher'], [centre], mine);
    await teacher.get(`/v1/employees/${mine}`).expect(200);
    await teacher.post('/v1/employees', person('X')).expect(403);
  });
});
