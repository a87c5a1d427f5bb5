import { addDays } from '../../src/kernel/local-date.js';
import { instantOf } from '../../src/platform/clock/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, rub, ZONE, type Centre, type Json } from '../support/centre.js';

let test: TestApp;
let at: ReturnType<typeof centresOf>;
beforeAll(async () => {
  test = await startTestApp({ DATABASE_POOL: '24' });
  at = centresOf(test);
});
afterEach(() => expectLawsToHold(test));
afterAll(() => test.close());

const override = { reason: 'a concert' };
const onDay = (days: number, time = '10:00') => instantOf(addDays(at.today, days), time, ZONE);
const refused = (answer: { status: number; body: Json }) => [answer.status, answer.body.code];
const outcome = (completion: Json, clientId: string): Json =>
  completion.outcomes.find((one: Json) => one.clientId === clientId);

describe('a lesson that moves counts its places anew', () => {
  it('on a day with more members the guest finds no place, and is named', async () => {
    const here = await at.centre({ capacity: 2 });
    await at.member(here);
    const { id } = await at.lesson(here, '10:00', { startsAt: onDay(3) });
    const guest = await at.client(here.branchId, 'Guestova');
    await at.made(`/v1/lessons/${id}/guests`, { clientId: guest, kind: 'trial' });
    // One who joins later: on the day of the lesson there is a place, after it there is none.
    const later = await at.client(here.branchId);
    await at.join(here.groupId, later, addDays(at.today, 5));
    const move = (more: object) =>
      test.owner.post(`/v1/lessons/${id}/move`, { reason: 'the hall is let', ...more });
    await move({ startsAt: onDay(3, '12:00') }).expect(200);
    const full = await move({ startsAt: onDay(6) });
    expect(refused(full)).toEqual([409, 'lesson.full']);
    expect(full.body.conflicts).toEqual([
      expect.objectContaining({ lessonId: id, clientId: guest, guestKind: 'trial' }),
    ]);
    expect(full.body.conflicts[0].clientName).toContain('Guestova');
    const patched = await test.owner.patch(`/v1/lessons/${id}`, { startsAt: onDay(6) }).set('if-match', '*');
    expect(refused(patched)).toEqual([409, 'lesson.full']);
    const moved = await move({ startsAt: onDay(6), override }).expect(200);
    expect(moved.body.overrides).toEqual([
      expect.objectContaining({ what: 'group_capacity', reason: override.reason }),
    ]);
  });

  it('into a smaller room, and on another day in the same one', async () => {
    const here = await at.centre({ room: 2 });
    const small = await at.room(here.branchId, 1);
    await at.member(here);
    const late = await at.client(here.branchId);
    await at.join(here.groupId, late, addDays(at.today, 4));
    const third = await at.client(here.branchId);
    await at.join(here.groupId, third, addDays(at.today, 8));
    const { id } = await at.lesson(here, '10:00', { startsAt: onDay(5) });
    const move = (more: object) => test.owner.post(`/v1/lessons/${id}/move`, { reason: 'so', ...more });
    const tight = await move({ roomId: small });
    expect(refused(tight)).toEqual([409, 'lesson.room-too-small']);
    expect(tight.body.conflicts.map((one: Json) => one.clientId)).toEqual([late]);
    expect(refused(await move({ startsAt: onDay(9) }))).toEqual([409, 'lesson.room-too-small']);
    await move({ startsAt: onDay(9), override }).expect(200);
    // The word stands while the lesson stays in the room, and a topic asks for nothing.
    await move({ startsAt: onDay(10) }).expect(200);
    await test.owner.patch(`/v1/lessons/${id}`, { topic: 'Songs' }).set('if-match', '*').expect(200);
    expect(refused(await move({ roomId: small }))).toEqual([409, 'lesson.room-too-small']);
    expect((await at.shown(`/v1/lessons/${id}`)).overrides).toHaveLength(1);
  });

  it('while twenty join the group at once, nobody is let in beyond its places', async () => {
    const here = await at.centre({ capacity: 3 });
    await at.member(here);
    const { id } = await at.lesson(here, '10:00', { startsAt: onDay(2) });
    const guest = await at.client(here.branchId);
    await at.made(`/v1/lessons/${id}/guests`, { clientId: guest, kind: 'free' });
    const clients = await Promise.all(Array.from({ length: 20 }, () => at.client(here.branchId)));
    const [moved, ...joined] = await Promise.all([
      test.owner.post(`/v1/lessons/${id}/move`, { startsAt: onDay(6), reason: 'so' }),
      ...clients.map((clientId) =>
        test.owner.post(`/v1/groups/${here.groupId}/members`, { clientId, joinedOn: addDays(at.today, 4) }),
      ),
    ]);
    expect([200, 409]).toContain(moved?.status);
    const card = await at.shown(`/v1/lessons/${id}`);
    expect(card.attendees.length).toBeLessThanOrEqual(3);
    expect(joined.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
  });
});

describe('for whom an individual lesson is', () => {
  const individual = async (here: Centre, clientIds: string[], more: object = {}): Promise<Json> => {
    const { activityId, teacherId, roomId } = here;
    const body = { clientIds, activityId, teacherId, roomId, startsAt: onDay(2), minutes: 60, ...more };
    return at.made('/v1/lessons', body);
  };

  it('one more comes and one goes; two lessons at once are a warning, a full room is not', async () => {
    const here = await at.centre({ room: 2 });
    const [one, two, three] = [
      await at.client(here.branchId),
      await at.client(here.branchId),
      await at.client(here.branchId, 'Third'),
    ];
    const other = { teacherId: await at.teacher(here.branchId), roomId: await at.room(here.branchId) };
    const elsewhere = await individual({ ...here, ...other }, [two]);
    const { id } = await individual(here, [one]);
    const path = `/v1/lessons/${id}/clients`;
    const added = await at.made(path, { clientId: two });
    expect(added.clientIds).toEqual([one, two].sort());
    expect(added.warnings).toEqual([
      expect.objectContaining({ code: 'client.two-lessons', clientId: two, otherLessonId: elsewhere.id }),
    ]);
    expect(refused(await test.owner.post(path, { clientId: two }))).toEqual([409, 'lesson.already-expected']);
    const full = await test.owner.post(path, { clientId: three });
    expect(refused(full)).toEqual([409, 'lesson.room-too-small']);
    expect(full.body.conflicts.map((who: Json) => who.clientId)).toHaveLength(1);
    await at.made(path, { clientId: three, override });
    await at.made(`/v1/lessons/${id}/absences`, { clientId: two });
    expect((await test.owner.delete(`${path}/${two}`).expect(200)).body.clientIds).toEqual(
      [one, three].sort(),
    );
    expect(refused(await test.owner.delete(`${path}/${two}`))).toEqual([404, 'lesson.client-not-found']);
    await test.owner.delete(`${path}/${one}`).expect(200);
    expect(refused(await test.owner.delete(`${path}/${three}`))).toEqual([422, 'lesson.last-client']);
    const trail = await at.shown('/v1/audit/changes?table=lesson_clients&limit=20');
    expect(trail.items.filter((change: Json) => change.operation === 'delete')).toHaveLength(2);
  });

  it('not of a group lesson, a held one, a foreign one, and nobody unknown', async () => {
    const here = await at.centre();
    const clientId = await at.client(here.branchId);
    const group = await at.lesson(here, '08:00');
    expect(refused(await test.owner.post(`/v1/lessons/${group.id}/clients`, { clientId }))).toEqual([
      ...[422, 'lesson.not-individual'],
    ]);
    const { id } = await individual(here, [clientId], { startsAt: onDay(0, '06:00') });
    const path = `/v1/lessons/${id}/clients`;
    const nobody = { clientId: '01932f6e-0000-7000-8000-000000000005' };
    expect((await test.owner.post(path, nobody).expect(422)).body.errors[0].pointer).toBe('#/clientId');
    await test.owner.post(path, { clientId: 'x' }).expect(422);
    const foreign = await test.as(['administrator'], [(await at.centre()).branchId]);
    await foreign.post(path, { clientId }).expect(404);
    await (await test.as(['auditor'])).post(path, { clientId }).expect(403);
    await at.complete(id);
    expect(refused(await test.owner.post(path, { clientId }))).toEqual([409, 'lesson.not-planned']);
  });

  it('of twenty-four who come at once into a room for five, four find a place', async () => {
    const here = await at.centre({ room: 5 });
    const { id } = await individual(here, [await at.client(here.branchId)]);
    const clients = await Promise.all(Array.from({ length: 24 }, () => at.client(here.branchId)));
    const answers = await Promise.all(
      clients.map((clientId) => test.owner.post(`/v1/lessons/${id}/clients`, { clientId })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(4);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(20);
  });
});

describe('a guest who was planned and does not come', () => {
  it('to a trial: owes nothing', async () => {
    const here = await at.centre();
    const { id } = await at.lesson(here, '08:00');
    const [came, not] = [await at.client(here.branchId), await at.client(here.branchId)];
    for (const clientId of [came, not])
      await at.made(`/v1/lessons/${id}/guests`, { clientId, kind: 'trial' });
    const done = await at.complete(id, [{ clientId: not, mark: 'absent' }]);
    expect(outcome(done, came)).toMatchObject({ mark: 'trial', charged: 'unpaid' });
    expect(outcome(done, not)).toMatchObject({ mark: 'absent', charged: 'none' });
    expect([await at.owed(came), await at.owed(not)]).toEqual([30_000, 0]);
    // Seen later that they came after all: corrected, they owe the trial.
    const correction = { attendance: [{ clientId: not, mark: 'trial' }], reason: 'was late' };
    await test.owner.post(`/v1/lessons/${id}/completion/corrections`, correction).expect(200);
    expect(await at.owed(not)).toBe(30_000);
  });

  it('is no mark for one who was not planned', async () => {
    const here = await at.centre();
    const { id } = await at.lesson(here, '08:00');
    const clientId = await at.client(here.branchId);
    const attendance = [{ clientId, mark: 'absent' }];
    const answer = await test.owner.post(`/v1/lessons/${id}/completion`, { attendance }).expect(422);
    expect(answer.body.errors[0].code).toBe('attendance.not-member');
  });

  it.each(['absent', 'absent_excused'])(
    'to make a lesson up, %s: the right is used, and lives on when excused',
    async (mark) => {
      const here = await at.centre();
      const clientId = await at.member(here);
      const missed = await at.lesson(here, '08:00', { startsAt: onDay(-2) });
      await at.complete(missed.id, [{ clientId, mark: 'absent_excused' }]);
      const other = { ...here, groupId: await at.group(here) };
      const { id } = await at.lesson(other, '08:00', { startsAt: onDay(-1, '08:00') });
      const booking = { clientId, kind: 'make_up', missedLessonId: missed.id };
      await at.made(`/v1/lessons/${id}/guests`, booking);
      const done = await at.complete(id, [{ clientId, mark }]);
      const isExcused = mark === 'absent_excused';
      expect(outcome(done, clientId)).toMatchObject({ mark, charged: isExcused ? 'none' : 'unpaid' });
      const { items } = await at.shown(`/v1/clients/${clientId}/make-ups`);
      const states = Object.fromEntries(items.map((one: Json) => [one.missedLessonId, one.state]));
      expect(states).toEqual({ [missed.id]: 'used', ...(isExcused ? { [id]: 'open' } : {}) });
      await test.owner.delete(`/v1/lessons/${id}/completion`).expect(200);
      expect(await at.owed(clientId)).toBe(0);
    },
  );

  it('what was paid for the lesson missed first is paid for the one that makes it up at last', async () => {
    const here = await at.centre();
    const policy = { absent: { visits: 1, moneyPercent: 100, countsForPay: false, givesMakeUp: true } };
    await test.owner
      .patch(`/v1/activities/${here.activityId}`, { chargingPolicy: policy })
      .set('if-match', '*')
      .expect(200);
    const clientId = await at.member(here);
    const missed = await at.lesson(here, '08:00', { startsAt: onDay(-4) });
    await at.complete(missed.id, [{ clientId, mark: 'absent' }]);
    expect(await at.owed(clientId)).toBe(rub(80_000).amount);
    const other = { ...here, groupId: await at.group(here) };
    let missedLessonId = missed.id;
    for (const [day, mark] of [
      [-3, 'absent_excused'],
      [-2, 'absent_excused'],
      [-1, 'make_up'],
    ] as const) {
      const { id } = await at.lesson(other, '08:00', { startsAt: onDay(day, '08:00') });
      await at.made(`/v1/lessons/${id}/guests`, { clientId, kind: 'make_up', missedLessonId });
      const done = await at.complete(id, [{ clientId, mark }]);
      expect(outcome(done, clientId)).toMatchObject({ mark, charged: 'none' });
      missedLessonId = id;
    }
    expect(await at.owed(clientId)).toBe(80_000);
  });
});
