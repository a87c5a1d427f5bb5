import { addDays } from '../../src/kernel/local-date.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, type Centre, type Json } from '../support/centre.js';

let test: TestApp;
let at: ReturnType<typeof centresOf>;
beforeAll(async () => {
  test = await startTestApp({ DATABASE_POOL: '24' });
  at = centresOf(test);
});
afterEach(() => expectLawsToHold(test));
afterAll(() => test.close());

const override = { reason: 'both choirs rehearse together' };
const monday = () => addDays(at.today, 8);
const weekly = (groupId: string, more: object = {}) => ({
  ...{ groupId, rule: 'FREQ=WEEKLY;COUNT=4', startsOn: monday(), localStart: '18:00', minutes: 60, ...more },
});
const lessonsOf = async (seriesId: string): Promise<Json[]> =>
  (await at.shown(`/v1/lessons?seriesId=${seriesId}&status=planned&limit=50`)).items;
const neighbour = async (here: Centre, more: object = {}): Promise<string> => at.group({ ...here, ...more });
const codes = (body: Json): string[] =>
  [...new Set<string>(body.conflicts.map((one: Json) => one.what))].sort();

describe('a series over taken rooms and teachers', () => {
  it('stands over each by one word, kept with every lesson, in its events and in the trail', async () => {
    const here = await at.centre();
    const first = await at.made('/v1/series', weekly(here.groupId));
    const body = weekly(await neighbour(here), { localStart: '18:30' });
    const refused = await test.owner.post('/v1/series', body).expect(409);
    expect(refused.body.code).toBe('lesson.clash');
    expect(refused.body.conflicts).toHaveLength(8);

    const second = await at.made('/v1/series', { ...body, override });
    const [under, over] = [await lessonsOf(first.id), await lessonsOf(second.id)];
    expect(over).toHaveLength(4);
    for (const [index, lesson] of over.entries()) {
      expect(lesson.overrides.map((one: Json) => [one.what, one.overLessonId, one.reason]).sort()).toEqual([
        ['room', under[index]?.id, override.reason],
        ['teacher', under[index]?.id, override.reason],
      ]);
    }
    expect(second.overridden).toHaveLength(8);
    const trail = await at.shown('/v1/audit/changes?table=lesson_overrides&limit=50');
    const kept = trail.items.filter((one: Json) =>
      over.some((lesson) => JSON.stringify(one).includes(lesson.id)),
    );
    expect(kept).toHaveLength(8);
    expect(kept[0]).toMatchObject({ operation: 'insert', by: { login: 'owner' } });
    expect(
      await at.numbers(
        `select count(*) as n from events where name = 'lesson.overridden' and subject_id = any ($1::uuid[])`,
        [over.map(({ id }) => id)],
      ),
    ).toBe(4);
    // The word was for these two: nobody else comes in between.
    const third = await test.owner.post('/v1/series', weekly(await neighbour(here), { localStart: '18:45' }));
    expect([third.status, third.body.code]).toEqual([409, 'lesson.clash']);
  });

  it('is not for who may not say the word, and never puts a group in two places', async () => {
    const here = await at.centre();
    await at.made('/v1/series', weekly(here.groupId));
    const group = await neighbour(here);
    const role = {
      code: 'planner',
      name: 'Planner',
      permissions: {
        'schedule:read': 'branch',
        'schedule:write': 'branch',
        'groups:read': 'branch',
        'groups:write': 'branch',
      },
    };
    await at.made('/v1/roles', role);
    const clerk = await test.as(['planner'], [here.branchId]);
    const body = weekly(group, { override });
    const answer = await clerk.post('/v1/series', body);
    expect([answer.status, answer.body.code]).toEqual([403, 'lesson.override-not-permitted']);
    // A word that is not needed is passed over.
    await clerk.post('/v1/series', { ...body, localStart: '21:00' }).expect(201);
    const twice = await test.owner.post(
      '/v1/series',
      weekly(here.groupId, { localStart: '18:30', override }),
    );
    expect([twice.status, twice.body.code, codes(twice.body)]).toEqual([
      ...[409, 'lesson.clash', ['group', 'room', 'teacher']],
    ]);
    await test.owner.post('/v1/series', weekly(group, { override: { reason: '' } })).expect(422);
    await test.owner.post('/v1/series', weekly(group, { override: 'yes' })).expect(422);
  });

  it('a change of all moves over what is there, and again when it already lies over it', async () => {
    const here = await at.centre();
    const first = await at.made('/v1/series', weekly(here.groupId));
    const second = await at.made('/v1/series', weekly(await neighbour(here), { localStart: '10:00' }));
    const change = (body: object) =>
      test.owner.post(`/v1/series/${second.id}/changes`, body).set('if-match', '*');
    await change({ scope: 'all', localStart: '18:20' }).expect(409);
    const seen = await test.owner
      .post(`/v1/series/${second.id}/changes?dryRun=true`, { scope: 'all', localStart: '18:20', override })
      .set('if-match', '*')
      .expect(200);
    expect(seen.body.overridden).toHaveLength(8);
    expect((await lessonsOf(second.id)).every(({ localStart }) => localStart === '10:00')).toBe(true);
    const moved = await change({ scope: 'all', localStart: '18:20', override }).expect(200);
    expect(moved.body.lessons.moved).toHaveLength(4);
    expect(moved.body.overridden).toHaveLength(8);
    // Ten minutes on, over the same lessons: the place is another one, so the word is asked for again, and holds.
    await change({ scope: 'all', localStart: '18:30' }).expect(409);
    await change({ scope: 'all', localStart: '18:30', override }).expect(200);
    const [lesson] = await lessonsOf(second.id);
    expect(lesson?.localStart).toBe('18:30');
    expect(lesson?.overrides).toHaveLength(2);
    // Another teacher at the same time in the same room: the room is not asked for anew.
    const teacherId = await at.teacher(here.branchId);
    await change({ scope: 'all', teacherId }).expect(200);
    expect((await lessonsOf(second.id))[0]?.overrides.map((one: Json) => one.what)).toEqual(['room']);
    expect((await lessonsOf(first.id)).every(({ version }) => version > 1)).toBe(true);
  });

  it('this and following: only those lie over others, and all of them or none', async () => {
    const here = await at.centre();
    await at.made('/v1/series', weekly(here.groupId));
    const second = await at.made('/v1/series', weekly(await neighbour(here), { localStart: '10:00' }));
    const from = addDays(monday(), 14);
    const body = { scope: 'this_and_following', from, localStart: '17:30', minutes: 60 };
    const change = (more: object) =>
      test.owner.post(`/v1/series/${second.id}/changes`, { ...body, ...more }).set('if-match', '*');
    await change({}).expect(409);
    const { body: next } = await change({ override }).expect(200);
    expect(next.overridden).toHaveLength(4);
    expect((await lessonsOf(second.id)).map((lesson) => lesson.overrides.length)).toEqual([0, 0]);
    expect((await lessonsOf(next.id)).map((lesson) => lesson.overrides.length)).toEqual([2, 2]);
  });

  it('one long lesson in the way of two: both lie over it', async () => {
    const here = await at.centre();
    const long = await neighbour(here);
    await at.made(
      '/v1/series',
      weekly(long, { localStart: '09:00', minutes: 1_440, rule: 'FREQ=WEEKLY;COUNT=1' }),
    );
    const daily = weekly(here.groupId, { rule: 'FREQ=DAILY;COUNT=3', localStart: '08:30', minutes: 60 });
    const { overridden } = await at.made('/v1/series', { ...daily, override });
    expect(new Set(overridden.map((one: Json) => one.overLessonId)).size).toBe(1);
    expect(overridden).toHaveLength(4);
  });

  it('outside the hours of the room, and in a room too small: by the word, and named without it', async () => {
    const here = await at.centre({ room: 1 });
    const clients = [await at.member(here, 'Alpha'), await at.member(here, 'Beta')];
    const small = await test.owner.post('/v1/series', weekly(here.groupId)).expect(409);
    expect(small.body.code).toBe('lesson.room-too-small');
    expect(small.body.conflicts).toHaveLength(4);
    expect(small.body.conflicts[0]).toMatchObject({
      clientId: clients[1],
      clientName: expect.stringContaining('Beta'),
    });
    const { overridden } = await at.made('/v1/series', weekly(here.groupId, { override }));
    expect(overridden.map((one: Json) => one.what)).toEqual(Array(4).fill('room_capacity'));
  });

  it('of twenty-four who want one room at once, one gets it and the word of one more holds', async () => {
    const here = await at.centre();
    const groups = await Promise.all(
      Array.from({ length: 24 }, async () => neighbour(here, { teacherId: await at.teacher(here.branchId) })),
    );
    const answers = await Promise.all(
      groups.map((group, index) =>
        test.owner.post('/v1/series', weekly(group, index % 12 === 0 ? { override } : {})),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    expect([statuses[0], statuses[12]]).toEqual([201, 201]);
    expect(statuses.filter((status) => status === 201).length).toBeLessThanOrEqual(3);
  });
});
