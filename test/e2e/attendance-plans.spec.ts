import { addDays } from '../../src/kernel/local-date.js';
import { instantOf } from '../../src/platform/clock/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, rub, ZONE, type Centre, type Json } from '../support/centre.js';

let test: TestApp;
let at: ReturnType<typeof centresOf>;
beforeAll(async () => {
  test = await startTestApp({ DATABASE_POOL: '20' });
  at = centresOf(test);
});
afterEach(async () => {
  test.clock.set(null);
  await expectLawsToHold(test);
});
afterAll(() => test.close());

const outcome = (completion: Json, clientId: string): Json =>
  completion.outcomes.find((one: Json) => one.clientId === clientId);
const onDay = (days: number, time: string) => ({ startsAt: instantOf(addDays(at.today, days), time, ZONE) });

/** A member who was excused from a lesson, and may make it up. */
async function excused(here: Centre): Promise<{ clientId: string; missedLessonId: string }> {
  const clientId = await at.member(here);
  const { id } = await at.lesson(here, '08:00', onDay(-1, '08:00'));
  await at.complete(id, [{ clientId, mark: 'absent_excused' }]);
  return { clientId, missedLessonId: id };
}

describe('an absence told ahead', () => {
  it('in time is excused, too late it is not, taken back it is nothing', async () => {
    const here = await at.centre();
    const [early, late, comes, said] = [
      await at.member(here),
      await at.member(here),
      await at.member(here),
      await at.member(here),
    ];
    const { id } = await at.lesson(here, '18:00');
    const path = `/v1/lessons/${id}/absences`;
    test.clock.set(instantOf(at.today, '09:00', ZONE));
    const told = await at.made(path, { clientId: early, reason: 'dentist' });
    expect(told).toMatchObject({ isLate: false, plannedMark: 'absent_excused' });
    await at.made(path, { clientId: comes });
    await at.made(path, { clientId: said });
    await test.owner.delete(`${path}/${comes}`).expect(200);
    test.clock.set(instantOf(at.today, '16:30', ZONE));
    expect(await at.made(path, { clientId: late })).toMatchObject({ isLate: true, plannedMark: 'absent' });
    expect((await test.owner.post(path, { clientId: late }).expect(409)).body.code).toBe(
      'lesson.absence-told',
    );
    const stranger = await at.client(here.branchId);
    await test.owner.post(path, { clientId: stranger }).expect(422);
    expect((await test.owner.delete(`${path}/${stranger}`).expect(404)).body.code).toBe(
      'lesson.absence-not-found',
    );
    const trail = await at.shown(`/v1/audit/changes?table=lesson_absences`);
    expect(JSON.stringify(trail)).not.toContain('dentist');

    const card = await at.shown(`/v1/lessons/${id}`);
    expect(card.attendees.find((one: Json) => one.clientId === early).plannedMark).toBe('absent_excused');
    const done = await at.complete(id, [{ clientId: said, mark: 'present' }]);
    expect([early, late, comes, said].map((clientId) => outcome(done, clientId).mark)).toEqual([
      'absent_excused',
      'absent',
      'not_marked',
      'present',
    ]);
    expect([await at.owed(early), await at.owed(late)]).toEqual([0, 80_000]);
  });
});

describe('a guest', () => {
  it('on trial takes a place, has the planned mark and the trial price', async () => {
    const here = await at.centre({ capacity: 2 });
    await at.member(here);
    const [guest, second] = [await at.client(here.branchId), await at.client(here.branchId)];
    const { id } = await at.lesson(here);
    const path = `/v1/lessons/${id}/guests`;
    await at.made(path, { clientId: guest, kind: 'trial', note: 'shy' });
    expect((await test.owner.post(path, { clientId: guest, kind: 'free' }).expect(409)).body.code).toBe(
      'lesson.already-expected',
    );
    expect((await test.owner.post(path, { clientId: second, kind: 'trial' }).expect(409)).body.code).toBe(
      'lesson.full',
    );
    // By the next lesson the place is free, but not for whoever would be a member of this one too.
    test.clock.set(instantOf(at.today, '06:00', ZONE));
    const full = await test.owner
      .post(`/v1/groups/${here.groupId}/members`, { clientId: second, joinedOn: at.today })
      .expect(409);
    expect(full.body.code).toBe('group.full');
    test.clock.set(null);
    const over = await at.made(path, { clientId: second, kind: 'free', override: { reason: 'a sister' } });
    expect(over.overrideReason).toBe('a sister');
    expect((await at.shown(`/v1/lessons/${id}`)).overrides).toMatchObject([{ what: 'group_capacity' }]);
    await test.owner.delete(`${path}/${second}?reason=ill`).expect(200);
    expect((await at.shown(`${path}?cancelled=true`)).items).toMatchObject([
      { clientId: second, cancelReason: 'ill' },
    ]);
    const done = await at.complete(id);
    expect(outcome(done, guest)).toMatchObject({ mark: 'trial', charged: 'unpaid' });
    expect(await at.owed(guest)).toBe(30_000);
    expect((await test.owner.delete(`${path}/${guest}`).expect(409)).body.code).toBe('lesson.not-planned');
  });

  it('is a guest only within reach, and by those who may', async () => {
    const [here, elsewhere] = [await at.centre(), await at.centre()];
    const { id } = await at.lesson(here);
    const stranger = await at.client(elsewhere.branchId);
    const desk = await test.as(['administrator'], [here.branchId]);
    const answer = await desk
      .post(`/v1/lessons/${id}/guests`, { clientId: stranger, kind: 'make_up' })
      .expect(422);
    expect(answer.body.errors.map((fault: Json) => fault.pointer)).toEqual([
      '#/clientId',
      '#/missedLessonId',
    ]);
    const other = await test.as(['administrator'], [elsewhere.branchId]);
    await other.post(`/v1/lessons/${id}/guests`, { clientId: stranger, kind: 'trial' }).expect(404);
    await other.get(`/v1/lessons/${id}/guests`).expect(404);
    await desk.get(`/v1/clients/${stranger}/make-ups`).expect(404);
  });

  it('makes a missed lesson up once, and gives the right back when cancelled', async () => {
    const here = await at.centre();
    const { clientId, missedLessonId } = await excused(here);
    const other = await at.group({
      ...here,
      teacherId: await at.teacher(here.branchId),
      roomId: await at.room(here.branchId),
    });
    const [first, second] = [
      await at.lesson({ groupId: other }),
      await at.lesson({ groupId: other }, '15:00'),
    ];
    const rights = async () => (await at.shown(`/v1/clients/${clientId}/make-ups`)).items;
    expect(await rights()).toMatchObject([
      { missedLessonId, state: 'open', until: addDays(at.today, 29), usedByLessonId: null },
    ]);
    const booking = { clientId, kind: 'make_up', missedLessonId };

    await at.made(`/v1/lessons/${first.id}/guests`, booking);
    expect(await rights()).toMatchObject([{ state: 'booked', usedByLessonId: first.id }]);
    const used = await test.owner.post(`/v1/lessons/${second.id}/guests`, booking).expect(409);
    expect(used.body.code).toBe('make-up.used');
    await test.owner.delete(`/v1/lessons/${first.id}/guests/${clientId}`).expect(200);
    expect(await rights()).toMatchObject([{ state: 'open' }]);
    await at.made(`/v1/lessons/${second.id}/guests`, booking);
    await test.owner.post(`/v1/lessons/${second.id}/cancellation`, { by: 'centre' }).expect(200);
    expect(await rights()).toMatchObject([{ state: 'open' }]);
    await at.made(`/v1/lessons/${first.id}/guests`, booking);
    const done = await at.complete(first.id);
    expect(outcome(done, clientId)).toMatchObject({ mark: 'make_up', charged: 'unpaid' });
    expect(await rights()).toMatchObject([{ state: 'used', usedByLessonId: first.id }]);
    await test.owner.delete(`/v1/lessons/${first.id}/completion`).expect(200);
    expect(await rights()).toMatchObject([{ state: 'booked' }]);
    expect((await at.shown(`/v1/clients/${clientId}/make-ups?state=open`)).items).toEqual([]);
  });

  it('makes nothing up without a right, too late, or at another subject', async () => {
    const [here, other] = [await at.centre(), await at.centre()];
    const { clientId, missedLessonId } = await excused(here);
    const elsewhere = await at.lesson(other);
    const booking = { clientId, kind: 'make_up', missedLessonId };
    const wrong = await test.owner.post(`/v1/lessons/${elsewhere.id}/guests`, booking).expect(422);
    expect(wrong.body.code).toBe('make-up.not-given');
    const group = await at.group({
      ...here,
      teacherId: await at.teacher(here.branchId),
      roomId: await at.room(here.branchId),
    });
    const late = await at.lesson({ groupId: group }, '10:00', onDay(40, '10:00'));
    expect((await test.owner.post(`/v1/lessons/${late.id}/guests`, booking).expect(422)).body.code).toBe(
      'make-up.expired',
    );
  });

  it('of twenty bookings of one right in two lessons one is made', async () => {
    const here = await at.centre();
    const { clientId, missedLessonId } = await excused(here);
    const apart = async () => ({
      ...here,
      teacherId: await at.teacher(here.branchId),
      roomId: await at.room(here.branchId),
    });
    const lessons = [
      await at.lesson({ groupId: await at.group(await apart()) }),
      await at.lesson({ groupId: await at.group(await apart()) }),
    ];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        test.owner.post(`/v1/lessons/${lessons[n % 2].id}/guests`, {
          clientId,
          kind: 'make_up',
          missedLessonId,
        }),
      ),
    );
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(19);
  });
});

describe('a correction', () => {
  it('reverses and enters anew for just these clients, and makes the pay anew', async () => {
    const here = await at.centre();
    await at.made('/v1/pay-schemes', {
      ...{ employeeId: here.teacherId, basis: 'attendee', rate: rub(10_000), effectiveFrom: '2020-01-01' },
    });
    const [first, second] = [await at.member(here), await at.member(here)];
    const subscriptionId = await at.subscription(here, first);
    const { id } = await at.lesson(here);
    await at.complete(id);
    expect([await at.visitsLeft(subscriptionId), await at.owed(second), await at.pay(id)]).toEqual([
      7, 80_000, 20_000,
    ]);

    const path = `/v1/lessons/${id}/completion/corrections`;
    const body = { attendance: [{ clientId: first, mark: 'absent_excused' }], reason: 'a mistake' };
    const corrected = await test.owner.post(path, body).expect(200);
    expect(outcome(corrected.body, first)).toMatchObject({ mark: 'absent_excused', charged: 'none' });
    expect(outcome(corrected.body, second)).toMatchObject({ mark: 'not_marked', charged: 'unpaid' });
    expect([await at.visitsLeft(subscriptionId), await at.owed(second), await at.pay(id)]).toEqual([
      8, 80_000, 10_000,
    ]);
    const accruals = await at.numbers('select count(*) as n from accruals where lesson_id = $1', [id]);
    expect(accruals).toBe(3);
    // The same again changes nothing.
    await test.owner.post(path, body).expect(200);
    expect(await at.numbers('select count(*) as n from accruals where lesson_id = $1', [id])).toBe(3);
    const guest = await at.client(here.branchId);
    await test.owner
      .post(path, {
        attendance: [
          { clientId: first, mark: 'late' },
          { clientId: guest, mark: 'trial' },
        ],
        reason: 'came',
      })
      .expect(200);
    expect([await at.visitsLeft(subscriptionId), await at.owed(guest), await at.pay(id)]).toEqual([
      7, 30_000, 20_000,
    ]);
    const visits = 'select count(*) as n from visits where lesson_id = $1 and client_id = $2';
    expect(await at.numbers(visits, [id, second])).toBe(1);

    await test.owner.delete(`/v1/lessons/${id}/completion`).expect(200);
    expect([
      await at.visitsLeft(subscriptionId),
      await at.owed(second),
      await at.owed(guest),
      await at.pay(id),
    ]).toEqual([8, 0, 0, 0]);
    expect((await test.owner.post(path, body).expect(409)).body.code).toBe('lesson.not-completed');
  });

  it('is the teacher’s for some days, later a manager’s', async () => {
    const here = await at.centre();
    const clientId = await at.member(here);
    const { id } = await at.lesson(here, '10:00', onDay(-5, '10:00'));
    await at.complete(id);
    const body = { attendance: [{ clientId, mark: 'absent' }], reason: 'x' };
    const path = `/v1/lessons/${id}/completion/corrections`;
    const own = await test.as(['teacher'], [here.branchId], here.teacherId);
    expect((await own.post(path, body).expect(403)).body.code).toBe('lesson.correction-too-late');
    const settings = await at.shown('/v1/settings');
    await test.owner.patch('/v1/settings', { correctionDays: 5, version: settings.version }).expect(200);
    await own.post(path, body).expect(200);
    await test.owner
      .patch('/v1/settings', { correctionDays: 3, version: Number(settings.version) + 1 })
      .expect(200);
    const director = await test.as(['director'], [here.branchId]);
    await director.post(path, { attendance: [{ clientId, mark: 'late' }], reason: 'x' }).expect(200);
    const accountant = await test.as(['accountant'], [here.branchId]);
    await accountant.post(path, body).expect(403);
    const wrong = await director.post(path, { attendance: [], reason: '' }).expect(422);
    expect(wrong.body.errors.map((fault: Json) => fault.pointer).sort()).toEqual([
      '#/attendance',
      '#/reason',
    ]);
  });

  it('racing with undoing leaves nothing behind', async () => {
    const here = await at.centre();
    const clientId = await at.member(here);
    const subscriptionId = await at.subscription(here, clientId);
    const { id } = await at.lesson(here);
    await at.complete(id);
    const marks = ['absent', 'absent_excused', 'late'];
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        n === 12
          ? test.owner.delete(`/v1/lessons/${id}/completion`)
          : test.owner.post(`/v1/lessons/${id}/completion/corrections`, {
              ...{ attendance: [{ clientId, mark: marks[n % 3] }], reason: 'x' },
            }),
      ),
    );
    expect(answers.filter((answer) => ![200, 409].includes(answer.status))).toEqual([]);
    expect(answers[12]?.status).toBe(200);
    expect(await at.visitsLeft(subscriptionId)).toBe(8);
    expect(await at.owed(clientId)).toBe(0);
    expect((await at.shown(`/v1/lessons/${id}`)).status).toBe('planned');
  });
});
