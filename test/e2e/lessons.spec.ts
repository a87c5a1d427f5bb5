import { addDays } from '../../src/kernel/local-date.js';
import { stepAside } from '../../src/modules/schedule/lessons/booking.js';
import { instantOf } from '../../src/platform/clock/clock.js';
import { sql } from '../../src/platform/database/sql.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, rub, ZONE, type Json } from '../support/centre.js';

let test: TestApp;
let at: ReturnType<typeof centresOf>;
beforeAll(async () => {
  test = await startTestApp({ DATABASE_POOL: '20' });
  at = centresOf(test);
});
afterEach(() => expectLawsToHold(test));
afterAll(() => test.close());

const cellOf = async (branchId: string, lessonId: string, by = test.owner): Promise<Json> => {
  const grid = await at.shown(`/v1/schedule?branchId=${branchId}&from=${at.today}&view=day`, by);
  const cells: Json[] = grid.rooms.flatMap((room: Json) => room.days.flatMap((day: Json) => day.cells));
  return cells.filter((cell) => cell.lessonId === lessonId);
};

describe('a substitution', () => {
  it('is shown, pays who taught, and gives the lesson back to its planned teacher', async () => {
    const here = await at.centre();
    const substitute = await at.teacher(here.branchId, 'Sidorova');
    for (const employeeId of [here.teacherId, substitute])
      await at.made('/v1/pay-schemes', {
        ...{ employeeId, basis: 'lesson', rate: rub(50_000), effectiveFrom: '2020-01-01' },
      });
    const { id } = await at.lesson(here);
    const path = `/v1/lessons/${id}/substitution`;
    const done = await test.owner.post(path, { teacherId: substitute, reason: 'ill' }).expect(200);
    expect(done.body).toMatchObject({ teacher: { id: substitute }, plannedTeacher: { id: here.teacherId } });
    expect(await cellOf(here.branchId, id)).toMatchObject([
      { teacher: { id: substitute }, plannedTeacher: { id: here.teacherId } },
    ]);
    // The planned teacher is free at that time, the substitute is not.
    const other = await at.group({ ...here, roomId: await at.room(here.branchId) });
    await at.lesson({ groupId: other });

    await at.complete(id);
    expect([await at.pay(id, substitute), await at.pay(id, here.teacherId)]).toEqual([50_000, 0]);
    await test.owner.delete(`/v1/lessons/${id}/completion`).expect(200);
    const taken = await test.owner.delete(path).expect(409);
    expect(taken.body).toMatchObject({ code: 'lesson.clash', conflicts: [{ what: 'teacher' }] });

    const { items } = await at.shown(`/v1/lessons/${id}/changes`);
    expect(items).toMatchObject([
      {
        ...{ kind: 'substituted', reason: 'ill', createdBy: { login: 'owner' } },
        ...{ fromTeacher: { id: here.teacherId }, toTeacher: { id: substitute } },
      },
    ]);
  });

  it('ends by giving the lesson back, and there is none to end then', async () => {
    const here = await at.centre();
    const substitute = await at.teacher(here.branchId, 'Sidorova');
    const { id } = await at.lesson(here);
    const path = `/v1/lessons/${id}/substitution`;
    await test.owner.post(path, { teacherId: substitute, reason: 'ill' }).expect(200);
    const same = await test.owner.post(path, { teacherId: here.teacherId, reason: 'x' }).expect(422);
    expect(same.body.errors).toMatchObject([{ pointer: '#/teacherId', code: 'substitution.same-teacher' }]);
    const back = await test.owner.delete(`${path}?reason=well%20again`).expect(200);
    expect(back.body).toMatchObject({ teacher: { id: here.teacherId }, plannedTeacher: null });
    expect((await test.owner.delete(path).expect(409)).body.code).toBe('lesson.not-substituted');
    const { items } = await at.shown(`/v1/lessons/${id}/changes`);
    expect(items.map((one: Json) => [one.kind, one.reason])).toEqual([
      ['substituted', 'ill'],
      ['substitution_ended', 'well again'],
    ]);
  });

  it('of twenty substitutions and twenty lessons of one teacher at one time one wins', async () => {
    const here = await at.centre();
    const busy = await at.teacher(here.branchId, 'Sidorova');
    const lessons = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const apart = { teacherId: await at.teacher(here.branchId), roomId: await at.room(here.branchId) };
        return at.lesson({ groupId: await at.group({ ...here, ...apart }) });
      }),
    );
    const wanting = await Promise.all(
      Array.from({ length: 4 }, async () =>
        at.group({ ...here, teacherId: busy, roomId: await at.room(here.branchId) }),
      ),
    );
    const body = { startsAt: instantOf(at.today, '10:30', ZONE), minutes: 60 };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => [
        test.owner.post(`/v1/lessons/${lessons[n % 4].id}/substitution`, { teacherId: busy, reason: 'ill' }),
        test.owner.post('/v1/lessons', { ...body, groupId: wanting[n % 4] }),
      ]).flat(),
    );
    const won = answers.filter((answer) => answer.status < 300);
    expect(won).toHaveLength(1);
    // The winner's lesson, asked again, has that teacher already.
    const lost = answers.filter((answer) => answer.status >= 300).map((answer) => answer.status);
    expect(lost.filter((status) => status !== 409 && status !== 422)).toEqual([]);
  });
});

describe('a move', () => {
  it('keeps from where and to where, by day and time of the branch', async () => {
    const here = await at.centre();
    const { id, startsAt } = await at.lesson(here);
    const roomId = await at.room(here.branchId);
    const day = addDays(at.today, 2);
    const moved = await test.owner
      .post(`/v1/lessons/${id}/move`, { onDate: day, localStart: '18:30', roomId, reason: 'repairs' })
      .expect(200);
    expect(moved.body).toMatchObject({
      onDate: day,
      localStart: '18:30',
      minutes: 60,
      room: { id: roomId },
      warnings: [],
    });
    expect((await at.shown(`/v1/lessons/${id}/changes`)).items).toMatchObject([
      {
        ...{ kind: 'moved', reason: 'repairs', fromStartsAt: startsAt },
        ...{
          toStartsAt: instantOf(day, '18:30', ZONE),
          fromRoom: { id: here.roomId },
          toRoom: { id: roomId },
        },
      },
    ]);
    const nowhere = await test.owner.post(`/v1/lessons/${id}/move`, { reason: 'x' }).expect(422);
    expect(nowhere.body.errors).toMatchObject([{ code: 'move.nowhere' }]);
    const twice = await test.owner
      .post(`/v1/lessons/${id}/move`, { startsAt, onDate: day, reason: 'x' })
      .expect(422);
    expect(twice.body.errors).toMatchObject([{ pointer: '#/startsAt', code: 'move.time-twice' }]);
  });

  it('is refused to those of another branch and to those without the right', async () => {
    const [here, elsewhere] = [await at.centre(), await at.centre()];
    const { id } = await at.lesson(here);
    const body = { localStart: '18:00', reason: 'x' };
    const desk = await test.as(['administrator'], [elsewhere.branchId]);
    await desk.post(`/v1/lessons/${id}/move`, body).expect(404);
    await desk.get(`/v1/lessons/${id}/changes`).expect(404);
    const own = await test.as(['teacher'], [here.branchId], here.teacherId);
    await own.post(`/v1/lessons/${id}/move`, body).expect(403);
    await own.get(`/v1/lessons/${id}/changes`).expect(200);
  });

  it('writes cancellation and restoration down too', async () => {
    const here = await at.centre();
    const { id } = await at.lesson(here);
    await test.owner.post(`/v1/lessons/${id}/cancellation`, { by: 'centre', reason: 'frost' }).expect(200);
    await test.owner.delete(`/v1/lessons/${id}/cancellation`).expect(200);
    const { items } = await at.shown(`/v1/lessons/${id}/changes`);
    expect(items.map((one: Json) => [one.kind, one.reason, one.status])).toEqual([
      ['cancelled', 'frost', 'cancelled_by_centre'],
      ['restored', null, 'planned'],
    ]);
  });
});

describe('stepping aside', () => {
  it('cancels nobody and is no part of the history', async () => {
    const here = await at.centre();
    const { id } = await at.lesson(here);
    await at.made(`/v1/lessons/${id}/guests`, { clientId: await at.client(here.branchId), kind: 'trial' });
    await test.tx(async (tx) => {
      await stepAside(tx, [id]);
      await tx.run(sql`
        update lessons set status = 'planned', starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour' where id = ${id}`);
    });
    expect((await at.shown(`/v1/lessons/${id}/guests`)).items).toHaveLength(1);
    expect((await at.shown(`/v1/lessons/${id}/changes`)).items.map((one: Json) => one.kind)).toEqual([
      'moved',
    ]);
  });
});

describe('an override', () => {
  const reason = 'both choirs rehearse together';

  it('books over a taken room, shows it, and still keeps everybody else out', async () => {
    const here = await at.centre();
    const first = await at.lesson(here);
    const over = await at.group({ ...here, teacherId: await at.teacher(here.branchId) });
    const third = await at.group({ ...here, teacherId: await at.teacher(here.branchId) });
    const body = { startsAt: instantOf(at.today, '10:30', ZONE), minutes: 60 };

    const desk = await test.as(['administrator'], [here.branchId]);
    const refused = await desk
      .post('/v1/lessons', { ...body, groupId: over, override: { reason } })
      .expect(403);
    expect(refused.body.code).toBe('lesson.override-not-permitted');

    const second = await at.made('/v1/lessons', { ...body, groupId: over, override: { reason } });
    expect(second.overrides).toMatchObject([
      { what: 'room', overLessonId: first.id, reason, by: { login: 'owner' } },
    ]);
    expect(await cellOf(here.branchId, second.id)).toMatchObject([{ overridden: true }]);
    expect(await cellOf(here.branchId, first.id)).toMatchObject([{ overridden: false }]);
    const events = await at.numbers(
      `select count(*) as n from events where name = 'lesson.overridden' and subject_id = $1`,
      [second.id],
    );
    expect(events).toBe(1);
    const trail = await at.shown(`/v1/audit/changes?table=lesson_overrides`);
    expect(trail.items[0].changes).toContainEqual({ field: 'reason', before: null, after: reason });

    // Nobody may be put over the part that only the overriding lesson holds.
    const late = { startsAt: instantOf(at.today, '11:05', ZONE), minutes: 20, groupId: third };
    const clash = await test.owner.post('/v1/lessons', late).expect(409);
    expect(clash.body.conflicts).toMatchObject([{ lessonId: second.id, what: 'room' }]);
    // Nor may the first one move within the other's time without an override of its own.
    await test.owner.post(`/v1/lessons/${first.id}/move`, { localStart: '10:10', reason: 'x' }).expect(409);
    const moved = await test.owner
      .post(`/v1/lessons/${first.id}/move`, { localStart: '10:10', reason: 'x', override: { reason } })
      .expect(200);
    expect(moved.body.overrides).toMatchObject([{ overLessonId: second.id }]);
    // Away, it may not come back by the old word.
    await test.owner.post(`/v1/lessons/${second.id}/move`, { localStart: '15:00', reason: 'x' }).expect(200);
    await test.owner.post(`/v1/lessons/${second.id}/move`, { localStart: '10:30', reason: 'x' }).expect(409);
    expect((await at.shown(`/v1/lessons/${second.id}`)).overrides).toEqual([]);
  });

  it('holds in the database itself, for whoever writes past the application', async () => {
    const here = await at.centre();
    await at.lesson(here);
    const over = await at.group({ ...here, teacherId: await at.teacher(here.branchId) });
    await at.lesson({ groupId: over }, '10:30', { override: { reason } });
    const third = await at.lesson(
      { groupId: await at.group({ ...here, teacherId: await at.teacher(here.branchId) }) },
      '15:00',
    );
    const past = test.tx((tx) =>
      tx.run(sql`
        update lessons set starts_at = ${instantOf(at.today, '11:05', ZONE)}, ends_at = ${instantOf(at.today, '11:25', ZONE)} where id = ${third.id}`),
    );
    await expect(past).rejects.toThrow(/lessons_room_free_excl/);
  });

  it('never lets a group be in two places', async () => {
    const here = await at.centre();
    await at.lesson(here);
    const elsewhere = { roomId: await at.room(here.branchId), teacherId: await at.teacher(here.branchId) };
    const body = { groupId: here.groupId, startsAt: instantOf(at.today, '10:30', ZONE), minutes: 60 };
    const answer = await test.owner
      .post('/v1/lessons', { ...body, ...elsewhere, override: { reason } })
      .expect(409);
    expect(answer.body.conflicts).toMatchObject([{ what: 'group' }]);
  });

  it('takes a lesson into a room too small', async () => {
    const here = await at.centre({ room: 1 });
    await at.member(here);
    await at.member(here);
    const body = { groupId: here.groupId, startsAt: instantOf(at.today, '10:00', ZONE), minutes: 60 };
    const small = await test.owner.post('/v1/lessons', body).expect(409);
    expect(small.body).toMatchObject({ code: 'lesson.room-too-small', params: { capacity: 1, expected: 2 } });
    const made = await at.made('/v1/lessons', { ...body, override: { reason } });
    expect(made.overrides).toMatchObject([{ what: 'room_capacity', overLessonId: null }]);
  });

  it('races with ordinary bookings: one of those at most, and never beside each other', async () => {
    const here = await at.centre();
    const groups = await Promise.all(
      Array.from({ length: 6 }, async () =>
        at.group({ ...here, teacherId: await at.teacher(here.branchId) }),
      ),
    );
    const body = { startsAt: instantOf(at.today, '12:00', ZONE), minutes: 60 };
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        test.owner.post('/v1/lessons', {
          ...{ ...body, groupId: groups[n % 6] },
          ...(n % 6 < 3 ? { override: { reason } } : {}),
        }),
      ),
    );
    const made = answers.filter((answer) => answer.status === 201).map((answer) => answer.body);
    // Each of the three that may override has its lesson; of the others only one that was the very first.
    expect(answers.every((answer) => [201, 409].includes(answer.status))).toBe(true);
    expect(made.filter((lesson) => groups.indexOf(lesson.groupId) < 3)).toHaveLength(3);
    expect(made.filter((lesson) => groups.indexOf(lesson.groupId) >= 3).length).toBeLessThanOrEqual(1);
  });
});

describe('an individual lesson', () => {
  it('is for named clients, charged by its activity, and named only to those who may see them', async () => {
    const [here, elsewhere] = [await at.centre(), await at.centre()];
    const [first, second] = [
      await at.client(here.branchId, 'Seen'),
      await at.client(elsewhere.branchId, 'Secret'),
    ];
    const { activityId, teacherId, roomId } = here;
    const body = { clientIds: [first, second], activityId, teacherId, roomId, minutes: 45 };
    const lesson = await at.made('/v1/lessons', { ...body, startsAt: instantOf(at.today, '10:00', ZONE) });
    expect(lesson).toMatchObject({ kind: 'individual', groupId: null, groupName: null, groups: [] });
    expect([...lesson.clientIds].sort()).toEqual([first, second].sort());

    const desk = await test.as(['administrator'], [here.branchId]);
    const [cell] = await cellOf(here.branchId, lesson.id, desk);
    expect(cell).toMatchObject({ kind: 'individual', members: 2 });
    expect(cell.clients).toContainEqual({ clientId: first, clientName: 'Seen Ivan' });
    expect(cell.clients).toContainEqual({ clientId: second, clientName: null });
    expect(JSON.stringify(await at.shown(`/v1/lessons/${lesson.id}`, desk))).not.toContain('Secret');

    const own = await test.as(['teacher'], [here.branchId], teacherId);
    await own.get(`/v1/clients/${first}`).expect(200);
    expect((await at.shown(`/v1/lessons?kind=individual&branchId=${here.branchId}`)).items).toHaveLength(1);
    expect((await at.shown(`/v1/clients/${first}/lessons?from=${at.today}T00:00:00Z`)).items).toMatchObject([
      { id: lesson.id },
    ]);

    const { outcomes } = await at.complete(lesson.id);
    expect(outcomes).toHaveLength(2);
    expect([await at.owed(first), await at.owed(second)]).toEqual([80_000, 80_000]);
    await test.owner.delete(`/v1/lessons/${lesson.id}/completion`).expect(200);
    expect([await at.owed(first), await at.owed(second)]).toEqual([0, 0]);
  });

  it('says all that is wrong with it', async () => {
    const [here, elsewhere] = [await at.centre(), await at.centre()];
    const when = { startsAt: instantOf(at.today, '10:00', ZONE), minutes: 45 };
    const clientId = await at.client(here.branchId);
    const bare = await test.owner.post('/v1/lessons', { clientIds: [clientId], ...when }).expect(422);
    expect(bare.body.errors.map((fault: Json) => fault.pointer)).toEqual([
      '#/activityId',
      '#/teacherId',
      '#/roomId',
    ]);
    const both = await test.owner
      .post('/v1/lessons', { clientIds: [clientId], groupId: here.groupId, ...when })
      .expect(422);
    expect(both.body.errors).toMatchObject([{ code: 'lesson.kind-not-one' }]);
    const desk = await test.as(['administrator'], [here.branchId]);
    const stranger = await at.client(elsewhere.branchId);
    const { activityId, teacherId } = here;
    const out = await desk
      .post('/v1/lessons', {
        clientIds: [stranger],
        activityId,
        teacherId,
        roomId: elsewhere.roomId,
        ...when,
      })
      .expect(422);
    expect(out.body.errors.map((fault: Json) => fault.pointer)).toEqual(['#/clientIds/0', '#/roomId']);
  });
});

describe('a joint lesson', () => {
  it('is for the members of all its groups, each once, holds all of them, and pays once', async () => {
    const here = await at.centre();
    const second = await at.group(here);
    const both = await at.member(here);
    await at.join(second, both);
    const [one, two] = [await at.member(here), await at.client(here.branchId)];
    await at.join(second, two);
    await at.made('/v1/pay-schemes', {
      ...{ employeeId: here.teacherId, basis: 'attendee', rate: rub(10_000), effectiveFrom: '2020-01-01' },
    });
    const body = {
      groupIds: [here.groupId, second],
      startsAt: instantOf(at.today, '10:00', ZONE),
      minutes: 60,
    };
    const lesson = await at.made('/v1/lessons', body);
    expect(lesson).toMatchObject({ kind: 'joint', groupId: here.groupId });
    expect(lesson.groups.map((group: Json) => group.id).sort()).toEqual([here.groupId, second].sort());
    for (const id of [here.groupId, second])
      expect((await at.shown(`/v1/lessons?groupId=${id}`)).items).toMatchObject([{ id: lesson.id }]);
    expect(await cellOf(here.branchId, lesson.id)).toMatchObject([{ kind: 'joint', members: 3 }]);

    // The second group is taken too, whoever else teaches it and wherever.
    const apart = { roomId: await at.room(here.branchId), teacherId: await at.teacher(here.branchId) };
    const clash = await test.owner
      .post('/v1/lessons', { ...body, groupIds: undefined, groupId: second, ...apart })
      .expect(409);
    expect(clash.body.conflicts).toMatchObject([{ lessonId: lesson.id, what: 'group' }]);

    const { outcomes } = await at.complete(lesson.id);
    expect(outcomes.map((outcome: Json) => outcome.clientId).sort()).toEqual([both, one, two].sort());
    expect(await at.owed(both)).toBe(80_000);
    expect(await at.pay(lesson.id)).toBe(30_000);
    await test.owner.delete(`/v1/lessons/${lesson.id}/completion`).expect(200);
    expect(await at.pay(lesson.id)).toBe(0);
    await test.owner.post(`/v1/lessons/${lesson.id}/cancellation`, { by: 'centre' }).expect(200);
    await at.made('/v1/lessons', { ...body, groupIds: undefined, groupId: second, ...apart });
    const back = await test.owner.delete(`/v1/lessons/${lesson.id}/cancellation`).expect(409);
    expect(back.body.conflicts).toMatchObject([{ what: 'group' }]);
  });

  it('is of one branch and one activity', async () => {
    const [here, elsewhere] = [await at.centre(), await at.centre()];
    const body = { startsAt: instantOf(at.today, '10:00', ZONE), minutes: 60 };
    const answer = await test.owner
      .post('/v1/lessons', { ...body, groupIds: [here.groupId, elsewhere.groupId] })
      .expect(422);
    expect(answer.body.errors).toMatchObject([{ pointer: '#/groupIds/1', code: 'group.other-branch' }]);
  });
});

describe('warnings', () => {
  it('name a client who would be in two lessons at once, and refuse nothing', async () => {
    const here = await at.centre();
    const on = (time: string) => ({ startsAt: instantOf(addDays(at.today, 2), time, ZONE) });
    const clientId = await at.member(here);
    const first = await at.lesson(here, '10:00', on('10:00'));
    const apart = { teacherId: await at.teacher(here.branchId), roomId: await at.room(here.branchId) };
    const second = await at.group({ ...here, ...apart });
    const other = await at.lesson({ groupId: second }, '10:30', on('10:30'));
    expect(other.warnings).toEqual([]);
    const joined = await at.join(second, clientId);
    expect(joined.warnings).toMatchObject([
      { code: 'client.two-lessons', clientId, lessonId: other.id, otherLessonId: first.id },
    ]);
    const away = await test.owner
      .post(`/v1/lessons/${other.id}/move`, { localStart: '15:00', reason: 'x' })
      .expect(200);
    expect(away.body.warnings).toEqual([]);
    const back = await test.owner
      .patch(`/v1/lessons/${other.id}`, { startsAt: first.startsAt, version: 2 })
      .expect(200);
    expect(back.body.warnings).toMatchObject([{ clientId, otherLessonId: first.id }]);
  });
});
