import ICAL from 'ical.js';
import { addDays } from '../../src/kernel/local-date.js';
import { instantOf } from '../../src/platform/clock/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, ZONE, type Json } from '../support/centre.js';

let test: TestApp;
let at: ReturnType<typeof centresOf>;
beforeAll(async () => {
  test = await startTestApp();
  at = centresOf(test);
});
afterEach(() => expectLawsToHold(test));
afterAll(() => test.close());

interface Event {
  uid: string;
  sequence: number;
  status: string;
  start: string;
  end: string;
  summary: string;
  modified: string;
}

async function opened(kind: string, subjectId: string): Promise<{ id: string; path: string }> {
  const { id, address } = await at.made('/v1/calendars', { kind, subjectId });
  return { id, path: new URL(address).pathname };
}

/** The feed as another program reads it. */
async function read(path: string): Promise<{ text: string; events: Event[] }> {
  const answer = await test.anonymous.get(path).expect(200);
  expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8');
  const root = new ICAL.Component(ICAL.parse(answer.text));
  const events = root.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    const text = (name: string) => String(component.getFirstPropertyValue(name));
    return {
      ...{ uid: event.uid, sequence: event.sequence, status: text('status'), summary: event.summary },
      start: event.startDate.toJSDate().toISOString(),
      end: event.endDate.toJSDate().toISOString(),
      modified: text('last-modified'),
    };
  });
  return { text: answer.text, events };
}

const uidOf = (lesson: Json) => `lesson-${lesson.id as string}@kruzhok`;

describe('a calendar feed', () => {
  it('shows what the API shows, in each of its kinds', async () => {
    const here = await at.centre();
    const clientId = await at.member(here, 'Verysecretname');
    const lesson = await at.lesson(here, '10:00', {
      topic: 'Времена; прошедшее, и долгая строка, которую надо сложить пополам, потому что она длинная',
    });
    const past = await at.lesson(here, '10:00', {
      startsAt: instantOf(addDays(at.today, -40), '10:00', ZONE),
    });
    const far = await at.lesson(here, '10:00', {
      startsAt: instantOf(addDays(at.today, 200), '10:00', ZONE),
    });
    const { activityId, teacherId, roomId } = here;
    const own = await at.made('/v1/lessons', {
      ...{ clientIds: [clientId], activityId, teacherId, roomId, minutes: 45 },
      startsAt: instantOf(at.today, '14:00', ZONE),
    });
    const subjects = { room: roomId, teacher: teacherId, client: clientId, group: here.groupId };
    for (const [kind, subjectId] of Object.entries(subjects)) {
      const { text, events } = await read((await opened(kind, subjectId)).path);
      const expected = kind === 'group' ? [lesson] : [lesson, own];
      expect(events.map(({ uid, start, end, status }) => ({ uid, start, end, status }))).toEqual(
        expected.map((one) => ({
          uid: uidOf(one),
          start: one.startsAt,
          end: one.endsAt,
          status: 'CONFIRMED',
        })),
      );
      expect(text).not.toContain('Verysecretname');
      expect(text).not.toContain(past.id);
      expect(text).not.toContain(far.id);
      for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    }
  });

  it('keeps the UID, raises the sequence with each change, and says of a cancelled lesson that it is', async () => {
    const here = await at.centre();
    const lesson = await at.lesson(here);
    const { path } = await opened('group', here.groupId);
    const [first] = (await read(path)).events;
    await test.owner.post(`/v1/lessons/${lesson.id}/move`, { localStart: '17:00', reason: 'x' }).expect(200);
    const [second] = (await read(path)).events;
    await test.owner
      .post(`/v1/lessons/${lesson.id}/cancellation`, { by: 'centre', reason: 'Secret reason' })
      .expect(200);
    const { text, events } = await read(path);
    const [third] = events;
    expect([first?.uid, second?.uid, third?.uid]).toEqual(Array(3).fill(uidOf(lesson)));
    expect(second?.start).toBe(instantOf(at.today, '17:00', ZONE));
    expect(third?.status).toBe('CANCELLED');
    expect(first?.sequence).toBe(0);
    expect(second?.sequence).toBeGreaterThan(first?.sequence ?? 0);
    expect(third?.sequence).toBeGreaterThan(second?.sequence ?? 0);
    expect(text).not.toContain('Secret reason');
  });

  it('is right on both sides of a clock change', async () => {
    const here = await at.centre();
    const branch = await at.made('/v1/branches', { code: 'BER', name: 'Berlin', timeZone: 'Europe/Berlin' });
    const place = {
      branchId: branch.id,
      roomId: await at.room(branch.id),
      teacherId: await at.teacher(branch.id),
    };
    const groupId = await at.group({ ...here, ...place });
    test.clock.set('2026-10-20T09:00:00.000Z');
    const times = ['2026-10-24', '2026-10-25', '2026-10-26'].map((day) =>
      instantOf(day, '18:00', 'Europe/Berlin'),
    );
    for (const startsAt of times) await at.lesson({ groupId }, '10:00', { startsAt });
    const { events } = await read((await opened('group', groupId)).path);
    test.clock.set(null);
    expect(events.map((event) => event.start)).toEqual(times);
    expect(times.map((time) => time.slice(11, 16))).toEqual(['16:00', '17:00', '17:00']);
  });

  it('answers 304 while nothing has changed', async () => {
    const here = await at.centre();
    await at.lesson(here);
    const { path } = await opened('room', here.roomId);
    const { etag } = (await test.anonymous.get(path).expect(200)).headers;
    const same = await test.anonymous.get(path).set('if-none-match', String(etag)).expect(304);
    expect(same.text).toBe('');
    await at.lesson(here, '16:00');
    await test.anonymous.get(path).set('if-none-match', String(etag)).expect(200);
  });

  it('is dead once revoked, and its secret is kept nowhere', async () => {
    const here = await at.centre();
    const key = 'calendar-key-0000000001';
    const body = { kind: 'room', subjectId: here.roomId };
    const first = await test.owner.post('/v1/calendars', body).set('idempotency-key', key).expect(201);
    const again = await test.owner.post('/v1/calendars', body).set('idempotency-key', key).expect(201);
    expect(again.body).toEqual({ ...first.body, address: null });
    const path = new URL(first.body.address).pathname;
    const token = path.split('/').at(-1)?.replace('.ics', '') ?? '';
    expect(token).toHaveLength(43);
    const kept = await at.numbers(
      `select (select count(*) from calendars c where to_jsonb(c)::text like $1) + (select count(*) from idempotency_keys k where k.body like $1)
        + (select count(*) from audit_changes a where to_jsonb(a)::text like $1) as n`,
      [`%${token}%`],
    );
    expect(kept).toBe(0);
    expect(JSON.stringify(await at.shown('/v1/calendars'))).not.toContain(token);

    await test.anonymous.get(path).expect(200);
    await test.owner.delete(`/v1/calendars/${first.body.id}`).expect(204);
    await test.owner.delete(`/v1/calendars/${first.body.id}`).expect(204);
    for (const unknown of [path, `/v1/calendars/${'a'.repeat(43)}.ics`, '/v1/calendars/x.ics']) {
      const answer = await test.anonymous.get(unknown).expect(404);
      expect(answer.body.code).toBe('calendar.not-found');
    }
    expect((await at.shown('/v1/calendars?revoked=true')).items).toMatchObject([{ id: first.body.id }]);
  });

  it('is made by those who may see its subject, and of nothing else', async () => {
    const [here, elsewhere] = [await at.centre(), await at.centre()];
    const clientId = await at.member(here);
    const teacher = await test.as(['teacher'], [here.branchId], here.teacherId);
    const own = await teacher
      .post('/v1/calendars', { kind: 'teacher', subjectId: here.teacherId })
      .expect(201);
    await teacher.post('/v1/calendars', { kind: 'group', subjectId: here.groupId }).expect(201);
    await teacher.post('/v1/calendars', { kind: 'client', subjectId: clientId }).expect(201);
    for (const body of [
      { kind: 'teacher', subjectId: elsewhere.teacherId },
      { kind: 'room', subjectId: here.roomId },
      { kind: 'group', subjectId: elsewhere.groupId },
    ]) {
      const answer = await teacher.post('/v1/calendars', body).expect(422);
      expect(answer.body.errors).toMatchObject([{ pointer: '#/subjectId', code: 'reference.not-found' }]);
    }
    const desk = await test.as(['administrator'], [elsewhere.branchId]);
    await desk.post('/v1/calendars', { kind: 'room', subjectId: here.roomId }).expect(422);
    await desk.get(`/v1/calendars/${own.body.id}`).expect(404);
    await desk.delete(`/v1/calendars/${own.body.id}`).expect(404);
    const storekeeper = await test.as(['storekeeper'], [here.branchId]);
    await storekeeper.post('/v1/calendars', { kind: 'room', subjectId: here.roomId }).expect(403);
    expect((await teacher.get('/v1/calendars').expect(200)).body.items).toHaveLength(3);
  });
});
