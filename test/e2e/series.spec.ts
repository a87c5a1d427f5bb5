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
  // A Monday; clocks of Berlin change on 29 March.
  test.clock.set('2026-03-02T06:00:00.000Z');
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

async function centre(timeZone = 'Europe/Berlin', room: object = {}): Promise<Centre> {
  const code = uniquely('S').replace(' ', '');
  const { id: branchId } = await made('/v1/branches', { code, name: uniquely('Branch'), timeZone });
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

const weekly = (at: Centre, more: object = {}) => ({
  ...{ groupId: at.groupId, rule: 'FREQ=WEEKLY;BYDAY=MO,WE', startsOn: '2026-03-02' },
  ...{ localStart: '18:00', minutes: 60, ...more },
});
const series = (at: Centre, more: object = {}): Promise<Json> => made('/v1/series', weekly(at, more));
const lessonsOf = async (id: string, status = 'planned'): Promise<Json[]> =>
  (await shown(`/v1/lessons?seriesId=${id}&status=${status}&limit=200`)).items;
const change = (id: string, body: object, query = '') =>
  test.owner.post(`/v1/series/${id}/changes${query}`, body);
const days = (lessons: Json[]): string[] => lessons.map((lesson) => lesson.onDate);
const starts = (lessons: Json[]): string[] => [...new Set(lessons.map((lesson) => lesson.localStart))];

describe('a change of all lessons', () => {
  it('keeps the ids of the days that stay, at the same wall clock on both sides of a clock change', async () => {
    const at = await centre();
    const { id, version } = await series(at);
    const before = await lessonsOf(id);
    const answer = await change(id, { scope: 'all', version, localStart: '19:30' }).expect(200);
    expect(answer.body).toMatchObject({ id, localStart: '19:30', splitFromId: null });
    expect(answer.body.lessons).toMatchObject({ kept: [], added: [], dropped: [], untouched: [] });
    expect(answer.body.lessons.moved).toHaveLength(before.length);
    const after = await lessonsOf(id);
    expect(after.map((lesson) => lesson.id)).toEqual(before.map((lesson) => lesson.id));
    expect(starts(after)).toEqual(['19:30']);
    const at0 = (day: string) => after.find((lesson) => lesson.onDate === day).startsAt;
    expect([at0('2026-03-25'), at0('2026-03-30')]).toEqual([
      '2026-03-25T18:30:00.000Z',
      '2026-03-30T17:30:00.000Z',
    ]);
  });

  it('is right when the clock goes back, and at a time that the other change skips', async () => {
    test.clock.set('2026-10-05T06:00:00.000Z');
    const at = await centre();
    const daily = { rule: 'FREQ=DAILY;UNTIL=20261031', startsOn: '2026-10-05' };
    const { id, version } = await series(at, daily);
    await change(id, { scope: 'all', version, localStart: '02:30' }).expect(200);
    const instants = (await lessonsOf(id)).map((lesson) => lesson.startsAt);
    expect(instants.filter((one: string) => one >= '2026-10-24' && one < '2026-10-27')).toEqual([
      ...['2026-10-24T00:30:00.000Z', '2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'],
    ]);
    test.clock.set('2026-03-20T06:00:00.000Z');
    const other = await centre();
    const spring = await series(other, { rule: 'FREQ=DAILY;UNTIL=20260331', startsOn: '2026-03-20' });
    await change(spring.id, { scope: 'all', version: spring.version, localStart: '02:30' }).expect(200);
    const lessons = await lessonsOf(spring.id);
    expect(lessons.find((lesson) => lesson.onDate === '2026-03-29').localStart).toBe('03:30');
    expect(lessons.find((lesson) => lesson.onDate === '2026-03-30').localStart).toBe('02:30');
  });

  it('plans another rule: days that stay, days that come, days that go; and back again', async () => {
    const at = await centre();
    const { id, version } = await series(at);
    const before = await lessonsOf(id);
    const body = { scope: 'all', version, rule: 'FREQ=WEEKLY;BYDAY=WE,FR', reason: 'hall let' };
    const seen = await change(id, body, '?dryRun=true').expect(200);
    expect(await lessonsOf(id)).toEqual(before);
    const { lessons } = (await change(id, body).expect(200)).body;
    expect(days(seen.body.lessons.added)).toEqual(days(lessons.added));
    expect(new Set(days(lessons.dropped))).toEqual(
      new Set(days(before).filter((day) => new Date(day).getUTCDay() === 1)),
    );
    const [dropped] = await lessonsOf(id, 'cancelled_by_centre');
    expect(dropped.cancelReason).toBe('hall let');
    const now = await shown(`/v1/series/${String(id)}`);
    await change(id, { scope: 'all', version: now.version, rule: 'FREQ=WEEKLY;BYDAY=MO,WE' }).expect(200);
    const back = await lessonsOf(id);
    expect(back.map((lesson) => lesson.id)).toEqual(before.map((lesson) => lesson.id));
  });

  it('leaves alone what was held, cancelled or moved, unless moved ones are asked for', async () => {
    const at = await centre();
    const { id, version } = await series(at);
    const [first, second, third] = await lessonsOf(id);
    const moved = { version: second.version, startsAt: '2026-03-05T10:00:00.000Z' };
    await test.owner.patch(`/v1/lessons/${second.id}`, moved).expect(200);
    await test.owner.post(`/v1/lessons/${third.id}/cancellation`, { by: 'client' }).expect(200);
    await test.owner.post(`/v1/lessons/${first.id}/completion`, {}).expect(200);
    const all = { scope: 'all', version, localStart: '20:00' };
    const { lessons } = (await change(id, all).expect(200)).body;
    expect(new Set(lessons.untouched.map((one: Json) => one.lessonId))).toEqual(
      new Set([first.id, second.id, third.id]),
    );
    const now = await shown(`/v1/series/${String(id)}`);
    const again = { scope: 'all', version: now.version, localStart: '20:30', includeChanged: true };
    const answer = (await change(id, again).expect(200)).body.lessons;
    expect(answer.moved.map((one: Json) => one.lessonId)).toContain(second.id);
    expect(await shown(`/v1/lessons/${second.id}`)).toMatchObject({
      onDate: '2026-03-04',
      localStart: '20:30',
    });
    expect(await shown(`/v1/lessons/${first.id}`)).toMatchObject({
      status: 'completed',
      localStart: '18:00',
    });
  });

  it('moves lessons through each other’s places', async () => {
    const at = await centre();
    const { id, version } = await series(at, { rule: 'FREQ=WEEKLY;BYDAY=TU,WE' });
    const [tuesday] = await lessonsOf(id);
    // The lesson of Tuesday stands on Wednesday at 19:00, where that of Wednesday is about to go.
    const moved = { version: tuesday.version, startsAt: '2026-03-04T18:00:00.000Z' };
    await test.owner.patch(`/v1/lessons/${tuesday.id}`, moved).expect(200);
    const body = { scope: 'all', version, localStart: '19:00', includeChanged: true };
    await change(id, body).expect(200);
    const after = await lessonsOf(id);
    expect(after[0]).toMatchObject({
      id: tuesday.id,
      onDate: '2026-03-03',
      localStart: '19:00',
      cancelReason: null,
    });
    expect(starts(after)).toEqual(['19:00']);
  });

  it('names everything in its way and does nothing', async () => {
    const at = await centre();
    const { id, version } = await series(at);
    const other = await made('/v1/groups', {
      ...{ branchId: at.branchId, activityId: at.activityId, teacherId: at.teacherId, roomId: at.roomId },
      ...{ name: uniquely('Group'), capacity: 5, startsOn: '2020-01-01' },
    });
    await series(at, { groupId: other.id, localStart: '20:00', rule: 'FREQ=WEEKLY;BYDAY=WE;COUNT=3' });
    const before = await lessonsOf(id);
    const clash = await change(id, { scope: 'all', version, localStart: '19:30' }).expect(409);
    expect(clash.body.code).toBe('lesson.clash');
    expect(new Set(clash.body.conflicts.map((one: Json) => one.lessonId)).size).toBe(3);
    expect(await lessonsOf(id)).toEqual(before);
    expect(await shown(`/v1/series/${String(id)}`)).toMatchObject({ version, localStart: '18:00' });
  });

  it('asks for its base, merges other fields and refuses the same one', async () => {
    const at = await centre();
    const { id, version } = await series(at);
    expect((await change(id, { scope: 'all', minutes: 90 }).expect(428)).body.code).toBe('version.required');
    await change(id, { scope: 'all', version, localStart: '19:00' }).expect(200);
    const merged = await change(id, { scope: 'all', version, minutes: 90 }).expect(200);
    expect(merged.body).toMatchObject({ localStart: '19:00', minutes: 90 });
    const same = await change(id, { scope: 'all', version, localStart: '17:00' }).expect(409);
    expect(same.body.code).toBe('edit.conflict');
    const split = { scope: 'this_and_following', version, from: '2026-03-11', localStart: '17:00' };
    expect((await change(id, split).expect(412)).body.code).toBe('version.stale');
  });

  it('tells every fault, and is kept from other branches and from those without the right', async () => {
    const at = await centre();
    const { id, version } = await series(at);
    const wrong = await change(id, {
      scope: 'all',
      version,
      rule: 'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30',
      roomId: at.groupId,
    }).expect(422);
    expect(wrong.body.errors.map((one: Json) => [one.pointer, one.code])).toEqual([
      ['#/roomId', 'reference.not-found'],
      ['#/rule', 'rule.never-matches'],
    ]);
    await change(id, { scope: 'this_and_following', version, from: '2026-02-01' }).expect(422);
    await change(id, { scope: 'this_and_following', version }).expect(422);
    const foreign = await centre();
    const stranger = await test.as(['administrator'], [foreign.branchId]);
    const path = `/v1/series/${String(id)}`;
    await stranger.post(`${path}/changes`, { scope: 'all', version, minutes: 90 }).expect(404);
    await stranger.post(`${path}/exceptions`, { onDate: '2026-03-09' }).expect(404);
    await stranger.get(`${path}/exceptions`).expect(404);
    const accountant = await test.as(['accountant'], [at.branchId]);
    await accountant.post(`${path}/changes`, { scope: 'all', version, minutes: 90 }).expect(403);
  });
});

describe('a change of this and the following lessons', () => {
  it('splits the series at a lesson; the night makes nothing twice', async () => {
    const at = await centre();
    const old = await series(at, { rule: 'FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10' });
    const before = await lessonsOf(old.id);
    const body = {
      scope: 'this_and_following',
      version: old.version,
      lessonId: before[4].id,
      localStart: '17:00',
    };
    const next = (await change(old.id, body).expect(200)).body;
    expect(next).toMatchObject({ splitFromId: old.id, startsOn: '2026-03-16', localStart: '17:00' });
    expect(next.rule).toBe('FREQ=WEEKLY;BYDAY=MO,WE;COUNT=6');
    expect(await shown(`/v1/series/${String(old.id)}`)).toMatchObject({ endsOn: '2026-03-15' });
    const [head, tail] = [await lessonsOf(old.id), await lessonsOf(next.id)];
    expect([...head, ...tail].map((lesson) => lesson.id)).toEqual(before.map((lesson) => lesson.id));
    expect([starts(head), starts(tail)]).toEqual([['18:00'], ['17:00']]);
    expect(await nightly()).toEqual({ made: 0, leftOut: 0 });
    test.clock.set('2026-05-25T06:00:00.000Z');
    await nightly();
    expect([...(await lessonsOf(old.id)), ...(await lessonsOf(next.id))]).toHaveLength(10);
  });

  it('keeps the rhythm of every other week, and goes on where the night left off', async () => {
    const at = await centre();
    const old = await series(at, { rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO' });
    const body = { scope: 'this_and_following', version: old.version, from: '2026-03-10', minutes: 45 };
    const next = (await change(old.id, body).expect(200)).body;
    expect(next.startsOn).toBe('2026-03-16');
    test.clock.set('2026-04-27T06:00:00.000Z');
    await nightly();
    const lessons = [...(await lessonsOf(old.id)), ...(await lessonsOf(next.id))];
    expect(days(lessons)).toEqual([
      ...['2026-03-02', '2026-03-16', '2026-03-30', '2026-04-13', '2026-04-27'],
      ...['2026-05-11', '2026-05-25', '2026-06-08', '2026-06-22'],
    ]);
  });

  it('at the first lesson changes them all', async () => {
    const at = await centre();
    const { id, version } = await series(at);
    const [first] = await lessonsOf(id);
    const body = { scope: 'this_and_following', version, lessonId: first.id, minutes: 45 };
    expect((await change(id, body).expect(200)).body).toMatchObject({ id, minutes: 45 });
  });
});

describe('exceptions of a series', () => {
  it('skip a day and give it back with the lesson it had', async () => {
    const at = await centre();
    const { id } = await series(at);
    const lesson = (await lessonsOf(id)).find((one) => one.onDate === '2026-03-09');
    const path = `/v1/series/${String(id)}/exceptions`;
    const skip = await made(path, { onDate: '2026-03-09', reason: 'concert' });
    expect(days(skip.lessons.dropped)).toEqual(['2026-03-09']);
    expect(await shown(`/v1/lessons/${lesson.id}`)).toMatchObject({
      ...{ status: 'cancelled_by_centre', cancelReason: 'concert' },
    });
    expect((await test.owner.post(path, { onDate: '2026-03-09' }).expect(409)).body.code).toBe(
      'series.day-excepted',
    );
    expect((await shown(path)).items).toMatchObject([{ id: skip.id, kind: 'skip', onDate: '2026-03-09' }]);
    await test.owner.delete(`${path}/${String(skip.id)}`).expect(200);
    expect(await shown(`/v1/lessons/${lesson.id}`)).toMatchObject({ status: 'planned', cancelReason: null });
  });

  it('leave a skipped day out of the nights to come, and make an extra one', async () => {
    const at = await centre();
    const { id } = await series(at);
    const path = `/v1/series/${String(id)}/exceptions`;
    await made(path, { onDate: '2026-05-18' });
    await made(path, { onDate: '2026-05-19', kind: 'extra' });
    const near = await made(path, { onDate: '2026-03-06', kind: 'extra' });
    expect(days(near.lessons.added)).toEqual(['2026-03-06']);
    test.clock.set('2026-04-20T06:00:00.000Z');
    await nightly();
    const planned = days(await lessonsOf(id));
    expect([planned.includes('2026-05-18'), planned.includes('2026-05-19')]).toEqual([false, true]);
    for (const [onDate, kind] of [
      ['2026-05-20', 'extra'],
      ['2026-05-21', 'skip'],
      ['2026-02-02', 'skip'],
    ]) {
      await test.owner.post(path, { onDate, kind }).expect(422);
    }
    test.clock.set('2026-03-03T06:00:00.000Z');
    await test.owner.delete(`${path}/${String(near.id)}`).expect(200);
    expect(days(await lessonsOf(id))).not.toContain('2026-03-06');
  });
});

describe('many at once', () => {
  it('20 changes of one series leave one plan, and every lesson in it', async () => {
    const at = await centre();
    const { id, version } = await series(at);
    const before = await lessonsOf(id);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        change(id, { scope: 'all', version, localStart: `1${String(n % 10)}:${n < 10 ? '15' : '45'}` }),
      ),
    );
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
    const after = await lessonsOf(id);
    expect(after.map((lesson) => lesson.id)).toEqual(before.map((lesson) => lesson.id));
    expect(starts(after)).toEqual([won[0]?.body.localStart]);
  });

  it('20 splits at one lesson make one new series', async () => {
    const at = await centre();
    const { id, version } = await series(at);
    const body = { scope: 'this_and_following', version, from: '2026-03-16', minutes: 45 };
    const answers = await Promise.all(Array.from({ length: 20 }, () => change(id, body)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await shown(`/v1/series?groupId=${at.groupId}`)).items).toHaveLength(2);
  });

  it('a change and the completion of its lesson: the lesson is held, at the one time or the other', async () => {
    for (let round = 0; round < 5; round += 1) {
      const at = await centre();
      const { id, version } = await series(at);
      const [first] = await lessonsOf(id);
      const [changed, completed] = await Promise.all([
        change(id, { scope: 'all', version, localStart: '20:00' }),
        test.owner.post(`/v1/lessons/${first.id}/completion`, {}),
      ]);
      expect([changed.status, completed.status]).toEqual([200, 200]);
      const lesson = await shown(`/v1/lessons/${first.id}`);
      const wasMoved = changed.body.lessons.moved.some((one: Json) => one.lessonId === first.id);
      expect(lesson).toMatchObject({ status: 'completed', localStart: wasMoved ? '20:00' : '18:00' });
    }
  });

  it('two nights at once make each lesson once', async () => {
    const at = await centre();
    const { id } = await series(at);
    test.clock.set('2026-03-30T06:00:00.000Z');
    await Promise.all([nightly(), nightly(), nightly(), nightly()]);
    const planned = days(await lessonsOf(id));
    expect(planned).toHaveLength(new Set(planned).size);
    expect(planned.at(-1)).toBe('2026-05-25');
  });
});
