import { readFileSync } from 'node:fs';
import { addDays } from '../../src/kernel/local-date.js';
import { instantOf } from '../../src/platform/clock/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, rub, uniquely, ZONE, type Json } from '../support/centre.js';

interface Terms {
  basis: string;
  rate?: number;
  percent?: string;
  engagement?: string;
}
interface Case {
  name: string;
  minutes: number;
  room: 'large' | 'small';
  vat?: string;
  singlePrice?: number;
  /** Lessons held before this one. */
  before?: number;
  /** Written off the first visit. */
  credit?: number;
  clients: { subscription?: { price: number; visits: number | null } }[];
  marks: string[];
  pay: Terms;
  substitute?: Terms;
  fact: Record<string, number | string | null>;
  plan?: Record<string, number | string | null>;
  revenueByVat: [string, number, number][];
}

const { cases } = JSON.parse(readFileSync('test/cases/costing/lessons.json', 'utf8')) as { cases: Case[] };

let test: TestApp;
let at: ReturnType<typeof centresOf>;
beforeAll(async () => {
  test = await startTestApp();
  at = centresOf(test);
});
afterAll(() => test.close());

/** Amounts as plain numbers, to be read beside the case. */
const plain = (figures: Json): Json =>
  Object.fromEntries(
    Object.entries(figures as Record<string, Json>).map(([name, value]) => [name, value?.amount ?? value]),
  );
const costing = (id: string, query = '', by = test.owner): Promise<Json> =>
  at.shown(`/v1/costing/lessons/${id}${query}`, by);
const period = () => `from=${addDays(at.today, -30)}&to=${addDays(at.today, 30)}`;

async function paid(branchId: string, { engagement = 'staff', ...terms }: Terms): Promise<string> {
  const job = { position: 'teacher', engagement, hiredOn: '2020-01-01' };
  const names = { lastName: uniquely('Petrova'), firstName: 'Anna' };
  const { id } = await at.made('/v1/employees', { branchId, ...names, ...job });
  const { rate, ...rest } = terms;
  const scheme = { employeeId: id, ...rest, effectiveFrom: '2020-01-01' };
  await at.made('/v1/pay-schemes', rate === undefined ? scheme : { ...scheme, rate: rub(rate) });
  return id as string;
}

const norm = (activityId: string, more: object = {}) => ({
  ...{
    activityId,
    effectiveFrom: addDays(at.today, -300),
    plannedAttendees: 4,
    plannedVisitPrice: rub(50_000),
  },
  ...{ preparationMinutes: 30, teacherRate: rub(70_000), roomCost: rub(60_000), overheadPercent: '10.00' },
  ...more,
});

/** A centre with one group and what the case says, and its lesson held. */
async function held(
  one: Case,
): Promise<{ lessonId: string; activityId: string; groupId: string; branchId: string }> {
  const branch = await at.made('/v1/branches', {
    ...{ code: uniquely('K').replace(' ', ''), name: uniquely('Branch'), timeZone: ZONE },
  });
  const branchId = branch.id as string;
  const activity = await at.made('/v1/activities', {
    ...{ name: uniquely('Golden'), kind: 'course', lessonMinutes: 60, capacity: 12 },
    ...{ singlePrice: rub(one.singlePrice ?? 80_000), vatCode: one.vat ?? 'exempt' },
  });
  const activityId = activity.id as string;
  const rooms = { large: await at.room(branchId), small: await at.room(branchId) };
  const small = { roomId: rooms.small, roomCost: rub(30_000) };
  await at.made('/v1/cost-norms', norm(activityId, { branchId, rooms: [small] }));
  // One for all branches stands behind that of the branch, which goes before it.
  await at.made('/v1/cost-norms', norm(activityId, { roomCost: rub(1), overheadPercent: '99.00' }));
  const teacherId = await paid(branchId, one.pay);
  const place = { branchId, activityId, teacherId, roomId: rooms[one.room] };
  const groupId = await at.group(place);
  const clientIds: string[] = [];
  for (const { subscription } of one.clients) {
    const clientId = await at.client(branchId);
    clientIds.push(clientId);
    await at.join(groupId, clientId);
    if (subscription === undefined) continue;
    const plan = await at.made('/v1/plans', {
      ...{ name: uniquely('Plan'), activityIds: [activityId], price: rub(subscription.price) },
      ...{ visits: subscription.visits, validityCount: 30, validityUnit: 'day' },
    });
    await at.made('/v1/subscriptions', { clientId, planId: plan.id });
  }
  for (let nth = 0; nth < (one.before ?? 0); nth += 1) {
    const earlier = await at.lesson({ groupId }, `0${String(nth + 1)}:00`);
    await at.complete(earlier.id as string);
  }
  const startsAt = instantOf(at.today, '10:00', ZONE);
  const lesson = await at.made('/v1/lessons', { groupId, startsAt, minutes: one.minutes });
  const lessonId = lesson.id as string;
  if (one.substitute !== undefined)
    await test.owner
      .post(`/v1/lessons/${lessonId}/substitution`, {
        teacherId: await paid(branchId, one.substitute),
        reason: 'ill',
      })
      .expect((answer) => expect(answer.status).toBeLessThan(300));
  await at.complete(
    lessonId,
    one.marks.map((mark, index) => ({ clientId: clientIds[index], mark })),
  );
  if (one.credit !== undefined) {
    const charges = await at.shown(`/v1/charges?clientId=${String(clientIds[0])}`);
    await at.made(`/v1/charges/${String(charges.items[0].id)}/credits`, {
      ...{ amount: rub(one.credit), reason: 'the lesson was cut short' },
    });
  }
  return { lessonId, activityId, groupId, branchId };
}

describe('a lesson counted by hand', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const { lessonId, activityId, groupId } = await held(one);
    const shown = await costing(lessonId, '?explain=true');
    expect(plain(shown.fact)).toMatchObject(one.fact);
    if (one.plan !== undefined) expect(plain(shown.plan)).toMatchObject(one.plan);
    const byVat = (rows: Json[]) => rows.map((row) => [row.vatCode, row.revenue.amount, row.vat.amount]);
    expect(byVat(shown.revenueByVat)).toEqual(one.revenueByVat);
    expect(shown.fact.netRevenue.amount).toBe(shown.fact.revenue.amount - shown.fact.vat.amount);

    // Every figure is what its entries add up to.
    const sum = (rows: Json[], member: string): number =>
      rows.reduce<number>((whole, row) => whole + Number(row[member].amount), 0);
    const { visits, accruals } = shown.explained;
    expect(sum(visits, 'revenue')).toBe(one.fact['revenue']);
    expect(sum(visits, 'vat')).toBe(one.fact['vat']);
    expect(sum(accruals, 'pay')).toBe(one.fact['pay']);
    expect(sum(accruals, 'contributions')).toBe(one.fact['contributions']);
    expect(shown.explained).toMatchObject({
      roomCost: rub(one.room === 'small' ? 30_000 : 60_000),
      overheadPercent: '10.00',
    });

    // A period is the sum of its lessons, for the activity as for its group.
    const summed = await at.shown(`/v1/costing/activities/${activityId}?${period()}`);
    expect(await at.shown(`/v1/costing/groups/${groupId}?${period()}`)).toEqual({ ...summed, id: groupId });
    if (one.before === undefined) {
      expect(summed).toMatchObject({ lessons: 1, lessonsWithoutNorm: 0, plan: shown.plan, fact: shown.fact });
      expect(summed.perLesson).toEqual(shown.fact);
      expect(byVat(summed.revenueByVat)).toEqual(one.revenueByVat);
    } else expect(summed.fact.revenue.amount).toBe(100_000);
  });

  it('keeps every law', () => expectLawsToHold(test));
});

describe('costing of a lesson', () => {
  it('that is planned has a plan alone; undone it has no fact again', async () => {
    const { lessonId } = await held(cases[0] as Case);
    await test.owner.delete(`/v1/lessons/${lessonId}/completion`, { reason: 'nobody came' }).expect(200);
    const shown = await costing(lessonId);
    expect(shown).toMatchObject({ status: 'planned', fact: null, revenueByVat: [] });
    expect(plain(shown.plan)).toMatchObject((cases[0] as Case).plan ?? {});
    expect(shown.explained).toBeUndefined();
  });

  it('without a norm has no plan, and neither room nor overhead', async () => {
    const centre = await at.centre();
    await at.member(centre);
    const lesson = await at.lesson(centre);
    await at.complete(lesson.id as string);
    const shown = await costing(lesson.id as string);
    expect(shown).toMatchObject({ normId: null, plan: null });
    expect(plain(shown.fact)).toMatchObject({
      revenue: 80_000,
      room: 0,
      overhead: 0,
      cost: 0,
      profit: 80_000,
    });
    const summed = await at.shown(`/v1/costing/activities/${centre.activityId}?${period()}`);
    expect(summed).toMatchObject({ lessons: 1, lessonsWithoutNorm: 1 });
    expect(plain(summed.plan)).toMatchObject({ revenue: 0, cost: 0 });
  });

  it('follows a corrected mark: the visit and the pay that hung on it are gone', async () => {
    const { lessonId } = await held(cases[1] as Case);
    const { visits } = (await costing(lessonId, '?explain=true')).explained;
    await test.owner
      .post(`/v1/lessons/${lessonId}/completion/corrections`, {
        attendance: [{ clientId: visits[0].clientId, mark: 'absent_excused' }],
        reason: 'a note from the doctor',
      })
      .expect(200);
    const after = await costing(lessonId, '?explain=true');
    expect(plain(after.fact)).toMatchObject({
      attendees: 0,
      revenue: 0,
      pay: 0,
      contributions: 0,
      cost: 66_000,
    });
    expect(after.explained.accruals.map(({ kind }: Json) => kind).sort()).toEqual([
      'reversal',
      'work',
      'work',
    ]);
    await expectLawsToHold(test);
  });
});

describe('who sees costs', () => {
  it('sees of them what their rights to money and pay show', async () => {
    const { lessonId, activityId, branchId, groupId } = await held(cases[0] as Case);
    const role = async (code: string, permissions: Record<string, string>) => {
      await at.made('/v1/roles', { code, name: code, permissions });
      return test.as([code], [branchId]);
    };
    const bare = { 'costing:read': 'branch' };
    const poor = await role('costs-alone', bare);
    const cashier = await role('costs-money', { ...bare, 'billing:read': 'branch' });
    const payer = await role('costs-pay', { ...bare, 'payroll:read': 'all' });
    const hidden = {
      pay: null,
      contributions: null,
      overhead: null,
      cost: null,
      profit: null,
      profitPercent: null,
    };

    expect((await costing(lessonId, '?explain=true', poor)).fact).toMatchObject({ ...hidden, revenue: null });
    const seen = await costing(lessonId, '?explain=true', cashier);
    expect(seen.fact).toMatchObject({ ...hidden, revenue: rub(140_000), room: rub(60_000) });
    expect(seen.explained.accruals).toBeNull();
    expect(seen.plan).toMatchObject(hidden);
    const other = await costing(lessonId, '?explain=true', payer);
    expect(other.fact).toMatchObject({ pay: rub(50_000), cost: rub(137_610), revenue: null, profit: null });
    expect(other.explained.visits).toBeNull();
    expect(other.revenueByVat).toBeNull();
    for (const path of [`activities/${activityId}`, `groups/${groupId}`]) {
      const sums = await at.shown(`/v1/costing/${path}?${period()}`, cashier);
      expect(sums.fact).toMatchObject({ ...hidden, revenue: rub(140_000) });
      expect(sums.perLesson).toMatchObject({ ...hidden, revenue: rub(140_000) });
    }
    const nothing = await at.shown('/v1/costing/deferred', poor);
    expect(nothing.total).toEqual({ worth: null, recognised: null, refunded: null, deferred: null });
    expect(nothing.items[0]).toMatchObject({ worth: null, deferred: null, subscriptions: 1 });
  });

  it('sees those of their branches alone; others not at all', async () => {
    const { lessonId, activityId, groupId, branchId } = await held(cases[0] as Case);
    const elsewhere = await at.centre();
    const stranger = await test.as(['accountant'], [elsewhere.branchId]);
    await stranger.get(`/v1/costing/lessons/${lessonId}`).expect(404);
    await stranger.get(`/v1/costing/groups/${groupId}?${period()}`).expect(404);
    expect(await at.shown(`/v1/costing/activities/${activityId}?${period()}`, stranger)).toMatchObject({
      ...{ lessons: 0, perLesson: null, revenueByVat: [] },
    });
    expect((await at.shown('/v1/costing/deferred', stranger)).items).toEqual([]);
    const teacher = await test.as(['teacher'], [branchId]);
    await teacher.get(`/v1/costing/lessons/${lessonId}`).expect(403);
    const desk = await test.as(['administrator'], [branchId]);
    await desk.get('/v1/costing/deferred').expect(403);
    await test.owner.get(`/v1/costing/activities/${lessonId}?${period()}`).expect(404);
    const backwards = await test.owner.get(`/v1/costing/groups/${groupId}?from=2026-02-01&to=2026-02-01`);
    expect(backwards.status).toBe(422);
    expect(backwards.body.errors[0]).toMatchObject({ parameter: 'to', code: 'range.ends-before-start' });
    await test.owner.get(`/v1/costing/groups/${groupId}`).expect(422);
  });
});

describe('deferred revenue', () => {
  it('is what was sold less what was recognised and given back, as the cards of subscriptions have it', async () => {
    const centre = await at.centre();
    const plan = async (price: number, visits: number | null, more: object = {}) =>
      (
        await at.made('/v1/plans', {
          ...{ name: uniquely('Plan'), activityIds: [centre.activityId], price: rub(price), visits },
          ...{
            validityCount: 30,
            validityUnit: 'day',
            freezeMaxDays: 14,
            freezeMaxTimes: 2,
            isTransferable: true,
          },
          ...more,
        })
      ).id as string;
    const sell = async (planId: string): Promise<{ id: string; clientId: string }> => {
      const clientId = await at.client(centre.branchId);
      await at.join(centre.groupId, clientId);
      const payment = { amount: rub(100_000), method: 'card' };
      const { id } = await at.made('/v1/subscriptions', { clientId, planId, payment });
      return { id: id as string, clientId };
    };
    const thirds = await plan(100_000, 3);
    const endless = await plan(300_000, null);
    const [a, b, c, d] = [await sell(thirds), await sell(thirds), await sell(thirds), await sell(endless)];
    await at.complete((await at.lesson(centre, '10:00')).id as string);
    const before = test.clock.now();
    const then = await at.shown(`/v1/costing/deferred?branchId=${centre.branchId}`);
    await at.complete((await at.lesson(centre, '12:00')).id as string);
    // A refund after a freeze, a transfer to another client, and one taken back by the desk.
    const freeze = { startsOn: addDays(at.today, 1), endsOn: addDays(at.today, 7) };
    await at.made(`/v1/subscriptions/${a.id}/freezes`, freeze);
    await test.owner
      .post(`/v1/subscriptions/${a.id}/refunds`, { reason: 'moved away', payOut: { method: 'card' } })
      .expect(201);
    const receiver = await at.client(centre.branchId);
    await test.owner
      .post(`/v1/subscriptions/${b.id}/transfers`, { clientId: receiver, visits: 1, reason: 'a gift' })
      .expect(201);
    await test.owner.post(`/v1/subscriptions/${d.id}/cancellation`, { reason: 'gone' }).expect((answer) => {
      expect(answer.status).toBeLessThan(300);
    });

    // Naively, from the cards alone: worth less recognised of those that are not over.
    const cards: Json[] = (await at.shown(`/v1/subscriptions?branchId=${centre.branchId}&limit=200`)).items;
    let naive = 0;
    for (const { id } of cards) {
      const card = await at.shown(`/v1/subscriptions/${String(id)}`);
      const { items } = await at.shown(`/v1/subscriptions/${String(id)}/ledger?limit=200`);
      const worth =
        card.price.amount - card.discount.amount + of(items, (entry) => entry.kind === 'transfer');
      const recognised = of(items, (entry) => entry.kind !== 'transfer');
      if (card.status !== 'cancelled') naive += worth - recognised;
    }
    const now = await at.shown(`/v1/costing/deferred?branchId=${centre.branchId}`);
    expect(now.total.deferred.amount).toBe(naive);
    // b: a third left of its own; the receiver's third; c: a third. Each last one takes the remainder.
    expect(naive).toBe(33_334 + 33_334);
    expect(now.total).toMatchObject({ worth: rub(600_000), refunded: rub(33_334) });
    const { worth, recognised, refunded, deferred } = now.total;
    const parts = [recognised, refunded, deferred].map((money: Json) => Number(money.amount));
    expect(worth).toEqual(rub(parts.reduce((sum, part) => sum + part, 0)));
    expect(now.items.map((item: Json) => item.subscriptions).sort()).toEqual([1, 4]);

    // What was recorded by then has not changed.
    const past = await at.shown(`/v1/costing/deferred?branchId=${centre.branchId}&asOf=${before}`);
    expect(past.total).toEqual(then.total);
    expect(past.total.deferred.amount).toBe(3 * (100_000 - 33_333) + 290_000);
    const listed = await at.shown(`/v1/costing/deferred?planId=${thirds}&explain=true`);
    const rows: Json[] = listed.items[0].explained;
    expect(rows.reduce<number>((sum, row) => sum + Number(row.deferred.amount), 0)).toBe(naive);
    expect(rows.some((row) => row.subscriptionId === c.id)).toBe(true);
    await test.owner.get('/v1/costing/deferred?explain=true').expect(422);
    await expectLawsToHold(test);
  });
});

const of = (entries: Json[], which: (entry: Json) => boolean): number =>
  entries.filter(which).reduce<number>((sum, entry) => sum + Number(entry.value?.amount ?? 0), 0);
