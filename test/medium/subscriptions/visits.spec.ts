import type { Sql } from '../../../src/platform/database/sql.js';
import { Tx } from '../../../src/platform/database/tx.js';
import { SINGLE_PRICE, TODAY, rub, startWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  expect(await world.broken()).toEqual([]);
});
afterAll(() => world.test.close());

const times = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

describe('charge', () => {
  it('takes a visit from who has one, charges who has none, and recognises what each is worth', async () => {
    const plan = await world.plan();
    const [member, visitor] = [await world.client(), await world.client()];
    const sold = await world.sell(member, plan.id, { discount: rub(1_00), discountReason: 'Regret' });
    const outcomes = await world.hold(await world.lesson(), [member, visitor]);
    expect(outcomes).toMatchObject([
      { clientId: member, charged: 'subscription', subscriptionId: sold.id, visitsLeft: 7, value: 999_87 },
      { clientId: visitor, charged: 'unpaid', subscriptionId: null, visitsLeft: null, value: SINGLE_PRICE },
    ]);
    expect(await world.balance(visitor)).toBe(-SINGLE_PRICE);
  });

  it('gives the last visit to one of fifty lessons at once; the others are unpaid', async () => {
    const plan = await world.plan({ visits: 1 });
    const client = await world.client();
    const sold = await world.sell(client, plan.id);
    const lessons = await times(50, () => world.lesson());
    const outcomes = (await Promise.all(lessons.map((lesson) => world.hold(lesson, [client])))).flat();
    expect(outcomes.filter((one) => one.charged === 'subscription')).toHaveLength(1);
    expect(outcomes.filter((one) => one.charged === 'unpaid')).toHaveLength(49);
    expect(await world.subscription(sold.id)).toMatchObject({ left: 0, used: 1 });
    expect(await world.balance(client)).toBe(-8_000_00 - 49 * SINGLE_PRICE);
  });

  it('runs as many statements for forty clients as for two', async () => {
    const count = async (clients: number): Promise<number> => {
      const plan = await world.plan();
      const ids = await times(clients, () => world.client());
      for (const id of ids.slice(0, clients / 2)) await world.sell(id, plan.id);
      const lesson = await world.lesson();
      return statementsOf(() => world.hold(lesson, ids));
    };
    const few = await count(2);
    expect(await count(40)).toBe(few);
  });

  it('never charges a frozen day, whichever of freeze and lesson comes first', async () => {
    const plan = await world.plan({ freezeMaxDays: 30, freezeMaxTimes: 5 });
    const results = await times(20, async () => {
      const client = await world.client();
      const sold = await world.sell(client, plan.id);
      const lesson = await world.lesson();
      const [outcome, frozen] = await Promise.allSettled([
        world.hold(lesson, [client]),
        world.freeze(sold.id, TODAY, '2026-11-30'),
      ]);
      const charged = outcome.status === 'fulfilled' ? outcome.value[0]?.charged : 'failed';
      return { charged, isFrozen: frozen.status === 'fulfilled' };
    });
    for (const { charged, isFrozen } of results) expect(charged).toBe(isFrozen ? 'unpaid' : 'subscription');
  });

  it('leaves no unpaid visit beside a subscription that a sale at the same moment made', async () => {
    const plan = await world.plan();
    await times(15, async () => {
      const client = await world.client();
      const lesson = await world.lesson();
      const [, sold] = await Promise.all([world.hold(lesson, [client]), world.sell(client, plan.id)]);
      expect(await world.subscription(sold.id)).toMatchObject({ left: 7, used: 1 });
      expect(await world.balance(client)).toBe(-8_000_00);
    });
  });
});

describe('absorption', () => {
  it('turns unpaid visits into visits of the next subscription before the payment is put on the account', async () => {
    const plan = await world.plan({ visits: 2 });
    const client = await world.client();
    for (const day of ['2026-11-09', '2026-11-02', '2026-11-16'])
      await world.hold(await world.lesson(day), [client], day);
    const sold = await world.sell(client, plan.id, { payment: { amount: rub(8_000_00), method: 'cash' } });
    expect(sold).toMatchObject({
      visitsLeft: 0,
      visitsUsed: 2,
      status: 'depleted',
      charge: { paid: rub(7_500_00) },
    });
    expect(await world.balance(client)).toBe(-SINGLE_PRICE);
  });

  it('leaves a visit alone that money has paid in part', async () => {
    const plan = await world.plan();
    const client = await world.client();
    await world.hold(await world.lesson(), [client]);
    await world.pay(client, 1_00);
    expect(await world.sell(client, plan.id)).toMatchObject({ visitsLeft: 8, visitsUsed: 0 });
  });
});

describe('reverse', () => {
  it('brings credits, money and the start by a first visit back to where they were', async () => {
    const [plan, byVisit] = [await world.plan({ visits: 1 }), await world.plan({ startRule: 'first_visit' })];
    const [paid, starting, visitor] = [await world.client(), await world.client(), await world.client()];
    const sold = [await world.sell(paid, plan.id), await world.sell(starting, byVisit.id)];
    await world.pay(visitor, 2_000_00);
    const before = await state(
      sold.map((one) => one.id),
      [paid, starting, visitor],
    );
    const lesson = await world.lesson();
    await world.hold(lesson, [paid, starting, visitor]);
    expect(
      await state(
        sold.map((one) => one.id),
        [paid, starting, visitor],
      ),
    ).not.toEqual(before);
    await world.undo(lesson);
    expect(
      await state(
        sold.map((one) => one.id),
        [paid, starting, visitor],
      ),
    ).toEqual(before);
  });

  it('does nothing twice', async () => {
    const client = await world.client();
    const lesson = await world.lesson();
    await world.hold(lesson, [client]);
    await Promise.all([world.undo(lesson), world.undo(lesson), world.undo(lesson)]);
    expect(await world.balance(client)).toBe(0);
  });

  it('lets the lesson be charged again, for the same', async () => {
    const plan = await world.plan({ visits: 3, price: rub(1_00) });
    const client = await world.client();
    await world.sell(client, plan.id);
    const lesson = await world.lesson();
    const first = await world.hold(lesson, [client]);
    await world.undo(lesson);
    const second = await world.hold(lesson, [client]);
    expect(second).toEqual(first.map((one) => ({ ...one, visitId: second[0]?.visitId })));
  });

  const state = async (subscriptionIds: string[], clientIds: string[]) => ({
    subscriptions: await Promise.all(subscriptionIds.map((id) => world.subscription(id))),
    balances: await Promise.all(clientIds.map((id) => world.balance(id))),
  });
});

/** How many statements a piece of work sends through its transaction. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const { query, run } = Tx.prototype;
  let count = 0;
  Tx.prototype.query = function <Row>(this: Tx, statement: Sql) {
    count += 1;
    return query.call(this, statement) as Promise<Row[]>;
  };
  Tx.prototype.run = function (this: Tx, statement: Sql) {
    count += 1;
    return run.call(this, statement);
  };
  try {
    await work();
  } finally {
    Object.assign(Tx.prototype, { query, run });
  }
  return count;
}
