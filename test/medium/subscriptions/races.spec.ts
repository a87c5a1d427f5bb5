import {
  RenewalsService,
  SubscriptionRefundsService,
  TransfersService,
  WatchService,
} from '../../../src/modules/subscriptions/index.js';
import { sql } from '../../../src/platform/database/sql.js';
import { rub, startWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  expect(await world.broken()).toEqual([]);
});
afterAll(() => world.test.close());

const get = <T>(service: abstract new (...args: never[]) => T): T =>
  world.test.app.get<T>(service, { strict: false });
const times = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));
const won = (results: readonly PromiseSettledResult<unknown>[]): number =>
  results.filter((one) => one.status === 'fulfilled').length;
const count = async (id: string, kind: string): Promise<number> => {
  const row = await world.test.db.find<{ n: number }>(
    sql`select count(*) as n from visit_entries where subscription_id = ${id} and kind = ${kind}`,
  );
  return row?.n ?? 0;
};

describe('two at once', () => {
  it('renew a subscription once, of twenty who renew it and twenty timers', async () => {
    const plan = await world.plan({ autoRenew: 'same', autoRenewDaysBefore: 60, validityCount: 1 });
    const sold = await world.sell(await world.client(), plan.id);
    const renewals = get(RenewalsService);
    const results = await Promise.allSettled([
      ...Array.from({ length: 20 }, () => world.test.tx((tx) => renewals.renew(tx, sold.id, {}))),
      ...Array.from({ length: 20 }, () => world.test.tx((tx) => renewals.autoRenew(tx, sold.id))),
    ]);
    const next = await world.test.db.query(sql`select id from subscriptions where renews_id = ${sold.id}`);
    expect(next).toHaveLength(1);
    expect(won(results.slice(0, 20))).toBeLessThanOrEqual(1);
    expect(await world.balance(sold.clientId)).toBe(-16_000_00);
  });

  it('end in one refund, and every visit is either charged before it or unpaid after it', async () => {
    const plan = await world.plan({ visits: 30, price: rub(3_000_00) });
    const client = await world.client();
    const sold = await world.sell(client, plan.id, { payment: { amount: rub(3_000_00), method: 'cash' } });
    const lessons = await times(20, () => world.lesson());
    const refunds = get(SubscriptionRefundsService);
    const [outcomes, results] = await Promise.all([
      Promise.all(lessons.map((lesson) => world.hold(lesson, [client]))),
      Promise.allSettled(
        lessons.map(() => world.test.tx((tx) => refunds.refund(tx, sold.id, { reason: 'Race' }))),
      ),
    ]);
    const paid = outcomes.flat().filter((one) => one.charged === 'subscription').length;
    expect(won(results)).toBe(1);
    expect(await count(sold.id, 'refund')).toBe(1);
    expect(await world.subscription(sold.id)).toMatchObject({ left: 0, used: paid });
    expect(await world.balance(client)).toBe(3_000_00 - paid * 100_00 - (20 - paid) * 500_00);
  });

  it('give no visit twice: to another client and to a lesson', async () => {
    const plan = await world.plan({ visits: 10, price: rub(1_000_00), isTransferable: true });
    const [giver, receiver] = [await world.client(), await world.client()];
    const sold = await world.sell(giver, plan.id);
    const lessons = await times(20, () => world.lesson());
    const transfers = get(TransfersService);
    const give = { clientId: receiver, visits: 1, reason: 'Race' };
    const [outcomes, results] = await Promise.all([
      Promise.all(lessons.map((lesson) => world.hold(lesson, [giver]))),
      Promise.allSettled(lessons.map(() => world.test.tx((tx) => transfers.transfer(tx, sold.id, give)))),
    ]);
    const used = outcomes.flat().filter((one) => one.charged === 'subscription').length;
    expect(used + won(results)).toBe(10);
    expect(await world.subscription(sold.id)).toMatchObject({ left: 0, used });
  });

  it('meet crosswise without a circle: two clients who give to each other', async () => {
    const plan = await world.plan({ visits: 20, isTransferable: true });
    const pair = [await world.client(), await world.client()] as const;
    const sold = [await world.sell(pair[0], plan.id), await world.sell(pair[1], plan.id)] as const;
    const transfers = get(TransfersService);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => {
        const from = index % 2 === 0 ? 0 : 1;
        const give = { clientId: pair[from === 0 ? 1 : 0], visits: 1, reason: 'Race' };
        return world.test.tx((tx) => transfers.transfer(tx, sold[from].id, give));
      }),
    );
    expect(won(results)).toBe(20);
    expect(await world.subscription(sold[0].id)).toMatchObject({ left: 10 });
  });

  it('say an occasion once, however many look for it', async () => {
    const sold = await world.sell(await world.client(), (await world.plan({ visits: 1 })).id);
    const watch = get(WatchService);
    await times(20, () => world.test.tx((tx) => watch.lookAtAll(tx)));
    const said = await world.test.db.query<{ name: string }>(
      sql`select name from events where subject_id = ${sold.id} and name = 'subscription.running-out'`,
    );
    expect(said).toHaveLength(1);
  });
});
