import { readFileSync } from 'node:fs';
import { addDays } from '../../src/kernel/local-date.js';
import { SeriesService } from '../../src/modules/schedule/series/series.service.js';
import { instantOf } from '../../src/platform/clock/clock.js';
import { newId } from '../../src/platform/database/ids.js';
import { sql } from '../../src/platform/database/sql.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, rub, ZONE, type Centre, type Json } from '../support/centre.js';

let test: TestApp;
let at: ReturnType<typeof centresOf>;
beforeAll(async () => {
  test = await startTestApp({ DATABASE_POOL: '20' });
  at = centresOf(test);
});
afterEach(() => expectLawsToHold(test));
afterAll(() => test.close());

type Two = Centre & { secondId: string };
/** A centre whose group has two teachers. */
const two = async (more: { capacity?: number } = {}): Promise<Two> => {
  const here = await at.centre(more);
  const secondId = await at.teacher(here.branchId, 'Sidorova');
  await patched('groups', here.groupId, { secondTeacherId: secondId }).expect(200);
  return { ...here, secondId };
};
const patched = (what: string, id: string, body: object) =>
  test.owner.patch(`/v1/${what}/${id}`, body).set('if-match', '*');
/** Another group of the branch, in a room of its own. */
const elsewhere = async (here: Centre, more: object = {}): Promise<string> =>
  at.group({ ...here, roomId: await at.room(here.branchId) }, more);
const start = (time: string) => instantOf(at.today, time, ZONE);
const faultsOf = (body: Json) => body.errors.map((fault: Json) => [fault.pointer, fault.code]);
const weekly = (groupId: string, more: object = {}) => ({
  ...{ groupId, rule: 'FREQ=WEEKLY;COUNT=4', startsOn: addDays(at.today, 8) },
  ...{ localStart: '18:00', minutes: 60, ...more },
});
const lessonsOf = async (seriesId: string): Promise<Json[]> =>
  (await at.shown(`/v1/lessons?seriesId=${seriesId}&status=planned&limit=50`)).items;
const scheme = (employeeId: string, terms: object) =>
  at.made('/v1/pay-schemes', { employeeId, effectiveFrom: '2020-01-01', ...terms });
const priced = ({ rate, ...terms }: { rate?: number }) => ({
  ...terms,
  ...(rate === undefined ? {} : { rate: rub(rate) }),
});

describe('a second teacher', () => {
  it('of a group is theirs at its lessons and series, unless those say otherwise', async () => {
    const here = await two();
    const second = { id: here.secondId, name: 'Sidorova Anna' };
    expect(await at.shown(`/v1/groups/${here.groupId}`)).toMatchObject({ secondTeacher: second });
    expect((await at.shown(`/v1/groups?teacherId=${here.secondId}`)).items).toMatchObject([
      { id: here.groupId },
    ]);
    const lesson = await at.lesson(here);
    expect(lesson).toMatchObject({
      ...{ teacher: { id: here.teacherId }, secondTeacher: second, plannedSecondTeacher: null },
    });
    expect(await at.lesson(here, '12:00', { secondTeacherId: null })).toMatchObject({ secondTeacher: null });
    // Led by the one who is second otherwise, it has nobody beside them.
    expect(await at.lesson(here, '14:00', { teacherId: here.secondId })).toMatchObject({
      ...{ teacher: { id: here.secondId }, secondTeacher: null },
    });
    const series = await at.made('/v1/series', weekly(here.groupId));
    expect(series).toMatchObject({ secondTeacher: second });
    expect((await lessonsOf(series.id)).map((one) => one.secondTeacher)).toEqual(Array(4).fill(second));
    const alone = await at.made(
      '/v1/series',
      weekly(here.groupId, { localStart: '09:00', secondTeacherId: null }),
    );
    expect(alone.secondTeacher).toBeNull();
    const clientId = await at.client(here.branchId);
    const own = await at.made('/v1/lessons', {
      ...{ clientIds: [clientId], activityId: here.activityId, roomId: here.roomId, minutes: 60 },
      ...{ teacherId: here.teacherId, secondTeacherId: here.secondId, startsAt: start('20:00') },
    });
    expect(own).toMatchObject({ kind: 'individual', secondTeacher: second });
    const found = await at.shown(`/v1/lessons?teacherId=${here.secondId}&limit=50`);
    expect(found.items).toHaveLength(7);
  });

  it('is somebody who is there, and somebody else; otherwise nothing changes', async () => {
    const here = await two();
    const gone = await at.teacher(here.branchId, 'Gone');
    await patched('employees', gone, { leftOn: addDays(at.today, -1) }).expect(200);
    const lesson = await at.lesson(here);
    const series = await at.made('/v1/series', weekly(here.groupId));
    const before = await at.numbers('select count(*) as n from lessons', []);
    const [twice, unknown] = ['teacher.twice', 'reference.not-found'];
    for (const [secondTeacherId, code] of [
      [here.teacherId, twice],
      [here.teacherId.toUpperCase(), twice],
      [newId(), unknown],
      [gone, unknown],
    ]) {
      const pointed = [['#/secondTeacherId', code]];
      const body = { secondTeacherId };
      const { groupId, branchId, activityId, teacherId, roomId } = here;
      const fresh = {
        ...{ branchId, activityId, teacherId, roomId, capacity: 5 },
        ...{ name: `Of ${String(secondTeacherId)}`, startsOn: '2020-01-01' },
      };
      const asked = [
        test.owner.post('/v1/groups', { ...fresh, ...body }),
        patched('groups', groupId, body),
        test.owner.post('/v1/lessons', { groupId, startsAt: start('16:00'), minutes: 60, ...body }),
        patched('lessons', lesson.id, body),
        test.owner.post('/v1/series', weekly(groupId, { localStart: '08:00', ...body })),
        test.owner.post(`/v1/series/${series.id}/changes`, { scope: 'all', ...body }).set('if-match', '*'),
      ];
      for (const answer of await Promise.all(asked))
        expect([answer.status, faultsOf(answer.body)]).toEqual([422, pointed]);
    }
    // The same said from the other side: who is second becomes the first.
    for (const [what, id] of [
      ['groups', here.groupId],
      ['lessons', lesson.id],
    ] as const) {
      const answer = await patched(what, id, { teacherId: here.secondId }).expect(422);
      expect(faultsOf(answer.body)).toEqual([['#/teacherId', twice]]);
    }
    expect(await at.numbers('select count(*) as n from lessons', [])).toBe(before);
    expect(await at.shown(`/v1/lessons/${lesson.id}`)).toMatchObject({ version: 1 });
    // They may change places.
    const swapped = { teacherId: here.secondId, secondTeacherId: here.teacherId };
    const now = await patched('lessons', lesson.id, swapped).expect(200);
    expect(now.body).toMatchObject({ teacher: { id: here.secondId }, secondTeacher: { id: here.teacherId } });
  });

  it('merges with the change of another field, and conflicts with another second one', async () => {
    const here = await two();
    const { version } = await at.shown(`/v1/groups/${here.groupId}`);
    await test.owner.patch(`/v1/groups/${here.groupId}`, { version, capacity: 9 }).expect(200);
    const other = await at.teacher(here.branchId, 'Orlova');
    const merged = await test.owner
      .patch(`/v1/groups/${here.groupId}`, { version, secondTeacherId: other })
      .expect(200);
    expect(merged.body).toMatchObject({ capacity: 9, secondTeacher: { id: other } });
    const crossed = await test.owner
      .patch(`/v1/groups/${here.groupId}`, { version, secondTeacherId: null })
      .expect(409);
    expect(crossed.body).toMatchObject({
      code: 'edit.conflict',
      conflicts: [{ pointer: '#/secondTeacherId' }],
    });
    // Merged, the two would be one: that is refused too, and by the database itself.
    const same = await test.owner
      .patch(`/v1/groups/${here.groupId}`, { version, teacherId: other })
      .expect(422);
    expect(faultsOf(same.body)).toEqual([['#/teacherId', 'teacher.twice']]);
    const forced = test.tx((tx) =>
      tx.run(sql`update groups set second_teacher_id = teacher_id where id = ${here.groupId}`),
    );
    await expect(forced).rejects.toThrow('groups_second_teacher_check');
    const trail = await at.shown(`/v1/audit/changes?table=groups&recordId=${here.groupId}&limit=50`);
    expect(trail.items[0].changes).toMatchObject([{ field: 'secondTeacherId', after: other }]);
  });
});

describe('nobody teaches two lessons at once, in whatever role', () => {
  it('is refused with who is taken, and permitted by a word that is kept', async () => {
    const here = await two();
    const first = await at.lesson(here);
    const led = await elsewhere({ ...here, teacherId: here.secondId });
    const third = await at.teacher(here.branchId, 'Orlova');
    const beside = await elsewhere({ ...here, teacherId: third }, { secondTeacherId: here.secondId });
    const under = await elsewhere({ ...here, teacherId: third }, { secondTeacherId: here.teacherId });
    const body = { startsAt: start('10:30'), minutes: 60 };
    for (const [groupId, id, name] of [
      [led, here.secondId, 'Sidorova Anna'],
      [beside, here.secondId, 'Sidorova Anna'],
      [under, here.teacherId, 'Petrova Anna'],
    ]) {
      const refused = await test.owner.post('/v1/lessons', { groupId, ...body }).expect(409);
      expect(refused.body).toMatchObject({
        code: 'lesson.clash',
        conflicts: [{ lessonId: first.id, what: 'teacher', teacherId: id, teacherName: name }],
      });
    }
    const override = { reason: 'both halls are one' };
    const over = await at.made('/v1/lessons', { groupId: beside, ...body, override });
    expect(over.overrides).toMatchObject([{ what: 'teacher', overLessonId: first.id, ...override }]);
    // The lead of it changes, the second one and the word for them stay; whoever else they are is asked for.
    const fourth = await at.teacher(here.branchId, 'Belova');
    const path = `/v1/lessons/${over.id}/substitution`;
    await test.owner.post(path, { teacherId: fourth, reason: 'ill' }).expect(200);
    expect((await at.shown(`/v1/lessons/${over.id}`)).overrides).toHaveLength(1);
    const taken = await test.owner.post(path, { teacherId: here.teacherId, reason: 'ill' }).expect(409);
    expect(taken.body.conflicts).toMatchObject([{ teacherId: here.teacherId }]);
    await test.owner.post(path, { teacherId: here.teacherId, reason: 'ill', override }).expect(200);
    expect((await at.shown(`/v1/lessons/${over.id}`)).overrides).toHaveLength(2);
    await test.owner.delete(path).expect(200);
    expect((await at.shown(`/v1/lessons/${over.id}`)).overrides).toHaveLength(1);
    // Without its second teacher the word has nothing to stand for.
    const left = await patched('lessons', over.id, { secondTeacherId: null }).expect(200);
    expect(left.body).toMatchObject({ secondTeacher: null, overrides: [] });
  });

  it('holds in the database, for lessons written by whatever way', async () => {
    const here = await two();
    const first = await at.lesson(here);
    const led = await elsewhere({ ...here, teacherId: here.secondId });
    const later = await at.lesson({ groupId: led }, '12:00');
    const moved = test.tx((tx) =>
      tx.run(sql`
        update lessons l set starts_at = f.starts_at, ends_at = f.ends_at from lessons f where f.id = ${first.id} and l.id = ${later.id}`),
    );
    await expect(moved).rejects.toThrow('lesson_teachers_free_excl');
    const lone = await at.centre();
    const busy = await at.lesson(
      { groupId: await elsewhere({ ...lone, teacherId: here.secondId }) },
      '14:00',
    );
    const given = await at.lesson(lone, '14:00');
    const named = test.tx((tx) =>
      tx.run(sql`update lessons set second_teacher_id = ${here.secondId} where id = ${given.id}`),
    );
    await expect(named).rejects.toThrow('lesson_teachers_free_excl');
    const twice = test.tx((tx) =>
      tx.run(sql`update lessons set second_teacher_id = teacher_id where id = ${busy.id}`),
    );
    await expect(twice).rejects.toThrow('lessons_second_teacher_check');
  });

  it('of twenty at once that want them, first or second, one wins', async () => {
    const here = await two();
    const groups = await Promise.all(
      Array.from({ length: 4 }, async (_, n) => {
        if (n % 2 === 0) return elsewhere({ ...here, teacherId: here.secondId });
        const teacherId = await at.teacher(here.branchId);
        return elsewhere({ ...here, teacherId }, { secondTeacherId: here.secondId });
      }),
    );
    const lesson = await at.lesson(here, '10:00', { secondTeacherId: null });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        n % 5 === 4
          ? patched('lessons', lesson.id, { secondTeacherId: here.secondId })
          : test.owner.post('/v1/lessons', { groupId: groups[n % 4], startsAt: start('10:15'), minutes: 60 }),
      ),
    );
    const won = answers.filter(({ status }) => status < 300);
    const isPatch = won.some(({ status }) => status === 200);
    // The same patch said again changes nothing and is no second lesson.
    expect(isPatch ? new Set(won.map(({ body }) => body.id)).size : won.length).toBe(1);
    expect(answers.filter(({ status }) => status >= 300 && status !== 409)).toEqual([]);
  });

  it('at night of two series that meet with one teacher one has the day, the other leaves it out', async () => {
    const here = await two();
    const other = await elsewhere({ ...here, teacherId: here.secondId });
    const daily = { rule: 'FREQ=DAILY' };
    const first = await at.made('/v1/series', weekly(here.groupId, daily));
    const second = await at.made('/v1/series', weekly(other, { ...daily, localStart: '19:00' }));
    const ids = [first.id, second.id];
    // Half an hour earlier they meet; the days after the tenth are still to be made.
    const made = addDays(at.today, 10);
    await test.tx(async (tx) => {
      await tx.run(sql`
        update lessons set status = 'cancelled_by_centre', series_id = null, series_day = null
        where series_id = any (${ids}::uuid[]) and series_day > ${made}::date`);
      await tx.run(sql`update series set materialised_until = ${made} where id = any (${ids}::uuid[])`);
      await tx.run(sql`update series set local_start = '18:30' where id = ${second.id}`);
    });
    const night = await test.tx((tx) => test.app.get(SeriesService).materialise(tx));
    expect(night.made).toBeGreaterThan(0);
    expect(night.leftOut).toBe(night.made);
  });
});

describe('a series of two teachers', () => {
  it('takes another second one for all, for the following and for one', async () => {
    const here = await two();
    const series = await at.made('/v1/series', weekly(here.groupId));
    const [, second, third] = await lessonsOf(series.id);
    const other = await at.teacher(here.branchId, 'Orlova');
    const change = (body: object) =>
      test.owner.post(`/v1/series/${String(series.id)}/changes`, body).set('if-match', '*');

    // One: it is no longer as planned, and a change of all lets it be.
    await patched('lessons', second?.id, { secondTeacherId: null }).expect(200);
    const all = await change({ scope: 'all', secondTeacherId: other }).expect(200);
    expect([all.body.lessons.moved.length, all.body.lessons.untouched.length]).toEqual([3, 1]);
    const ids = async (id: string) => (await lessonsOf(id)).map((one) => one.secondTeacher?.id ?? null);
    expect(await ids(series.id)).toEqual([other, null, other, other]);
    const { items } = await at.shown(`/v1/lessons/${String(third?.id)}/changes`);
    expect(items).toMatchObject([
      {
        ...{ kind: 'teacher_changed', teacherRole: 'second' },
        ...{ fromTeacher: { id: here.secondId }, toTeacher: { id: other } },
      },
    ]);
    // This and following: those before keep theirs.
    const following = { scope: 'this_and_following', lessonId: third?.id, secondTeacherId: null };
    const rest = (await change(following).expect(200)).body;
    expect(rest).toMatchObject({ splitFromId: series.id, secondTeacher: null });
    expect([await ids(series.id), await ids(rest.id)]).toEqual([
      [other, null],
      [null, null],
    ]);
  });

  it('is refused, or permitted by a word, where the second one is taken; the lead may change under that word', async () => {
    const here = await two();
    const taken = await at.made('/v1/series', weekly(await elsewhere({ ...here, teacherId: here.secondId })));
    const refused = await test.owner.post('/v1/series', weekly(here.groupId)).expect(409);
    expect(refused.body.conflicts).toHaveLength(4);
    expect(refused.body.conflicts[0]).toMatchObject({ what: 'teacher', teacherId: here.secondId });
    const override = { reason: 'she looks after both' };
    const series = await at.made('/v1/series', weekly(here.groupId, { override }));
    expect(series.overridden).toHaveLength(4);
    const change = (body: object) =>
      test.owner
        .post(`/v1/series/${String(series.id)}/changes`, { scope: 'all', ...body })
        .set('if-match', '*');
    const [busy, free] = [await at.teacher(here.branchId), await at.teacher(here.branchId)];
    await at.made('/v1/series', weekly(await elsewhere({ ...here, teacherId: busy })));
    const lead = await change({ teacherId: busy }).expect(409);
    expect(lead.body.conflicts.map((one: Json) => one.teacherId)).toEqual(Array(4).fill(busy));
    await change({ teacherId: free }).expect(200);
    expect((await lessonsOf(series.id)).map((one) => one.overrides.length)).toEqual([1, 1, 1, 1]);
    await change({ teacherId: busy, override }).expect(200);
    expect((await lessonsOf(series.id)).map((one) => one.overrides.length)).toEqual([2, 2, 2, 2]);
    expect(await lessonsOf(taken.id)).toHaveLength(4);
    const { groupId, ...wanted } = weekly(here.groupId);
    const asked = { ...wanted, branchId: here.branchId, teacherIds: [here.secondId, free] };
    const fits = await test.owner.post('/v1/schedule/availability/series', asked).expect(200);
    const isFree = fits.body.teachers.map((one: Json) => [one.who.id, one.isFree]);
    expect([groupId, Object.fromEntries(isFree)]).toEqual([
      here.groupId,
      { [here.secondId]: false, [free]: true },
    ]);
  });
});

describe('a substitution of the second teacher', () => {
  it('is remembered beside that of the first, and each is ended for itself', async () => {
    const here = await two();
    const [third, fourth] = [await at.teacher(here.branchId, 'Orlova'), await at.teacher(here.branchId)];
    const { id } = await at.lesson(here);
    const path = `/v1/lessons/${String(id)}/substitution`;
    const put = (teacherId: string, role?: string) =>
      test.owner.post(path, { teacherId, reason: 'ill', ...(role === undefined ? {} : { role }) });
    const alone = await at.lesson(here, '12:00', { secondTeacherId: null });
    const nobody = await test.owner
      .post(`/v1/lessons/${String(alone.id)}/substitution`, { teacherId: third, reason: 'x', role: 'second' })
      .expect(422);
    expect(faultsOf(nobody.body)).toEqual([['#/role', 'substitution.nobody']]);
    expect(faultsOf((await put(third, 'third').expect(422)).body)[0]?.[0]).toBe('#/role');
    // Nobody stands in for the one beside them.
    for (const [who, role] of [
      [here.secondId, 'lead'],
      [here.teacherId, 'second'],
    ] as const)
      expect(faultsOf((await put(who, role).expect(422)).body)).toEqual([
        ['#/teacherId', 'substitution.same-teacher'],
      ]);
    expect((await put(third, 'second').expect(200)).body).toMatchObject({
      ...{ teacher: { id: here.teacherId }, plannedTeacher: null },
      ...{ secondTeacher: { id: third }, plannedSecondTeacher: { id: here.secondId } },
    });
    // The one whose place is taken may now lead; then she cannot have her own place back.
    expect((await put(here.secondId).expect(200)).body).toMatchObject({
      ...{ teacher: { id: here.secondId }, plannedTeacher: { id: here.teacherId } },
    });
    const both = await test.owner.delete(`${path}?role=second`).expect(409);
    expect(both.body.code).toBe('lesson.teaches-already');
    await put(fourth).expect(200);
    const back = await test.owner.delete(`${path}?role=second&reason=well`).expect(200);
    expect(back.body).toMatchObject({
      ...{ secondTeacher: { id: here.secondId }, plannedSecondTeacher: null },
      ...{ teacher: { id: fourth }, plannedTeacher: { id: here.teacherId } },
    });
    expect((await test.owner.delete(`${path}?role=second`).expect(409)).body.code).toBe(
      'lesson.not-substituted',
    );
    const { items } = await at.shown(`/v1/lessons/${String(id)}/changes`);
    expect(items.map((one: Json) => [one.kind, one.teacherRole, one.reason])).toEqual([
      ['substituted', 'second', 'ill'],
      ['substituted', 'lead', 'ill'],
      ['substituted', 'lead', 'ill'],
      ['substitution_ended', 'second', 'well'],
    ]);
  });
});

interface Golden {
  name: string;
  lead?: { rate?: number };
  leadPremium?: { rate?: number };
  second?: { rate?: number };
  marks: string[];
  expected: { lead: number; second: number };
  ru?: { lead: string; second: string };
}
const golden = JSON.parse(readFileSync('test/cases/two-teachers/lessons.json', 'utf8')) as Golden[];

describe('the pay of two, counted by hand', () => {
  it.each(golden.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const here = await two();
    const who = { lead: here.teacherId, second: here.secondId };
    for (const [employeeId, terms] of [
      [who.lead, one.lead],
      [who.lead, one.leadPremium],
      [who.second, one.second],
    ] as const)
      if (terms !== undefined) await scheme(employeeId, priced(terms));
    const attendance = [];
    for (const mark of one.marks) attendance.push({ clientId: await at.member(here), mark });
    const { id } = await at.lesson(here);
    await at.complete(id, attendance);
    const paid = async () => ({ lead: await at.pay(id, who.lead), second: await at.pay(id, who.second) });
    expect(await paid()).toEqual(one.expected);
    if (one.ru !== undefined) {
      const shown = await test.owner.get(`/v1/accruals?lessonId=${String(id)}`).set('accept-language', 'ru');
      const texts = new Map(shown.body.items.map((entry: Json) => [entry.employeeId, entry.formula.text]));
      expect({ lead: texts.get(who.lead), second: texts.get(who.second) }).toEqual(one.ru);
    }
    await test.owner.delete(`/v1/lessons/${String(id)}/completion`).expect(200);
    expect(await paid()).toEqual({ lead: 0, second: 0 });
    await at.complete(id, attendance);
    expect(await paid()).toEqual(one.expected);
  });
});

describe('the pay of two teachers', () => {
  it('follows a correction of marks, the substitute, the word for the lesson, and reaches costs and payslips', async () => {
    const here = await two();
    const client = await at.member(here);
    await scheme(here.teacherId, { basis: 'attendee', rate: rub(10_000) });
    await scheme(here.secondId, { basis: 'lesson', rate: rub(30_000), coversSubstitutes: true });
    await at.use(here, [], { teacherRate: rub(100_000), plannedAttendees: 1 });
    const third = await at.teacher(here.branchId, 'Orlova');
    const { id } = await at.lesson(here);
    const plan = (await at.shown(`/v1/costing/lessons/${String(id)}`)).plan;
    const alone = await at.lesson(here, '12:00', { secondTeacherId: null });
    const half = (await at.shown(`/v1/costing/lessons/${String(alone.id)}`)).plan;
    expect([half.pay.amount, plan.pay.amount]).toEqual([100_000, 200_000]);
    await test.owner
      .post(`/v1/lessons/${String(id)}/substitution`, { teacherId: third, reason: 'ill', role: 'second' })
      .expect(200);
    await test.owner
      .put(`/v1/lessons/${String(alone.id)}/pay-override`, { amount: rub(5), reason: 'x' })
      .expect(200);
    await at.complete(id, [{ clientId: client, mark: 'absent' }]);
    await test.owner
      .post(`/v1/lessons/${String(id)}/completion/corrections`, {
        ...{ attendance: [{ clientId: client, mark: 'present' }], reason: 'came late' },
      })
      .expect(200);
    const paid = [here.teacherId, here.secondId, third].map((employeeId) => at.pay(id, employeeId));
    expect(await Promise.all(paid)).toEqual([10_000, 0, 30_000]);
    const costing = await at.shown(`/v1/costing/lessons/${String(id)}?explain=true`);
    expect(costing.fact.pay).toEqual(rub(40_000));
    const run = await at.made('/v1/payroll-runs', {
      ...{ branchId: here.branchId, periodFrom: `${at.today.slice(0, 8)}01` },
      ...{ periodTo: addDays(at.today, 1), payOn: addDays(at.today, 1) },
    });
    const { items } = await at.shown(`/v1/payroll-runs/${String(run.id)}/payslips`);
    expect(items.map((slip: Json) => slip.employee?.id ?? slip.employeeId).sort()).toEqual(
      [here.teacherId, third].sort(),
    );
  });
});

describe('what the second teacher sees', () => {
  it('is the lesson, its group, its clients, the timetable, the calendar and their own card', async () => {
    const here = await two();
    const client = await at.member(here);
    const other = await at.lesson({
      groupId: await elsewhere({ ...here, teacherId: await at.teacher(here.branchId) }),
    });
    const { id } = await at.lesson(here, '00:10', { minutes: 90 });
    const me = await test.as(['teacher'], [here.branchId], here.secondId);
    expect(await at.shown(`/v1/lessons/${String(id)}`, me)).toMatchObject({
      attendees: [{ clientId: client, clientName: expect.any(String) }],
    });
    await me.get(`/v1/lessons/${String(other.id)}`).expect(404);
    expect((await at.shown('/v1/lessons', me)).items).toMatchObject([{ id }]);
    await at.shown(`/v1/groups/${here.groupId}`, me);
    await at.shown(`/v1/clients/${client}`, me);

    const grid = `/v1/schedule?branchId=${here.branchId}&from=${at.today}&view=day`;
    const cells = async (query: string): Promise<string[]> => {
      const { rooms } = await at.shown(`${grid}${query}`);
      const days: Json[] = rooms.flatMap((room: Json) => room.days);
      return days.flatMap((day) => day.cells).map((cell: Json) => cell.lessonId);
    };
    expect((await cells('')).sort()).toEqual([id, other.id].sort());
    expect(await cells(`&teacherId=${here.secondId}`)).toEqual([id]);
    expect(await cells(`&teacherId=${here.teacherId}`)).toEqual([id]);

    const calendar = await at.made('/v1/calendars', { kind: 'teacher', subjectId: here.secondId });
    const feed = await test.owner.get(new URL(calendar.address).pathname).expect(200);
    expect(feed.text).toContain('Petrova Anna\\, Sidorova Anna');
    const free = `/v1/schedule/availability?branchId=${here.branchId}&from=${at.today}&after=00:00&before=02:00&activityId=${here.activityId}`;
    const { teachers } = await at.shown(free);
    const hers = teachers.find((one: Json) => one.id === here.secondId);
    expect(hers.free.some((one: Json) => one.startsAt < start('01:40') && one.endsAt > start('00:10'))).toBe(
      false,
    );

    await me.post(`/v1/lessons/${String(id)}/completion`, {}).expect(200);
    for (const employeeId of [here.teacherId, here.secondId]) {
      const card = await at.shown(
        `/v1/employees/${employeeId}/card?from=${at.today}&to=${addDays(at.today, 1)}`,
      );
      expect(card).toMatchObject({
        ...{ planned: { lessons: 1, hours: '1.50' }, held: { lessons: 1, hours: '1.50' } },
        ...{ heldAsSubstitute: { lessons: 0 }, attendees: 1, journals: { missing: 0 } },
      });
    }
  });
});
