import { WatchService } from '../../src/modules/subscriptions/index.js';
import { Deliveries } from '../../src/platform/events/deliveries.js';
import { newId } from '../../src/platform/database/ids.js';
import { sql } from '../../src/platform/database/sql.js';
import type { Caller } from '../support/app.js';
import { SINGLE_PRICE, TODAY, rub, startWorld, type World } from '../medium/subscriptions/world.js';

let world: World;
let owner: Caller;
let desk: Caller;
beforeAll(async () => {
  world = await startWorld();
});
// Sessions end while the clock runs ahead: each test has its own.
beforeEach(async () => {
  goTo(TODAY);
  owner = await world.test.as(['owner']);
  desk = await world.test.as(['administrator'], [world.branchId]);
});
afterEach(async () => {
  expect(await world.broken()).toEqual([]);
});
afterAll(() => world.test.close());

type Body = Record<string, unknown>;
const goTo = (day: string, time = '09:00') => world.test.clock.set(`${day}T${time}:00.000Z`);
const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code;
const planBody = (more: Body = {}): Body => ({
  name: `Plan ${Math.random().toString(36)}`,
  activityIds: [world.activityId],
  price: rub(4_000_00),
  visits: 4,
  validityCount: 1,
  validityUnit: 'month',
  ...more,
});
const makePlan = async (more?: Body): Promise<string> =>
  ((await owner.post('/v1/plans', planBody(more)).expect(201)).body as { id: string }).id;
const sell = async (plan: Body = {}, more: Body = {}): Promise<Body & { id: string; clientId: string }> => {
  const sale = { clientId: await world.client(), planId: await makePlan(plan), ...more };
  return (await owner.post('/v1/subscriptions', sale).expect(201)).body as never;
};
const show = async (id: string, query = ''): Promise<Body> =>
  (await owner.get(`/v1/subscriptions/${id}${query}`).expect(200)).body as Body;
const paid = { payment: { amount: rub(4_000_00), method: 'card' } };
const use = async (clientId: string, onDate = TODAY) =>
  world.hold(await world.lesson(onDate), [clientId], onDate);

/** Lets the hour strike and the workers do what follows from it. */
async function hourStrikes(): Promise<void> {
  const deliveries = world.test.app.get(Deliveries, { strict: false });
  await world.test.tx((tx) => world.test.app.get(WatchService, { strict: false }).lookAtAll(tx));
  await world.test.tx((tx) => tx.run(sql`update event_deliveries set next_at = now() - interval '1 minute'`));
  for (const one of await deliveries.take(200)) await deliveries.carryOut(one);
}
const saidOf = async (id: string): Promise<string[]> => {
  const rows = await world.test.db.query<{ name: string }>(sql`
    select replace(name, 'subscription.', '') as name from events
    where subject_id = ${id} and name = any (${NAMES}) order by name`);
  return rows.map((row) => row.name);
};
const NAMES = ['expiring', 'running-out', 'expired', 'depleted', 'payment-overdue'].map(
  (name) => `subscription.${name}`,
);

describe('a plan', () => {
  it('tells every fault of its terms at once', async () => {
    const answer = await owner
      .post(
        '/v1/plans',
        planBody({
          ...{ validityUnit: 'dates', validFrom: '2026-09-01', leftoversKeepDays: 3, autoRenew: 'other' },
          ...{ instalmentParts: 3 },
        }),
      )
      .expect(422);
    const pointers = (answer.body as { errors: { pointer: string }[] }).errors.map((one) => one.pointer);
    expect(pointers).toEqual([
      '#/validityCount',
      '#/validUntil',
      '#/leftoversKeepDays',
      '#/autoRenewPlanId',
      '#/instalmentEvery',
      '#/instalmentUnit',
    ]);
  });

  it('refuses a group that is not there, and a change that no longer fits together', async () => {
    const unknown = await owner.post('/v1/plans', planBody({ groupIds: [newId()] })).expect(422);
    expect(unknown.body).toMatchObject({ errors: [{ pointer: '#/groupIds/0' }] });
    const id = await makePlan();
    const change = await owner.patch(`/v1/plans/${id}`, { version: 1, validityUnit: 'dates' }).expect(422);
    expect(codeOf(change)).toBe('request.invalid');
    await owner.patch(`/v1/plans/${id}`, { version: 1, leftovers: 'keep', leftoversKeepDays: 7 }).expect(200);
  });

  it('of fixed dates runs to its last day, whenever it is sold', async () => {
    const dates = {
      validityUnit: 'dates',
      validityCount: null,
      validFrom: '2026-12-01',
      validUntil: '2027-05-31',
    };
    expect(await sell(dates)).toMatchObject({
      startsOn: '2026-12-01',
      endsOn: '2027-05-31',
      status: 'pending',
    });
    const planId = await makePlan({ ...dates, validFrom: '2026-09-01', validUntil: '2026-11-22' });
    const late = await owner
      .post('/v1/subscriptions', { clientId: await world.client(), planId })
      .expect(422);
    expect(codeOf(late)).toBe('plan.dates-over');
  });

  it('for certain groups pays nothing elsewhere', async () => {
    const [here, elsewhere] = [await sell({ groupIds: [world.groupId] }), await sell()];
    expect(await use(here.clientId)).toMatchObject([{ charged: 'subscription' }]);
    await world.test.tx((tx) =>
      tx.run(sql`update subscriptions set group_ids = array[${newId()}::uuid] where id = ${elsewhere.id}`),
    );
    expect(await use(elsewhere.clientId)).toMatchObject([{ charged: 'unpaid' }]);
  });

  it('with a limit a day and a week leaves what goes beyond unpaid', async () => {
    const sold = await sell({ maxPerDay: 1, maxPerWeek: 2 });
    const charged: unknown[] = [];
    // Monday twice, Tuesday, Wednesday, and the Monday after.
    for (const day of [TODAY, TODAY, '2026-11-24', '2026-11-25', '2026-11-30'])
      charged.push((await use(sold.clientId, day))[0]?.charged);
    expect(charged).toEqual(['subscription', 'unpaid', 'subscription', 'unpaid', 'subscription']);
  });
});

describe('a sale', () => {
  it('is paid in parts that sum to the price, each late on its own day', async () => {
    const parts = { price: rub(100_00), instalmentParts: 3, instalmentEvery: 1, instalmentUnit: 'month' };
    const sold = await sell(parts, { payment: { amount: rub(33_33), method: 'card' } });
    expect(sold).toMatchObject({
      instalments: [
        { amount: rub(33_33), paid: rub(33_33), dueOn: TODAY },
        { amount: rub(33_33), dueOn: '2026-12-23' },
        { amount: rub(33_34), dueOn: '2027-01-23' },
      ],
      ...{ paid: rub(33_33), debt: rub(0), charge: { dueOn: '2026-12-23' }, alert: { level: 'green' } },
    });
    goTo('2026-12-24');
    const later = await show(sold.id, '?explain=true');
    expect(later).toMatchObject({ debt: rub(33_33), alert: { level: 'red' } });
    expect(later['alert']).toMatchObject({
      reasons: [
        { code: 'payment_overdue', amount: rub(33_33), since: '2026-12-23' },
        { code: 'subscription_expired' },
      ],
    });
  });

  it('takes the price of the list, and the best discount that holds by itself', async () => {
    const planId = await makePlan();
    const [list, discount] = [newId(), newId()];
    await world.test.tx(async (tx) => {
      await tx.run(
        sql`insert into price_lists (id, name, branch_id, effective_from) values (${list}, 'Autumn', ${world.branchId}, '2026-11-01')`,
      );
      await tx.run(sql`
        insert into price_list_lines (id, price_list_id, scope, period, plan_id, price)
        select ${newId()}, id, scope, period, ${planId}, 300000 from price_lists where id = ${list}`);
      await tx.run(sql`
        insert into discounts (id, name, kind, percent, min_count, effective_from) values (${discount}, 'Second child', 'sibling', 10, 1, '2026-01-01')`);
    });
    const payer = await world.guardian();
    const [first, second] = [await world.client(payer), await world.client(payer)];
    const one = await owner.post('/v1/subscriptions', { clientId: first, planId }).expect(201);
    expect(one.body).toMatchObject({ price: rub(3_000_00), discount: rub(0) });
    const two = await owner.post('/v1/subscriptions?dryRun=true', { clientId: second, planId }).expect(201);
    expect(two.body).toMatchObject({ price: rub(3_000_00), discount: rub(300_00), discountId: discount });
    await world.test.tx((tx) => tx.run(sql`update discounts set archived_at = now() where id = ${discount}`));
  });

  it('lets only some take off what they like, and only with a reason', async () => {
    const sale = { clientId: await world.client(), planId: await makePlan(), discount: rub(1_00) };
    const bare = await owner.post('/v1/subscriptions', sale).expect(422);
    expect(bare.body).toMatchObject({ errors: [{ pointer: '#/discountReason' }] });
    const mine = await desk.post('/v1/subscriptions', { ...sale, discountReason: 'A friend' }).expect(403);
    expect(codeOf(mine)).toBe('subscription.not-permitted');
    await owner.post('/v1/subscriptions', { ...sale, discountReason: 'Regret' }).expect(201);
  });
});

describe('a freeze', () => {
  it('reaches back for who may, but over no visit that was charged', async () => {
    const sold = await sell({ freezeMaxDays: 14, freezeMaxTimes: 3, freezeBackdateDays: 5 });
    goTo('2026-11-30');
    await use(sold.clientId, '2026-11-26');
    const path = `/v1/subscriptions/${sold.id}/freezes`;
    const past = { startsOn: '2026-11-25', endsOn: '2026-12-02' };
    expect(codeOf(await desk.post(path, past).expect(422))).toBe('freeze.backdated');
    const over = await owner.post(path, past).expect(409);
    expect(over.body).toMatchObject({ code: 'freeze.over-visit', params: { visits: ['2026-11-26'] } });
    const frozen = await owner.post(path, { ...past, startsOn: '2026-11-27' }).expect(201);
    expect(frozen.body).toMatchObject({ status: 'frozen', endsOn: '2026-12-28' });
  });
});

describe('a renewal', () => {
  it('begins after the end, happens once and names both ends', async () => {
    const sold = await sell({}, paid);
    const path = `/v1/subscriptions/${sold.id}/renewal`;
    expect(codeOf(await owner.post(path, { startsOn: TODAY }).expect(422))).toBe(
      'subscription.start-before-end',
    );
    const answers = await Promise.all(Array.from({ length: 20 }, () => desk.post(path, {})));
    const made = answers.filter((one) => one.status === 201);
    expect(made).toHaveLength(1);
    expect(
      answers.filter((one) => one.status === 409 && codeOf(one) === 'subscription.already-renewed'),
    ).toHaveLength(19);
    expect(made[0]?.body).toMatchObject({ startsOn: '2026-12-23', endsOn: '2027-01-22', renewsId: sold.id });
    expect(await show(sold.id)).toMatchObject({ renewedById: (made[0]?.body as Body)['id'] });
  });

  it('takes the visits left along when they are kept, by entries on both sides', async () => {
    const sold = await sell({ leftovers: 'keep', leftoversKeepDays: 5 }, paid);
    await use(sold.clientId);
    goTo('2026-12-25');
    const next = (await owner.post(`/v1/subscriptions/${sold.id}/renewal`, {}).expect(201)).body as Body;
    expect(next).toMatchObject({ visitsLeft: 7, startsOn: '2026-12-25' });
    const before = await show(sold.id, '?explain=true');
    expect(before).toMatchObject({ visitsLeft: 0, settledOn: '2026-12-25' });
    expect(before['entries']).toMatchObject([
      { kind: 'grant', balance: 4 },
      { kind: 'charge', value: rub(1_000_00) },
      { kind: 'transfer', visits: -3, value: rub(-3_000_00), balance: 0 },
    ]);
    const ledger = await owner.get(`/v1/subscriptions/${next['id'] as string}/ledger`).expect(200);
    expect((ledger.body as { items: Body[] }).items).toMatchObject([
      { kind: 'grant', visits: 4 },
      { kind: 'transfer', visits: 3, value: rub(3_000_00), balance: 7 },
    ]);
  });

  it('comes too late for visits whose days are over: they burn', async () => {
    const sold = await sell({ leftovers: 'keep', leftoversKeepDays: 5 }, paid);
    goTo('2026-12-30');
    await hourStrikes();
    expect(await show(sold.id, '?explain=true')).toMatchObject({
      visitsLeft: 0,
      entries: [{ kind: 'grant' }, { kind: 'burn', visits: -4, value: rub(4_000_00) }],
    });
    const next = await owner.post(`/v1/subscriptions/${sold.id}/renewal`, {}).expect(201);
    expect(next.body).toMatchObject({ visitsLeft: 4 });
  });

  it('happens by itself some days before the end, once, and only with the money when the plan says so', async () => {
    const terms = { autoRenew: 'same', autoRenewDaysBefore: 3 };
    const [due, poor] = [
      await sell(terms, paid),
      await sell({ ...terms, autoRenewPayment: 'free_money' }, paid),
    ];
    goTo('2026-12-18');
    await hourStrikes();
    expect(await show(due.id)).toMatchObject({ renewedById: null });
    goTo('2026-12-19');
    for (let hour = 0; hour < 3; hour += 1) await hourStrikes();
    expect(await show(poor.id)).toMatchObject({ renewedById: null });
    const next = (await show(due.id))['renewedById'] as string;
    expect(await show(next)).toMatchObject({ startsOn: '2026-12-23', debt: rub(4_000_00) });
    goTo('2026-12-20');
    await world.pay(poor.clientId, 4_000_00);
    await hourStrikes();
    expect(await show((await show(poor.id))['renewedById'] as string)).toMatchObject({ paid: rub(4_000_00) });
  });

  it('happens by itself when the visits are used up', async () => {
    const sold = await sell({ visits: 1, autoRenew: 'same', autoRenewWhenDepleted: true }, paid);
    await use(sold.clientId);
    await Promise.all([hourStrikes(), hourStrikes()]);
    expect(await show((await show(sold.id))['renewedById'] as string)).toMatchObject({
      startsOn: TODAY,
      visitsLeft: 1,
    });
  });
});

describe('a transfer', () => {
  it('gives some visits or the whole rest away, with their value; the money stays with who paid', async () => {
    const sold = await sell({ isTransferable: true }, paid);
    const other = await world.client();
    await use(sold.clientId);
    await use(other);
    const path = `/v1/subscriptions/${sold.id}/transfers`;
    const some = await owner.post(path, { clientId: other, visits: 2, reason: 'Sister' }).expect(201);
    expect(some.body).toMatchObject({
      ...{
        clientId: other,
        transferredFromId: sold.id,
        visitsLeft: 1,
        visitsUsed: 1,
        endsOn: sold['endsOn'],
      },
      ...{ price: rub(0), charge: null, instalments: [] },
    });
    expect(await world.balance(other)).toBe(0);
    const rest = await owner.post(path, { clientId: other, reason: 'Sister' }).expect(201);
    expect(rest.body).toMatchObject({ visitsLeft: 1 });
    expect(await show(sold.id)).toMatchObject({
      status: 'cancelled',
      visitsLeft: 0,
      alert: { level: 'green' },
    });
    const refund = await owner
      .post(`/v1/subscriptions/${(rest.body as { id: string }).id}/refunds`, { reason: 'Left' })
      .expect(201);
    expect(refund.body).toMatchObject({ given: rub(1_000_00) });
    expect(await world.balance(sold.clientId)).toBe(1_000_00);
  });

  it('is for plans that allow it, for others than oneself, within reach', async () => {
    const [fixed, sold] = [await sell(), await sell({ isTransferable: true })];
    const to = { clientId: await world.client(), reason: 'No' };
    const refuse = async (id: string, body: Body, status: number) =>
      codeOf(await owner.post(`/v1/subscriptions/${id}/transfers`, body).expect(status));
    expect(await refuse(fixed.id, to, 409)).toBe('subscription.not-transferable');
    expect(await refuse(sold.id, { ...to, clientId: sold.clientId }, 422)).toBe(
      'subscription.transfer-to-self',
    );
    expect(await refuse(sold.id, { ...to, visits: 5 }, 409)).toBe('subscription.visits-below-zero');
    expect(await refuse(sold.id, { ...to, clientId: newId() }, 422)).toBe('request.invalid');
    await desk.post(`/v1/subscriptions/${sold.id}/transfers`, to).expect(403);
  });
});

describe('a refund', () => {
  it('is calculated line by line, then made: what was had and what is given back are the amount', async () => {
    const sold = await sell({}, paid);
    await use(sold.clientId);
    const quote = await owner.get(`/v1/subscriptions/${sold.id}/refunds/quote`).expect(200);
    expect(quote.body).toMatchObject({
      ...{ method: 'pro_rata', amount: rub(4_000_00), used: rub(1_000_00), unused: rub(3_000_00) },
      lines: [
        { code: 'amount', amount: rub(4_000_00) },
        { code: 'visit', onDate: TODAY, count: 1, amount: rub(-1_000_00) },
      ],
    });
    const single = await owner
      .get(`/v1/subscriptions/${sold.id}/refunds/quote?method=single_price`)
      .expect(200);
    expect(single.body).toMatchObject({ used: rub(SINGLE_PRICE), unused: rub(4_000_00 - SINGLE_PRICE) });
    const body = { reason: 'Moving', payOut: { method: 'card' } };
    const made = await owner.post(`/v1/subscriptions/${sold.id}/refunds`, body).expect(201);
    expect(made.body).toMatchObject({
      ...{ given: rub(3_000_00), paidOut: rub(3_000_00) },
      subscription: {
        status: 'cancelled',
        visitsLeft: 0,
        cancelReason: 'Moving',
        debt: rub(0),
        paid: rub(1_000_00),
      },
    });
    expect(await world.balance(sold.clientId)).toBe(0);
    expect(codeOf(await owner.post(`/v1/subscriptions/${sold.id}/refunds`, body).expect(409))).toBe(
      'subscription.already-cancelled',
    );
  });

  it('takes what is not paid yet off the debt, and gives a lesson that is undone later back too', async () => {
    const sold = await sell();
    const lesson = await world.lesson();
    await world.hold(lesson, [sold.clientId]);
    await owner
      .post(`/v1/subscriptions/${sold.id}/refunds`, { reason: 'Left', payOut: { method: 'cash' } })
      .expect(201);
    expect(await world.balance(sold.clientId)).toBe(-1_000_00);
    await world.undo(lesson);
    expect(await world.balance(sold.clientId)).toBe(0);
    expect(await show(sold.id)).toMatchObject({ visitsLeft: 0, visitsUsed: 0 });
  });

  it('of an unlimited one counts the days gone by, without the frozen ones', async () => {
    const unlimited = { visits: null, price: rub(300_00), validityCount: 30, validityUnit: 'day' };
    const sold = await sell({ ...unlimited, freezeMaxDays: 10, freezeMaxTimes: 1 });
    await owner
      .post(`/v1/subscriptions/${sold.id}/freezes`, { startsOn: '2026-11-25', endsOn: '2026-11-29' })
      .expect(201);
    const quote = await owner.get(`/v1/subscriptions/${sold.id}/refunds/quote?on=2026-12-02`).expect(200);
    expect(quote.body).toMatchObject({
      used: rub(50_00),
      lines: [{}, { code: 'days', count: 5, amount: rub(-50_00) }],
    });
  });

  it('needs a right of its own for another method or amount, and never gives more than it cost', async () => {
    const sold = await sell({ refundMethod: 'none' }, paid);
    const path = `/v1/subscriptions/${sold.id}/refunds`;
    const reason = 'Kindness';
    await desk.post(path, { reason }).expect(403);
    const above = await owner.post(path, { reason, amount: rub(4_000_01) }).expect(422);
    expect(codeOf(above)).toBe('subscription.refund-above-amount');
    const none = await owner.post(`${path}?dryRun=true`, { reason }).expect(201);
    expect(none.body).toMatchObject({ given: rub(0), lines: [{}, { code: 'no-refund' }] });
    const made = await owner.post(path, { reason, amount: rub(1_500_00) }).expect(201);
    expect(made.body).toMatchObject({ given: rub(1_500_00), paidOut: rub(0) });
    expect(await world.balance(sold.clientId)).toBe(1_500_00);
  });
});

describe('an extension', () => {
  it('adds days with a reason, also to what is past its end', async () => {
    const sold = await sell({}, paid);
    const path = `/v1/subscriptions/${sold.id}/extensions`;
    await desk.post(path, { days: 3, reason: 'No' }).expect(403);
    goTo('2026-12-24');
    expect(await show(sold.id)).toMatchObject({ status: 'expired' });
    const longer = await owner.post(path, { days: 7, reason: 'Quarantine' }).expect(201);
    expect(longer.body).toMatchObject({ status: 'active', endsOn: '2026-12-29' });
  });
});

describe('as of a past instant', () => {
  it('shows the visits, the money and the colour as they had been recorded', async () => {
    const sold = await sell({ visits: 2 });
    goTo('2026-11-25');
    await use(sold.clientId, '2026-11-25');
    await world.pay(sold.clientId, 4_000_00);
    goTo('2026-11-27');
    await owner.post(`/v1/subscriptions/${sold.id}/refunds`, { reason: 'Left' }).expect(201);
    expect(await show(sold.id, '?asOf=2026-11-24T12:00:00Z')).toMatchObject({
      ...{ status: 'active', visitsLeft: 2, paid: rub(0), debt: rub(4_000_00), cancelledOn: null },
      alert: { level: 'red', reasons: [{ code: 'payment_overdue' }, { code: 'running_out' }] },
    });
    const between = await show(sold.id, '?asOf=2026-11-26T12:00:00Z&explain=true');
    expect(between).toMatchObject({ visitsLeft: 1, paid: rub(4_000_00), alert: { level: 'amber' } });
    expect(between['entries']).toHaveLength(2);
    const ledger = await owner
      .get(`/v1/subscriptions/${sold.id}/ledger?asOf=2026-11-24T12:00:00Z`)
      .expect(200);
    expect((ledger.body as { items: Body[] }).items).toHaveLength(1);
    await owner.get(`/v1/subscriptions/${sold.id}?asOf=2026-11-22T12:00:00Z`).expect(404);
  });
});

describe('what becomes of a subscription', () => {
  it('is said once, right after midnight of its own branch', async () => {
    const [moscow, samara] = [await sell(), await sell()];
    const branch = newId();
    await world.test.tx(async (tx) => {
      await tx.run(
        sql`insert into branches (id, code, name, time_zone) values (${branch}, 'samara', 'Samara', 'Europe/Samara')`,
      );
      await tx.run(sql`update subscriptions set branch_id = ${branch} where id = ${samara.id}`);
    });
    const at = async (day: string, time: string) => {
      goTo(day, time);
      await hourStrikes();
      await hourStrikes();
      return [await saidOf(moscow.id), await saidOf(samara.id)];
    };
    // Midnight comes to Samara at 20:00 UTC, to Moscow at 21:00.
    expect(await at('2026-11-23', '19:59')).toEqual([[], []]);
    expect(await at('2026-11-23', '20:00')).toEqual([[], ['payment-overdue']]);
    expect(await at('2026-11-23', '21:00')).toEqual([['payment-overdue'], ['payment-overdue']]);
    const near = ['expiring', 'payment-overdue'];
    expect(await at('2026-12-22', '19:00')).toEqual([near, near]);
    const over = ['expired', ...near];
    expect(await at('2026-12-22', '20:00')).toEqual([near, over.sort()]);
    expect(await at('2026-12-22', '21:00')).toEqual([over, over]);
    expect(await at('2026-12-25', '21:00')).toEqual([over, over]);
  });

  it('is said at once with the visit that made it so', async () => {
    const sold = await sell({ visits: 3 }, paid);
    const [first] = [await world.lesson()];
    await world.hold(first, [sold.clientId]);
    expect(await saidOf(sold.id)).toEqual(['running-out']);
    await use(sold.clientId);
    const last = await world.lesson();
    await world.hold(last, [sold.clientId]);
    await world.undo(last);
    await use(sold.clientId);
    expect(await saidOf(sold.id)).toEqual(['depleted', 'running-out']);
  });
});
