import { BillingService } from '../../../src/modules/billing/index.js';
import { newId } from '../../../src/platform/database/ids.js';
import { sql } from '../../../src/platform/database/sql.js';
import { startWorld, type World } from '../subscriptions/world.js';

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

const charge = async (clientId: string, amount: number, dueOn = '2026-11-23'): Promise<string> => {
  const id = newId();
  const input = {
    id,
    clientId,
    branchId: world.branchId,
    kind: 'subscription' as const,
    subjectId: newId(),
    description: 'A plan',
    amount,
    dueOn,
  };
  await world.test.tx((tx) => billing.charge(tx, [input]));
  return id;
};
const paid = async (ids: string[]): Promise<number[]> => {
  const rows = await world.test.db.query<{ paid: number }>(
    sql`select paid from charges where id = any (${ids}::uuid[]) order by id`,
  );
  return rows.map((row) => row.paid);
};

describe('the account', () => {
  it('is one for siblings with one payer, also when both are charged for the first time at once', async () => {
    const payer = await world.guardian();
    const children = await Promise.all([1, 2, 3, 4].map(() => world.client(payer)));
    await Promise.all(children.map((child) => charge(child, 100)));
    const accounts = await world.test.db.query(
      sql`select id, balance from payer_accounts where guardian_id = ${payer}`,
    );
    expect(accounts).toMatchObject([{ balance: -400 }]);
  });

  it("is the client's own when nobody else pays", async () => {
    const client = await world.client();
    await charge(client, 100);
    expect(
      await world.test.db.query(sql`select id from payer_accounts where client_id = ${client}`),
    ).toHaveLength(1);
  });
});

describe('a payment', () => {
  it('pays what is due first and waits with the rest for the next charge', async () => {
    const client = await world.client();
    const later = await charge(client, 100, '2026-12-01');
    const sooner = await charge(client, 100, '2026-11-01');
    await world.pay(client, 150);
    expect(await paid([later, sooner])).toEqual([50, 100]);
    await world.pay(client, 100);
    const next = await charge(client, 70);
    expect(await paid([later, sooner, next])).toEqual([100, 100, 50]);
  });

  it('gives what it paid back when it is reversed, and other free money takes its place', async () => {
    const client = await world.client();
    const owed = await charge(client, 100);
    const first = await world.pay(client, 100);
    await world.pay(client, 60);
    await world.test.tx((tx) => billing.reversePayment(tx, first.id, 'Taken twice'));
    expect(await paid([owed])).toEqual([60]);
    expect(await world.balance(client)).toBe(-40);
  });

  it('is reversed once, however many try', async () => {
    const client = await world.client();
    const payment = await world.pay(client, 100);
    const tries = await Promise.allSettled(
      [1, 2, 3, 4, 5].map(() => world.test.tx((tx) => billing.reversePayment(tx, payment.id, 'Mistake'))),
    );
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await world.balance(client)).toBe(0);
  });

  it('loses no kopeck between forty payments and charges at once', async () => {
    const client = await world.client();
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? world.pay(client, 100 + n) : charge(client, 150))),
    );
    expect(await world.balance(client)).toBe(20 * 100 + 380 - 20 * 150);
  });
});

describe('reverseCharges', () => {
  it('moves the money to what is due next', async () => {
    const client = await world.client();
    const first = await charge(client, 100, '2026-11-01');
    const second = await charge(client, 100, '2026-11-02');
    await world.pay(client, 120);
    await world.test.tx((tx) => billing.reverseCharges(tx, [first]));
    expect(await paid([first, second])).toEqual([0, 100]);
    expect(await world.balance(client)).toBe(20);
  });
});
