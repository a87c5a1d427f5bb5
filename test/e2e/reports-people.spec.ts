import { addDays, addMonths } from '../../src/kernel/local-date.js';
import { instantOf } from '../../src/platform/clock/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { centresOf, rub, ZONE, type Centre, type Json } from '../support/centre.js';
import { bare, percent, reportsOf, sum } from '../support/reports.js';

const CODES = [
  ...['activities', 'audit-digest', 'clients-by-status', 'debts', 'deferred-revenue', 'employee-hours'],
  ...['refusals', 'retention', 'room-load', 'staff-productivity', 'subscriptions', 'unfilled-journals'],
];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const ABOUT_A_MOMENT = ['debts'];
const BY_MEMBERSHIPS = ['refusals', 'retention'];
const NEVER_AS_OF = ['room-load'];

let test: TestApp;
let made: ReturnType<typeof centresOf>;
let reports: ReturnType<typeof reportsOf>;
let at: Centre;
let period: { from: string; to: string };
let second: string;
let other: string;
let hall: string;
let early: string;
const people: Record<string, string> = {};
const marks: { lessonId: string; clientId: string; mark: string }[] = [];
/** Every report as it was before most of what follows, by its code. */
const asked: Record<string, Json> = {};

const day = (offset: number) => addDays(made.today, offset);
const all = async (path: string): Promise<Json[]> =>
  (await made.shown(`${path}${path.includes('?') ? '&' : '?'}limit=100`)).items;
const here = async (path: string): Promise<Json[]> => all(`${path}?branchId=${at.branchId}`);
const within = (on: string) => on >= period.from && on < period.to;
const mark = (name: string, what: string) => ({ clientId: people[name] ?? '', mark: what });
const lessonOn = (offset: number, groupId: string, time = '10:00', more: object = {}) =>
  made.made('/v1/lessons', {
    ...{ minutes: 60, groupId, startsAt: instantOf(day(offset), time, ZONE), ...more },
  });
const query = (code: string, more: object = {}) =>
  ABOUT_A_MOMENT.includes(code) ? more : { ...period, ...more };
const ask = (code: string, more: object = {}) => reports.answer(code, query(code, more));
const byName = (rows: Json[], code: string, name: string): Json =>
  bare(rows.find((row) => row[code] === name));

async function hold(lesson: Json, attendance: { clientId: string; mark: string }[]): Promise<void> {
  const { outcomes } = await made.complete(lesson.id, attendance);
  for (const { clientId, mark: given } of outcomes)
    marks.push({ lessonId: lesson.id, clientId, mark: given });
}

beforeAll(async () => {
  test = await startTestApp();
  made = centresOf(test);
  reports = reportsOf(test, () => ({ branchId: at.branchId }));
  period = { from: day(-10), to: day(4) };
  at = await made.centre({ capacity: 4 });
  second = await made.teacher(at.branchId, 'Ёлкина');
  // Closed on one day of the week, on which nothing here is held, whatever day it is today.
  const closed = ((new Date(day(1)).getUTCDay() + 6) % 7) + 1;
  const open = [1, 2, 3, 4, 5, 6, 7].filter((weekday) => weekday !== closed);
  const hours = open.map((weekday) => ({ weekday, from: '09:00', to: '21:00' }));
  const named = { branchId: at.branchId, name: 'Зал', capacity: 20, hours };
  hall = (await made.made('/v1/rooms', named)).id;
  other = await made.group({ ...at, teacherId: second, roomId: hall }, { name: 'Ёжики', capacity: 5 });
  await clients();
  await sales();
  await lessons();
  await debts();
  early = new Date(test.clock.now()).toISOString();
  for (const code of CODES) if (!NEVER_AS_OF.includes(code)) asked[code] = await ask(code, { asOf: early });
  await later();
}, 180_000);
afterAll(() => test.close());

async function clients(): Promise<void> {
  for (const name of ['a', 'b', 'c', 'd', 'e']) people[name] = await made.client(at.branchId);
  const guardian = { lastName: 'Платова', firstName: 'Анна', relation: 'mother', isPayer: true };
  const child = { branchId: at.branchId, lastName: 'Платов', firstName: 'Пётр', birthDate: day(-8 * 365) };
  const guardians = [{ ...guardian, phones: ['+79161234567'] }];
  people['f'] = (await made.made('/v1/clients', { ...child, guardians })).id;
  for (const [name, offset] of Object.entries({ a: -100, b: -100, c: -45, d: -45 }))
    await made.join(at.groupId, people[name] ?? '', day(offset));
  await made.join(other, people['e'] ?? '', day(-70));
  await made.join(other, people['f'] ?? '', day(-5));
}

async function sell(name: string, visits: number, more: object): Promise<string> {
  const plan = await made.made('/v1/plans', {
    ...{ name: `План ${name}`, activityIds: [at.activityId], price: rub(100_000), visits },
    ...{ validityCount: 60, validityUnit: 'day', startRule: 'date', ...more },
  });
  const payment = { amount: rub(100_000), method: 'card' };
  const body = { clientId: people[name] ?? '', planId: plan.id, startsOn: day(-25), payment };
  return (await made.made('/v1/subscriptions', body)).id;
}

async function sales(): Promise<void> {
  people['a:card'] = await sell('a', 2, {});
  people['b:card'] = await sell('b', 3, {});
  people['e:card'] = await sell('e', 5, { validityCount: 20 });
  people['f:card'] = await sell('f', 8, {});
}

async function lessons(): Promise<void> {
  await hold(await lessonOn(-8, at.groupId), [
    ...[mark('a', 'present'), mark('b', 'absent'), mark('c', 'late'), mark('d', 'absent_excused')],
  ]);
  const given = await lessonOn(-6, at.groupId, '12:00', { minutes: 90 });
  const substitution = { teacherId: second, reason: 'болезнь' };
  await test.owner.post(`/v1/lessons/${given.id}/substitution`, substitution).expect(200);
  await hold(given, [mark('a', 'present'), mark('b', 'present'), mark('c', 'free'), mark('d', 'absent')]);
  await hold(await lessonOn(-7, other), [mark('e', 'present')]);
  const undone = await lessonOn(-3, other, '15:00');
  await made.complete(undone.id, [mark('e', 'present')]);
  await test.owner.delete(`/v1/lessons/${undone.id}/completion`).expect(200);
  await lessonOn(-2, at.groupId, '18:00');
  const off = await lessonOn(-1, at.groupId, '09:30');
  await test.owner.post(`/v1/lessons/${off.id}/cancellation`, { by: 'centre', reason: 'ремонт' }).expect(200);
  await lessonOn(2, other, '11:00');
  await hold(await lessonOn(-15, at.groupId), [mark('a', 'absent_excused'), mark('b', 'absent_excused')]);
  const closed = { branchId: at.branchId, name: 'Санитарный день', fromOn: day(-4), localFrom: '12:00' };
  await made.made('/v1/closures', { ...closed, toOn: day(-4), localTo: '15:00' });
}

async function debts(): Promise<void> {
  const owes = (name: string, amount: number, dueOn: string) =>
    made.made('/v1/charges', { clientId: people[name], amount: rub(amount), description: 'Костюм', dueOn });
  await owes('c', 30_000, day(0));
  await owes('c', 20_000, day(40));
  await owes('f', 70_000, day(-20));
  await owes('f', 11_100, day(-75));
  await owes('d', 5_000, day(-120));
}

/** What the answers of the moment before must not know. */
async function later(): Promise<void> {
  const leave = (groupId: string, name: string, leftOn: string, reason: string) =>
    test.owner
      .post(`/v1/groups/${groupId}/members/${people[name] ?? ''}/departure`, { leftOn, reason })
      .expect(200);
  await leave(at.groupId, 'c', day(-1), 'переезд');
  await leave(at.groupId, 'd', day(-2), 'другая группа');
  await made.join(other, people['d'] ?? '', day(-1));
  const gone = { version: 1, status: 'left', statusReason: 'переезд' };
  await test.owner.patch(`/v1/clients/${people['c'] ?? ''}`, gone).expect(200);
  await made.made('/v1/payments', { clientId: people['f'], amount: rub(50_000), method: 'cash' });
  await made.made(`/v1/subscriptions/${people['a:card'] ?? ''}/renewal`, { startsOn: day(1) });
  await hold(await lessonOn(-5, other, '16:00'), [mark('e', 'present'), mark('f', 'present')]);
  const off = await lessonOn(3, at.groupId, '19:00');
  await test.owner.post(`/v1/lessons/${off.id}/cancellation`, { by: 'client' }).expect(200);
}

/** The list tells who is a member on a day, so each day is asked. */
async function membersByHand(since: number): Promise<Json[]> {
  const found = new Map<string, Json>();
  for (const groupId of [at.groupId, other])
    for (let offset = since; offset <= 0; offset += 1)
      for (const one of await all(`/v1/groups/${groupId}/members?on=${day(offset)}`)) found.set(one.id, one);
  return [...found.values()];
}

describe('clients by status and age', () => {
  it('are those of the list', async () => {
    const { rows, totals, previous } = await ask('clients-by-status', { compare: 'true' });
    const list = await here('/v1/clients');
    for (const row of rows) {
      const own = list.filter((one) => (one.ageCategory ?? 'unknown') === row.ageCategory);
      const of = (status: string) => own.filter((one) => one.status === status).length;
      expect(row).toMatchObject({
        ...{
          lead: of('lead'),
          trial: of('trial'),
          active: of('active'),
          paused: of('paused'),
          left: of('left'),
        },
        ...{ clients: own.length, registered: own.length, departed: of('left') },
        activeShare: percent(of('active'), own.length),
      });
    }
    expect(rows.map(({ ageCategory }: Json) => ageCategory)).toEqual(['junior', 'adult']);
    expect(totals).toMatchObject({ clients: list.length, registered: 6, departed: 1, left: 1 });
    // Nobody was registered yet.
    expect(previous.rows).toEqual([]);
  });
});

describe('refusals and retention', () => {
  it('count who left and came to no other group, by reason', async () => {
    const members = await membersByHand(-12);
    const left = members.filter(({ leftOn }) => leftOn !== null && leftOn > period.from && leftOn <= day(0));
    const refused = left.filter(
      (one) =>
        !members.some(
          (more) => more.clientId === one.clientId && (more.leftOn === null || more.leftOn > one.leftOn),
        ),
    );
    const { rows, totals } = await ask('refusals');
    expect(refused.map(({ leaveReason }) => leaveReason)).toEqual(['переезд']);
    expect(rows).toEqual([{ reason: 'переезд', refusals: 1, share: 100, early: 1, days: 44 }]);
    expect(totals).toMatchObject({ refusals: 1, share: 100 });
    const none = await ask('refusals', { activityId: at.groupId });
    expect(none.rows).toEqual([]);
    // Whoever went on to another group is a refusal only when nobody is waited for.
    const strict = await ask('refusals', { returnDays: '0' });
    expect(strict.totals.refusals).toBe(2);
  });

  it('keep the cohorts of the months in which people first came', async () => {
    const whole = { from: day(-120), to: day(1) };
    const { rows } = await reports.answer('retention', whole);
    const members = await membersByHand(-101);
    const isMember = (clientId: string, on: string) =>
      members.some(
        (one) => one.clientId === clientId && one.joinedOn <= on && (one.leftOn === null || one.leftOn > on),
      );
    const firsts = new Map<string, string>();
    for (const { clientId, joinedOn } of members)
      if (joinedOn < (firsts.get(clientId) ?? '9999')) firsts.set(clientId, joinedOn);
    const months = [...new Set([...firsts.values()].map((on) => on.slice(0, 7)))].sort();
    const byHand = months.map((cohort) => {
      const own = [...firsts].filter(([, on]) => on.startsWith(cohort));
      const after = (count: number) => {
        const due = own.filter(([, on]) => addMonths(on, count) <= day(0));
        return percent(due.filter(([id, on]) => isMember(id, addMonths(on, count))).length, due.length);
      };
      const stay = own.filter(([id]) => isMember(id, day(0))).length;
      return {
        ...{ cohort, size: own.length, stay, stayShare: percent(stay, own.length) },
        ...{ month1: after(1), month2: after(2), month3: after(3), month6: after(6), month12: after(12) },
      };
    });
    expect(rows).toEqual(byHand);
    expect(sum(rows.map(({ size }: Json) => size))).toBe(6);
  });
});

describe('subscriptions', () => {
  it('are counted by plan as the list has them', async () => {
    const { rows, totals } = await ask('subscriptions');
    const list = await here('/v1/subscriptions');
    for (const row of rows) {
      const own = list.filter(({ planId }) => planId === row.planId);
      const of = (...codes: string[]) => own.filter(({ status }) => codes.includes(status)).length;
      const isRunningOut = ({ alert }: Json) =>
        alert.reasons.some(({ code }: Json) => ['running_out', 'expiring'].includes(code));
      const sold = own.filter(({ soldOn }) => within(soldOn));
      const ended = own.filter(
        ({ status, endsOn }) => status === 'depleted' || (status === 'expired' && within(endsOn)),
      );
      const inForce = own.filter(({ status }) => ['active', 'frozen', 'pending'].includes(status));
      expect(bare(row)).toMatchObject({
        ...{ plan: own[0]?.planName, sold: sold.length, inForce: inForce.length, depleted: of('depleted') },
        renewals: sold.filter(({ renewsId }) => renewsId !== null).length,
        amount: sum(sold.map(({ price, discount }) => price.amount - discount.amount)),
        runningOut: inForce.filter(isRunningOut).length,
        expired: own.filter(({ status, endsOn }) => status === 'expired' && within(endsOn)).length,
        ended: ended.length,
        renewed: ended.filter(({ renewedById }) => renewedById !== null).length,
      });
    }
    expect(bare(totals)).toMatchObject({
      ...{ sold: 5, renewals: 1, amount: 500_000, depleted: 1, expired: 1, ended: 2, renewed: 1 },
      renewalRate: 50,
    });
  });

  it('leave undelivered what the ledgers of all of them say', async () => {
    const { rows, totals } = await ask('deferred-revenue');
    const { items } = await made.shown(`/v1/costing/deferred?branchId=${at.branchId}`);
    const cards = await here('/v1/subscriptions');
    for (const row of rows) {
      const figures = bare(items.find(({ planId }: Json) => planId === row.planId));
      const own = cards.filter(({ planId }) => planId === row.planId);
      const entries = (
        await Promise.all(own.map(({ id }) => all(`/v1/subscriptions/${id as string}/ledger`)))
      ).flat();
      const recognised = sum(entries.map(({ value }) => value.amount));
      const sold = sum(own.map(({ price, discount }) => price.amount - discount.amount));
      expect(bare(row)).toMatchObject({ opening: 0, moved: 0, refunded: 0, sold, recognised });
      expect(bare(row).closing).toBe(sold - recognised);
      expect(bare(row).closing).toBe(figures.deferred);
    }
    expect(rows.length).toBe(items.length);
    expect(bare(totals)).toMatchObject({ sold: 500_000, closing: 500_000 - bare(totals).recognised });
    expect(bare(totals).recognised).toBeGreaterThan(0);
  });
});

describe('debts', () => {
  it('are the open charges of each payer by age', async () => {
    const { rows, totals } = await ask('debts');
    const charges = (await here('/v1/charges')).filter(
      ({ reversedAt, open }) => reversedAt === null && open.amount > 0,
    );
    const ages = new Map<string, { age: number; open: number; dueOn: string }[]>();
    for (const { payerAccountId, dueOn, open } of charges) {
      const age = (Date.parse(day(0)) - Date.parse(dueOn)) / 86_400_000;
      ages.set(payerAccountId, [...(ages.get(payerAccountId) ?? []), { age, open: open.amount, dueOn }]);
    }
    const owing = [...ages].filter(([, list]) => list.some(({ age }) => age >= 0));
    expect(rows).toHaveLength(owing.length);
    for (const [accountId, list] of owing) {
      const between = (low: number, high: number) =>
        sum(list.filter(({ age }) => age >= low && age <= high).map(({ open }) => open));
      const dueOn = list.map((one) => one.dueOn).sort()[0];
      expect(byName(rows, 'accountId', accountId)).toMatchObject({
        ...{
          debt: between(0, 9999),
          upTo30: between(0, 30),
          upTo60: between(31, 60),
          upTo90: between(61, 90),
        },
        ...{
          over90: between(91, 9999),
          notDue: between(-9999, -1),
          dueOn,
          days: Math.max(...list.map(({ age }) => age)),
        },
      });
    }
    const payer = rows.find(({ payer: name }: Json) => name === 'Платова Анна');
    expect(payer).toMatchObject({ clients: 'Платов Пётр', days: 20 });
    // 50,000 paid the oldest first: 11,100 whole and 38,900 of 70,000; the visit of day -5 was paid by a card.
    expect(bare(payer).debt).toBe(31_100);
    const { totals: shown } = await made.shown(`/v1/debts?branchId=${at.branchId}`);
    expect(bare(totals).debt).toBe(shown.debt.amount);
    const old = await ask('debts', { minDays: '100' });
    expect(old.rows.map((row: Json) => bare(row).over90)).toEqual([5_000]);
  });
});

describe('activities and rooms', () => {
  it('have the fill and attendance of their groups', async () => {
    const { rows } = await ask('activities');
    const held = (await here('/v1/lessons')).filter(({ onDate }) => within(onDate));
    const own = held.filter(({ status }) => status === 'completed').map(({ id }) => id);
    const noted = marks.filter(({ lessonId }) => own.includes(lessonId));
    const came = noted.filter(({ mark: given }) => !given.startsWith('absent'));
    const members = sum(
      await Promise.all(
        [at.groupId, other].map(async (id) => (await all(`/v1/groups/${id}/members?on=${day(0)}`)).length),
      ),
    );
    expect(rows).toEqual([
      {
        ...{ activity: held[0]?.activityName, activityId: at.activityId, groups: 2, members, capacity: 9 },
        ...{ fill: percent(members, 9), lessons: 4, came: came.length, missed: noted.length - came.length },
        cancelled: held.filter(({ status }) => status.startsWith('cancelled')).length,
        visitors: new Set(came.map(({ clientId }) => clientId)).size,
        attendance: percent(came.length, noted.length),
        perLesson: Math.round((came.length / own.length) * 100) / 100,
      },
    ]);
  });

  it('are used so many of the minutes they are open, minute by minute', async () => {
    const { rows, totals } = await ask('room-load');
    const booked = (await here('/v1/lessons')).filter(
      ({ status, onDate }) => within(onDate) && !status.startsWith('cancelled'),
    );
    for (const row of rows) {
      const { hours } = await made.shown(`/v1/rooms/${row.roomId as string}`);
      const own = booked.filter(({ room }) => room.id === row.roomId);
      const minutes = { used: 0, open: 0, both: 0 };
      const days = WEEKDAYS.map(() => ({ open: 0, both: 0 }));
      for (let minute = 0; minute < 14 * 1440; minute += 1) {
        const on = addDays(period.from, Math.floor(minute / 1440));
        const clock = new Date((minute % 1440) * 60_000).toISOString().slice(11, 16);
        const isUsed = own.some(
          ({ onDate, localStart, localEnd }) => onDate === on && clock >= localStart && clock < localEnd,
        );
        const weekday = ((new Date(on).getUTCDay() + 6) % 7) + 1;
        const isClosed = on === day(-4) && clock >= '12:00' && clock < '15:00';
        const isOpen =
          !isClosed &&
          (hours ?? []).some((one: Json) => one.weekday === weekday && clock >= one.from && clock < one.to);
        minutes.used += Number(isUsed);
        minutes.open += Number(isOpen);
        minutes.both += Number(isUsed && isOpen);
        const one = days[weekday - 1] ?? minutes;
        one.open += Number(isOpen);
        one.both += Number(isUsed && isOpen);
      }
      expect(row).toMatchObject({
        ...{ lessons: own.length, used: minutes.used, open: hours === null ? null : minutes.open },
        load: hours === null ? null : percent(minutes.both, minutes.open),
        ...Object.fromEntries(
          WEEKDAYS.map((name, index) => [
            name,
            hours === null ? null : percent(days[index]?.both ?? 0, days[index]?.open ?? 0),
          ]),
        ),
      });
    }
    expect(rows.map(({ open }: Json) => open !== null).sort()).toEqual([false, true]);
    expect(totals.open).toBe(rows.find(({ roomId }: Json) => roomId === hall).open);
  });
});

describe('staff', () => {
  it('held what their cards say, against what was planned', async () => {
    const { rows } = await ask('staff-productivity');
    for (const row of rows) {
      const card = await made.shown(
        `/v1/employees/${row.employeeId as string}/card?from=${period.from}&to=${period.to}`,
      );
      const minutesOf = ({ hours }: Json) => Math.round(Number(hours) * 60);
      const own = (await here('/v1/lessons')).filter(
        ({ teacher, status, onDate }) =>
          teacher.id === row.employeeId && status === 'completed' && within(onDate),
      );
      const came = marks.filter(
        ({ lessonId, mark: given }) => own.some(({ id }) => id === lessonId) && !given.startsWith('absent'),
      );
      const late = own.filter(({ endsAt }) => Date.parse(endsAt) + 86_400_000 < Date.now()).length;
      expect(row).toMatchObject({
        ...{ planned: card.planned.lessons, plannedTime: minutesOf(card.planned) },
        ...{
          held: card.held.lessons,
          heldTime: minutesOf(card.held),
          substituted: card.heldAsSubstitute.lessons,
        },
        ...{ givenAway: card.givenToSubstitutes.lessons, missing: card.journals.missing, late },
        ...{ attendees: came.length, fulfilment: percent(minutesOf(card.held), minutesOf(card.planned)) },
        inTime: percent(own.length - late, own.length + Number(card.journals.missing)),
      });
    }
    expect(rows).toHaveLength(2);
    const patient = await ask('staff-productivity', { lateHours: '720' });
    expect(patient.totals.late).toBe(0);
  });

  it('have their hours by activity, branch, day and month', async () => {
    const held = (await here('/v1/lessons')).filter(
      ({ status, onDate }) => status === 'completed' && within(onDate),
    );
    const branch = (await made.shown(`/v1/branches/${at.branchId}`)).name;
    const keys: Record<string, (lesson: Json) => string> = {
      activity: ({ activityName }) => activityName,
      branch: () => branch,
      day: ({ onDate }) => onDate,
      month: ({ onDate }) => onDate.slice(0, 7),
    };
    for (const [by, keyOf] of Object.entries(keys)) {
      const { rows, totals } = await ask('employee-hours', { by });
      for (const row of rows) {
        const own = held.filter((one) => one.teacher.id === row.employeeId && keyOf(one) === row.of);
        const minutes = sum(own.map((one) => one.minutes));
        expect(row).toMatchObject({
          ...{ lessons: own.length, time: minutes, payHours: Math.round((minutes / 60) * 100) / 100 },
          substituted: sum(
            own.filter(({ plannedTeacher }) => plannedTeacher !== null).map((one) => one.minutes),
          ),
          days: new Set(own.map(({ onDate }) => onDate)).size,
        });
      }
      expect(totals.time).toBe(sum(held.map(({ minutes }) => minutes)));
    }
  });

  it('have not filled these journals', async () => {
    const { rows, totals } = await ask('unfilled-journals');
    const open = (await here('/v1/lessons')).filter(
      ({ status, endsAt, onDate }) =>
        status === 'planned' && within(onDate) && Date.parse(endsAt) < Date.now(),
    );
    open.sort((x, y) => (x.startsAt < y.startsAt ? -1 : 1));
    expect(rows.map(({ lessonId }: Json) => lessonId)).toEqual(open.map(({ id }) => id));
    for (const [index, row] of (rows as Json[]).entries()) {
      const lesson = open[index];
      const members = await all(
        `/v1/groups/${lesson.groupId as string}/members?on=${lesson.onDate as string}`,
      );
      expect(row).toMatchObject({ group: lesson.groupName, expected: members.length });
      expect(row.days).toBe(Math.floor((Date.now() - Date.parse(lesson.endsAt)) / 86_400_000));
    }
    expect(rows).toHaveLength(2);
    expect(totals.expected).toBeGreaterThan(0);
    const own = await ask('unfilled-journals', { teacherId: second });
    expect(own.rows).toHaveLength(1);
  });
});

describe('the digest of changes', () => {
  it('counts what the trail lists', async () => {
    const { rows } = await ask('audit-digest');
    const listed: Json[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const more = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = await made.shown(`/v1/audit/changes?limit=100${more}`);
      listed.push(...page.items);
      cursor = page.page.nextCursor;
    }
    for (const row of rows) {
      const own = listed.filter(
        ({ branchId, table, by }) =>
          branchId === at.branchId && table === row.records && by.login === row.login,
      );
      const of = (operation: string) => own.filter((one) => one.operation === operation).length;
      expect(row).toMatchObject({
        ...{ created: of('insert'), changed: of('update'), deleted: of('delete'), all: own.length },
        different: new Set(own.map(({ recordId }) => recordId)).size,
      });
    }
    const own = listed.filter(({ branchId }) => branchId === at.branchId);
    expect(sum(rows.map((row: Json) => row.all))).toBe(own.length);
    const byPeople = await ask('audit-digest', { people: 'true' });
    expect(new Set(byPeople.rows.map(({ login }: Json) => login))).toEqual(new Set(['owner']));
  });
});

describe('every one of them', () => {
  it.each(CODES)('%s says the same in every format', async (code) => {
    expect(await reports.sameInEveryFormat(code, query(code))).toBeGreaterThan(0);
  });

  it.each(CODES.filter((code) => !NEVER_AS_OF.includes(code)))(
    '%s knows what was recorded by a moment',
    async (code) => {
      const [then, now] = [await ask(code, { asOf: early }), await ask(code)];
      // Memberships are as they are known now.
      const known = ({ rows }: Json): Json[] =>
        rows.map((row: Json) => ({ ...row, members: null, fill: null, expected: null }));
      expect(then.asOf).toBe(early);
      if (BY_MEMBERSHIPS.includes(code)) return;
      expect(known(then)).toEqual(known(asked[code]));
      expect(then.columns).toEqual(asked[code].columns);
      if (code !== 'unfilled-journals') expect(known(now)).not.toEqual(known(then));
    },
  );

  it.each(CODES)('%s reaches no foreign branch, and is refused to who may not ask', async (code) => {
    const away = await made.centre();
    const ours = /Ёлкина|Ёжики|План |Зал|Платов|переезд/;
    const { expectToEndAtTheBranch } = reports;
    await expectToEndAtTheBranch(code, query(code), away.branchId, ours);
  });

  it.each(CODES)('%s tells every fault of a question at once', async (code) => {
    const { body } = await test.owner.get(`/v1/reports/${code}?branchId=x&format=doc`).expect(422);
    expect(body.errors.map(({ parameter }: Json) => parameter).sort()).toEqual(['branchId', 'format']);
  });

  it('have no money for who may not see it', async () => {
    const permissions = { 'reports:read': 'all', 'reports:finance': 'all' };
    await made.made('/v1/roles', { code: 'looker', name: 'Looker', permissions });
    const looker = await test.as(['looker'], [at.branchId]);
    for (const code of ['subscriptions', 'debts', 'deferred-revenue']) {
      const { columns, rows } = await reports.answer(code, query(code), looker);
      expect(columns.filter(({ kind }: Json) => kind === 'money')).toEqual([]);
      expect(JSON.stringify(rows)).not.toContain('amount');
    }
  });
});

// Last: what it does is of a day that has not come.
describe('deferred revenue', () => {
  it('of what was sold before is recognised, given back, or left', async () => {
    const next = { from: day(1), to: day(8) };
    const card = people['f:card'] ?? '';
    test.clock.set(instantOf(day(2), '12:00', ZONE));
    const owner = test.owner;
    const refund = await owner.post(`/v1/subscriptions/${card}/refunds`, { reason: 'переезд' });
    const { rows, totals } = await reports.answer('deferred-revenue', next);
    test.clock.set(null);
    expect(refund.status).toBeLessThan(300);
    const row = byName(rows, 'plan', 'План f');
    expect(row).toMatchObject({ sold: 0, closing: 0 });
    expect(sum([row.refunded, row.recognised])).toBe(row.opening);
    const { opening, sold, moved, recognised, refunded, closing } = bare(totals) as Record<string, number>;
    expect(sum([opening, sold, moved].map(Number)) - sum([recognised, refunded].map(Number))).toBe(closing);
    expect(opening).toBe(
      bare((await ask('deferred-revenue', { asOf: instantOf(day(1), '00:00', ZONE) })).totals).closing,
    );
  });
});
