import type { Response } from 'supertest';
import { scheduleChecks, SeriesService } from '../../src/modules/schedule/index.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';

/** What came back, as loose as JSON is. */
type Json = Response['body'];

let test: TestApp;
let count = 0;
beforeAll(async () => {
  test = await startTestApp({ DATABASE_POOL: '20' });
});
beforeEach(() => {
  // A Monday.
  test.clock.set('2026-11-02T06:00:00.000Z');
});
afterEach(async () => {
  test.clock.set(null);
  for (const check of scheduleChecks) {
    expect({ law: check.name, broken: await test.db.query(check.sql) }).toEqual({
      law: check.name,
      broken: [],
    });
  }
});
afterAll(() => test.close());

const uniquely = (word: string) => `${word} ${String((count += 1))}`;
const made = async (path: string, body: object, by: Caller = test.owner): Promise<Json> => {
  const answer = await by.post(path, body);
  if (answer.status !== 201) throw new Error(`POST ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const shown = async (path: string): Promise<Json> => (await test.owner.get(path).expect(200)).body;
const nightly = () => test.tx((tx) => test.app.get(SeriesService).materialise(tx));

interface Centre {
  branchId: string;
  activityId: string;
  teacherId: string;
  roomId: string;
  groupId: string;
}

async function centre(room: object = {}): Promise<Centre> {
  const code = uniquely('C').replace(' ', '');
  const branch = { code, name: uniquely('Branch'), timeZone: 'Europe/Moscow' };
  const { id: branchId } = await made('/v1/branches', branch);
  const activity = {
    ...{ name: uniquely('English'), kind: 'course', lessonMinutes: 60, capacity: 12 },
    singlePrice: { amount: 80_000, currency: 'RUB' },
  };
  const { id: activityId } = await made('/v1/activities', activity);
  const person = { lastName: 'Petrova', firstName: 'Anna', position: 'teacher', engagement: 'staff' };
  const { id: teacherId } = await made('/v1/employees', { ...person, branchId, hiredOn: '2020-01-01' });
  const { id: roomId } = await made('/v1/rooms', { branchId, name: uniquely('Room'), capacity: 12, ...room });
  const place = { branchId, activityId, teacherId, roomId };
  const group = { ...place, name: uniquely('Group'), capacity: 12, startsOn: '2020-01-01' };
  return { ...place, groupId: (await made('/v1/groups', group)).id };
}

const daily = (at: Centre, more: object = {}) => ({
  ...{ groupId: at.groupId, rule: 'FREQ=DAILY', startsOn: '2026-11-02', localStart: '18:00', minutes: 60 },
  ...more,
});
const planned = async (groupId: string): Promise<Json[]> =>
  (await shown(`/v1/lessons?groupId=${groupId}&status=planned&limit=200`)).items;
const days = (lessons: Json[]): string[] => lessons.map((lesson) => lesson.onDate);
const inWeek = ['2026-11-10', '2026-11-11', '2026-11-12'];
const closure = (at: Centre, more: object = {}) => ({
  ...{ branchId: at.branchId, name: 'Repair', fromOn: '2026-11-10', toOn: '2026-11-12', ...more },
});

describe('a closure', () => {
  it('cancels what is planned inside, and gives it back when it is lifted', async () => {
    const at = await centre();
    await made('/v1/series', daily(at));
    const before = await planned(at.groupId);
    const inside = before.filter((lesson) => inWeek.includes(lesson.onDate)).map((lesson) => lesson.id);
    const path = '/v1/closures';
    const seen = await test.owner.post(`${path}?dryRun=true`, closure(at)).expect(201);
    expect(seen.body.cancelled.map((one: Json) => one.lessonId)).toEqual(inside);
    expect(await planned(at.groupId)).toEqual(before);
    const shut = await made(path, closure(at));
    expect(days(shut.cancelled)).toEqual(inWeek);
    expect(await shown(`/v1/lessons/${String(inside[0])}`)).toMatchObject({
      ...{ status: 'cancelled_by_centre', cancelReason: 'Repair' },
    });
    const lifted = (await test.owner.delete(`${path}/${String(shut.id)}`).expect(200)).body;
    expect(days(lifted.restored)).toEqual(inWeek);
    expect(lifted).toMatchObject({ notRestored: [], added: 0 });
    expect((await planned(at.groupId)).map((lesson) => lesson.id)).toEqual(before.map((lesson) => lesson.id));
    expect((await test.owner.delete(`${path}/${String(shut.id)}`).expect(409)).body.code).toBe(
      'closure.lifted',
    );
  });

  it('gives back only what is free: not a time that is taken, nor one in another closure', async () => {
    const at = await centre();
    await made('/v1/series', daily(at));
    const other = await made('/v1/rooms', { branchId: at.branchId, name: uniquely('Room'), capacity: 5 });
    const ofRoom = await made('/v1/closures', closure(at, { roomId: at.roomId }));
    await made('/v1/closures', closure(at, { fromOn: '2026-11-11', toOn: '2026-11-11', name: 'Second' }));
    const group = { ...at, groupId: undefined, roomId: other.id, name: uniquely('Group'), capacity: 5 };
    const { id: groupId } = await made('/v1/groups', { ...group, startsOn: '2020-01-01' });
    // The teacher is taken on the tenth, in a room that is open.
    await made('/v1/lessons', { groupId, startsAt: '2026-11-10T15:30:00.000Z', minutes: 60 });
    const lifted = await test.owner.delete(`/v1/closures/${String(ofRoom.id)}`).expect(200);
    expect(days(lifted.body.restored)).toEqual(['2026-11-12']);
    expect(days(lifted.body.notRestored)).toEqual(['2026-11-10', '2026-11-11']);
  });

  it('has no say in a lesson that a person put back and cancelled anew', async () => {
    const at = await centre();
    await made('/v1/series', daily(at));
    const shut = await made('/v1/closures', closure(at, { policy: 'cancel', toOn: '2026-11-10' }));
    const [{ lessonId }] = shut.cancelled;
    expect((await test.owner.delete(`/v1/lessons/${lessonId}/cancellation`).expect(409)).body.code).toBe(
      'room.closed',
    );
    await test.owner.delete(`/v1/closures/${String(shut.id)}`).expect(200);
    await test.owner.post(`/v1/lessons/${lessonId}/cancellation`, { by: 'centre' }).expect(200);
    const again = await made('/v1/closures', closure(at, { toOn: '2026-11-10' }));
    expect(again.cancelled).toEqual([]);
    await test.owner.delete(`/v1/closures/${String(again.id)}`).expect(200);
    expect(await shown(`/v1/lessons/${lessonId}`)).toMatchObject({ status: 'cancelled_by_centre' });
  });

  it('is left out by a new series and by the night, and made up for when lifted', async () => {
    const at = await centre();
    const shut = await made('/v1/closures', closure(at));
    const far = await made('/v1/closures', closure(at, { fromOn: '2027-01-01', toOn: '2027-01-08' }));
    await made('/v1/series', daily(at));
    expect(days(await planned(at.groupId)).filter((day) => inWeek.includes(day))).toEqual([]);
    test.clock.set('2026-11-30T06:00:00.000Z');
    await nightly();
    expect(
      days(await planned(at.groupId)).filter((day) => day >= '2027-01-01' && day <= '2027-01-09'),
    ).toEqual(['2027-01-09']);
    expect((await test.owner.delete(`/v1/closures/${String(far.id)}`).expect(200)).body.added).toBe(8);
    test.clock.set('2026-11-02T06:00:00.000Z');
    expect((await test.owner.delete(`/v1/closures/${String(shut.id)}`).expect(200)).body.added).toBe(3);
  });

  it('of some hours takes those hours, of a room that room; lessons are kept where it says so', async () => {
    const at = await centre();
    await made('/v1/series', daily(at));
    const before = await made('/v1/closures', closure(at, { localFrom: '12:00', localTo: '18:00' }));
    expect(before.cancelled).toEqual([]);
    const kept = await made('/v1/closures', closure(at, { policy: 'keep', name: 'Kept' }));
    expect(kept.cancelled).toEqual([]);
    expect(days(await planned(at.groupId)).filter((day) => inWeek.includes(day))).toEqual(inWeek);
    const room = await made('/v1/rooms', { branchId: at.branchId, name: uniquely('Room'), capacity: 5 });
    expect((await made('/v1/closures', closure(at, { roomId: room.id }))).cancelled).toEqual([]);
    const part = await made('/v1/closures', closure(at, { localFrom: '18:30', localTo: '20:00' }));
    expect(days(part.cancelled)).toEqual(inWeek);
    const single = {
      groupId: at.groupId,
      roomId: room.id,
      startsAt: '2026-11-10T08:00:00.000Z',
      minutes: 60,
    };
    const refused = await test.owner.post('/v1/lessons', single).expect(409);
    expect(refused.body).toMatchObject({
      code: 'room.closed',
      conflicts: [{ why: 'closure', closureName: 'Kept' }],
    });
  });

  it('tells every fault, and is for those whose branch it is', async () => {
    const at = await centre();
    const wrong = {
      fromOn: '2026-11-10',
      toOn: '2026-11-09',
      localFrom: '10:00',
      roomId: at.roomId,
      name: 'x',
    };
    const faults = (await test.owner.post('/v1/closures', wrong).expect(422)).body.errors;
    expect(faults.map((one: Json) => one.pointer)).toEqual(['#/branchId', '#/toOn', '#/localTo']);
    const director = await test.as(['director'], [at.branchId]);
    const other = await centre();
    expect((await director.post('/v1/closures', closure(other)).expect(403)).body.code).toBe(
      'branch.out-of-reach',
    );
    const all = await director.post('/v1/closures', { name: 'x', fromOn: '2026-11-10' }).expect(403);
    expect(all.body.code).toBe('closure.needs-all-branches');
    const theirs = await made('/v1/closures', closure(other));
    await director.get(`/v1/closures/${String(theirs.id)}`).expect(404);
    await director.delete(`/v1/closures/${String(theirs.id)}`).expect(404);
    const administrator = await test.as(['administrator'], [at.branchId]);
    await administrator.post('/v1/closures', closure(at)).expect(403);
    expect((await made('/v1/closures', closure(at), director)).branchId).toBe(at.branchId);
    expect((await administrator.get('/v1/closures').expect(200)).body.items).toHaveLength(1);
  });

  it('and 20 new series at the same moment leave no lesson inside', async () => {
    const at = await centre();
    const groups = await Promise.all(
      Array.from({ length: 10 }, async (_, n) => {
        const room = await made('/v1/rooms', { branchId: at.branchId, name: uniquely('Room'), capacity: 5 });
        const person = { lastName: 'P', firstName: String(n), position: 'teacher', engagement: 'staff' };
        const teacher = await made('/v1/employees', {
          ...person,
          branchId: at.branchId,
          hiredOn: '2020-01-01',
        });
        const place = {
          branchId: at.branchId,
          activityId: at.activityId,
          roomId: room.id,
          teacherId: teacher.id,
        };
        return made('/v1/groups', { ...place, name: uniquely('Group'), capacity: 5, startsOn: '2020-01-01' });
      }),
    );
    const start = (groupId: string, localStart: string) =>
      test.owner.post('/v1/series', daily(at, { groupId, localStart })).expect(201);
    await Promise.all([
      ...groups.map(({ id }) => start(id, '10:00')),
      test.owner.post('/v1/closures', closure(at)).expect(201),
      ...groups.map(({ id }) => start(id, '14:00')),
    ]);
    const lessons = await test.db.dataSource.query(
      `select count(*)::integer as inside from lessons where branch_id = $1 and status = 'planned' and on_date between '2026-11-10' and '2026-11-12'`,
      [at.branchId],
    );
    expect(lessons).toEqual([{ inside: 0 }]);
  });
});

describe('holidays', () => {
  it('are taken over once, by whoever asks first', async () => {
    const at = await centre();
    const body = { country: 'RU', year: 2027, branchId: at.branchId };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => test.owner.post('/v1/closures/holidays', body).expect(200)),
    );
    expect(answers.flatMap((answer) => answer.body.items)).toHaveLength(7);
    const list = await shown(`/v1/closures?branchId=${at.branchId}&from=2027-05-01&to=2027-06-01`);
    expect(list.items.map((one: Json) => [one.code, one.fromOn])).toEqual([
      ['RU-2027-05-01', '2027-05-01'],
      ['RU-2027-05-09', '2027-05-09'],
    ]);
    await test.owner.post('/v1/closures/holidays', { ...body, year: 2031 }).expect(422);
  });
});

const evenings = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '16:00', to: '19:00' }));

describe('opening hours', () => {
  it('hold every lesson whole; the night leaves out and tells what does not fit', async () => {
    const at = await centre({ hours: evenings, equipment: ['piano'] });
    const shut = await test.owner.post('/v1/series', daily(at)).expect(409);
    expect(shut.body.code).toBe('room.closed');
    expect(shut.body.conflicts[0]).toMatchObject({ why: 'hours', startsAt: '2026-11-07T15:00:00.000Z' });
    const late = { groupId: at.groupId, startsAt: '2026-11-03T15:30:00.000Z', minutes: 60 };
    expect((await test.owner.post('/v1/lessons', late).expect(409)).body.code).toBe('room.closed');
    const fits = await made('/v1/lessons', { ...late, startsAt: '2026-11-03T15:00:00.000Z' });
    const moved = { version: fits.version, startsAt: '2026-11-03T16:00:00.000Z' };
    expect((await test.owner.patch(`/v1/lessons/${fits.id}`, moved).expect(409)).body.code).toBe(
      'room.closed',
    );
    const { version } = await shown(`/v1/rooms/${at.roomId}`);
    await test.owner.patch(`/v1/rooms/${at.roomId}`, { version, hours: [evenings[0]] }).expect(200);
    await test.owner.patch(`/v1/lessons/${fits.id}`, { version: fits.version, topic: 'Verbs' }).expect(200);
    expect((await shown(`/v1/rooms?branchId=${at.branchId}&equipment=piano`)).items).toHaveLength(1);
    expect((await shown(`/v1/rooms?branchId=${at.branchId}&equipment=drum`)).items).toEqual([]);
    const crossed = { version: Number(version) + 1, hours: [{ weekday: 1, from: '19:00', to: '16:00' }] };
    const wrong = await test.owner.patch(`/v1/rooms/${at.roomId}`, crossed).expect(422);
    expect(wrong.body.errors).toMatchObject([{ pointer: '#/hours/0/to', code: 'hours.crossed' }]);
  });
});

describe('availability', () => {
  it('is what lessons, closures and hours leave of a day', async () => {
    const at = await centre({ hours: evenings });
    await made('/v1/lessons', { groupId: at.groupId, startsAt: '2026-11-03T14:00:00.000Z', minutes: 45 });
    await made(
      '/v1/closures',
      closure(at, { fromOn: '2026-11-03', toOn: '2026-11-03', localFrom: '18:30', localTo: '20:00' }),
    );
    const path = `/v1/schedule/availability?branchId=${at.branchId}&from=2026-11-03`;
    const day = await shown(`${path}&minutes=30`);
    expect(day.rooms[0].free).toEqual([
      { startsAt: '2026-11-03T13:00:00.000Z', endsAt: '2026-11-03T14:00:00.000Z' },
      { startsAt: '2026-11-03T14:45:00.000Z', endsAt: '2026-11-03T15:30:00.000Z' },
    ]);
    expect(day.teachers[0].free).toEqual([
      { startsAt: '2026-11-03T05:00:00.000Z', endsAt: '2026-11-03T14:00:00.000Z' },
      { startsAt: '2026-11-03T14:45:00.000Z', endsAt: '2026-11-03T15:30:00.000Z' },
      { startsAt: '2026-11-03T17:00:00.000Z', endsAt: '2026-11-03T19:00:00.000Z' },
    ]);
    expect((await shown(path)).rooms[0].free).toHaveLength(1);
    expect((await shown(`${path}&capacity=13`)).rooms).toEqual([]);
    const week = await shown(`${path}&to=2026-11-10&weekdays=4,6&after=17:00&before=18:00`);
    expect(week.rooms[0].free).toEqual([
      { startsAt: '2026-11-05T14:00:00.000Z', endsAt: '2026-11-05T15:00:00.000Z' },
    ]);
    const other = await centre();
    expect((await shown(`${path}&activityId=${other.activityId}`)).teachers).toEqual([]);
    expect((await shown(`${path}&activityId=${at.activityId}`)).teachers).toHaveLength(1);
    const stranger = await test.as(['administrator'], [other.branchId]);
    await stranger.get(path).expect(404);
    const wrong = await test.owner.get(`${path}&to=2027-11-03&after=20:00&before=10:00`).expect(422);
    expect(wrong.body.errors.map((one: Json) => one.parameter)).toEqual(['to', 'before']);
  });

  it('of a whole series says on which days it does not go', async () => {
    const at = await centre({ hours: [...evenings, { weekday: 6, from: '10:00', to: '12:00' }] });
    const free = await made('/v1/rooms', { branchId: at.branchId, name: uniquely('Room'), capacity: 4 });
    const busy = await made('/v1/lessons', {
      groupId: at.groupId,
      startsAt: '2026-11-04T15:30:00.000Z',
      minutes: 30,
    });
    await made('/v1/closures', closure(at, { fromOn: '2026-11-05', toOn: '2026-11-05' }));
    const body = {
      ...{ branchId: at.branchId, rule: 'FREQ=DAILY;COUNT=6', startsOn: '2026-11-03' },
      ...{ localStart: '18:00', minutes: 60 },
    };
    const answer = (await test.owner.post('/v1/schedule/availability/series', body).expect(200)).body;
    expect(answer.lessons).toBe(6);
    const shut = { onDate: '2026-11-05', why: 'closure', lessonId: null };
    expect(answer.rooms).toMatchObject([
      { who: { id: free.id }, isFree: true, taken: [shut] },
      {
        ...{ who: { id: at.roomId }, isFree: false },
        taken: [
          { onDate: '2026-11-04', why: 'lesson', lessonId: busy.id },
          shut,
          { onDate: '2026-11-07', why: 'hours' },
          { onDate: '2026-11-08', why: 'hours' },
        ],
      },
    ]);
    expect(answer.teachers).toMatchObject([{ who: { id: at.teacherId }, isFree: false }]);
    const narrowed = { ...body, capacity: 5, roomIds: [free.id, at.roomId], teacherIds: [] };
    const few = (await test.owner.post('/v1/schedule/availability/series', narrowed).expect(200)).body;
    expect([few.rooms.length, few.teachers.length]).toEqual([1, 0]);
    await test.owner.post('/v1/schedule/availability/series', { ...body, rule: 'FREQ=HOURLY' }).expect(422);
  });
});
