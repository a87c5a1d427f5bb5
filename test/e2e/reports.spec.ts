import { parse } from 'csv-parse/sync';
import { extractText, getDocumentProxy } from 'unpdf';
import { addDays } from '../../src/kernel/local-date.js';
import { instantOf } from '../../src/platform/clock/clock.js';
import { ReportsService } from '../../src/modules/reports/index.js';
import type { Operation } from '../../src/platform/operations/operations.dto.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import { centresOf, rub, ZONE, type Centre, type Json } from '../support/centre.js';
import { bare, percent, reportsOf, sum } from '../support/reports.js';
import { startWorker } from '../support/worker.js';

let test: TestApp;
let made: ReturnType<typeof centresOf>;
let at: Centre;
let period: { from: string; to: string };
/** What was told of each completed lesson: the raw marks. */
const marks: { lessonId: string; clientId: string; mark: string }[] = [];
const people: Record<string, string> = {};
let first: string;
let second: string;
let other: string;

const day = (offset: number) => addDays(made.today, offset);
const all = async (path: string): Promise<Json[]> => (await made.shown(path)).items;

async function hold(lesson: Json, attendance: { clientId: string; mark: string }[]): Promise<void> {
  const { outcomes } = await made.complete(lesson.id, attendance);
  for (const { clientId, mark } of outcomes) marks.push({ lessonId: lesson.id, clientId, mark });
}

const lessonOn = (offset: number, more: { groupId: string; teacherId?: string }, time = '10:00') => {
  const startsAt = instantOf(day(offset), time, ZONE);
  return made.made('/v1/lessons', { minutes: 60, ...more, startsAt });
};

beforeAll(async () => {
  test = await startTestApp();
  made = centresOf(test);
  period = { from: day(-10), to: day(1) };
  at = await made.centre({ capacity: 4 });
  first = at.teacherId;
  second = await made.teacher(at.branchId, 'Ёлкина');
  const room = await made.room(at.branchId);
  other = await made.group({ ...at, teacherId: second, roomId: room }, { name: 'Ёжики "=1+1"', capacity: 5 });
  await made.made('/v1/pay-schemes', pay(first, { basis: 'lesson', rate: rub(100_050) }));
  await made.made('/v1/pay-schemes', pay(second, { basis: 'attendee', rate: rub(15_000) }));
  for (const name of ['a', 'b', 'c', 'd']) people[name] = await made.client(at.branchId);
  for (const name of ['a', 'b', 'c', 'd']) await made.join(at.groupId, people[name] ?? '', day(-30));
  people['e'] = await made.client(at.branchId);
  await made.join(other, people['e'], day(-9));
  for (const name of ['a', 'b', 'e']) people[`${name}:card`] = await sold(people[name] ?? '');
  await lessons();
  await leave(at.groupId, 'c', day(-1), 'переезд');
  await leave(at.groupId, 'd', day(-2), 'другая группа');
  await made.join(other, people['d'] ?? '', day(-1));
  await money();
}, 120_000);
afterAll(() => test.close());

const pay = (employeeId: string, more: object) => ({ employeeId, effectiveFrom: '2020-01-01', ...more });
const sold = async (clientId: string): Promise<string> => {
  const plan = await made.made('/v1/plans', {
    ...{ name: `Plan ${clientId}`, activityIds: [at.activityId], price: rub(100_000), visits: 3 },
    ...{ validityCount: 60, validityUnit: 'day', startRule: 'date' },
  });
  const startsOn = day(-25);
  const payment = { amount: rub(100_000), method: 'card' };
  return (await made.made('/v1/subscriptions', { clientId, planId: plan.id, startsOn, payment })).id;
};
const mark = (name: string, what: string) => ({ clientId: people[name] ?? '', mark: what });
const leave = (groupId: string, name: string, leftOn: string, reason: string) =>
  test.owner
    .post(`/v1/groups/${groupId}/members/${people[name] ?? ''}/departure`, { leftOn, reason })
    .expect(200);

async function lessons(): Promise<void> {
  const whole = [mark('a', 'present'), mark('b', 'absent'), mark('c', 'late'), mark('d', 'absent_excused')];
  await hold(await lessonOn(-5, { groupId: at.groupId }), whole);
  const substituted = await lessonOn(-3, { groupId: at.groupId });
  const substitution = { teacherId: second, reason: 'болезнь' };
  await test.owner.post(`/v1/lessons/${substituted.id}/substitution`, substitution).expect(200);
  await hold(substituted, [
    mark('a', 'present'),
    mark('b', 'present'),
    mark('c', 'free'),
    mark('d', 'absent'),
  ]);
  const guests = await lessonOn(-2, { groupId: other }, '12:00');
  await hold(guests, [mark('e', 'present')]);
  const undone = await lessonOn(-1, { groupId: other }, '15:00');
  await made.complete(undone.id, [mark('e', 'present')]);
  await test.owner.delete(`/v1/lessons/${undone.id}/completion`).expect(200);
  // The period before, and the day after: neither belongs.
  await hold(await lessonOn(-15, { groupId: at.groupId }), whole);
}

async function money(): Promise<void> {
  const clientId = people['c'];
  const paid = (amount: number, method: string) =>
    made.made('/v1/payments', { clientId, amount: rub(amount), method });
  const { payerAccountId } = await paid(500_000, 'cash');
  await paid(70_001, 'online');
  const wrong = await paid(9_999, 'cash');
  await test.owner.delete(`/v1/payments/${wrong.id}`, { reason: 'ошибка' }).expect((answer) => {
    if (answer.status >= 300) throw new Error(answer.text);
  });
  await made.made('/v1/refunds', { clientId, amount: rub(1_234), method: 'cash', reason: 'лишнее' });
  const guardian = { lastName: 'Платова', firstName: 'Анна', relation: 'mother', isPayer: true };
  await made.made(`/v1/clients/${clientId ?? ''}/guardians`, { ...guardian, phones: ['+79161234567'] });
  const { payerAccountId: toAccountId } = await paid(10_000, 'transfer');
  const moved = { toAccountId, amount: rub(1_000), reason: 'на другой счёт' };
  await made.made(`/v1/payer-accounts/${payerAccountId}/transfers`, moved);
}

const ask = (code: string, query: object = {}, by: Caller = test.owner) =>
  by.get(
    `/v1/reports/${code}?${new URLSearchParams({ branchId: at.branchId, ...period, ...query }).toString()}`,
  );
const answer = async (code: string, query: object = {}, by?: Caller): Promise<Json> =>
  (await ask(code, query, by).expect(200)).body;
const bytesOf = async (code: string, query: object): Promise<Buffer> =>
  (
    await ask(code, query)
      .set('accept-language', 'ru')
      .buffer(true)
      .parse((response, done) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () => done(null, Buffer.concat(pieces)));
      })
      .expect(200)
  ).body as Buffer;

/** The list tells who is a member on a day, so each day is asked. */
async function everMembers(groupId: string, lead: string): Promise<Json[]> {
  const found = new Map<string, Json>();
  for (let offset = -22; offset <= 0; offset += 1)
    for (const one of await all(`/v1/groups/${groupId}/members?on=${day(offset)}&limit=100`))
      found.set(one.id, { ...one, lead });
  return [...found.values()];
}

/** The report of teachers once more, by hand, from the lists of the API. */
async function teachersByHand({ from, to }: { from: string; to: string }) {
  const within = (on: string) => on >= from && on < to;
  const held = (await all(`/v1/lessons?branchId=${at.branchId}&limit=100`)).filter(
    ({ status, onDate }) => status === 'completed' && within(onDate),
  );
  const accruals = await all(`/v1/accruals?branchId=${at.branchId}&limit=100`);
  const charges = (await all(`/v1/charges?branchId=${at.branchId}&limit=100`)).filter(
    ({ kind, reversedAt }) => kind === 'visit' && reversedAt === null,
  );
  const entries: Json[] = [];
  for (const name of ['a', 'b', 'e'])
    for (const entry of await all(`/v1/subscriptions/${people[`${name}:card`] ?? ''}/ledger?limit=100`))
      if (entry.visitId !== null) entries.push({ ...entry, clientId: people[name] });
  const members = [...(await everMembers(at.groupId, first)), ...(await everMembers(other, second))];
  const came = ['present', 'late', 'not_marked', 'trial', 'make_up', 'free'];
  return [first, second].map((employeeId) => {
    const own = held.filter(({ teacher }) => teacher.id === employeeId);
    const days = own.map(({ onDate }) => onDate);
    const noted = marks.filter(({ lessonId }) => own.some(({ id }) => id === lessonId));
    const there = noted.filter((one) => came.includes(one.mark)).length;
    const missed = noted.filter((one) => one.mark.startsWith('absent')).length;
    // In this centre a client has one lesson a day, so the day tells the lesson of a visit.
    const noteOn = (clientId: string, on: string) =>
      days.includes(on) && noted.some((one) => one.clientId === clientId);
    const revenue =
      sum(
        entries.filter(({ clientId, onDate }) => noteOn(clientId, onDate)).map(({ value }) => value.amount),
      ) +
      sum(
        charges
          .filter(({ clientId, dueOn }) => noteOn(clientId, dueOn))
          .map(({ amount, credited }) => amount.amount - credited.amount),
      );
    const pay = accruals
      .filter((one) => one.employeeId === employeeId && within(one.onDate))
      .map(({ amount }) => amount.amount as number);
    // What an employer pays on top of the pay of their staff, entry by entry.
    const contributions = sum(pay.map((amount) => Math.sign(amount) * Math.round(Math.abs(amount) * 0.302)));
    const cost = sum(pay) + contributions;
    const led = members.filter(
      ({ lead, joinedOn, leftOn }) =>
        lead === employeeId && joinedOn < to && (leftOn === null || leftOn > from),
    );
    const refused = led.filter(
      ({ clientId, leftOn }) =>
        leftOn !== null &&
        leftOn <= to &&
        leftOn <= made.today &&
        !members.some((one) => one.clientId === clientId && (one.leftOn === null || one.leftOn > leftOn)),
    );
    const active = new Set(led.map(({ clientId }) => clientId)).size;
    const atStart = new Set(led.filter(({ joinedOn }) => joinedOn < from).map(({ clientId }) => clientId));
    const kept = [...atStart].filter((id) => !refused.some(({ clientId }) => clientId === id)).length;
    return {
      ...{ employeeId, active, new: led.filter(({ joinedOn }) => joinedOn >= from).length },
      ...{ refusals: refused.length, refusalRate: percent(refused.length, active) },
      refusalReasons:
        refused.length === 0 ? null : refused.map(({ leaveReason }) => `${leaveReason}: 1`).join('; '),
      ...{ lessons: own.length, hours: sum(own.map(({ minutes }) => minutes)) },
      ...{ attendance: percent(there, there + missed), revenue, cost, profit: revenue - cost },
      ...{ pay: sum(pay), contributions, materials: 0 },
      ...{ atStart: atStart.size, kept, retention: percent(kept, atStart.size) },
    };
  });
}

describe('the report of teachers', () => {
  it('says what anybody can count from the lists of the API', async () => {
    const { rows, previous } = await answer('teachers', { compare: 'true' });
    const byHand = await teachersByHand(period);
    expect(byHand.map(({ revenue, cost }) => revenue > 0 && cost > 0)).toEqual([true, true]);
    expect(rows.map(bare)).toEqual(byHand.map((one) => expect.objectContaining(one)));
    const before = { from: day(-21), to: day(-10) };
    expect(previous).toMatchObject(before);
    const beforeByHand = (await teachersByHand(before)).filter(({ active }) => active > 0);
    expect(previous.rows.map(bare)).toEqual(beforeByHand.map((one) => expect.objectContaining(one)));
    expect(beforeByHand.map(({ lessons: held }) => held)).toEqual([1]);
  });

  it('gives figures that were counted beforehand', async () => {
    const { rows, totals } = await answer('teachers');
    // 3 visits for 1,000.00: 333.33 each. -5: a and b by subscription (absence is charged), c by money at 800.00.
    expect(bare(rows[0])).toMatchObject({
      revenue: 33_333 * 2 + 80_000,
      // 30.2 % of it to the funds.
      cost: 100_050 + 30_215,
      retention: 75,
      attendance: 50,
      hours: 60,
    });
    // -3: a, b by subscription, d by money; c is free. -2: e.
    expect(bare(rows[1])).toMatchObject({
      revenue: 33_333 * 2 + 80_000 + 33_333,
      lessons: 2,
      new: 2,
      refusals: 0,
    });
    expect(bare(rows[0])).toMatchObject({
      active: 4,
      refusals: 1,
      refusalRate: 25,
      refusalReasons: 'переезд: 1',
    });
    // d is a member of both: one person.
    expect(bare(totals)).toMatchObject({ active: 5, new: 1, refusals: 1, lessons: 3, hours: 180 });
  });

  it('gives everyone a place in each figure', async () => {
    const { rows } = await answer('teachers');
    const [, one, two] = [null, ...rows];
    for (const [code, first] of Object.entries({
      revenue: 'most',
      hours: 'most',
      cost: 'least',
      refusalRate: 'least',
    })) {
      const [x, y] = [bare(one)[code], bare(two)[code]];
      const isAhead = first === 'most' ? x > y : x < y;
      expect([one[`${code}Rank`], two[`${code}Rank`]]).toEqual(isAhead ? [1, 2] : x === y ? [1, 1] : [2, 1]);
    }
  });

  it('tells what had been recorded by a moment', async () => {
    const asOf = new Date(test.clock.now()).toISOString();
    const before = await answer('teachers', { asOf });
    const later = await lessonOn(0, { groupId: other, teacherId: second }, '06:00');
    test.clock.set(instantOf(day(0), '23:00', ZONE));
    await made.complete(later.id, [mark('e', 'present')]);
    const [now, then] = [await answer('teachers'), await answer('teachers', { asOf })];
    test.clock.set(null);
    await test.owner.delete(`/v1/lessons/${later.id}/completion`).expect(200);
    expect(then).toEqual(before);
    expect(now.rows[1].lessons).toBe(Number(before.rows[1].lessons) + 1);
  });
});

describe('payments by method', () => {
  it('are the payments and refunds of the lists, moves between accounts left out', async () => {
    const { rows, totals } = await answer('payments-by-method');
    const query = `branchId=${at.branchId}&limit=100`;
    const standing = (one: Json) => one.reversedAt === null && one.method !== 'account';
    const payments = (await all(`/v1/payments?${query}`)).filter(standing);
    const refunds = (await all(`/v1/refunds?${query}`)).filter(standing);
    const moved = (await all(`/v1/payments?${query}`)).filter(({ method }) => method === 'account');
    expect(moved.map(({ amount }) => amount.amount)).toEqual([1_000]);
    const methods = [...new Set([...payments, ...refunds].map(({ method }) => method))];
    const by = (list: Json[], method: string) =>
      list.filter((one) => one.method === method).map((one) => one.amount.amount);
    expect(Object.fromEntries(rows.map((row: Json) => [row.method, bare(row)]))).toEqual(
      Object.fromEntries(
        methods.map((method) => {
          const [came, went] = [by(payments, method), by(refunds, method)];
          const share = percent(sum(came), sum(payments.map(({ amount }) => amount.amount)));
          const counts = { payments: came.length, refunds: went.length };
          return [
            method,
            {
              method,
              ...counts,
              received: sum(came),
              refunded: sum(went),
              net: sum(came) - sum(went),
              share,
            },
          ];
        }),
      ),
    );
    expect(bare(totals)).toMatchObject({
      received: 880_001,
      refunded: 1_234,
      net: 878_767,
      share: 100,
      payments: 6,
    });
  });
});

describe('the report of attendance', () => {
  it('counts each mark once, in the group of its client', async () => {
    const { rows, totals } = await answer('attendance');
    const held = (await all(`/v1/lessons?branchId=${at.branchId}&limit=100`)).filter(
      ({ status, onDate }) => status === 'completed' && onDate >= period.from && onDate < period.to,
    );
    const groups = await all(`/v1/groups?branchId=${at.branchId}&limit=100`);
    for (const row of rows) {
      const own = held.filter(({ groupId }) => groupId === row.groupId);
      const noted = marks.filter(({ lessonId }) => own.some(({ id }) => id === lessonId));
      const of = (what: string) => noted.filter((one) => one.mark === what).length;
      const came = of('present') + of('late') + of('not_marked') + of('free');
      const missed = of('absent') + of('absent_excused');
      const { capacity } = groups.find(({ id }) => id === row.groupId);
      const members = (await all(`/v1/groups/${row.groupId}/members?on=${day(0)}&limit=100`)).length;
      expect(row).toMatchObject({
        ...{ lessons: own.length, came, missed, capacity, members, fill: percent(members, capacity) },
        ...{ attendance: percent(came, came + missed), seatUse: percent(came, capacity * own.length) },
        ...{
          present: of('present'),
          late: of('late'),
          free: of('free'),
          absentExcused: of('absent_excused'),
        },
      });
    }
    expect(rows).toHaveLength(2);
    expect(Number(totals.came) + Number(totals.missed)).toBe(marks.length - 4);
  });
});

describe('the same report in every format', () => {
  const codes = ['teachers', 'payments-by-method', 'attendance'] as const;

  it.each(codes)('%s', async (code) => {
    const shared = reportsOf(test, () => ({ branchId: at.branchId, ...period }));
    expect(await shared.sameInEveryFormat(code)).toBeGreaterThan(0);
  });

  it.each(codes)('%s as PDF and HTML, with the same words', async (code) => {
    const { rows, totals } = await answer(code);
    const html = (await ask(code, { format: 'html' }).set('accept-language', 'ru').expect(200)).text;
    const pdf = await bytesOf(code, { format: 'pdf' });
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
    const plain = (one: string) => one.replaceAll(/[\s\u00A0\u202F]+/g, ' ');
    const ru = new Intl.NumberFormat('ru-RU', { minimumFractionDigits: 2 });
    for (const row of [...rows, totals])
      for (const [code, value] of Object.entries(row as Record<string, Json>))
        // What a cost is made of is for sheets.
        if (value?.amount !== undefined && !['pay', 'contributions', 'materials'].includes(code)) {
          const written = plain(ru.format(value.amount / 100));
          expect(plain(html)).toContain(written);
          expect(plain(text)).toContain(written);
        }
    const name = code === 'payments-by-method' ? 'Наличные' : 'Ёлкина Anna';
    expect(plain(html)).toContain(name);
    expect(plain(text)).toContain(name);
    expect(html).toContain('<svg');
    expect(html).not.toContain('<script');
  });

  it('takes a formula for a text', async () => {
    const cells: string[][] = parse(await bytesOf('attendance', { format: 'csv' }), {
      bom: true,
      delimiter: ';',
    });
    expect(cells.flat()).toContain('Ёжики "=1+1"');
    expect(cells.flat().filter((cell) => /^[=+@]/.test(cell))).toEqual([]);
  });

  it('is chosen by Accept, and refused when it is none of ours', async () => {
    const csv = await ask('attendance').set('accept', 'image/png;q=1, text/csv;q=0.5').expect(200);
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.headers['content-disposition']).toContain(`attendance_${period.from}_${day(0)}.csv`);
    expect((await ask('attendance').set('accept', 'image/png').expect(406)).body.code).toBe(
      'report.not-acceptable',
    );
  });
});

describe('who may see what', () => {
  it('has no column of money for who may not see money, in any format', async () => {
    await made.made('/v1/roles', {
      code: 'watcher',
      name: 'Watcher',
      permissions: { 'reports:staff': 'all', 'payroll:read': 'branch' },
    });
    const watcher = await test.as(['watcher'], [at.branchId]);
    const seen = await answer('teachers', {}, watcher);
    const codes = seen.columns.map(({ code }: Json) => code);
    expect(codes).toEqual(expect.arrayContaining(['teacher', 'active', 'hours', 'cost', 'costRank']));
    for (const code of ['revenue', 'profit', 'revenueRank', 'profitRank']) {
      expect(codes).not.toContain(code);
      expect(Object.keys({ ...seen.rows[0], ...seen.totals })).not.toContain(code);
    }
    const html = (await ask('teachers', { format: 'html' }, watcher).expect(200)).text;
    expect(html).not.toMatch(/Revenue<|Profit<|1,466\.66/);
    // Over all branches a right to one of them opens nothing.
    const wide = await watcher.get('/v1/reports/teachers').expect(200);
    expect(wide.body.columns.map(({ code }: Json) => code)).not.toContain('cost');
    const listed = (await watcher.get('/v1/reports').expect(200)).body.items;
    const codesListed = listed.map(({ code }: Json) => code);
    expect(codesListed).toContain('teachers');
    for (const code of ['attendance', 'payments-by-method', 'debts', 'audit-digest'])
      expect(codesListed).not.toContain(code);
  });

  it('reaches the branches of the asker and no other', async () => {
    const away = await made.centre();
    const director = await test.as(['director'], [away.branchId]);
    expect(
      (await director.get(`/v1/reports/attendance?from=${period.from}&to=${period.to}`).expect(200)).body
        .rows,
    ).toEqual([]);
    const refused = await ask('attendance', {}, director).expect(422);
    expect(refused.body.errors).toMatchObject([{ parameter: 'branchId', code: 'reference.not-found' }]);
    const teacher = await test.as(['teacher'], [at.branchId], second);
    const own = await answer('attendance', {}, teacher);
    expect(own.rows.map(({ lessons: held }: Json) => held)).toEqual([1, 1]);
    await ask('teachers', {}, teacher).expect(403);
    await ask('teachers', {}, await test.as([], [])).expect(403);
  });
});

describe('a question that is none', () => {
  it('is told every fault at once', async () => {
    const bad =
      'period=soon&from=2026-02-30&branchId=x&compare=maybe&returnDays=900&format=doc&asOf=yesterday';
    const { body } = await test.owner.get(`/v1/reports/teachers?${bad}`).expect(422);
    expect(
      body.errors.map(({ parameter, code }: Json) => `${String(parameter)} ${String(code)}`).sort(),
    ).toEqual([
      'asOf instant.not-valid',
      'branchId id.not-uuid',
      'compare boolean.expected',
      'format value.not-allowed',
      'from date.not-valid',
      'period value.not-allowed',
      'returnDays number.too-large',
      'to value.required',
    ]);
    const twice = await test.owner.get(
      '/v1/reports/teachers?from=2026-01-01&from=2026-01-02&to=2026-01-01&no=1',
    );
    expect(twice.status).toBe(400);
    expect(twice.body.errors.map(({ parameter }: Json) => parameter)).toEqual(['no', 'from']);
    const empty = await test.owner.get('/v1/reports/teachers?from=2026-01-02&to=2026-01-02').expect(422);
    expect(empty.body.errors).toMatchObject([{ parameter: 'to', code: 'period.empty' }]);
    const body2 = await test.owner
      .post('/v1/reports/teachers/runs', { compare: 'true', from: 5 })
      .expect(422);
    expect(body2.body.errors.map(({ pointer }: Json) => pointer)).toEqual(['#/from', '#/compare', '#/to']);
  });
});

describe('a run', () => {
  let worker: Awaited<ReturnType<typeof startWorker>> | null = null;
  afterEach(async () => {
    await worker?.stop();
    worker = null;
  });
  const order = (body: object = {}, by: Caller = test.owner) =>
    by.post('/v1/reports/teachers/runs', { branchId: at.branchId, ...period, format: 'json', ...body });

  it('is joined by the same request while it is under way, by twenty at once too', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => order()));
    const ids = answers.map(({ status, body }) => `${String(status)} ${(body as Operation).id}`);
    expect(new Set(ids).size).toBe(1);
    expect(answers[0]?.status).toBe(202);
    const another = (await order({ compare: true }).expect(202)).body as Operation;
    expect(ids).not.toContain(`202 ${another.id}`);
    await test.owner.post(`/v1/operations/${another.id}/cancellation`).expect(200);
    worker = await startWorker(test);
    const id = (answers[0]?.body as Operation).id;
    const ended = await finished(id);
    expect(ended).toMatchObject({
      status: 'succeeded',
      result: { report: 'teachers', rows: 2, format: 'json' },
    });
    const file = ended.files[0];
    expect(file).toMatchObject({ name: `teachers_${period.from}_${day(0)}.json` });
    expect(file?.expiresAt).not.toBeNull();
    const { rows } = await answer('teachers');
    const got = await test.owner.get(file?.href ?? '').expect(200);
    expect(JSON.parse(got.text ?? String(got.body)).rows).toEqual(rows);
    expect(((await order().expect(202)).body as Operation).id).not.toBe(id);
    expect((await finished(another.id)).status).toBe('cancelled');
  });

  it('waits for who prefers it, and rehearses without a file', async () => {
    worker = await startWorker(test);
    const { body } = await order({ format: 'pdf' }).set('prefer', 'wait=20').expect(200);
    expect(body).toMatchObject({ status: 'succeeded', files: [{ mediaType: 'application/pdf' }] });
    const path = '/v1/reports/teachers/runs?dryRun=true';
    const rehearsed = await test.owner.post(path, { format: 'csv' }).set('prefer', 'wait=20').expect(200);
    expect(rehearsed.body).toMatchObject({ status: 'succeeded', files: [] });
  });

  it('is cancelled while it waits, and leaves nothing', async () => {
    const { id } = (await order({ format: 'xlsx' }).expect(202)).body as Operation;
    await test.owner.post(`/v1/operations/${id}/cancellation`).expect(200);
    worker = await startWorker(test);
    expect(await finished(id)).toMatchObject({ status: 'cancelled', files: [], result: null });
  });

  it('is cancelled in the middle, and leaves nothing', async () => {
    const service = test.app.get(ReportsService);
    const readRows = service.readRows.bind(service);
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    const begun = new Promise<void>((resolve) => {
      service.readRows = async (...given) => {
        resolve();
        await held;
        // Longer than the progress of a run is kept back for.
        await new Promise((later) => setTimeout(later, 300));
        return readRows(...given);
      };
    });
    worker = await startWorker(test);
    const { id } = (await order({ format: 'xlsx' }).expect(202)).body as Operation;
    await begun;
    await test.owner.post(`/v1/operations/${id}/cancellation`).expect(200);
    go();
    expect(await finished(id)).toMatchObject({ status: 'cancelled', files: [], result: null });
    service.readRows = readRows;
  });

  it('is for what is too much at once', async () => {
    const service = test.app.get(ReportsService);
    const sent = { branchId: at.branchId, ...period };
    const asked = (limits: { rows: number; seconds: number }) =>
      test.tx(async (tx) => {
        const found = { code: 'teachers', sent, source: 'query', now: tx.now } as const;
        const order = await service.order(tx, tx.actor, found);
        return (await service.compute(tx, tx.actor, order, { now: tx.now, limits })).rows.length;
      });
    expect(await asked({ rows: 2, seconds: 10 })).toBe(2);
    await expect(asked({ rows: 1, seconds: 10 })).rejects.toMatchObject({ code: 'report.too-large' });
  });

  it('is refused to who may not ask', async () => {
    await order({}, await test.as(['administrator'], [at.branchId])).expect(403);
  });

  async function finished(id: string): Promise<Operation> {
    for (let n = 0; n < 400; n += 1) {
      const operation = (await test.owner.get(`/v1/operations/${id}`).expect(200)).body as Operation;
      if (operation.finishedAt !== null) return operation;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('it does not end');
  }
});
