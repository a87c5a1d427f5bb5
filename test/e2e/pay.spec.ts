import fc from 'fast-check';
import { finished } from '../../src/modules/payroll/pay.rules.js';
import { adjustmentKinds, bases } from '../../src/modules/payroll/pay.types.js';
import { PayrollService, SalaryService } from '../../src/modules/payroll/index.js';
import { PaymentsPayService } from '../../src/modules/schedule/pay/payments-pay.service.js';
import { addDays } from '../../src/kernel/local-date.js';
import { newId } from '../../src/platform/database/ids.js';
import { sql } from '../../src/platform/database/sql.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import {
  centresOf,
  expectLawsToHold,
  rub,
  uniquely,
  ZONE,
  type Centre,
  type Json,
} from '../support/centre.js';

let test: TestApp;
let of: ReturnType<typeof centresOf>;
let today: string;
beforeAll(async () => {
  test = await startTestApp();
  of = centresOf(test);
  today = test.clock.today(ZONE);
});
afterEach(() => expectLawsToHold(test));
afterAll(() => test.close());

const scheme = (more: object): Promise<Json> =>
  of.made('/v1/pay-schemes', { basis: 'lesson', effectiveFrom: '2020-01-01', ...more });
const accruals = async (query: string, by: Caller = test.owner, language = 'en'): Promise<Json> =>
  (await by.get(`/v1/accruals?${query}`).set('accept-language', language).expect(200)).body;
const kinds = (list: Json): [string, number][] =>
  list.items.map((item: Json) => [item.kind, item.amount.amount]).sort();
const adjustment = (employeeId: string, more: object = {}) => ({
  ...{ employeeId, kind: 'bonus', onDate: today, amount: rub(300_000), reason: 'open lesson' },
  ...more,
});

describe('a pay scheme', () => {
  it('of a position holds for all who have it, until they have their own', async () => {
    const at = await of.centre();
    const position = uniquely('tutor');
    await test.owner.patch(`/v1/employees/${at.teacherId}`, { position, version: 1 }).expect(200);
    await scheme({ position: position.toUpperCase(), rate: rub(50_000) });
    await scheme({ position, branchId: at.branchId, rate: rub(60_000) });
    const first = await of.lesson(at, '00:05', { minutes: 5 });
    await of.complete(first.id);
    expect(await of.pay(first.id)).toBe(60_000);
    await scheme({ employeeId: at.teacherId, rate: rub(70_000) });
    const second = await of.lesson(at, '00:15', { minutes: 5 });
    await of.complete(second.id);
    expect(await of.pay(second.id)).toBe(70_000);
  });

  it('of all branches is made by who reaches all, and seen from each', async () => {
    const at = await of.centre();
    const director = await test.as(['director'], [at.branchId]);
    const position = uniquely('cook');
    const body = { basis: 'lesson', rate: rub(1), effectiveFrom: '2020-01-01', position };
    const refused = await director.post('/v1/pay-schemes', body).expect(403);
    expect(refused.body).toMatchObject({ code: 'pay-scheme.needs-all' });
    const { id } = await scheme(body);
    await director.get(`/v1/pay-schemes/${id}`).expect(200);
    await director.delete(`/v1/pay-schemes/${id}`).expect(404);
    await director.post('/v1/pay-schemes', { ...body, branchId: at.branchId }).expect(201);
    const teacher = await test.as(['teacher'], [at.branchId], at.teacherId);
    await teacher.get(`/v1/pay-schemes/${id}`).expect(404);
  });

  it('of a branch that is not there, or of another branch, is refused', async () => {
    const at = await of.centre();
    const other = await of.centre();
    const body = { basis: 'lesson', rate: rub(1), effectiveFrom: '2020-01-01', position: 'cook' };
    const unknown = await test.owner.post('/v1/pay-schemes', { ...body, branchId: newId() }).expect(422);
    expect(unknown.body).toMatchObject({ errors: [{ pointer: '#/branchId' }] });
    const director = await test.as(['director'], [at.branchId]);
    await director.post('/v1/pay-schemes', { ...body, branchId: other.branchId }).expect(403);
  });

  it('of one scope, family and day is one, by however many it is made at once', async () => {
    const at = await of.centre();
    const body = { employeeId: at.teacherId, basis: 'lesson', rate: rub(1), effectiveFrom: '2020-01-01' };
    const other = { ...body, basis: 'revenue_percent', rate: null, percent: '40' };
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, n) => test.owner.post('/v1/pay-schemes', n % 2 === 0 ? body : other)),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array<number>(23).fill(409)]);
    await scheme({ employeeId: at.teacherId, basis: 'salary', rate: rub(1), proration: 'working_days' });
    await scheme({ employeeId: at.teacherId, basis: 'premium', name: 'one', percent: '10' });
    await scheme({ employeeId: at.teacherId, basis: 'premium', name: 'two', percent: '10' });
    const twice = { employeeId: at.teacherId, basis: 'premium', name: 'TWO', rate: rub(5) };
    await test.owner.post('/v1/pay-schemes', { ...twice, effectiveFrom: '2020-01-01' }).expect(409);
    const all = await of.shown(`/v1/pay-schemes?employeeId=${at.teacherId}&family=premium`);
    expect(all.items.map((one: Json) => one.name).sort()).toEqual(['one', 'two']);
  });

  it('ends on a day, but not before work it paid', async () => {
    const at = await of.centre();
    const { id } = await scheme({ employeeId: at.teacherId, rate: rub(50_000) });
    const lesson = await of.lesson(at, '00:05', { minutes: 5 });
    await of.complete(lesson.id);
    const end = (effectiveTo: string) => test.owner.post(`/v1/pay-schemes/${id}/end`, { effectiveTo });
    expect((await end(today).expect(409)).body).toMatchObject({ code: 'pay-scheme.ends-before-pay' });
    expect((await end('2020-01-01').expect(422)).body).toMatchObject({
      errors: [{ pointer: '#/effectiveTo' }],
    });
    await test.owner.delete(`/v1/lessons/${lesson.id}/completion`).expect(200);
    expect((await end(today).expect(200)).body).toMatchObject({ effectiveTo: today, version: 2 });
    await of.complete(lesson.id);
    expect(await of.pay(lesson.id)).toBe(0);
    const director = await test.as(['director'], [(await of.centre()).branchId]);
    await director.post(`/v1/pay-schemes/${id}/end`, { effectiveTo: today }).expect(404);
  });
});

describe('a lesson', () => {
  it('pays by brackets of its head-count, anew when a mark is corrected', async () => {
    const at = await of.centre();
    const [first] = [await of.member(at), await of.member(at)];
    await scheme({
      employeeId: at.teacherId,
      brackets: [
        { from: 0, rate: rub(50_000) },
        { from: 2, rate: rub(70_000) },
      ],
      bracketMode: 'whole',
    });
    const lesson = await of.lesson(at);
    const all = (await of.shown(`/v1/lessons/${lesson.id}`)).attendees as Json[];
    await of.complete(
      lesson.id,
      all.map((one) => ({ clientId: one.clientId, mark: 'present' })),
    );
    expect(await of.pay(lesson.id)).toBe(70_000);
    const attendance = [{ clientId: first, mark: 'absent' }];
    await test.owner
      .post(`/v1/lessons/${lesson.id}/completion/corrections`, { attendance, reason: 'was not there' })
      .expect(200);
    expect(await of.pay(lesson.id)).toBe(50_000);
    const list = await accruals(`lessonId=${lesson.id}&sort=createdAt`, test.owner, 'ru');
    expect(list.items.map((item: Json) => item.formula.text)).toEqual([
      '(ступени, по достигнутой 0+: 500,00; 2+: 700,00) × 1 занятие = 700,00',
      'сторно: (ступени, по достигнутой 0+: 500,00; 2+: 700,00) × 1 занятие = 700,00',
      '(ступени, по достигнутой 0+: 500,00; 2+: 700,00) × 1 занятие = 500,00',
    ]);
  });

  it('pays premiums of the day and the hour beside the work, and all are taken back together', async () => {
    const at = await of.centre();
    const closure = { branchId: at.branchId, name: 'Fair', kind: 'holiday', policy: 'keep', fromOn: today };
    await scheme({ employeeId: at.teacherId, basis: 'hour', rate: rub(60_000) });
    const premium = { employeeId: at.teacherId, basis: 'premium' };
    await scheme({ ...premium, name: 'holiday', percent: '100', onHolidays: true });
    await scheme({ ...premium, name: 'early', rate: rub(10_000), localFrom: '00:00', localTo: '06:00' });
    await scheme({ ...premium, name: 'late', rate: rub(10_000), localFrom: '20:00', localTo: '22:00' });
    const lesson = await of.lesson(at, '00:30', { minutes: 30 });
    await test.owner.post('/v1/closures', closure).expect(201);
    await of.complete(lesson.id);
    expect(kinds(await accruals(`lessonId=${lesson.id}`))).toEqual([
      ['premium', 10_000],
      ['premium', 30_000],
      ['work', 30_000],
    ]);
    await test.owner.delete(`/v1/lessons/${lesson.id}/completion`).expect(200);
    expect(await of.pay(lesson.id)).toBe(0);
    await of.complete(lesson.id);
    expect(await of.pay(lesson.id)).toBe(70_000);
  });

  it('of a substitute pays by the absentee’s scheme when it covers substitutes', async () => {
    const at = await of.centre();
    const substitute = await of.teacher(at.branchId, 'Orlova');
    await scheme({ employeeId: substitute, rate: rub(40_000) });
    await scheme({ employeeId: at.teacherId, rate: rub(90_000), effectiveTo: today });
    await scheme({
      employeeId: at.teacherId,
      rate: rub(95_000),
      coversSubstitutes: true,
      effectiveFrom: today,
    });
    const lesson = await of.lesson(at);
    await test.owner
      .post(`/v1/lessons/${lesson.id}/substitution`, { teacherId: substitute, reason: 'ill' })
      .expect(200);
    await of.complete(lesson.id);
    expect(await of.pay(lesson.id, substitute)).toBe(95_000);
    const [entry] = (await accruals(`lessonId=${lesson.id}`)).items;
    expect(entry.formula).toMatchObject({ absenteeId: at.teacherId });
  });

  it('pays what was set for it by hand, while it is planned', async () => {
    const at = await of.centre();
    await scheme({ employeeId: at.teacherId, rate: rub(90_000) });
    const lesson = await of.lesson(at);
    const path = `/v1/lessons/${lesson.id}/pay-override`;
    await test.owner.get(path).expect(404);
    const set = (body: object) => test.owner.put(path, { reason: 'two groups', ...body });
    expect((await set({}).expect(422)).body).toMatchObject({ errors: [{ pointer: '#/amount' }] });
    const both = await set({ amount: rub(1), basis: 'hour', rate: rub(1) }).expect(422);
    expect(both.body.errors.map((fault: Json) => fault.pointer)).toEqual(['#/basis', '#/rate']);
    expect((await set({ basis: 'hour', rate: rub(120_000) }).expect(200)).body).toMatchObject({ version: 1 });
    expect((await set({ amount: rub(250_000) }).expect(200)).body).toMatchObject({
      ...{ lessonId: lesson.id, amount: rub(250_000), basis: null, rate: null, version: 2 },
    });
    await (
      await test.as(['administrator'], [at.branchId])
    )
      .put(path, { amount: rub(1), reason: 'x' })
      .expect(403);
    const foreign = await test.as(['director'], [(await of.centre()).branchId]);
    await foreign.put(path, { amount: rub(1), reason: 'x' }).expect(404);
    await foreign.get(path).expect(404);
    await of.complete(lesson.id);
    expect(await of.pay(lesson.id)).toBe(250_000);
    const [entry] = (await accruals(`lessonId=${lesson.id}`, test.owner, 'ru')).items;
    expect(entry).toMatchObject({ schemeId: null, formula: { isOverride: true } });
    expect(entry.formula.text).toBe('назначено за это занятие: 2500,00 × 1 занятие = 2500,00');
    expect((await set({ amount: rub(1) }).expect(409)).body).toMatchObject({ code: 'lesson.not-planned' });
    await test.owner.delete(`/v1/lessons/${lesson.id}/completion`).expect(200);
    await test.owner.delete(path).expect(204);
    await test.owner.delete(path).expect(404);
    await of.complete(lesson.id);
    expect(await of.pay(lesson.id)).toBe(90_000);
  });

  it('whose pay is set by many at once is paid by what stands', async () => {
    const at = await of.centre();
    const lesson = await of.lesson(at);
    const path = `/v1/lessons/${lesson.id}/pay-override`;
    const answers = await Promise.all([
      ...Array.from({ length: 20 }, (_, n) => test.owner.put(path, { amount: rub(n + 1), reason: 'race' })),
      test.owner.post(`/v1/lessons/${lesson.id}/completion`, {}),
    ]);
    expect(answers.filter((answer) => answer.status >= 500)).toEqual([]);
    const stands = await of.numbers(
      'select coalesce(max(amount), 0) as n from lesson_pay_overrides where lesson_id = $1',
      [lesson.id],
    );
    expect(await of.pay(lesson.id)).toBe(stands);
  });
});

describe('adjustments of pay', () => {
  it('are entries of their own kinds, with a reason, and are taken back once', async () => {
    const at = await of.centre();
    const bonus = await of.made('/v1/pay-adjustments', adjustment(at.teacherId));
    expect(bonus).toMatchObject({
      kind: 'bonus',
      amount: rub(300_000),
      reason: 'open lesson',
      lessonId: null,
    });
    for (const kind of ['penalty', 'advance', 'deduction'])
      await of.made('/v1/pay-adjustments', adjustment(at.teacherId, { kind, amount: rub(100) }));
    const query = `employeeId=${at.teacherId}&from=${today}&to=${addDays(today, 1)}`;
    const list = await of.shown(`/v1/pay-adjustments?${query}`);
    expect(kinds(list)).toEqual([
      ['advance', -100],
      ['bonus', 300_000],
      ['deduction', -100],
      ['penalty', -100],
    ]);
    expect(list.sum).toEqual(rub(299_700));
    const reverse = () => test.owner.post(`/v1/pay-adjustments/${bonus.id}/reversal`, { reason: 'twice' });
    const answers = await Promise.all(Array.from({ length: 20 }, reverse));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array<number>(19).fill(409)]);
    const taken = await of.shown(`/v1/pay-adjustments?${query}&kind=bonus&sort=createdAt`);
    expect(taken.items.map((item: Json) => [item.kind, item.reason, item.amount.amount])).toEqual([
      ['bonus', 'open lesson', 300_000],
      ['reversal', 'twice', -300_000],
    ]);
    expect((await accruals(`employeeId=${at.teacherId}`)).sum).toEqual(rub(-300));
    expect(await of.shown(`/v1/pay-adjustments/${bonus.id}`)).toMatchObject({
      formula: { text: 'bonus: 3000.00' },
    });
  });

  it('of nothing, of nobody and without a reason are refused, all faults at once', async () => {
    const nothing = { ...adjustment(newId(), { amount: rub(0) }), reason: undefined };
    const shape = await test.owner.post('/v1/pay-adjustments', nothing).expect(422);
    expect(shape.body).toMatchObject({ errors: [{ pointer: '#/reason' }] });
    const refused = await test.owner
      .post('/v1/pay-adjustments', adjustment(newId(), { amount: rub(0) }))
      .expect(422);
    expect(refused.body.errors.map((fault: Json) => fault.pointer)).toEqual([
      '#/employeeId',
      '#/amount/amount',
    ]);
  });

  it('of other branches are out of reach, and not for a teacher to make', async () => {
    const at = await of.centre();
    const other = await of.centre();
    const { id } = await of.made('/v1/pay-adjustments', adjustment(other.teacherId));
    const director = await test.as(['director'], [at.branchId]);
    await director.get(`/v1/pay-adjustments/${id}`).expect(404);
    await director.post(`/v1/pay-adjustments/${id}/reversal`, { reason: 'no' }).expect(404);
    await director.post('/v1/pay-adjustments', adjustment(other.teacherId)).expect(403);
    await director.post('/v1/pay-adjustments', adjustment(at.teacherId)).expect(201);
    const teacher = await test.as(['teacher'], [at.branchId], at.teacherId);
    await teacher.post('/v1/pay-adjustments', adjustment(at.teacherId)).expect(403);
    expect((await of.shown('/v1/pay-adjustments', teacher)).items).toHaveLength(1);
  });

  it('are no way to take back the pay of a lesson', async () => {
    const at = await of.centre();
    await scheme({ employeeId: at.teacherId, rate: rub(1) });
    const lesson = await of.lesson(at);
    await of.complete(lesson.id);
    const [entry] = (await accruals(`lessonId=${lesson.id}`)).items;
    await test.owner.post(`/v1/pay-adjustments/${entry.id}/reversal`, { reason: 'no' }).expect(404);
    await test.owner.get(`/v1/pay-adjustments/${entry.id}`).expect(404);
  });
});

describe('a salary', () => {
  const november = { from: '2026-11-01', to: '2026-12-01' };
  const accrue = (employeeId: string, period = november) =>
    test.tx((tx) => test.app.get(SalaryService).accrueSalary(tx, { employeeIds: [employeeId], period }));

  it('is made once for a period, however often and by how many, and anew when what it hangs on changed', async () => {
    const at = await of.centre();
    const id = at.teacherId;
    await scheme({ employeeId: id, basis: 'salary', rate: rub(4_200_000), proration: 'working_days' });
    const made = await Promise.all(Array.from({ length: 20 }, () => accrue(id)));
    expect(made.flatMap((one) => one.made)).toHaveLength(1);
    expect(await accruals(`employeeId=${id}`)).toMatchObject({
      sum: rub(4_200_000),
      items: [{ kind: 'salary', onDate: '2026-11-30', periodFrom: '2026-11-01', periodTo: '2026-12-01' }],
    });
    await test.owner.patch(`/v1/employees/${id}`, { leftOn: '2026-11-16', version: 1 }).expect(200);
    expect(await accrue(id)).toMatchObject({ made: [expect.any(String)], reversed: [expect.any(String)] });
    expect((await accruals(`employeeId=${id}`)).sum).toEqual(rub(2_000_000));
    await test.owner.patch(`/v1/employees/${id}`, { leftOn: null, version: 2 }).expect(200);
    await accrue(id);
    expect((await accruals(`employeeId=${id}`)).sum).toEqual(rub(4_200_000));
    expect(await accrue(id)).toEqual({ made: [], reversed: [] });
  });

  it('does not count holidays of the branch, and is paid beside the lessons', async () => {
    const at = await of.centre();
    const holiday = {
      branchId: at.branchId,
      name: 'Unity',
      kind: 'holiday',
      policy: 'keep',
      fromOn: '2026-11-04',
    };
    await test.owner.post('/v1/closures', holiday).expect(201);
    await test.owner
      .patch(`/v1/employees/${at.teacherId}`, { hiredOn: '2026-11-16', version: 1 })
      .expect(200);
    await scheme({
      employeeId: at.teacherId,
      basis: 'salary',
      rate: rub(4_200_000),
      proration: 'working_days',
    });
    await accrue(at.teacherId);
    expect((await accruals(`employeeId=${at.teacherId}`, test.owner, 'ru')).items[0].formula.text).toBe(
      '42000,00 × 11/20 раб. дн. = 23100,00',
    );
  });

  it('in two halves sums to the month, and a period that cuts a half is refused', async () => {
    const at = await of.centre();
    await scheme({
      employeeId: at.teacherId,
      basis: 'salary',
      rate: rub(1_000_001),
      proration: 'calendar_days',
    });
    await accrue(at.teacherId, { from: '2026-11-01', to: '2026-11-16' });
    await accrue(at.teacherId, { from: '2026-11-16', to: '2026-12-01' });
    expect((await accruals(`employeeId=${at.teacherId}&kind=salary`)).sum).toEqual(rub(1_000_001));
    await expect(accrue(at.teacherId, { from: '2026-11-10', to: '2026-12-01' })).rejects.toMatchObject({
      definition: { code: 'salary.period-overlaps' },
    });
  });
});

describe('percents of money', () => {
  it('of payments go to who leads the groups of the client, once, and back when the money goes back', async () => {
    const at: Centre = await of.centre();
    await scheme({ employeeId: at.teacherId, basis: 'payments_percent', rate: null, percent: '10' });
    const clientId = await of.client(at.branchId);
    await of.subscription(at, clientId);
    const attribute = () => test.tx((tx) => test.app.get(PaymentsPayService).attribute(tx));
    await attribute();
    expect((await accruals(`employeeId=${at.teacherId}`)).items).toEqual([]);
    await of.join(at.groupId, clientId, today);
    await Promise.all(Array.from({ length: 4 }, attribute));
    expect(kinds(await accruals(`employeeId=${at.teacherId}`))).toEqual([['payment', 48_000]]);
    const [payment] = (await of.shown(`/v1/payments?clientId=${clientId}`)).items;
    await test.owner.delete(`/v1/payments/${payment.id}`).send({ reason: 'bank' }).expect(200);
    await attribute();
    expect(await attribute()).toBe(0);
    expect(kinds(await accruals(`employeeId=${at.teacherId}`))).toEqual([
      ['payment', -48_000],
      ['payment', 48_000],
    ]);
  });

  it('of payments are shared by those who teach the client', async () => {
    const at = await of.centre();
    const second = await of.teacher(at.branchId);
    for (const employeeId of [at.teacherId, second])
      await scheme({ employeeId, basis: 'payments_percent', rate: null, percent: '10' });
    const clientId = await of.member(at);
    await of.join(await of.group({ ...at, teacherId: second }), clientId);
    await of.subscription(at, clientId);
    await test.tx((tx) => test.app.get(PaymentsPayService).attribute(tx));
    for (const employeeId of [at.teacherId, second])
      expect(kinds(await accruals(`employeeId=${employeeId}`))).toEqual([['payment', 24_000]]);
  });

  it('of sales are told by who sells, once, and not entered without a scheme', async () => {
    const at = await of.centre();
    const fact = {
      kind: 'sale' as const,
      workId: newId(),
      employeeId: at.teacherId,
      branchId: at.branchId,
      onDate: today,
      sum: 100_000,
    };
    const tell = () => test.tx((tx) => test.app.get(PayrollService).accrueMoney(tx, fact));
    expect(await tell()).toBeNull();
    await scheme({ employeeId: at.teacherId, basis: 'sales_percent', rate: null, percent: '5' });
    const told = await Promise.all(Array.from({ length: 8 }, tell));
    expect(new Set(told.map((entry) => entry?.id)).size).toBe(1);
    expect(kinds(await accruals(`employeeId=${at.teacherId}`))).toEqual([['sale', 5_000]]);
    await test.tx((tx) => test.app.get(PayrollService).reverse(tx, fact.workId));
    expect((await accruals(`employeeId=${at.teacherId}`)).sum).toEqual(rub(0));
  });
});

describe('the card of an employee', () => {
  it('tells lessons, hours, marks and pay, plan against fact', async () => {
    const at = await of.centre();
    const other = await of.teacher(at.branchId);
    const clientId = await of.member(at);
    await scheme({ employeeId: at.teacherId, rate: rub(90_000) });
    const [held, , given, off] = [
      await of.lesson(at, '00:05', { minutes: 45 }),
      await of.lesson(at, '23:00', { minutes: 30 }),
      await of.lesson(at, '01:00', { minutes: 60 }),
      await of.lesson(at, '03:00', { minutes: 60 }),
    ];
    await of.complete(held.id, [{ clientId, mark: 'present' }]);
    await test.owner
      .post(`/v1/lessons/${given.id}/substitution`, { teacherId: other, reason: 'ill' })
      .expect(200);
    await of.complete(given.id);
    await test.owner.post(`/v1/lessons/${off.id}/cancellation`, { by: 'centre', reason: 'cold' }).expect(200);
    await of.made('/v1/pay-adjustments', adjustment(at.teacherId, { kind: 'penalty', amount: rub(10_000) }));
    const period = `from=${today}&to=${addDays(today, 1)}`;
    const card = await of.shown(`/v1/employees/${at.teacherId}/card?${period}`);
    expect(card).toMatchObject({
      employeeId: at.teacherId,
      planned: { lessons: 3, hours: '2.25' },
      held: { lessons: 1, hours: '0.75' },
      givenToSubstitutes: { lessons: 1, hours: '1.00' },
      heldAsSubstitute: { lessons: 0, hours: '0.00' },
      cancelled: 1,
      attendees: 1,
      marks: [{ mark: 'present', count: 1 }],
      journals: { late: 0 },
      pay: { sum: rub(80_000) },
    });
    expect(card.pay.byKind).toEqual([
      { kind: 'penalty', amount: rub(-10_000) },
      { kind: 'work', amount: rub(90_000) },
    ]);
    const theirs = await of.shown(`/v1/employees/${other}/card?${period}`);
    expect(theirs).toMatchObject({
      planned: { lessons: 0 },
      heldAsSubstitute: { lessons: 1, hours: '1.00' },
    });
    const teacher = await test.as(['teacher'], [at.branchId], at.teacherId);
    expect(card.sales).toEqual({ count: 0, net: rub(0) });
    const own = await of.shown(`/v1/employees/${at.teacherId}/card?${period}`, teacher);
    expect(own).toEqual({ ...card, sales: null });
    await teacher.get(`/v1/employees/${other}/card?${period}`).expect(404);
    const desk = await test.as(['administrator'], [at.branchId]);
    expect(await of.shown(`/v1/employees/${at.teacherId}/card?${period}`, desk)).toEqual({
      ...card,
      pay: null,
    });
    await test.owner.get(`/v1/employees/${at.teacherId}/card?from=${today}&to=${today}`).expect(422);
  });
});

describe('the database', () => {
  it('comes to the same amount as the rules, from the numbers alone', async () => {
    const [row] = await test.db.query<{ amounts: number[] }>(sql`
      select array[
        pay_formula_amount('{"basis":"attendee","attendees":7,"bracketMode":"marginal","brackets":[{"from":0,"rate":10000},{"from":6,"rate":12000}],"min":null,"max":null}'),
        pay_formula_amount('{"basis":"hour","rate":60000,"minutes":50,"hourMinutes":45,"min":null,"max":50000}'),
        pay_formula_amount('{"basis":"lesson","rate":100001,"share":{"from":6000,"to":10000,"of":10000},"min":null,"max":null}'),
        pay_formula_amount('{"basis":"payments_percent","percent":"12.50","revenue":-33334,"min":null,"max":null}'),
        pay_formula_amount('{"basis":null,"min":null,"max":null}')
      ]::integer[] as amounts`);
    expect(row?.amounts).toEqual([74_000, 50_000, 40_000, -4_167, 0]);
  });

  it('comes to the same amount for a thousand formulas of every basis', async () => {
    const percent = fc.nat(10_000).map((n) => (n / 100).toFixed(2));
    const brackets = fc.array(fc.nat(100_000), { minLength: 1, maxLength: 4 });
    const limits = fc.record({
      min: fc.option(fc.nat(50_000)),
      max: fc.option(fc.integer({ min: 50_000, max: 900_000 })),
    });
    const numbers = fc.record({
      ...{
        rate: fc.nat(1_000_000),
        percent,
        attendees: fc.nat(40),
        revenue: fc.integer({ min: -900_000, max: 900_000 }),
      },
      ...{
        minutes: fc.integer({ min: 1, max: 600 }),
        hourMinutes: fc.constantFrom(45, 60),
        base: fc.nat(900_000),
      },
      ...{ daysBefore: fc.nat(10), daysThrough: fc.integer({ min: 10, max: 21 }), daysOf: fc.constant(21) },
    });
    const some = fc.tuple(
      fc.constantFrom(...bases, ...adjustmentKinds),
      numbers,
      limits,
      fc.option(brackets),
      fc.constantFrom('whole' as const, 'marginal' as const),
      fc.option(fc.nat(9_999)),
    );
    const formulas = fc.sample(some, 1_000).map(([basis, of, { min, max }, rates, bracketMode, from]) => {
      const { percent: part, rate, ...rest } = of;
      const isStepped = rates !== null && ['lesson', 'hour', 'attendee'].includes(basis);
      const isPart = /percent/.test(basis) || (basis === 'premium' && rate % 2 === 0);
      return finished({
        ...{ basis, ...rest, min, max },
        ...(isPart ? { percent: part } : { rate }),
        ...(isStepped ? { bracketMode, brackets: rates.map((one, n) => ({ from: n * 6, rate: one })) } : {}),
        ...(from === null ? {} : { share: { from, to: 10_000, of: 10_000 } }),
      });
    });
    const wrong = await test.db.query(sql`
      select f, pay_formula_amount(f -> 'formula') as counted from jsonb_array_elements(${JSON.stringify(formulas)}::jsonb) f
      where pay_formula_amount(f -> 'formula') is distinct from (f ->> 'amount')::bigint`);
    expect(wrong).toEqual([]);
  });
});
