import { newId } from '../../../src/platform/database/ids.js';
import { sql } from '../../../src/platform/database/sql.js';
import { rub, startWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.test.close());

const TOMORROW = '2026-11-24T09:00:00.000Z';

/** A member of the world's group, whose lessons the plans below cover. */
async function member(): Promise<string> {
  const clientId = await world.client();
  await world.test.tx((tx) =>
    tx.run(sql`
      insert into group_members (id, group_id, client_id, joined_on)
      values (${newId()}, ${world.groupId}, ${clientId}, '2026-11-01')`),
  );
  return clientId;
}

async function leave(clientId: string): Promise<void> {
  await world.test.tx((tx) =>
    tx.run(sql`update group_members set left_on = '2026-11-23' where client_id = ${clientId}`),
  );
}

async function reasons(clientId: string, at = TOMORROW): Promise<string[]> {
  const rows = await world.test.db.query<{ reason: string }>(sql`
    select level || ' ' || code as reason from client_alerts(${at}) where client_id = ${clientId} order by 1`);
  return rows.map((row) => row.reason);
}

/** Sold and paid for, so that only visits and days decide. */
async function sellPaid(clientId: string, visits: number | null, more: object = {}): Promise<string> {
  const plan = await world.plan({ visits, freezeMaxDays: 30, freezeMaxTimes: 3, ...more });
  const payment = { amount: rub(8_000_00), method: 'cash' as const };
  return (await world.sell(clientId, plan.id, { payment })).id;
}

const use = async (clientId: string) => world.hold(await world.lesson(), [clientId]);

describe('the colour of a client', () => {
  it('is green with visits and days to spare', async () => {
    const client = await member();
    await sellPaid(client, 8);
    expect(await reasons(client)).toEqual([]);
  });

  it('is red when the last visit is used, and amber before', async () => {
    const client = await member();
    await sellPaid(client, 2);
    expect(await reasons(client)).toEqual(['amber running_out']);
    await use(client);
    await use(client);
    expect(await reasons(client)).toEqual(['red subscription_depleted']);
  });

  it('is red the day after the end, and amber in the days before', async () => {
    const client = await member();
    await sellPaid(client, 8);
    expect(await reasons(client, '2026-12-20T09:00:00Z')).toEqual(['amber expiring']);
    expect(await reasons(client, '2026-12-22T20:59:00Z')).toEqual(['amber expiring']);
    expect(await reasons(client, '2026-12-22T21:00:00Z')).toEqual(['red subscription_expired']);
  });

  it('is not red while a subscription waits for its first visit, starts later or is frozen', async () => {
    const [waiting, coming, frozen] = [await member(), await member(), await member()];
    await sellPaid(waiting, 8, { startRule: 'first_visit' });
    const plan = await world.plan({ startRule: 'date' });
    const payment = { amount: rub(8_000_00), method: 'cash' as const };
    await world.sell(coming, plan.id, { startsOn: '2026-12-01', payment });
    await world.freeze(await sellPaid(frozen, 8), '2026-11-23', '2026-11-30');
    for (const client of [waiting, coming, frozen]) expect(await reasons(client)).toEqual([]);
  });

  it('is green again for who has renewed, and for who has left', async () => {
    const [renewed, left] = [await member(), await member()];
    for (const client of [renewed, left]) {
      await sellPaid(client, 1);
      await use(client);
      expect(await reasons(client)).toEqual(['red subscription_depleted']);
    }
    await sellPaid(renewed, 8);
    await leave(left);
    expect(await reasons(renewed)).toEqual([]);
    expect(await reasons(left)).toEqual([]);
  });

  it('is red at once for an unpaid visit, and the day after for anything else', async () => {
    const [visitor, buyer] = [await world.client(), await world.client()];
    await use(visitor);
    await world.sell(buyer, (await world.plan()).id);
    expect(await reasons(visitor, '2026-11-23T09:00:00Z')).toEqual(['red payment_overdue']);
    expect(await reasons(buyer, '2026-11-23T09:00:00Z')).toEqual(['amber payment_due']);
    expect(await reasons(buyer)).toEqual(['red payment_overdue']);
  });
});
