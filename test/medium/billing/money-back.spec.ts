import { BillingService } from '../../../src/modules/billing/index.js';
import { DiscountsService, PriceListsService } from '../../../src/modules/catalogue/index.js';
import { newId } from '../../../src/platform/database/ids.js';
import { sql } from '../../../src/platform/database/sql.js';
import { rub, startWorld, TODAY, type World } from '../subscriptions/world.js';

let world: World;
let billing: BillingService;
beforeAll(async () => {
  world = await startWorld();
  billing = world.test.app.get(BillingService, { strict: false });
});
afterEach(async () => {
  expect(await world.broken()).toEqual([]);
});
afterAll(() => world.test.close());

const charge = async (clientId: string, amount: number, dueOn = TODAY): Promise<string> => {
  const id = newId();
  const what = { kind: 'subscription' as const, subjectId: newId(), description: 'A plan' };
  await world.test.tx((tx) =>
    billing.charge(tx, [{ id, clientId, branchId: world.branchId, ...what, amount, dueOn }]),
  );
  return id;
};
const credit = (chargeId: string, amount: number) =>
  world.test.tx((tx) => billing.credit(tx, [{ chargeId, amount, reason: 'Rain' }]));
const refund = (clientId: string, amount: number) =>
  world.test.tx((tx) =>
    billing.refund(tx, { clientId, amount: rub(amount), method: 'cash', reason: 'Leaves' }),
  );
const figures = async (id: string) =>
  world.test.db.find(sql`select amount, credited, paid from charges where id = ${id}`);

describe('a credit', () => {
  it('takes off what is open first', async () => {
    const client = await world.client();
    const owed = await charge(client, 100);
    await world.pay(client, 30);
    await credit(owed, 50);
    expect(await figures(owed)).toMatchObject({ amount: 100, credited: 50, paid: 30 });
    expect(await world.balance(client)).toBe(-20);
  });

  it('frees what was paid above the rest, and that meets what else is open', async () => {
    const client = await world.client();
    const first = await charge(client, 100, '2026-11-01');
    await world.pay(client, 100);
    const second = await charge(client, 30);
    await credit(first, 40);
    expect(await figures(first)).toMatchObject({ credited: 40, paid: 60 });
    expect(await figures(second)).toMatchObject({ paid: 30 });
    expect(await world.balance(client)).toBe(10);
  });

  it('is never more than stands, in one or in parts', async () => {
    const client = await world.client();
    const owed = await charge(client, 100);
    await credit(owed, 60);
    await expect(credit(owed, 41)).rejects.toMatchObject({ code: 'credit.exceeds-charge' });
    const twice = [1, 2].map(() => ({ chargeId: owed, amount: 21, reason: 'Rain' }));
    await expect(world.test.tx((tx) => billing.credit(tx, twice))).rejects.toMatchObject({
      code: 'credit.exceeds-charge',
    });
  });

  it('goes with the charge when that is reversed', async () => {
    const client = await world.client();
    const owed = await charge(client, 100);
    await world.pay(client, 100);
    await credit(owed, 60);
    await world.test.tx((tx) => billing.reverseCharges(tx, [owed]));
    expect(await world.balance(client)).toBe(100);
    await expect(credit(owed, 1)).rejects.toMatchObject({ code: 'charge.not-standing' });
  });

  it('of the same rest is given once, however many try', async () => {
    const owed = await charge(await world.client(), 100);
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => credit(owed, 100)));
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('a refund', () => {
  it('gives back what is free and no more', async () => {
    const client = await world.client();
    await charge(client, 70);
    const payment = await world.pay(client, 100);
    await expect(refund(client, 31)).rejects.toMatchObject({
      code: 'refund.exceeds-free',
      params: { asked: 31, free: 30 },
    });
    expect(await refund(client, 30)).toMatchObject({
      amount: rub(30),
      payments: [{ paymentId: payment.id, amount: rub(30) }],
    });
    expect(await world.balance(client)).toBe(0);
  });

  it('of the same money is given once, however many try', async () => {
    const client = await world.client();
    await world.pay(client, 100);
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => refund(client, 60)));
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await world.balance(client)).toBe(40);
  });

  it('keeps its payment from being reversed', async () => {
    const client = await world.client();
    const payment = await world.pay(client, 100);
    await refund(client, 10);
    await expect(
      world.test.tx((tx) => billing.reversePayment(tx, payment.id, 'Mistake')),
    ).rejects.toMatchObject({ code: 'payment.has-left' });
  });
});

describe('prices and discounts', () => {
  it('are those of the list in force, the branch before all', async () => {
    const prices = world.test.app.get(PriceListsService, { strict: false });
    const plan = await world.plan();
    const list = async (branchId: string | null, price: number) => {
      const id = newId();
      await world.test.tx(async (tx) => {
        await tx.run(sql`
          insert into price_lists (id, name, branch_id, effective_from) values (${id}, ${id}, ${branchId}, '2026-11-01')`);
        await tx.run(sql`
          insert into price_list_lines (id, price_list_id, scope, period, plan_id, price)
          select ${newId()}, id, scope, period, ${plan.id}, ${price} from price_lists where id = ${id}`);
      });
    };
    const on = (day: string) =>
      world.test.tx((tx) => prices.pricesOn(tx, { branchId: world.branchId, on: day, planIds: [plan.id] }));
    await list(null, 900);
    expect((await on(TODAY)).plans).toEqual(new Map([[plan.id, 900]]));
    await list(world.branchId, 800);
    expect((await on(TODAY)).plans).toEqual(new Map([[plan.id, 800]]));
    expect((await on('2026-10-31')).plans).toEqual(new Map());
    await expect(list(null, 700)).rejects.toMatchObject({
      constraint: 'price_list_lines_no_overlap_excl',
    });
  });

  it('are the best that is earned or named; the last use of a code is had once', async () => {
    const discounts = world.test.app.get(DiscountsService, { strict: false });
    const plan = await world.plan();
    const make = (kind: string, more: { percent: number; minCount?: number; code?: string; uses?: number }) =>
      world.test.tx((tx) =>
        tx.run(sql`
          insert into discounts (id, name, kind, percent, min_count, promo_code, max_uses, effective_from)
          values (${newId()}, ${kind}, ${kind}, ${more.percent}, ${more.minCount ?? null}, ${more.code ?? null},
                  ${more.uses ?? null}, '2026-11-01')`),
      );
    await make('sibling', { percent: 10, minCount: 1 });
    await make('promo', { percent: 20, code: 'Autumn', uses: 1 });
    const ask = (siblings: number, promoCode?: string) =>
      world.test.tx((tx) =>
        discounts.resolve(tx, {
          branchId: world.branchId,
          on: TODAY,
          price: 1000,
          planId: plan.id,
          activityIds: [world.activityId],
          facts: { siblings, activities: 0 },
          ...(promoCode === undefined ? {} : { promoCode }),
        }),
      );
    expect(await ask(0)).toBeNull();
    expect(await ask(1)).toMatchObject({ amount: 100, reason: 'sibling' });
    await expect(ask(1, 'SPRING')).rejects.toMatchObject({ code: 'promo-code.unknown' });
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => ask(1, 'AUTUMN')));
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });
});
