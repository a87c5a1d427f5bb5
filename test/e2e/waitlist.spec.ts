import { addDays } from '../../src/kernel/local-date.js';
import { WaitlistService } from '../../src/modules/schedule/index.js';
import { addMinutes, instantOf } from '../../src/platform/clock/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, ZONE, type Json } from '../support/centre.js';

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

const offers = (groupId: string) =>
  at.numbers(`select count(*) as n from events where name = 'waitlist.place-free' and subject_id = $1`, [
    groupId,
  ]);

describe('a waitlist', () => {
  it('offers a free place to the first in the line, keeps it, and makes them a member', async () => {
    const here = await at.centre({ capacity: 1 });
    const member = await at.member(here);
    const [first, second, third] = [
      await at.client(here.branchId),
      await at.client(here.branchId),
      await at.client(here.branchId),
    ];
    const path = `/v1/groups/${here.groupId}/waitlist`;
    const entry = await at.made(path, { clientId: first, wish: 'mornings' });
    expect(entry).toMatchObject({ status: 'waiting', position: 1, wish: 'mornings' });
    const next = await at.made(path, { clientId: second });
    expect(next.position).toBe(2);
    expect((await test.owner.post(path, { clientId: first }).expect(409)).body.code).toBe(
      'waitlist.already-waiting',
    );
    expect((await test.owner.post(path, { clientId: member }).expect(409)).body.code).toBe(
      'group.already-member',
    );
    const early = await test.owner.post(`${path}/${entry.id}/acceptance`, { joinedOn: at.today }).expect(409);
    expect(early.body.code).toBe('waitlist.not-offered');

    await test.owner
      .post(`/v1/groups/${here.groupId}/members/${member}/departure`, { leftOn: at.today })
      .expect(200);
    expect((await at.shown(path)).items.map((one: Json) => one.status)).toEqual(['offered', 'waiting']);
    expect(await offers(here.groupId)).toBe(1);
    // The place is kept: nobody else has it, not even for one lesson.
    const join = { clientId: third, joinedOn: at.today };
    expect((await test.owner.post(`/v1/groups/${here.groupId}/members`, join).expect(409)).body.code).toBe(
      'group.full',
    );
    const lesson = await at.lesson(here);
    const guest = await test.owner
      .post(`/v1/lessons/${lesson.id}/guests`, { clientId: third, kind: 'trial' })
      .expect(409);
    expect(guest.body.code).toBe('lesson.full');

    const accepted = await test.owner
      .post(`${path}/${entry.id}/acceptance`, { joinedOn: at.today })
      .expect(200);
    expect(accepted.body).toMatchObject({ clientId: first, groupId: here.groupId, warnings: [] });
    expect((await at.shown(path)).items).toMatchObject([{ id: next.id, status: 'waiting', position: 1 }]);
    expect((await at.shown(`${path}?status=accepted`)).items).toMatchObject([
      { id: entry.id, position: null },
    ]);
  });

  it('gives an offer that ended, or was given up, to the next', async () => {
    const here = await at.centre({ capacity: 1 });
    const clients = await Promise.all(Array.from({ length: 3 }, () => at.client(here.branchId)));
    const path = `/v1/groups/${here.groupId}/waitlist`;
    const entries: Json[] = [];
    for (const clientId of clients) entries.push(await at.made(path, { clientId }));
    expect(entries.map((entry) => entry.status)).toEqual(['offered', 'waiting', 'waiting']);
    test.clock.set(addMinutes(test.clock.now(), 49 * 60));
    const tooLate = await test.owner
      .post(`${path}/${entries[0].id}/acceptance`, { joinedOn: at.today })
      .expect(409);
    expect(tooLate.body.params).toEqual({ status: 'expired' });
    await test.tx((tx) => test.app.get(WaitlistService).tend(tx));
    expect((await at.shown(`${path}?status=any`)).items.map((one: Json) => one.status)).toEqual([
      'expired',
      'offered',
      'waiting',
    ]);
    const left = await test.owner.delete(`${path}/${entries[1].id}?reason=moved`).expect(200);
    expect(left.body).toMatchObject({ status: 'left', leaveReason: 'moved' });
    expect((await test.owner.delete(`${path}/${entries[1].id}`).expect(409)).body.code).toBe(
      'waitlist.not-waiting',
    );
    expect((await at.shown(path)).items).toMatchObject([{ id: entries[2].id, status: 'offered' }]);
  });

  it('has no place beyond the capacity, which is not lowered below the members', async () => {
    const here = await at.centre({ capacity: 2 });
    await at.member(here);
    await at.member(here);
    const waits = await at.made(`/v1/groups/${here.groupId}/waitlist`, {
      clientId: await at.client(here.branchId),
    });
    const low = await test.owner.patch(`/v1/groups/${here.groupId}`, { capacity: 1, version: 1 }).expect(409);
    expect(low.body.code).toBe('group.capacity-too-small');
    await test.owner.patch(`/v1/groups/${here.groupId}`, { capacity: 3, version: 1 }).expect(200);
    expect((await at.shown(`/v1/groups/${here.groupId}/waitlist`)).items).toMatchObject([
      { id: waits.id, status: 'offered' },
    ]);
    const over = {
      clientId: await at.client(here.branchId),
      joinedOn: at.today,
      override: { reason: 'a twin' },
    };
    const desk = await test.as(['administrator'], [here.branchId]);
    expect((await desk.post(`/v1/groups/${here.groupId}/members`, over).expect(403)).body.code).toBe(
      'group.override-not-permitted',
    );
    const joined = await at.made(`/v1/groups/${here.groupId}/members`, over);
    expect(joined.overrideReason).toBe('a twin');
  });

  it('is out of reach of other branches and of those without the right', async () => {
    const [here, elsewhere] = [await at.centre(), await at.centre()];
    const path = `/v1/groups/${here.groupId}/waitlist`;
    const other = await test.as(['administrator'], [elsewhere.branchId]);
    await other.get(path).expect(404);
    await other.post(path, { clientId: await at.client(elsewhere.branchId) }).expect(404);
    const own = await test.as(['teacher'], [here.branchId], here.teacherId);
    await own.get(path).expect(200);
    await own.post(path, { clientId: await at.client(here.branchId) }).expect(403);
    const desk = await test.as(['administrator'], [here.branchId]);
    const stranger = await desk.post(path, { clientId: await at.client(elsewhere.branchId) }).expect(422);
    expect(stranger.body.errors).toMatchObject([{ pointer: '#/clientId', code: 'reference.not-found' }]);
  });

  it('gives the last place to one of many who join, accept and come as guests at the same moment', async () => {
    const here = await at.centre({ capacity: 2 });
    await at.member(here);
    const tomorrow = addDays(at.today, 1);
    const lesson = await at.lesson(here, '10:00', { startsAt: instantOf(tomorrow, '10:00', ZONE) });
    const waiting = await at.client(here.branchId);
    const entry = await at.made(`/v1/groups/${here.groupId}/waitlist`, { clientId: waiting });
    expect(entry.status).toBe('offered');
    const clients = await Promise.all(Array.from({ length: 14 }, () => at.client(here.branchId)));
    const answers = await Promise.all([
      ...clients
        .slice(0, 7)
        .map((clientId) =>
          test.owner.post(`/v1/groups/${here.groupId}/members`, { clientId, joinedOn: at.today }),
        ),
      ...clients
        .slice(7)
        .map((clientId) => test.owner.post(`/v1/lessons/${lesson.id}/guests`, { clientId, kind: 'trial' })),
      ...Array.from({ length: 7 }, () =>
        test.owner.post(`/v1/groups/${here.groupId}/waitlist/${entry.id}/acceptance`, { joinedOn: at.today }),
      ),
    ]);
    // The place was kept for the one who waited.
    expect(answers.filter((answer) => answer.status < 300)).toHaveLength(1);
    expect(answers.slice(0, 14).every((answer) => answer.status === 409)).toBe(true);

    // With nobody waiting it goes to whoever is first, a member or a guest.
    const free = await at.centre({ capacity: 1 });
    const next = await at.lesson(free, '10:00', { startsAt: instantOf(tomorrow, '10:00', ZONE) });
    const others = await Promise.all(Array.from({ length: 20 }, () => at.client(free.branchId)));
    const race = await Promise.all(
      others.map((clientId, n) =>
        n % 2 === 0
          ? test.owner.post(`/v1/groups/${free.groupId}/members`, { clientId, joinedOn: at.today })
          : test.owner.post(`/v1/lessons/${next.id}/guests`, { clientId, kind: 'trial' }),
      ),
    );
    expect(race.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(race.filter((answer) => answer.status === 409)).toHaveLength(19);
    expect((await at.shown(`/v1/lessons/${next.id}`)).attendees).toHaveLength(1);
  });
});
