import { VisitsService } from '../../src/modules/subscriptions/index.js';
import type { Caller } from '../support/app.js';
import { SINGLE_PRICE, TODAY, rub, startWorld, type World } from '../medium/subscriptions/world.js';

let world: World;
let owner: Caller;
beforeAll(async () => {
  world = await startWorld();
  ({ owner } = world.test);
});
afterAll(async () => {
  expect(await world.broken()).toEqual([]);
  await world.test.close();
});

type Body = Record<string, unknown>;
const planBody = (more: Body = {}): Body => ({
  name: `Plan ${Math.random().toString(36)}`,
  activityIds: [world.activityId],
  price: rub(4_000_00),
  visits: 4,
  validityCount: 1,
  validityUnit: 'month',
  freezeMaxDays: 14,
  freezeMaxTimes: 2,
  freezeMinDays: 2,
  ...more,
});
const makePlan = async (more?: Body): Promise<string> =>
  ((await owner.post('/v1/plans', planBody(more)).expect(201)).body as { id: string }).id;
const sell = async (more: Body = {}): Promise<string> => {
  const sale = { clientId: await world.client(), planId: await makePlan(), ...more };
  return ((await owner.post('/v1/subscriptions', sale).expect(201)).body as { id: string }).id;
};
const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code;

describe('plans', () => {
  it('are made, shown, listed by activity, changed and taken off sale', async () => {
    const made = await owner.post('/v1/plans', planBody({ name: 'Chess 4' })).expect(201);
    const { id } = made.body as { id: string };
    expect(made.headers['location']).toBe(`/v1/plans/${id}`);
    const changed = await owner.patch(`/v1/plans/${id}`, { version: 1, price: rub(4_500_00) }).expect(200);
    expect(changed.body).toMatchObject({
      name: 'Chess 4',
      price: rub(4_500_00),
      version: 2,
      startRule: 'sale',
    });
    const listed = await owner.get(`/v1/plans?activityId=${world.activityId}`).expect(200);
    expect((listed.body as { items: Body[] }).items).toContainEqual(changed.body);
    await owner.delete(`/v1/plans/${id}`).expect(204);
    expect((await owner.get(`/v1/plans/${id}`).expect(200)).body).toMatchObject({ isArchived: true });
    const refused = await owner
      .post('/v1/subscriptions', { clientId: await world.client(), planId: id })
      .expect(409);
    expect(codeOf(refused)).toBe('plan.archived');
  });

  it('name each fault at once: an unknown activity, a taken name', async () => {
    const unknown = await owner.post('/v1/plans', planBody({ activityIds: [world.branchId] })).expect(422);
    expect(unknown.body).toMatchObject({
      errors: [{ pointer: '#/activityIds/0', code: 'reference.not-found' }],
    });
    await makePlan({ name: 'Twice' });
    expect(codeOf(await owner.post('/v1/plans', planBody({ name: 'Twice' })).expect(409))).toBe(
      'plan.name-taken',
    );
  });
});

describe('a sale', () => {
  it('answers with what was sold, what is owed and the colour', async () => {
    const clientId = await world.client();
    const payment = { amount: rub(1_000_00), method: 'card' };
    const sale = {
      clientId,
      planId: await makePlan(),
      discount: rub(500_00),
      discountReason: 'Second child',
      payment,
    };
    const sold = await owner.post('/v1/subscriptions', sale).expect(201);
    expect(sold.body).toMatchObject({
      clientId,
      status: 'active',
      visitsTotal: 4,
      visitsLeft: 4,
      visitsUsed: 0,
      startsOn: TODAY,
      endsOn: '2026-12-22',
      price: rub(4_000_00),
      discount: rub(500_00),
      charge: { amount: rub(3_500_00), paid: rub(1_000_00), dueOn: TODAY },
      alert: {
        level: 'amber',
        reasons: [{ code: 'payment_due', level: 'amber', amount: rub(2_500_00), since: TODAY }],
      },
    });
  });

  it('is rehearsed with dryRun and happens once with an Idempotency-Key', async () => {
    const clientId = await world.client();
    const sale = { clientId, planId: await makePlan() };
    await owner.post('/v1/subscriptions?dryRun=true', sale).expect(201);
    const key = `sale-${clientId}`;
    const first = await owner.post('/v1/subscriptions', sale).set('idempotency-key', key).expect(201);
    const again = await owner.post('/v1/subscriptions', sale).set('idempotency-key', key).expect(201);
    expect(again.body).toEqual(first.body);
    const listed = await owner.get(`/v1/subscriptions?clientId=${clientId}&include=totalCount`).expect(200);
    expect(listed.body).toMatchObject({ page: { totalCount: 1 } });
  });

  it('turns red the day after it should have been paid, and with the last visit', async () => {
    const clientId = await world.client();
    const id = await sell({ clientId, planId: await makePlan({ visits: 1 }) });
    await world.hold(await world.lesson(), [clientId]);
    world.test.clock.set('2026-11-24T09:00:00.000Z');
    const card = await owner.get(`/v1/subscriptions/${id}?explain=true`).expect(200);
    const reds = await owner
      .get(`/v1/subscriptions?clientId=${clientId}&alert=red&status=depleted,expired`)
      .expect(200);
    world.test.clock.set(`${TODAY}T09:00:00.000Z`);
    expect(card.body).toMatchObject({
      status: 'depleted',
      alert: { level: 'red', reasons: [{ code: 'payment_overdue' }, { code: 'subscription_depleted' }] },
      entries: [
        { kind: 'grant', visits: 1, balance: 1 },
        { kind: 'charge', visits: -1, balance: 0, value: rub(4_000_00) },
      ],
    });
    expect((reds.body as { items: Body[] }).items).toMatchObject([{ id }]);
  });

  it.each([
    ['a discount above the price', { discount: rub(5_000_00) }, 'subscription.discount-above-price'],
    ['a start too far away', { startsOn: '2027-06-01' }, 'subscription.start-outside-window'],
  ])('refuses %s', async (_, more, code) => {
    const sale = { clientId: await world.client(), planId: await makePlan(), ...more };
    expect(codeOf(await owner.post('/v1/subscriptions', sale).expect(422))).toBe(code);
  });
});

describe('a freeze', () => {
  it('moves the end, shows as a state and is lifted with the unused days given back', async () => {
    const id = await sell();
    const path = `/v1/subscriptions/${id}/freezes`;
    const frozen = await owner.post(path, { startsOn: TODAY, endsOn: '2026-11-29' }).expect(201);
    expect(frozen.body).toMatchObject({ status: 'frozen', endsOn: '2026-12-29', alert: { level: 'amber' } });
    world.test.clock.set('2026-11-25T09:00:00.000Z');
    const lifted = await owner.delete(`${path}/current`).expect(200);
    const none = await owner.delete(`${path}/current`).expect(404);
    world.test.clock.set(`${TODAY}T09:00:00.000Z`);
    expect(lifted.body).toMatchObject({
      status: 'active',
      endsOn: '2026-12-24',
      freezes: [{ startsOn: TODAY, endsOn: '2026-11-24' }],
    });
    expect(codeOf(none)).toBe('freeze.not-found');
  });

  it('cannot share a day with another, begin in the past or pass the limit of the plan', async () => {
    const path = `/v1/subscriptions/${await sell()}/freezes`;
    await owner.post(path, { startsOn: '2026-11-25', endsOn: '2026-11-27' }).expect(201);
    const overlap = await owner.post(path, { startsOn: '2026-11-27', endsOn: '2026-11-29' }).expect(409);
    const past = await owner.post(path, { startsOn: '2026-11-20', endsOn: '2026-11-24' }).expect(422);
    const long = await owner.post(path, { startsOn: '2026-12-01', endsOn: '2026-12-20' }).expect(422);
    expect([overlap, past, long].map(codeOf)).toEqual([
      'freeze.overlaps',
      'freeze.backdated',
      'freeze.limit-reached',
    ]);
  });
});

describe('corrections', () => {
  it('stand in the ledger with their reason and never take more than is left', async () => {
    const id = await sell();
    const path = `/v1/subscriptions/${id}/adjustments`;
    expect((await owner.post(path, { visits: 2, reason: 'A gift' }).expect(201)).body).toMatchObject({
      visitsLeft: 6,
      visitsTotal: 4,
    });
    expect(codeOf(await owner.post(path, { visits: -7, reason: 'Too many' }).expect(409))).toBe(
      'subscription.visits-below-zero',
    );
    const first = await owner.get(`/v1/subscriptions/${id}/ledger?limit=1`).expect(200);
    const { page } = first.body as { page: { nextCursor: string } };
    const second = await owner
      .get(`/v1/subscriptions/${id}/ledger?limit=1&cursor=${page.nextCursor}`)
      .expect(200);
    expect(second.body).toMatchObject({
      items: [{ kind: 'adjustment', visits: 2, balance: 6, reason: 'A gift' }],
    });
  });

  it('end with a cancellation, which burns what is left', async () => {
    const path = `/v1/subscriptions/${await sell()}`;
    const cancelled = await owner.post(`${path}/cancellation`, { reason: 'Moved away' }).expect(201);
    expect(cancelled.body).toMatchObject({
      status: 'cancelled',
      visitsLeft: 0,
      cancelReason: 'Moved away',
      cancelledOn: TODAY,
    });
    expect(codeOf(await owner.post(`${path}/cancellation`, { reason: 'Again' }).expect(409))).toBe(
      'subscription.already-cancelled',
    );
  });
});

describe('who may', () => {
  it('sees and sells in their own branches; a teacher only sees', async () => {
    const id = await sell();
    const elsewhere = await world.test.as(['administrator'], []);
    await elsewhere.get(`/v1/subscriptions/${id}`).expect(404);
    await elsewhere.post(`/v1/subscriptions/${id}/freezes`, { startsOn: TODAY, endsOn: TODAY }).expect(404);
    const desk = await world.test.as(['administrator'], [world.branchId]);
    await desk.get(`/v1/subscriptions/${id}`).expect(200);
    await desk.post(`/v1/subscriptions/${id}/adjustments`, { visits: 1, reason: 'No right' }).expect(403);
    const teacher = await world.test.as(['teacher'], [world.branchId]);
    await teacher.post('/v1/subscriptions', {}).expect(403);
    await world.test.anonymous.get('/v1/subscriptions').expect(401);
  });
});

describe('a trial', () => {
  it('takes no credit of a subscription but is paid at its own price', async () => {
    const clientId = await world.client();
    const id = await sell({ clientId });
    const visits = world.test.app.get(VisitsService, { strict: false });
    const trial = { clientId, mark: 'trial', visits: 0, price: SINGLE_PRICE / 2 };
    const excused = { clientId: await world.client(), mark: 'absent_excused', visits: 0, price: 0 };
    const lesson = {
      lessonId: await world.lesson(),
      branchId: world.branchId,
      activityId: world.activityId,
      groupId: null,
      onDate: TODAY,
    };
    const outcomes = await world.test.tx((tx) => visits.charge(tx, { ...lesson, visits: [trial, excused] }));
    expect(outcomes).toMatchObject([
      { charged: 'unpaid', value: SINGLE_PRICE / 2 },
      { charged: 'none', visitId: null },
    ]);
    expect(await world.subscription(id)).toMatchObject({ left: 4, used: 0 });
  });
});
