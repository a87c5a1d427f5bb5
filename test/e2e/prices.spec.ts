import type { Test } from 'supertest';
import { DiscountsService, PriceListsService } from '../../src/modules/catalogue/index.js';
import type { Caller } from '../support/app.js';
import { rub, startWorld, TODAY, type World } from '../medium/subscriptions/world.js';

let world: World;
let owner: Caller;
beforeAll(async () => {
  world = await startWorld();
  ({ owner } = world.test);
});
afterAll(() => world.test.close());

interface Made {
  id: string;
  version: number;
}
const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code;
const made = async (test: Test): Promise<Made> => (await test.expect(201)).body as Made;
let names = 0;
const name = () => `Name ${String((names += 1))}`;

describe('price lists', () => {
  const list = (lines: object[], more: object = {}) =>
    owner.post('/v1/price-lists', { name: name(), effectiveFrom: '2026-12-01', lines, ...more });
  const on = (day: string, planId: string) =>
    world.test.tx((tx) =>
      world.test.app.get(PriceListsService, { strict: false }).pricesOn(tx, {
        branchId: world.branchId,
        on: day,
        planIds: [planId],
        activityIds: [world.activityId],
      }),
    );

  it('hold from day to day, a branch before all; copied with a change, the other ends', async () => {
    const { id: planId } = await world.plan();
    const all = await made(
      list([
        { planId, price: rub(1000) },
        { activityId: world.activityId, trialPrice: rub(77) },
      ]),
    );
    expect(await on('2026-11-30', planId)).toEqual({ plans: new Map(), activities: new Map() });
    const prices = await on('2026-12-01', planId);
    expect(prices.plans.get(planId)).toBe(1000);
    expect(prices.activities.get(world.activityId)).toEqual({ singlePrice: 500_00, trialPrice: 77 });
    expect(codeOf(await list([{ planId, price: rub(1) }]).expect(409))).toBe('price-list.overlap');
    await made(list([{ planId, price: rub(900) }], { branchId: world.branchId, effectiveTo: '2026-12-31' }));
    expect((await on('2026-12-31', planId)).plans.get(planId)).toBe(900);
    const copy = await made(
      owner.post(`/v1/price-lists/${all.id}/copies`, {
        name: name(),
        effectiveFrom: '2027-01-01',
        percentChange: '7.5',
        roundTo: 10,
        endsSource: true,
      }),
    );
    expect((await on('2027-01-01', planId)).plans.get(planId)).toBe(1080);
    expect((await owner.get(`/v1/price-lists/${all.id}`).expect(200)).body).toMatchObject({
      effectiveTo: '2026-12-31',
      version: 2,
    });
    const back = { version: 2, effectiveTo: null };
    expect(codeOf(await owner.patch(`/v1/price-lists/${all.id}`, back).expect(409))).toBe(
      'price-list.overlap',
    );
    const lines = [{ planId, price: rub(1100) }];
    await owner.put(`/v1/price-lists/${copy.id}/lines`, { version: 1, lines }).expect(200);
    await owner.put(`/v1/price-lists/${copy.id}/lines`, { version: 1, lines }).expect(412);
    await owner.put(`/v1/price-lists/${copy.id}/lines`, { lines }).expect(428);
    expect((await on('2027-01-01', planId)).plans.get(planId)).toBe(1100);
    await owner.delete(`/v1/price-lists/${copy.id}`).expect(204);
    expect((await on('2027-01-01', planId)).plans.size).toBe(0);
    const shown = await owner.get('/v1/price-lists?on=2026-12-15').expect(200);
    expect((shown.body as { items: object[] }).items).toHaveLength(2);
  });

  it('of one plan and day are one, however many make them', async () => {
    const { id: planId } = await world.plan();
    const answers = await Promise.all(Array.from({ length: 20 }, () => list([{ planId, price: rub(1) }])));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(19);
  });

  it('that have begun are not removed; wrong ones are told all at once', async () => {
    const { id: planId } = await world.plan();
    const begun = await made(list([{ planId, price: rub(1) }], { effectiveFrom: TODAY }));
    expect(codeOf(await owner.delete(`/v1/price-lists/${begun.id}`).expect(409))).toBe('price-list.begun');
    const wrong = await list([{ planId: world.branchId, price: rub(1) }, {}], { effectiveTo: '2026-01-01' });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toMatchObject({
      errors: [{ pointer: '#/effectiveTo' }, { pointer: '#/lines/1' }, { pointer: '#/lines/0/planId' }],
    });
  });

  it('for every branch are written by who reaches all', async () => {
    const director = await world.test.as(['director'], [world.branchId]);
    const body = { name: name(), effectiveFrom: '2030-01-01', lines: [] };
    expect(codeOf(await director.post('/v1/price-lists', body).expect(403))).toBe('price-list.for-all');
    const own = await made(director.post('/v1/price-lists', { ...body, branchId: world.branchId }));
    const far = await world.test.as(['director'], []);
    await far.get(`/v1/price-lists/${own.id}`).expect(404);
    await far.patch(`/v1/price-lists/${own.id}`, { version: 1, name: name() }).expect(404);
    const desk = await world.test.as(['administrator'], [world.branchId]);
    await desk.post('/v1/price-lists', { ...body, branchId: world.branchId }).expect(403);
  });
});

describe('discounts', () => {
  const make = (more: object) =>
    owner.post('/v1/discounts', { name: name(), effectiveFrom: '2026-11-01', ...more });
  const resolve = async (question: object) => {
    const { id: planId } = await world.plan();
    const sale = {
      branchId: world.branchId,
      on: TODAY,
      price: 1000,
      planId,
      activityIds: [world.activityId],
      facts: { siblings: 0, activities: 0 },
    };
    return world.test.tx((tx) =>
      world.test.app.get(DiscountsService, { strict: false }).resolve(tx, { ...sale, ...question }),
    );
  };

  it('given by hand stay within their most, with a reason', async () => {
    const { id: discountId } = await made(make({ kind: 'manual', percent: '50', maxAmount: rub(300) }));
    expect(await resolve({ discountId })).toMatchObject({ amount: 300 });
    expect(await resolve({ discountId, asked: { amount: 100, reason: 'Staff' } })).toMatchObject({
      discountId,
      amount: 100,
      reason: expect.stringContaining('Staff'),
    });
    const refused = (asked: object) => resolve({ discountId, asked });
    await expect(refused({ amount: 301, reason: 'x' })).rejects.toMatchObject({
      code: 'discount.above-maximum',
    });
    await expect(refused({ amount: 1 })).rejects.toMatchObject({ code: 'discount.reason-required' });
    await expect(resolve({ discountId: world.branchId })).rejects.toMatchObject({ code: 'request.invalid' });
  });

  it('with a code are used as often as they may be, and not when another is better', async () => {
    const promo = await made(make({ kind: 'promo', percent: '10', promoCode: 'Snow', maxUses: 1 }));
    const better = await made(make({ kind: 'sibling', amount: rub(500), minCount: 2 }));
    expect(await resolve({ promoCode: 'snow', facts: { siblings: 2, activities: 0 } })).toMatchObject({
      discountId: better.id,
      amount: 500,
    });
    expect((await owner.get(`/v1/discounts/${promo.id}`).expect(200)).body).toMatchObject({ used: 0 });
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => resolve({ promoCode: 'SNOW' })));
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    await expect(resolve({ promoCode: 'SNOW' })).rejects.toMatchObject({ code: 'promo-code.exhausted' });
    expect((await owner.get(`/v1/discounts/${promo.id}`).expect(200)).body).toMatchObject({
      used: 1,
      version: 1,
    });
    expect(codeOf(await make({ kind: 'promo', percent: '5', promoCode: 'SNOW' }).expect(409))).toBe(
      'promo-code.taken',
    );
    const archive = { version: 1, isArchived: true };
    await owner.patch(`/v1/discounts/${promo.id}`, archive).expect(200);
    await expect(resolve({ promoCode: 'SNOW' })).rejects.toMatchObject({ code: 'promo-code.unknown' });
    await made(make({ kind: 'promo', percent: '5', promoCode: 'SNOW', effectiveFrom: '2027-01-01' }));
    await expect(resolve({ promoCode: 'SNOW' })).rejects.toMatchObject({ code: 'discount.not-in-force' });
  });

  it('limited to a plan are not for another; wrong ones are told all at once', async () => {
    const { id: planId } = await world.plan();
    const { id: discountId } = await made(make({ kind: 'manual', percent: '50', planIds: [planId] }));
    await expect(resolve({ discountId })).rejects.toMatchObject({ code: 'discount.not-for-this' });
    expect(await resolve({ discountId, planId })).toMatchObject({ amount: 500 });
    const wrong = await make({ kind: 'manual', promoCode: 'ABC', planIds: [world.branchId] }).expect(422);
    expect(wrong.body).toMatchObject({
      errors: [{ pointer: '#/percent' }, { pointer: '#/promoCode' }, { pointer: '#/planIds/0' }],
    });
    const desk = await world.test.as(['administrator'], [world.branchId]);
    await desk.post('/v1/discounts', {}).expect(403);
    const list = await desk.get('/v1/discounts?kind=manual').expect(200);
    expect((list.body as { items: object[] }).items.length).toBeGreaterThan(0);
  });
});
