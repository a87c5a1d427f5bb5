import { systemActor } from '../../src/kernel/actor.js';
import { payrollChecks, PayrollService, type WorkDone } from '../../src/modules/payroll/index.js';
import { PayrollQueries } from '../../src/modules/payroll/payroll.queries.js';
import { newId } from '../../src/platform/database/ids.js';
import type { Reader } from '../../src/platform/database/reader.js';
import { sql } from '../../src/platform/database/sql.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';

let test: TestApp;
let payroll: PayrollService;
let centre: string;
let north: string;
let english: string;
beforeAll(async () => {
  test = await startTestApp();
  payroll = test.app.get(PayrollService);
  centre = await made('/v1/branches', { code: 'CENTRE', name: 'Centre', timeZone: 'Europe/Moscow' });
  north = await made('/v1/branches', { code: 'NORTH', name: 'North', timeZone: 'Europe/Moscow' });
  english = await made('/v1/activities', {
    name: 'English',
    kind: 'course',
    lessonMinutes: 90,
    capacity: 10,
    singlePrice: rub(80_000),
  });
});
afterAll(() => test.close());

const rub = (amount: number) => ({ amount, currency: 'RUB' });
const made = async (path: string, body: object): Promise<string> =>
  ((await test.owner.post(path, body).expect(201)).body as { id: string }).id;
const hire = (branchId = centre): Promise<string> =>
  made('/v1/employees', {
    branchId,
    lastName: 'Petrova',
    firstName: 'Anna',
    position: 'Teacher',
    engagement: 'staff',
    hiredOn: '2026-01-01',
  });
const terms = (employeeId: string, more: object = {}) => ({
  employeeId,
  basis: 'hour',
  rate: rub(60_000),
  effectiveFrom: '2026-01-01',
  ...more,
});
const work = async (employeeId: string, more: Partial<WorkDone> = {}): Promise<WorkDone> => ({
  workId: newId(),
  lessonId: more.lessonId ?? (await newLesson()),
  employeeId,
  branchId: centre,
  activityId: english,
  groupId: null,
  onDate: '2026-11-23',
  minutes: 90,
  hourMinutes: 60,
  attendees: 7,
  revenue: 560_000,
  ...more,
});
let teacher: string;
let room: string;
let count = 0;

/** A group of the schedule, which this module only knows by its id. */
async function newGroup(): Promise<string> {
  const id = newId();
  teacher ??= await hire();
  room ??= newId();
  await test.tx(async (tx) => {
    await tx.run(
      sql`insert into rooms (id, branch_id, name, capacity) values (${room}, ${centre}, 'Blue', 10) on conflict do nothing`,
    );
    await tx.run(sql`
      insert into groups (id, branch_id, name, activity_id, teacher_id, room_id, capacity, starts_on)
      values (${id}, ${centre}, ${id}, ${english}, ${teacher}, ${room}, 10, '2026-01-01')`);
  });
  return id;
}

/** A lesson of the schedule; each an hour after the one before. */
async function newLesson(): Promise<string> {
  const id = newId();
  const groupId = await newGroup();
  count += 1;
  await test.tx((tx) =>
    tx.run(sql`
    insert into lessons (id, branch_id, group_id, activity_id, teacher_id, room_id, on_date, starts_at, ends_at, status)
    select ${id}, ${centre}, ${groupId}, ${english}, ${teacher}, ${room}, '2026-11-23', at, at + interval '1 hour', 'planned'
    from (select '2026-11-01'::timestamptz + make_interval(hours => ${count}) as at) start`),
  );
  return id;
}

const accrue = (done: WorkDone) =>
  test.tx(async (tx) => {
    await payroll.accrue(tx, done);
    return test.app.get(PayrollQueries).accrual(tx, done.workId, done.employeeId);
  });
const reverse = (workId: string) => test.tx((tx) => payroll.reverse(tx, workId));
const listed = async (caller: Caller, query: string) =>
  (await caller.get(`/v1/accruals?${query}`).expect(200)).body as {
    items: Record<string, unknown>[];
    sum: { amount: number };
  };

describe('pay schemes', () => {
  it('are made and shown as they are', async () => {
    const employee = await hire();
    const answer = await test.owner
      .post('/v1/pay-schemes', terms(employee, { minAmount: rub(50_000), activityId: english }))
      .expect(201);
    expect(answer.body).toMatchObject({
      employeeId: employee,
      activityId: english,
      groupId: null,
      position: null,
      basis: 'hour',
      family: 'work',
      rate: rub(60_000),
      percent: null,
      minAmount: rub(50_000),
      maxAmount: null,
      effectiveFrom: '2026-01-01',
      version: 1,
    });
    const { id } = answer.body as { id: string };
    expect((await test.owner.get(`/v1/pay-schemes/${id}`).expect(200)).body).toEqual(answer.body);
    const list = (
      await test.owner.get(`/v1/pay-schemes?employeeId=${employee}&branchId=${centre}`).expect(200)
    ).body as { items: unknown[] };
    expect(list.items).toEqual([answer.body]);
  });

  it('name every fault at once', async () => {
    const nobody = '0193a5e0-0000-7000-8000-000000000000';
    const answer = await test.owner
      .post('/v1/pay-schemes', {
        employeeId: nobody,
        activityId: nobody,
        groupId: nobody,
        basis: 'revenue_percent',
        rate: rub(1),
        effectiveFrom: '2026-01-01',
      })
      .expect(422);
    const pointers = (answer.body as { errors: { pointer: string }[] }).errors.map((fault) => fault.pointer);
    expect(pointers.sort()).toEqual(['#/activityId', '#/employeeId', '#/groupId', '#/percent', '#/rate']);
    await test.owner
      .post(
        '/v1/pay-schemes',
        terms(await hire(), { basis: 'revenue_percent', rate: null, percent: '100.01' }),
      )
      .expect(422);
  });

  it('are one for a scope and a day', async () => {
    const employee = await hire();
    await made('/v1/pay-schemes', terms(employee));
    expect((await test.owner.post('/v1/pay-schemes', terms(employee)).expect(409)).body).toMatchObject({
      code: 'pay-scheme.day-taken',
    });
    await made('/v1/pay-schemes', terms(employee, { effectiveFrom: '2026-06-01' }));
    await made('/v1/pay-schemes', terms(employee, { activityId: english }));
  });

  it('can be removed until something was paid by them', async () => {
    const employee = await hire();
    const unused = await made('/v1/pay-schemes', terms(employee));
    await test.owner.delete(`/v1/pay-schemes/${unused}`).expect(204);
    await test.owner.delete(`/v1/pay-schemes/${unused}`).expect(404);
    const used = await made('/v1/pay-schemes', terms(employee));
    await accrue(await work(employee));
    expect((await test.owner.delete(`/v1/pay-schemes/${used}`).expect(409)).body).toMatchObject({
      code: 'pay-scheme.used',
    });
  });

  it('of other branches do not exist for a director, nor those of others for a teacher', async () => {
    const mine = await hire();
    const foreign = await hire(north);
    const own = await made('/v1/pay-schemes', terms(mine));
    const other = await made('/v1/pay-schemes', terms(foreign));
    const director = await test.as(['director'], [centre]);
    await director.get(`/v1/pay-schemes/${own}`).expect(200);
    await director.get(`/v1/pay-schemes/${other}`).expect(404);
    await director.delete(`/v1/pay-schemes/${other}`).expect(404);
    await director.post('/v1/pay-schemes', terms(foreign, { effectiveFrom: '2026-02-01' })).expect(403);
    const teacher = await test.as(['teacher'], [centre], mine);
    await teacher.get(`/v1/pay-schemes/${own}`).expect(200);
    await teacher.get(`/v1/pay-schemes/${other}`).expect(404);
    await teacher.post('/v1/pay-schemes', terms(mine, { rate: rub(99) })).expect(403);
    await (await test.as(['administrator'], [centre])).get('/v1/pay-schemes').expect(403);
  });
});

describe('a scheme of a group', () => {
  it('names a group that is there', async () => {
    const employee = await hire();
    const nowhere = '0193a5e0-0000-7000-8000-000000000000';
    const refused = await test.owner
      .post('/v1/pay-schemes', terms(employee, { groupId: nowhere }))
      .expect(422);
    expect(refused.body).toMatchObject({ errors: [{ pointer: '#/groupId', code: 'reference.not-found' }] });
    await made('/v1/pay-schemes', terms(employee, { groupId: await newGroup() }));
  });
});

describe('accruals', () => {
  it('explain themselves', async () => {
    const employee = await hire();
    const schemeId = await made('/v1/pay-schemes', terms(employee));
    const done = await work(employee);
    await accrue(done);
    const { items, sum } = await listed(test.owner, `employeeId=${employee}`);
    expect(sum).toEqual(rub(90_000));
    expect(items).toEqual([
      expect.objectContaining({
        employeeId: employee,
        branchId: centre,
        kind: 'work',
        workId: done.workId,
        lessonId: done.lessonId,
        onDate: '2026-11-23',
        amount: rub(90_000),
        schemeId,
        reversesId: null,
        periodFrom: null,
        reason: null,
        formula: {
          basis: 'hour',
          rate: 60_000,
          minutes: 90,
          hourMinutes: 60,
          hours: '1.50',
          computed: 90_000,
          min: null,
          max: null,
          amount: 90_000,
          steps: [{ step: 'computed', amount: 90_000 }],
          text: '600.00 × 1.50 h = 900.00',
        },
      }),
    ]);
  });

  it('take the scheme of the group, then of the activity, then the newest of the employee', async () => {
    const employee = await hire();
    const groupId = await newGroup();
    await made('/v1/pay-schemes', terms(employee, { basis: 'lesson', rate: rub(1) }));
    await made(
      '/v1/pay-schemes',
      terms(employee, { basis: 'lesson', rate: rub(2), effectiveFrom: '2026-11-23' }),
    );
    await made('/v1/pay-schemes', terms(employee, { basis: 'attendee', rate: rub(3), activityId: english }));
    await made(
      '/v1/pay-schemes',
      terms(employee, { basis: 'revenue_percent', rate: null, percent: '40', groupId }),
    );
    const chess = await made('/v1/activities', {
      name: newId(),
      kind: 'course',
      lessonMinutes: 90,
      capacity: 10,
      singlePrice: rub(1),
    });
    const amountOf = async (more: Partial<WorkDone>) =>
      (await accrue(await work(employee, more))).amount.amount;
    expect(await amountOf({ groupId })).toBe(224_000);
    expect(await amountOf({ groupId: await newGroup() })).toBe(21);
    expect(await amountOf({ activityId: chess })).toBe(2);
    expect(await amountOf({ activityId: chess, onDate: '2026-11-22' })).toBe(1);
  });

  it('without a scheme are nothing, and say so', async () => {
    const accrual = await accrue(await work(await hire()));
    expect(accrual).toMatchObject({
      amount: rub(0),
      schemeId: null,
      formula: { basis: null, text: expect.stringContaining('no pay scheme') },
    });
  });

  it('are made once, however often and by how many at once', async () => {
    const employee = await hire();
    await made('/v1/pay-schemes', terms(employee));
    const done = await work(employee);
    const made8 = await Promise.all(Array.from({ length: 8 }, () => accrue(done)));
    expect(new Set(made8.map((accrual) => accrual.id)).size).toBe(1);
    expect((await listed(test.owner, `lessonId=${done.lessonId}`)).sum.amount).toBe(90_000);
    const events = await test.db.query(
      sql`select 1 from events where name = 'accrual.made' and subject_id = ${made8[0]?.id}`,
    );
    expect(events).toHaveLength(1);
  });

  it('are reversed once, to zero, and not paid again by a late message', async () => {
    const employee = await hire();
    await made('/v1/pay-schemes', terms(employee));
    const done = await work(employee);
    const first = await accrue(done);
    await Promise.all(Array.from({ length: 5 }, () => reverse(done.workId)));
    const { items, sum } = await listed(test.owner, `lessonId=${done.lessonId}&sort=createdAt`);
    expect(sum.amount).toBe(0);
    expect(items.map((entry) => [entry['kind'], entry['reversesId']])).toEqual([
      ['work', null],
      ['reversal', first.id],
    ]);
    expect(items[1]).toMatchObject({
      amount: rub(-90_000),
      formula: { amount: -90_000, text: 'reversal of: 600.00 × 1.50 h = 900.00' },
    });
    expect((await accrue(done)).id).toBe(first.id);
    const events = await test.db.query(
      sql`select 1 from events where name = 'accrual.reversed' and data ->> 'reversesId' = ${first.id}`,
    );
    expect(events).toHaveLength(1);
    const again = await accrue({ ...done, workId: newId() });
    expect(again.amount.amount).toBe(90_000);
  });

  it('of nothing are reversed too, and work nobody did is no fault', async () => {
    const done = await work(await hire());
    await accrue(done);
    await reverse(done.workId);
    await reverse(newId());
    expect((await listed(test.owner, `lessonId=${done.lessonId}`)).items).toHaveLength(2);
  });

  it('are listed by half-open days and by branch, each page with the sum of all', async () => {
    const employee = await hire();
    await made('/v1/pay-schemes', terms(employee));
    for (const onDate of ['2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01'])
      await accrue(await work(employee, { onDate }));
    await accrue(await work(employee, { branchId: north }));
    const november = await listed(
      test.owner,
      `employeeId=${employee}&branchId=${centre}&from=2026-11-01&to=2026-12-01&limit=1`,
    );
    expect(november.items.map((entry) => entry['onDate'])).toEqual(['2026-11-30']);
    expect(november.sum.amount).toBe(180_000);
    expect((await listed(test.owner, `employeeId=${employee}&branchId=${north}`)).sum.amount).toBe(90_000);
  });

  it('of others are not shown to a teacher, nor those of other branches to a director', async () => {
    const mine = await hire();
    const colleague = await hire();
    for (const employee of [mine, colleague]) await made('/v1/pay-schemes', terms(employee));
    const lessonId = await newLesson();
    await accrue(await work(mine, { lessonId }));
    await accrue(await work(colleague, { lessonId, branchId: north }));
    const teacher = await test.as(['teacher'], [centre], mine);
    expect(await listed(teacher, `lessonId=${lessonId}`)).toMatchObject({
      items: [{ employeeId: mine }],
      sum: rub(90_000),
    });
    expect((await listed(teacher, `employeeId=${colleague}`)).items).toEqual([]);
    const director = await test.as(['director'], [north]);
    expect(await listed(director, `lessonId=${lessonId}`)).toMatchObject({
      items: [{ employeeId: colleague }],
      sum: rub(90_000),
    });
    await (await test.as(['administrator'], [centre])).get('/v1/accruals').expect(403);
  });

  it('cannot be changed or removed, not even by hand', async () => {
    await accrue(await work(await hire()));
    await expect(test.tx((tx) => tx.run(sql`update accruals set amount = 1`))).rejects.toThrow(
      'permission denied',
    );
    await expect(test.tx((tx) => tx.run(sql`delete from accruals`))).rejects.toThrow('permission denied');
  });
});

describe('the checks of the ledger', () => {
  const brokenLaws = async (reader: Reader) => {
    const broken: string[] = [];
    for (const check of payrollChecks)
      if ((await reader.query(check.sql)).length > 0) broken.push(check.name);
    return broken;
  };

  it('find nothing after all of that', async () => {
    expect(await brokenLaws(test.db)).toEqual([]);
  });

  it('find an amount without a scheme that its formula does not explain, and a reversal of another amount', async () => {
    const done = await work(await hire());
    const entry = (kind: string, amount: number, reversesId: string | null, id = newId()) => sql`
      insert into accruals (id, employee_id, branch_id, kind, work_id, lesson_id, on_date, amount, formula, reverses_id)
      values (${id}, ${done.employeeId}, ${centre}, ${kind}, ${done.workId}, ${done.lessonId}, '2026-11-23', ${amount}, '{"amount": 1}', ${reversesId})`;
    const rehearse = { dryRun: true };
    const found = await test.db.tx(
      systemActor('test'),
      async (tx) => {
        const id = newId();
        await tx.run(entry('work', 5, null, id));
        await tx.run(entry('reversal', -4, id));
        return brokenLaws(tx);
      },
      rehearse,
    );
    expect(found).toEqual([
      expect.stringContaining('opposite sign'),
      expect.stringContaining('is the one of its formula'),
      expect.stringContaining('come to its amount'),
      expect.stringContaining('without a scheme'),
    ]);
    expect(await brokenLaws(test.db)).toEqual([]);
  });
});
