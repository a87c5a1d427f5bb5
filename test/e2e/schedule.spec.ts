import type { Response } from 'supertest';
import { addDays } from '../../src/kernel/local-date.js';
import { billingChecks } from '../../src/modules/billing/index.js';
import { payrollChecks } from '../../src/modules/payroll/index.js';
import { scheduleChecks } from '../../src/modules/schedule/index.js';
import { SeriesService } from '../../src/modules/schedule/index.js';
import { instantOf } from '../../src/platform/clock/clock.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';

/** What came back, as loose as JSON is. */
type Json = Response['body'];

const ZONE = 'Europe/Moscow';
const rub = (amount: number) => ({ amount, currency: 'RUB' });

let test: TestApp;
let today: string;
let count = 0;
beforeAll(async () => {
  test = await startTestApp({ DATABASE_POOL: '20' });
  today = test.clock.today(ZONE);
});
afterEach(async () => {
  test.clock.set(null);
  for (const check of [...scheduleChecks, ...billingChecks, ...payrollChecks]) {
    expect({ law: check.name, broken: await test.db.query(check.sql) }).toEqual({
      law: check.name,
      broken: [],
    });
  }
});
afterAll(() => test.close());

const made = async (path: string, body: object, by: Caller = test.owner): Promise<Json> => {
  const answer = await by.post(path, body);
  if (answer.status !== 201)
    throw new Error(`POST ${path} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const shown = async (path: string, by: Caller = test.owner): Promise<Json> =>
  (await by.get(path).expect(200)).body;
const uniquely = (word: string) => {
  count += 1;
  return `${word} ${String(count)}`;
};

interface Centre {
  branchId: string;
  activityId: string;
  teacherId: string;
  roomId: string;
  groupId: string;
}

async function centre(more: { capacity?: number; timeZone?: string } = {}): Promise<Centre> {
  const { capacity = 12, timeZone = ZONE } = more;
  const branch = await made('/v1/branches', {
    code: uniquely('B').replace(' ', ''),
    name: uniquely('Branch'),
    timeZone,
  });
  const price = { singlePrice: rub(80_000), trialPrice: rub(30_000) };
  const activity = await made('/v1/activities', {
    name: uniquely('English'),
    kind: 'course',
    lessonMinutes: 60,
    capacity: 12,
    ...price,
  });
  const teacher = await made('/v1/employees', {
    ...{
      branchId: branch.id,
      lastName: 'Petrova',
      firstName: 'Anna',
      position: 'teacher',
      engagement: 'staff',
      hiredOn: '2020-01-01',
    },
  });
  const room = await made('/v1/rooms', { branchId: branch.id, name: uniquely('Room'), capacity: 12 });
  const place = { branchId: branch.id, activityId: activity.id, teacherId: teacher.id, roomId: room.id };
  const group = await made('/v1/groups', {
    ...place,
    name: uniquely('Group'),
    capacity,
    startsOn: '2020-01-01',
  });
  return { ...place, groupId: group.id };
}

const client = async (branchId: string, lastName = uniquely('Ivanov')): Promise<string> =>
  (await made('/v1/clients', { branchId, lastName, firstName: 'Ivan', birthDate: '1990-05-05' })).id;

async function member(at: Centre, joinedOn = '2020-01-01', lastName?: string): Promise<string> {
  const clientId = await client(at.branchId, lastName);
  await made(`/v1/groups/${at.groupId}/members`, { clientId, joinedOn });
  return clientId;
}

async function subscription(at: Centre, clientId: string, more: object = {}): Promise<Json> {
  const plan = await made('/v1/plans', {
    ...{
      name: uniquely('Plan'),
      activityIds: [at.activityId],
      price: rub(480_000),
      visits: 8,
      validityCount: 60,
      validityUnit: 'day',
    },
    ...{ freezeMaxDays: 14, freezeMaxTimes: 1 },
  });
  return made('/v1/subscriptions', { clientId, planId: plan.id, ...more });
}

const paid = { payment: { amount: rub(480_000), method: 'card' } };

async function lesson(at: Centre, time = '10:00', more: object = {}): Promise<Json> {
  return made('/v1/lessons', {
    groupId: at.groupId,
    startsAt: instantOf(today, time, ZONE),
    minutes: 60,
    ...more,
  });
}

const visitsLeft = async (id: string): Promise<number> => (await shown(`/v1/subscriptions/${id}`)).visitsLeft;
const sum = async (table: string, column: string, clause: string, id: string): Promise<number> => {
  const rows = await test.db.dataSource.query(
    `select coalesce(sum(${column}), 0)::integer as sum from ${table} where ${clause} = $1`,
    [id],
  );
  return rows[0].sum;
};
const owed = (clientId: string) =>
  test.db.dataSource
    .query(
      'select coalesce(sum(amount - paid), 0)::integer as owed from charges where client_id = $1 and reversed_at is null',
      [clientId],
    )
    .then((rows: { owed: number }[]) => rows[0]?.owed);

describe('a completed lesson', () => {
  it('charges each member by their mark, pays the teacher, and undone gives every balance back', async () => {
    const at = await centre();
    await made('/v1/pay-schemes', {
      employeeId: at.teacherId,
      basis: 'attendee',
      rate: rub(10_000),
      effectiveFrom: '2020-01-01',
    });
    const [came, owes, excused] = [await member(at), await member(at), await member(at)];
    const guest = await client(at.branchId);
    const { id: subscriptionId } = await subscription(at, came, paid);
    const { id } = await lesson(at);

    const attendance = [
      { clientId: came, mark: 'present' },
      { clientId: excused, mark: 'absent_excused' },
      { clientId: guest, mark: 'trial' },
    ];
    const first = await test.owner.post(`/v1/lessons/${id}/completion`, { attendance }).expect(200);
    const of = (clientId: string) => first.body.outcomes.find((one: Json) => one.clientId === clientId);
    expect(first.body.lesson).toMatchObject({ id, status: 'completed', completedBy: { login: 'owner' } });
    expect(Date.parse(first.body.lesson.completedAt)).toBeGreaterThan(Date.now() - 60_000);
    expect(of(came)).toMatchObject({
      mark: 'present',
      charged: 'subscription',
      subscriptionId,
      visitsLeft: 7,
    });
    expect(of(owes)).toMatchObject({
      mark: 'not_marked',
      charged: 'unpaid',
      subscriptionId: null,
      visitsLeft: null,
    });
    expect(of(excused)).toMatchObject({ mark: 'absent_excused', charged: 'none' });
    expect(of(guest)).toMatchObject({ mark: 'trial', charged: 'unpaid' });
    expect([await owed(owes), await owed(guest), await owed(excused)]).toEqual([80_000, 30_000, 0]);
    expect(await sum('accruals', 'amount', 'lesson_id', id)).toBe(20_000);
    const { attendees } = await shown(`/v1/lessons/${id}`);
    expect(attendees).toHaveLength(4);
    const [charge] = (await shown(`/v1/subscriptions/${subscriptionId}/ledger?sort=-createdAt`)).items;
    expect(charge).toMatchObject({ kind: 'charge', lessonId: id });
    expect(attendees.find((one: Json) => one.clientId === came).visitId).toBe(charge.visitId);

    const again = await test.owner.post(`/v1/lessons/${id}/completion`, {}).expect(200);
    expect(again.body).toEqual(first.body);

    const undone = await test.owner.delete(`/v1/lessons/${id}/completion?reason=by%20mistake`).expect(200);
    expect(undone.body).toMatchObject({ id, status: 'planned', completedAt: null, completedBy: null });
    expect(await visitsLeft(subscriptionId)).toBe(8);
    expect([await owed(owes), await owed(guest)]).toEqual([0, 0]);
    expect(await sum('accruals', 'amount', 'lesson_id', id)).toBe(0);
    const nothing = await test.owner.delete(`/v1/lessons/${id}/completion`).expect(409);
    expect(nothing.body.code).toBe('lesson.not-completed');

    // Held after all: everything happens a second time, as new entries.
    await test.owner.post(`/v1/lessons/${id}/completion`, { attendance }).expect(200);
    expect(await visitsLeft(subscriptionId)).toBe(7);
    expect(await sum('accruals', 'amount', 'lesson_id', id)).toBe(20_000);
  });

  it('is completed once by fifty who complete it at the same moment', async () => {
    const at = await centre();
    const clientId = await member(at);
    const { id: subscriptionId } = await subscription(at, clientId, paid);
    const { id } = await lesson(at);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => test.owner.post(`/v1/lessons/${id}/completion`, {})),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(await visitsLeft(subscriptionId)).toBe(7);
    expect(await sum('completions', '1', 'lesson_id', id)).toBe(1);
  });

  it('rehearsed keeps nothing', async () => {
    const at = await centre();
    const clientId = await member(at);
    const { id } = await lesson(at);
    const rehearsed = await test.owner.post(`/v1/lessons/${id}/completion?dryRun=true`, {}).expect(200);
    expect(rehearsed.body.outcomes).toMatchObject([{ clientId, charged: 'unpaid' }]);
    expect(await owed(clientId)).toBe(0);
    expect((await shown(`/v1/lessons/${id}`)).status).toBe('planned');
  });

  it('leaves a frozen member alone', async () => {
    const at = await centre();
    const clientId = await member(at);
    const { id: subscriptionId } = await subscription(at, clientId, paid);
    await made(`/v1/subscriptions/${subscriptionId}/freezes`, { startsOn: today, endsOn: addDays(today, 6) });
    const { id } = await lesson(at);
    const answer = await test.owner.post(`/v1/lessons/${id}/completion`, {}).expect(200);
    expect(answer.body.outcomes).toMatchObject([{ clientId, mark: 'frozen', charged: 'none' }]);
    expect(await visitsLeft(subscriptionId)).toBe(8);
  });

  it('asks nothing for making up a lesson that was charged when it was missed', async () => {
    const at = await centre();
    const clientId = await member(at);
    const missed = await lesson(at, '08:00');
    await test.owner
      .post(`/v1/lessons/${missed.id}/completion`, { attendance: [{ clientId, mark: 'absent' }] })
      .expect(200);
    const complete = async (time: string) => {
      const { id } = await lesson(at, time);
      const body = { attendance: [{ clientId, mark: 'make_up' }] };
      return (await test.owner.post(`/v1/lessons/${String(id)}/completion`, body).expect(200)).body
        .outcomes[0].charged;
    };
    expect(await complete('12:00')).toBe('none');
    expect(await complete('14:00')).toBe('unpaid');
  });

  it('names every wrong mark at once', async () => {
    const at = await centre();
    const clientId = await member(at);
    const guest = await client(at.branchId);
    const { id } = await lesson(at);
    const attendance = [
      { clientId, mark: 'present' },
      { clientId, mark: 'late' },
      { clientId: guest, mark: 'present' },
      { clientId: '01932f6e-0000-7000-8000-000000000000', mark: 'trial' },
    ];
    const answer = await test.owner.post(`/v1/lessons/${id}/completion`, { attendance }).expect(422);
    expect(answer.body.errors.map((fault: Json) => [fault.pointer, fault.code])).toEqual([
      ['#/attendance/1/clientId', 'attendance.twice'],
      ['#/attendance/2/mark', 'attendance.not-member'],
      ['#/attendance/3/clientId', 'reference.not-found'],
    ]);
  });

  it('is not completed before its day, nor after it was cancelled', async () => {
    const at = await centre();
    const early = await lesson(at, '10:00', { startsAt: instantOf(addDays(today, 1), '10:00', ZONE) });
    const answer = await test.owner.post(`/v1/lessons/${early.id}/completion`, {}).expect(422);
    expect(answer.body.code).toBe('lesson.not-yet');
    await test.owner.post(`/v1/lessons/${early.id}/cancellation`, { by: 'centre' }).expect(200);
    const cancelled = await test.owner.post(`/v1/lessons/${early.id}/completion`, {}).expect(409);
    expect(cancelled.body).toMatchObject({
      code: 'lesson.not-planned',
      params: { status: 'cancelled_by_centre' },
    });
  });

  it('is completed by its own teacher and by no other, and undone by neither', async () => {
    const at = await centre();
    const { id } = await lesson(at);
    const stranger = await made('/v1/employees', {
      ...{
        branchId: at.branchId,
        lastName: 'Other',
        firstName: 'Olga',
        position: 'teacher',
        engagement: 'staff',
        hiredOn: '2020-01-01',
      },
    });
    const other = await test.as(['teacher'], [at.branchId], stranger.id);
    await other.post(`/v1/lessons/${id}/completion`, {}).expect(404);
    const own = await test.as(['teacher'], [at.branchId], at.teacherId);
    await own.post(`/v1/lessons/${id}/completion`, {}).expect(200);
    await own.delete(`/v1/lessons/${id}/completion`).expect(403);
  });
});

describe('one place at one time', () => {
  it('of fifty lessons in one room at one time one is planned, the others are told what is in the way', async () => {
    const at = await centre();
    const body = { groupId: at.groupId, startsAt: instantOf(today, '18:00', ZONE), minutes: 60 };
    const answers = await Promise.all(Array.from({ length: 50 }, () => test.owner.post('/v1/lessons', body)));
    const winners = answers.filter((answer) => answer.status === 201);
    const losers = answers.filter((answer) => answer.status === 409);
    expect([winners.length, losers.length]).toEqual([1, 49]);
    for (const loser of losers) {
      expect(loser.body.code).toBe('lesson.clash');
      expect(loser.body.conflicts.map((clash: Json) => clash.what).sort()).toEqual([
        'group',
        'room',
        'teacher',
      ]);
      expect(loser.body.conflicts[0]).toMatchObject({
        lessonId: winners[0]?.body.id,
        startsAt: body.startsAt,
      });
    }
  });

  it('moves a lesson, but not onto another', async () => {
    const at = await centre();
    const [first, second] = [await lesson(at, '10:00'), await lesson(at, '11:00')];
    const clash = await test.owner
      .patch(`/v1/lessons/${second.id}`, { startsAt: instantOf(today, '10:30', ZONE), version: 1 })
      .expect(409);
    expect(clash.body).toMatchObject({ code: 'lesson.clash', conflicts: [{ lessonId: first.id }, {}, {}] });
    const moved = await test.owner
      .patch(`/v1/lessons/${second.id}`, {
        startsAt: instantOf(today, '15:00', ZONE),
        topic: 'Verbs',
        version: 1,
      })
      .expect(200);
    expect(moved.body).toMatchObject({
      localStart: '15:00',
      localEnd: '16:00',
      minutes: 60,
      topic: 'Verbs',
      version: 2,
    });
  });

  it('gives the time of a cancelled lesson away, and back only while it is free', async () => {
    const at = await centre();
    const { id } = await lesson(at);
    await test.owner.post(`/v1/lessons/${id}/cancellation`, { by: 'client', reason: 'ill' }).expect(200);
    const other = await lesson(at);
    const taken = await test.owner.delete(`/v1/lessons/${id}/cancellation`).expect(409);
    expect(taken.body.conflicts[0]).toMatchObject({ lessonId: other.id });
    await test.owner.post(`/v1/lessons/${other.id}/cancellation`, { by: 'centre' }).expect(200);
    const back = await test.owner.delete(`/v1/lessons/${id}/cancellation`).expect(200);
    expect(back.body).toMatchObject({ status: 'planned', cancelReason: null });
  });
});

describe('a group', () => {
  it('gives its last place to one of ten', async () => {
    const at = await centre({ capacity: 1 });
    const clients = await Promise.all(Array.from({ length: 10 }, () => client(at.branchId)));
    const path = `/v1/groups/${at.groupId}/members`;
    const answers = await Promise.all(
      clients.map((clientId) => test.owner.post(path, { clientId, joinedOn: today })),
    );
    const refused = answers.filter((answer) => answer.status === 409);
    expect(refused).toHaveLength(9);
    expect(new Set(refused.map((answer) => answer.body.code))).toEqual(new Set(['group.full']));
    const winner = answers.find((answer) => answer.status === 201)?.body;
    const twice = await test.owner.post(path, { clientId: winner.clientId, joinedOn: today }).expect(409);
    expect(twice.body.code).toBe('group.already-member');
    await test.owner
      .post(`${path}/${winner.clientId}/departure`, { leftOn: today, reason: 'moved' })
      .expect(200);
    await test.owner
      .post(path, { clientId: clients.find((id) => id !== winner.clientId), joinedOn: today })
      .expect(201);
    expect((await shown(`/v1/groups/${at.groupId}`)).members).toBe(1);
  });

  it('lists the memberships of a client, past ones and those to come too', async () => {
    const [at, other] = [await centre(), await centre()];
    const clientId = await client(at.branchId);
    const join = (of: Centre, joinedOn: string) =>
      made(`/v1/groups/${of.groupId}/members`, { clientId, joinedOn });
    await join(at, addDays(today, -100));
    const departure = { leftOn: addDays(today, -50), reason: 'a summer away' };
    await test.owner.post(`/v1/groups/${at.groupId}/members/${clientId}/departure`, departure).expect(200);
    await join(at, addDays(today, -10));
    await join(other, addDays(today, 20));
    const path = `/v1/clients/${clientId}/memberships`;
    const days = (list: Json) => list.items.map((one: Json) => [one.groupId, one.joinedOn, one.leftOn]);
    const all = await shown(path);
    expect(days(all)).toEqual([
      [other.groupId, addDays(today, 20), null],
      [at.groupId, addDays(today, -10), null],
      [at.groupId, addDays(today, -100), departure.leftOn],
    ]);
    expect(all.items[2]).toMatchObject({ branchId: at.branchId, leaveReason: departure.reason });
    expect(days(await shown(`${path}?on=${addDays(today, -60)}`))).toEqual([days(all)[2]]);
    expect(days(await shown(`${path}?on=${addDays(today, -50)}`))).toEqual([]);
    expect(days(await shown(`${path}?limit=1`))).toEqual([days(all)[0]]);
    // A group out of reach is not told of, nor is a client.
    const desk = await test.as(['administrator'], [at.branchId]);
    expect(days(await shown(path, desk))).toEqual(days(all).slice(1));
    const strangers = await test.as(['administrator'], [other.branchId]);
    const refused = await strangers.get(path).expect(404);
    expect(refused.body.code).toBe('client.not-found');
  });

  it('refuses what is not there, every fault at once', async () => {
    const { branchId } = await centre();
    const nobody = '01932f6e-0000-7000-8000-000000000000';
    const body = {
      branchId,
      name: 'x',
      activityId: nobody,
      teacherId: nobody,
      roomId: nobody,
      capacity: 5,
      startsOn: today,
    };
    const answer = await test.owner.post('/v1/groups', body).expect(422);
    expect(answer.body.errors.map((fault: Json) => fault.pointer)).toEqual([
      '#/activityId',
      '#/teacherId',
      '#/roomId',
    ]);
  });
});

describe('a series', () => {
  const inGroup = (at: Centre, more: object = {}) => ({
    groupId: at.groupId,
    rule: 'FREQ=WEEKLY;BYDAY=SU',
    startsOn: '2026-03-15',
    localStart: '18:00',
    minutes: 60,
    ...more,
  });

  it('keeps 18:00 across the change of clocks, and its horizon from day to day', async () => {
    const at = await centre({ timeZone: 'Europe/Berlin' });
    test.clock.set('2026-03-10T09:00:00.000Z');
    const series = await made('/v1/series', inGroup(at));
    expect(series).toMatchObject({
      materialisedUntil: '2026-05-05',
      plannedLessons: 8,
      timeZone: 'Europe/Berlin',
    });
    const { items } = await shown(`/v1/lessons?groupId=${at.groupId}&limit=3`);
    expect(items.map((one: Json) => [one.startsAt, one.localStart])).toEqual([
      ['2026-03-15T17:00:00.000Z', '18:00'],
      ['2026-03-22T17:00:00.000Z', '18:00'],
      ['2026-03-29T16:00:00.000Z', '18:00'],
    ]);
    const nightly = () => test.tx((tx) => test.app.get(SeriesService).materialise(tx));
    expect(await nightly()).toEqual({ made: 0, leftOut: 0 });
    test.clock.set('2026-03-24T09:00:00.000Z');
    expect(await nightly()).toEqual({ made: 2, leftOut: 0 });
    expect(await nightly()).toEqual({ made: 0, leftOut: 0 });
  });

  it('is planned whole or not at all, and names each lesson in the way', async () => {
    const at = await centre();
    test.clock.set('2026-03-10T09:00:00.000Z');
    await made('/v1/series', inGroup(at));
    const answer = await test.owner
      .post('/v1/series', inGroup(at, { localStart: '18:30', rule: 'FREQ=DAILY;COUNT=8' }))
      .expect(409);
    expect(new Set(answer.body.conflicts.map((clash: Json) => clash.startsAt))).toEqual(
      new Set(['2026-03-15T15:00:00.000Z', '2026-03-22T15:00:00.000Z']),
    );
    expect((await shown(`/v1/series?groupId=${at.groupId}`)).items).toHaveLength(1);
  });

  it('left out by the night is only the day that is taken', async () => {
    const at = await centre();
    test.clock.set('2026-03-10T09:00:00.000Z');
    const { id } = await made('/v1/series', inGroup(at));
    await made('/v1/lessons', {
      groupId: at.groupId,
      startsAt: instantOf('2026-05-10', '18:00', ZONE),
      minutes: 60,
    });
    test.clock.set('2026-03-24T09:00:00.000Z');
    expect(await test.tx((tx) => test.app.get(SeriesService).materialise(tx))).toMatchObject({ leftOut: 1 });
    expect(await shown(`/v1/series/${String(id)}`)).toMatchObject({
      plannedLessons: 9,
      materialisedUntil: '2026-05-19',
    });
  });

  it('ended cancels what is planned after the day and deletes nothing', async () => {
    const at = await centre();
    test.clock.set('2026-03-10T09:00:00.000Z');
    const { id } = await made('/v1/series', inGroup(at));
    const ended = await test.owner.post(`/v1/series/${id}/ending`, { endsOn: '2026-03-29' }).expect(200);
    expect(ended.body).toMatchObject({ endsOn: '2026-03-29', plannedLessons: 3 });
    expect((await shown(`/v1/lessons?seriesId=${id}&status=cancelled_by_centre`)).items).toHaveLength(5);
    const twice = await test.owner.post(`/v1/series/${id}/ending`, { endsOn: '2026-03-29' }).expect(409);
    expect(twice.body.code).toBe('series.ended');
  });

  it('refuses a rule it cannot follow and one that gives no day', async () => {
    const at = await centre();
    const wrong = await test.owner.post('/v1/series', inGroup(at, { rule: 'FREQ=HOURLY' })).expect(422);
    expect(wrong.body.errors).toMatchObject([{ pointer: '#/rule', code: 'rule.too-frequent' }]);
    const empty = await test.owner
      .post('/v1/series', inGroup(at, { endsOn: '2026-03-15', rule: 'FREQ=WEEKLY;BYDAY=MO' }))
      .expect(422);
    expect(empty.body.code).toBe('series.without-days');
  });
});

describe('the schedule', () => {
  const cellsOf = (grid: Json): Json[] =>
    grid.rooms.flatMap((room: Json) => room.days.flatMap((day: Json) => day.cells));

  it('turns a cell red and says who and why', async () => {
    const at = await centre();
    const indebted = await member(at, '2020-01-01', 'Debtor');
    const well = await member(at);
    await subscription(at, well, paid);
    const past = await made('/v1/lessons', {
      groupId: at.groupId,
      startsAt: instantOf(addDays(today, -3), '10:00', ZONE),
      minutes: 60,
    });
    const { id } = await lesson(at);
    const path = `/v1/schedule?branchId=${at.branchId}&from=${today}&view=day`;
    expect(cellsOf(await shown(path))).toMatchObject([
      { lessonId: id, members: 2, completed: false, alert: { level: 'green', reasons: [] } },
    ]);

    await test.owner.post(`/v1/lessons/${past.id}/completion`, {}).expect(200);
    const [cell] = cellsOf(await shown(path));
    expect(cell).toMatchObject({
      localStart: '10:00',
      localEnd: '11:00',
      status: 'planned',
      alert: { level: 'red' },
    });
    expect(cell.alert.reasons).toContainEqual({
      code: 'payment_overdue',
      level: 'red',
      clientId: indebted,
      clientName: 'Debtor Ivan',
    });
    const own = await test.as(['teacher'], [at.branchId], at.teacherId);
    expect(cellsOf(await shown(path, own))[0].alert.reasons).toEqual(cell.alert.reasons);
  });

  it('keeps the name of a client from those who may not see the client', async () => {
    const [at, elsewhere] = [await centre(), await centre()];
    const clientId = await client(elsewhere.branchId, 'Secret');
    await made(`/v1/groups/${at.groupId}/members`, { clientId, joinedOn: '2020-01-01' });
    const past = await made('/v1/lessons', {
      groupId: at.groupId,
      startsAt: instantOf(addDays(today, -3), '10:00', ZONE),
      minutes: 60,
    });
    await test.owner.post(`/v1/lessons/${past.id}/completion`, {}).expect(200);
    await lesson(at);
    const desk = await test.as(['administrator'], [at.branchId]);
    const grid = await shown(`/v1/schedule?branchId=${at.branchId}&from=${today}&view=day`, desk);
    expect(cellsOf(grid)[0].alert.reasons).toContainEqual({
      code: 'payment_overdue',
      level: 'red',
      clientId,
      clientName: null,
    });
    expect(JSON.stringify(grid)).not.toContain('Secret');
    expect(JSON.stringify(await shown(`/v1/groups/${at.groupId}/members`, desk))).not.toContain('Secret');
    await desk.get(`/v1/schedule?branchId=${elsewhere.branchId}&from=${today}`).expect(404);
  });

  it('shows each day asked for, and hours when asked', async () => {
    const at = await centre();
    await lesson(at, '10:00');
    await lesson(at, '11:30');
    const week = await shown(`/v1/schedule?branchId=${at.branchId}&from=${addDays(today, -1)}`);
    expect(week.rooms[0].days).toHaveLength(7);
    const day = await shown(`/v1/schedule?branchId=${at.branchId}&from=${today}&view=hour`);
    expect(day.rooms[0].days[0].hours.map((hour: Json) => [hour.hour, hour.cells.length])).toEqual([
      [10, 1],
      [11, 1],
    ]);
    const wrong = await test.owner
      .get(`/v1/schedule?branchId=${at.branchId}&from=${today}&to=${today}`)
      .expect(422);
    expect(wrong.body.errors).toMatchObject([{ parameter: 'to' }]);
  });
});
