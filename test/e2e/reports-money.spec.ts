import { addDays } from '../../src/kernel/local-date.js';
import { instantOf } from '../../src/platform/clock/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, rub, ZONE, type Centre, type Json } from '../support/centre.js';
import { bare, percent, reportsOf, sum } from '../support/reports.js';

const CODES = [
  ...['cost-of-training', 'expenses', 'payroll', 'profit-and-loss', 'revenue-by-activity', 'vat'],
] as const;
const AS_OF = ['expenses', 'profit-and-loss', 'vat'] as const;

let test: TestApp;
let made: ReturnType<typeof centresOf>;
let reports: ReturnType<typeof reportsOf>;
let at: Centre;
let period: { from: string; to: string };
let taxed: { activityId: string; groupId: string };
let second: string;
let run: Json;
let early: string;
/** Reports as they were before `later`. */
const asked: Record<string, Json> = {};
const people: Record<string, string> = {};
const cards: string[] = [];

const day = (offset: number) => addDays(made.today, offset);
const all = async (path: string): Promise<Json[]> =>
  (await made.shown(`${path}${path.includes('?') ? '&' : '?'}limit=100`)).items;
const here = (path: string): Promise<Json[]> => all(`${path}?branchId=${at.branchId}`);
const within = (on: string) => on >= period.from && on < period.to;
const ask = (code: string, more: object = {}): Promise<Json> => reports.answer(code, { ...period, ...more });
/** VAT within a price, by the percent of its code. */
const vatIn = (gross: number, code: string): number =>
  /^\d+$/.test(code) ? Math.round((gross * Number(code)) / (100 + Number(code))) : 0;
const amounts = (rows: Json[], member = 'amount'): number => sum(rows.map((row) => row[member].amount));
const paid = (employeeId: string, more: object) =>
  made.made('/v1/pay-schemes', { employeeId, effectiveFrom: '2020-01-01', ...more });

beforeAll(async () => {
  test = await startTestApp();
  made = centresOf(test);
  reports = reportsOf(test, () => ({ branchId: at.branchId }));
  period = { from: day(-10), to: day(1) };
  at = await made.centre({ capacity: 6 });
  second = await made.teacher(at.branchId, 'Ёлкина');
  await teaching();
  await money();
  await stock();
  await payroll();
  early = new Date(test.clock.now()).toISOString();
  for (const code of AS_OF) asked[code] = await ask(code, { asOf: early });
  await later();
}, 180_000);
afterAll(() => test.close());

async function sell(name: string, activityId: string, price: number): Promise<string> {
  const plan = await made.made('/v1/plans', {
    ...{ name: `План ${name}`, activityIds: [activityId], price: rub(price), visits: 3 },
    ...{ validityCount: 60, validityUnit: 'day', startRule: 'date' },
  });
  const body = { clientId: people[name] ?? '', planId: plan.id, startsOn: day(-25) };
  const { id } = await made.made('/v1/subscriptions', body);
  cards.push(id as string);
  return id as string;
}

async function hold(groupId: string, offset: number, marks: Record<string, string>): Promise<Json> {
  const startsAt = instantOf(day(offset), '10:00', ZONE);
  const lesson = await made.made('/v1/lessons', { groupId, startsAt, minutes: 60 });
  const attendance = Object.entries(marks).map(([name, mark]) => ({ clientId: people[name] ?? '', mark }));
  await made.complete(lesson.id as string, attendance);
  return lesson;
}

async function teaching(): Promise<void> {
  const activity = await made.made('/v1/activities', {
    ...{ name: 'Йога "=1+1"', kind: 'course', lessonMinutes: 60, capacity: 12, vatCode: '22' },
    ...{ singlePrice: rub(61_000), trialPrice: rub(0) },
  });
  const roomId = await made.room(at.branchId);
  const place = { ...at, activityId: activity.id as string, teacherId: second, roomId };
  taxed = { activityId: place.activityId, groupId: await made.group(place, { name: 'Ёжики' }) };
  await paid(at.teacherId, { basis: 'lesson', rate: rub(100_050) });
  await paid(second, { basis: 'attendee', rate: rub(15_000) });
  const norm = { activityId: at.activityId, branchId: at.branchId, effectiveFrom: day(-300) };
  await made.made('/v1/cost-norms', {
    ...{ ...norm, plannedAttendees: 4, plannedVisitPrice: rub(50_000), preparationMinutes: 30 },
    ...{ teacherRate: rub(70_000), roomCost: rub(61_111), overheadPercent: '12.50' },
  });
  for (const name of ['a', 'b', 'c', 'd', 'e']) people[name] = await made.client(at.branchId);
  for (const name of ['a', 'b', 'c']) await made.join(at.groupId, people[name] ?? '', day(-30));
  for (const name of ['d', 'e']) await made.join(taxed.groupId, people[name] ?? '', day(-30));
  await sell('a', at.activityId, 100_000);
  const given = await sell('b', at.activityId, 100_000);
  await sell('d', taxed.activityId, 100_001);
  await hold(at.groupId, -15, { a: 'present', b: 'absent', c: 'absent_excused' });
  await hold(at.groupId, -8, { a: 'present', b: 'present', c: 'late' });
  await hold(at.groupId, -6, { a: 'absent_excused', b: 'absent_excused', c: 'present' });
  await hold(taxed.groupId, -5, { d: 'present', e: 'present' });
  const undone = await hold(taxed.groupId, -4, { d: 'present', e: 'absent' });
  await test.owner.delete(`/v1/lessons/${undone.id as string}/completion`).expect(200);
  // A third of it was given back, so what was neither had nor given stays with the centre.
  await made.made(`/v1/subscriptions/${given}/refunds`, { amount: rub(20_000), reason: 'переезд' });
}

async function money(): Promise<void> {
  const owes = (name: string, amount: number, vatCode: string) =>
    made.made('/v1/charges', { clientId: people[name], amount: rub(amount), description: 'Костюм', vatCode });
  const suit = await owes('c', 122_000, '22');
  await owes('e', 30_000, 'none');
  const wrong = await owes('e', 7_000, '10');
  await made.made(`/v1/charges/${suit.id as string}/credits`, { amount: rub(11_111), reason: 'скидка' });
  await test.owner.delete(`/v1/charges/${wrong.id as string}`, { reason: 'ошибка' }).expect(200);
  const spend = async (name: string, amount: number, more: object) => {
    const category = await made.made('/v1/expense-categories', { name });
    const body = { branchId: at.branchId, categoryId: category.id, amount: rub(amount), paidFrom: 'bank' };
    return made.made('/v1/expenses', { ...body, onDate: day(-2), ...more });
  };
  await spend('Аренда', 150_000, {});
  await spend('Реклама', 61_000, { vatCode: '22' });
  await spend('Прошлое', 33_300, { onDate: day(-20) });
  const taken = await spend('Ошибка', 12_345, { vatCode: '10' });
  await test.owner.delete(`/v1/expenses/${taken.id as string}`, { reason: 'дважды' }).expect(200);
}

async function stock(): Promise<void> {
  const { branchId } = at;
  const { id: warehouseId } = await made.made('/v1/warehouses', { branchId, name: 'Склад', code: 'MAIN' });
  const item = await made.made('/v1/items', { sku: 'BOX', name: 'Краска', kind: 'material', unit: 'pcs' });
  const move = async (kind: string, quantity: string, more: object = {}) => {
    const lines = [{ itemId: item.id, quantity, ...more }];
    const comment = 'как сказано';
    const { id } = await made.made('/v1/waybills', { kind, warehouseId, onDate: day(-3), comment, lines });
    return made.made(`/v1/waybills/${id as string}/posting`, {});
  };
  await move('receipt', '10', { price: rub(1_003) });
  await move('issue', '3');
  const { id } = await move('write_off', '1');
  await move('write_off', '2');
  await made.made(`/v1/waybills/${id as string}/reversal`, { reason: 'нашлось' });
}

const adjust = (kind: string, amount: number, reason = 'по слову') => {
  const body = { employeeId: at.teacherId, kind, onDate: day(-1), amount: rub(amount), reason };
  return made.made('/v1/pay-adjustments', body);
};

async function payroll(): Promise<void> {
  await adjust('bonus', 300_000);
  await adjust('penalty', 50_000);
  await adjust('advance', 40_000);
  const days = { periodFrom: period.from, periodTo: period.to, payOn: period.to, collectFrom: period.from };
  run = await made.made('/v1/payroll-runs', { branchId: at.branchId, ...days });
  await test.owner.post(`/v1/payroll-runs/${run.id as string}/approval`, {}).expect(200);
  const payment = { paidOn: period.to, employeeIds: [second] };
  await test.owner.post(`/v1/payroll-runs/${run.id as string}/payment`, payment).expect(200);
  await adjust('bonus', 7_700, 'после расчёта');
}

/** What the answers of the moment before must not know. */
async function later(): Promise<void> {
  await hold(at.groupId, -1, { a: 'present', c: 'present' });
  await made.made('/v1/charges', {
    ...{ clientId: people['c'], amount: rub(5_500), description: 'Ещё', vatCode: '22' },
  });
  const spent = (await here('/v1/expenses')).find(({ categoryName }) => categoryName === 'Аренда');
  await test.owner.delete(`/v1/expenses/${spent.id as string}`, { reason: 'не то' }).expect(200);
}

interface Fact {
  source: string;
  revenue: number;
  code: string;
}

/** What was recognised in the period, by hand: the ledgers of all subscriptions, and the charges. */
async function recognisedByHand(): Promise<Fact[]> {
  const facts: Fact[] = [];
  for (const id of cards) {
    const { planId } = await made.shown(`/v1/subscriptions/${id}`);
    const { vatCode: code } = await made.shown(`/v1/plans/${planId as string}`);
    const visits = new Map<string, number>();
    for (const { kind, visitId, value, onDate } of await all(`/v1/subscriptions/${id}/ledger`)) {
      if (!within(onDate) || kind === 'transfer') continue;
      if (visitId === null) facts.push({ source: 'unused', revenue: value.amount, code });
      else visits.set(visitId, (visits.get(visitId) ?? 0) + Number(value.amount));
    }
    for (const revenue of visits.values()) facts.push({ source: 'subscription', revenue, code });
  }
  const standing = (await here('/v1/charges')).filter(
    ({ kind, reversedAt, dueOn, createdAt }) =>
      reversedAt === null && within(kind === 'visit' ? dueOn : createdAt.slice(0, 10)),
  );
  for (const { kind, amount, credited, vatCode } of standing)
    if (kind !== 'subscription')
      facts.push({ source: kind, revenue: amount.amount - credited.amount, code: vatCode });
  return facts.filter(({ revenue }) => revenue !== 0);
}

/** Pay and contributions of the accruals of the period; advances and deductions are no cost. */
async function payByHand(): Promise<{ pay: number; contributions: number }> {
  const entries = (await here('/v1/accruals')).filter(({ onDate }) => within(onDate));
  const kinds = new Map(entries.map(({ id, kind }) => [id, kind]));
  const costs = entries.filter(
    ({ kind, reversesId }) => !['advance', 'deduction'].includes(kinds.get(reversesId) ?? kind),
  );
  const of = ({ amount }: Json): number =>
    Math.sign(amount.amount) * Math.round(Math.abs(amount.amount) * 0.302);
  return { pay: amounts(costs), contributions: sum(costs.map(of)) };
}

/** What each lesson held in the period brought and cost, from costing. */
async function lessonsByHand(): Promise<Json[]> {
  const held = (await here('/v1/lessons')).filter(
    ({ status, onDate }) => status === 'completed' && within(onDate),
  );
  return Promise.all(
    held.map(async ({ id, activityName }) => {
      const { fact, plan, ...rest } = await made.shown(`/v1/costing/lessons/${id as string}`);
      return { ...rest, activityName, fact: bare(fact), plan: plan === null ? null : bare(plan) };
    }),
  );
}
const total = (lessons: Json[], side: 'fact' | 'plan', what: string): number =>
  sum(lessons.map((one) => Number(one[side]?.[what] ?? 0)));

describe('profit and loss', () => {
  it('is what the ledgers of all its parts add up to', async () => {
    const facts = await recognisedByHand();
    const of = (source: string) =>
      sum(facts.filter((one) => one.source === source).map((one) => one.revenue));
    const [revenue, vat] = [
      sum(facts.map((one) => one.revenue)),
      sum(facts.map((one) => vatIn(one.revenue, one.code))),
    ];
    const { pay, contributions } = await payByHand();
    const moves = (await here('/v1/stock-entries')).filter(({ kind }) => kind !== 'receipt');
    const spent = (await here('/v1/expenses')).filter(
      ({ reversedAt, onDate }) => reversedAt === null && within(onDate),
    );
    const [materials, expenses] = [-amounts(moves, 'value'), amounts(spent)];
    const cost = pay + contributions + materials + expenses;
    const byHand = {
      ...{ subscriptions: of('subscription'), visits: of('visit'), unused: of('unused'), other: of('other') },
      // Of sales `reports-sales` tells, and `test/cases/money`.
      ...{ goods: 0, services: 0, goodsCost: 0 },
      ...{ revenue, vat, netRevenue: revenue - vat, pay, contributions, materials, expenses, cost },
      ...{ room: null, overhead: null, profit: revenue - vat - cost },
    };
    expect(new Set(facts.map(({ source }) => source)).size).toBe(4);
    expect([vat, materials, expenses].every((amount) => amount > 0)).toBe(true);
    const { name } = await made.shown(`/v1/branches/${at.branchId}`);
    const { rows, totals } = await ask('profit-and-loss', { by: 'branch' });
    expect(rows.map(bare)).toEqual([{ of: name, ...byHand, margin: percent(byHand.profit, revenue - vat) }]);
    expect(bare(totals)).toMatchObject({ ...byHand, of: null });
    const months = await ask('profit-and-loss', { from: day(-40) });
    expect(months.rows.map((row: Json) => row.of)).toEqual(
      [...new Set([-15, -8, 0].map((offset) => day(offset).slice(0, 7)))].sort(),
    );
    expect(bare(months.totals).expenses).toBe(expenses + 33_300);
  });

  it('counts rooms and overhead by norms instead of expenses when asked', async () => {
    const lessons = await lessonsByHand();
    const { totals } = await ask('profit-and-loss', { overheads: 'norm' });
    const figures = bare(totals);
    const parts = { room: total(lessons, 'fact', 'room'), overhead: total(lessons, 'fact', 'overhead') };
    expect(figures).toMatchObject({ ...parts, expenses: null });
    expect(parts.overhead).toBeGreaterThan(0);
    const { pay, contributions, materials } = figures;
    expect(figures.cost).toBe(sum([pay, contributions, materials, parts.room, parts.overhead]));
  });
});

describe('VAT', () => {
  it('is told by code, charged and recognised, what is not taxed apart', async () => {
    const { rows, totals } = await ask('vat');
    const facts = await recognisedByHand();
    const charges = (await here('/v1/charges')).filter(({ createdAt }) => within(createdAt.slice(0, 10)));
    const spent = (await here('/v1/expenses')).filter(
      ({ reversedAt, onDate }) => reversedAt === null && within(onDate),
    );
    const codes = [...new Set([...facts.map(({ code }) => code), ...charges.map((one) => one.vatCode)])];
    for (const code of codes) {
      const own = charges.filter(({ vatCode }) => vatCode === code);
      const sales = amounts(own);
      const credits = sum(
        own.map(({ amount, credited, reversedAt }) =>
          reversedAt === null ? credited.amount : amount.amount,
        ),
      );
      const delivered = facts.filter((one) => one.code === code);
      const recognised = sum(delivered.map(({ revenue }) => revenue));
      const vat = sum(delivered.map(({ revenue }) => vatIn(revenue, code)));
      const chargedVat = amounts(own, 'vat');
      const isTaxed = /^\d+$/.test(code);
      expect(bare(rows.find((row: Json) => row.code === code))).toEqual({
        ...{
          code,
          rate: isTaxed ? Number(code) : null,
          sales,
          credits,
          charged: sales - credits,
          chargedVat,
        },
        ...{
          chargedBase: isTaxed ? sales - credits - chargedVat : 0,
          chargedExempt: isTaxed ? 0 : sales - credits,
        },
        ...{ recognised, base: isTaxed ? recognised - vat : 0, vat, exempt: isTaxed ? 0 : recognised },
        ...{ goods: 0, services: 0 },
        expenses: amounts(spent.filter(({ vatCode }) => vatCode === code)),
        inputVat: amounts(
          spent.filter(({ vatCode }) => vatCode === code),
          'vat',
        ),
      });
    }
    expect(rows.map((row: Json) => row.code)).toEqual(['22', '10', 'exempt', 'none']);
    const figures = bare(totals);
    const added = (...codes: string[]) => sum(codes.map((code) => Number(figures[code])));
    expect(figures.charged).toBe(added('chargedBase', 'chargedVat', 'chargedExempt'));
    expect(figures.recognised).toBe(added('base', 'vat', 'exempt'));
    expect([figures.inputVat, figures.credits > 0, figures.vat > 0]).toEqual([11_000, true, true]);
  });

  it('of what is recognised is that of profit and loss', async () => {
    const [vat, profit] = [await ask('vat'), await ask('profit-and-loss')];
    expect([bare(vat.totals).recognised, bare(vat.totals).vat]).toEqual([
      bare(profit.totals).revenue,
      bare(profit.totals).vat,
    ]);
  });
});

describe('expenses', () => {
  it('are those of the list, by category', async () => {
    const { rows, totals } = await ask('expenses');
    const list = (await here('/v1/expenses')).filter(
      ({ reversedAt, onDate }) => reversedAt === null && within(onDate),
    );
    expect(rows.map(bare)).toEqual(
      list.map((one) => ({
        ...{ category: one.categoryName, categoryId: one.categoryId, expenses: 1, amount: one.amount.amount },
        ...{
          share: percent(one.amount.amount, amounts(list)),
          vat: one.vat.amount,
          cash: 0,
          bank: one.amount.amount,
        },
      })),
    );
    expect(bare(totals)).toMatchObject({ amount: amounts(list), share: 100 });
  });
});

describe('what training brings and costs', () => {
  it('is by activity what costing says of each lesson', async () => {
    const lessons = await lessonsByHand();
    const { rows, totals } = await ask('revenue-by-activity');
    expect(rows).toHaveLength(2);
    for (const row of rows.map(bare) as Json[]) {
      const own = lessons.filter(({ activityId }) => activityId === row.activityId);
      const of = (what: string) => total(own, 'fact', what);
      expect(row).toMatchObject({
        ...{ activity: own[0]?.activityName, lessons: own.length, attendees: of('attendees') },
        ...{ revenue: of('revenue'), vat: of('vat'), netRevenue: of('netRevenue'), pay: of('pay') },
        ...{ contributions: of('contributions'), materials: of('materials'), room: of('room') },
        ...{ overhead: of('overhead'), cost: of('cost'), profit: of('profit') },
        ...{ share: percent(of('revenue'), total(lessons, 'fact', 'revenue')) },
        margin: percent(of('profit'), of('netRevenue')),
      });
    }
    expect(bare(totals)).toMatchObject({ profit: total(lessons, 'fact', 'profit'), share: 100 });
    expect(rows.map(({ profitRank }: Json) => profitRank)).toEqual([1, 2]);
  });

  it.each(['activity', 'group', 'lesson'])('is by %s plan against fact', async (by) => {
    const lessons = await lessonsByHand();
    const { rows, totals } = await ask('cost-of-training', { by });
    const keyOf = (one: Json): string => one[`${by}Id`];
    expect(new Set(rows.map(({ keyId }: Json) => keyId))).toEqual(new Set(lessons.map(keyOf)));
    for (const row of rows.map(bare) as Json[]) {
      const own = lessons.filter((one) => keyOf(one) === row.keyId);
      const normed = own.filter(({ plan }) => plan !== null);
      const [planCost, factCost] = [total(own, 'plan', 'cost'), total(own, 'fact', 'cost')];
      const deviation = total(normed, 'fact', 'cost') - planCost;
      expect(row).toMatchObject({
        ...{ lessons: own.length, withoutNorm: own.length - normed.length, planCost, factCost, deviation },
        ...{ planPay: total(own, 'plan', 'pay'), factOverhead: total(own, 'fact', 'overhead') },
        ...{ planRoom: total(own, 'plan', 'room'), factRevenue: total(own, 'fact', 'revenue') },
        ...{ planAttendees: total(own, 'plan', 'attendees'), factAttendees: total(own, 'fact', 'attendees') },
        ...{ planProfit: total(own, 'plan', 'profit'), factProfit: total(own, 'fact', 'profit') },
        deviationShare: percent(deviation, planCost),
        perLesson: Math.round(factCost / own.length),
      });
    }
    expect(bare(totals)).toMatchObject({
      ...{ lessons: lessons.length, factCost: total(lessons, 'fact', 'cost') },
      perAttendee: Math.round(total(lessons, 'fact', 'cost') / total(lessons, 'fact', 'attendees')),
    });
    const none = await ask('cost-of-training', { by, activityId: at.branchId });
    expect(none.rows).toEqual([]);
  });
});

describe('payroll', () => {
  it('is that of the payslips, and what no run has', async () => {
    const { rows, totals } = await ask('payroll');
    const slips = (await made.shown(`/v1/payroll-runs/${run.id as string}/payslips`)).items as Json[];
    expect(rows).toHaveLength(slips.length + 1);
    for (const slip of slips) {
      const row = bare(rows.find((one: Json) => one.runId === run.id && one.employeeId === slip.employeeId));
      const of = (kind: string) =>
        sum((slip.accrued as Json[]).filter((one) => one.kind === kind).map(({ amount }) => amount));
      expect(row).toMatchObject({
        ...{ employee: slip.employeeName, state: 'approved', periodFrom: period.from, periodTo: day(0) },
        ...{
          work: of('work'),
          bonus: of('bonus'),
          penalty: of('penalty'),
          advance: of('advance'),
          salary: 0,
        },
        ...{ gross: slip.income.amount, tax: slip.tax.amount, net: slip.net.amount, withheld: 0 },
        ...{ paid: slip.paidOn === null ? null : slip.net.amount, paidOn: slip.paidOn },
        contributions: sum((slip.contributions as Json[]).map(({ amount }) => amount)),
        employerCost: slip.employerCost.amount,
      });
    }
    const waiting = bare(rows.find((one: Json) => one.runId === null));
    expect(waiting).toMatchObject({ state: 'none', tax: null, net: null, paid: null });
    const entries = (await here('/v1/accruals')).filter(({ onDate }) => within(onDate));
    const isSettled = ({ kind }: Json) => ['advance', 'deduction'].includes(kind);
    expect(bare(totals).gross).toBe(amounts(entries.filter((one) => !isSettled(one))));
    expect(bare(totals).advance).toBe(-40_000);
    const own = await ask('payroll', { employeeId: second });
    expect(own.rows.map((row: Json) => row.employee)).toEqual(['Ёлкина Anna']);
  });
});

describe('every one of them', () => {
  it.each(CODES)('%s says the same in every format', async (code) => {
    expect(await reports.sameInEveryFormat(code, period)).toBeGreaterThan(0);
  });

  it.each(AS_OF)('%s knows what was recorded by a moment', async (code) => {
    expect(await ask(code, { asOf: early })).toEqual(asked[code]);
    expect((await ask(code)).totals).not.toEqual(asked[code]?.totals);
  });

  it.each(CODES)('%s reaches no foreign branch, and is refused to who may not ask', async (code) => {
    const away = await made.centre();
    const { expectToEndAtTheBranch } = reports;
    await expectToEndAtTheBranch(code, period, away.branchId, /Ёлкина|Ёжики|Йога|Аренда|Petrova|План/);
  });

  it.each(CODES)('%s has no money for who may not see it', async (code) => {
    const { columns, rows } = await reports.answer(code, period, await looker());
    expect(columns.filter(({ kind }: Json) => kind === 'money')).toEqual([]);
    expect(JSON.stringify(rows)).not.toContain('amount');
  });

  it('leaves every ledger whole', () => expectLawsToHold(test));
});

let looking: Awaited<ReturnType<TestApp['as']>> | undefined;
async function looker() {
  if (looking !== undefined) return looking;
  const permissions = { 'reports:finance': 'all' };
  await made.made('/v1/roles', { code: 'looker', name: 'Looker', permissions });
  looking = await test.as(['looker'], [at.branchId]);
  return looking;
}
