import { Test } from '@nestjs/testing';
import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { systemActor } from '../../src/kernel/actor.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import { Db } from '../../src/platform/database/db.js';
import { sql } from '../../src/platform/database/sql.js';
import { Deliveries, LAST_ATTEMPT } from '../../src/platform/events/deliveries.js';
import { defineEvent } from '../../src/platform/events/event.js';
import { Events } from '../../src/platform/events/events.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { EventHandlers } from '../../src/platform/events/handlers.js';
import { Relay } from '../../src/platform/events/relay.js';
import { JsonLogger } from '../../src/platform/logging/logger.js';
import { Timers } from '../../src/platform/events/timers.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

const bellRung = defineEvent<{ n: number }>('bell.rung');
const actor = systemActor('test');
const prefix = `test-${randomBytes(4).toString('hex')}`;

let database: TestDatabase;
let heard: number[];
let failures: number;

async function start(relays: number) {
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    REDIS_URL: process.env['TEST_REDIS_URL'],
    REDIS_PREFIX: prefix,
  });
  const module = await Test.createTestingModule({ imports: [ConfigModule, DatabaseModule, EventsModule] })
    .setLogger(new JsonLogger())
    .compile();
  module.get(EventHandlers).on(bellRung, 'listener', (_tx, event) => {
    if (failures > 0) {
      failures -= 1;
      return Promise.reject(new Error('not in the mood'));
    }
    heard.push(event.data.n);
    return Promise.resolve();
  });
  await module.init();
  const config = {
    DATABASE_URL: database.url,
    REDIS_URL: process.env['TEST_REDIS_URL'],
    REDIS_PREFIX: prefix,
  };
  const started = Array.from({ length: relays }, () => new Relay(config as never, module.get(Deliveries)));
  for (const relay of started) await relay.onApplicationBootstrap();
  const db = module.get(Db);
  return {
    db,
    timers: module.get(Timers),
    deliveries: module.get(Deliveries),
    ring: (n: number) => db.tx(actor, (tx) => module.get(Events).record(tx, bellRung({ n }))),
    waiting: async () =>
      (
        await db.query<{ n: number }>(sql`select count(*) as n from event_deliveries where dead_at is null`)
      )[0]?.n,
    async stop() {
      for (const relay of started) await relay.onApplicationShutdown();
      await module.close();
    },
  };
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let n = 0; n < 400 && !(await done()); n += 1) await new Promise((resolve) => setTimeout(resolve, 25));
}

beforeEach(async () => {
  database = await cloneDatabase();
  heard = [];
  failures = 0;
});
afterEach(() => database.drop());

describe('the outbox', () => {
  it('brings a recorded event to its handler once, whatever the number of relays', async () => {
    const world = await start(3);
    for (let n = 0; n < 100; n += 1) await world.ring(n);
    await until(async () => heard.length >= 100 && (await world.waiting()) === 0);
    await world.stop();
    expect([...heard].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  it('forgets what was rolled back', async () => {
    const world = await start(0);
    const failed = world.db.tx(actor, async (tx) => {
      await tx.run(sql`insert into timer_runs (timer, tick) values ('x', now())`);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await expect(world.waiting()).resolves.toBe(0);
    await world.stop();
  });

  it('tries again after a failure', async () => {
    const world = await start(1);
    failures = 2;
    await world.ring(1);
    await until(() => heard.length === 1);
    await world.stop();
    expect(heard).toEqual([1]);
  });

  it('loses nothing when Redis is emptied', async () => {
    const idle = await start(0);
    for (let n = 0; n < 20; n += 1) await idle.ring(n);
    // Leased to a queue that is then emptied: exactly what a lost job looks like.
    await idle.deliveries.take(20);
    const redis = new Redis(process.env['TEST_REDIS_URL'] ?? '');
    const keys = await redis.keys(`${prefix}*`);
    if (keys.length > 0) await redis.del(...keys);
    redis.disconnect();
    await idle.db.tx(actor, (tx) => tx.run(sql`update event_deliveries set next_at = now()`));
    await idle.stop();
    const world = await start(1);
    await until(() => heard.length === 20);
    await world.stop();
    expect(heard).toHaveLength(20);
  });

  it('takes back at once what the queue did not take', async () => {
    const world = await start(0);
    await world.ring(1);
    const taken = await world.deliveries.take(10);
    await expect(world.deliveries.take(10)).resolves.toEqual([]);
    await world.deliveries.release(taken);
    await expect(world.deliveries.take(10)).resolves.toEqual(taken);
    await world.stop();
  });

  it('gives up after the last attempt, says so, and can be put back to work', async () => {
    const world = await start(0);
    await world.ring(7);
    failures = LAST_ATTEMPT;
    for (let n = 0; n < LAST_ATTEMPT; n += 1) {
      await world.db.tx(actor, (tx) => tx.run(sql`update event_deliveries set next_at = now()`));
      for (const delivery of await world.deliveries.take(10)) await world.deliveries.carryOut(delivery);
    }
    const [dead] = await world.db.query<{ eventId: string; handler: string; error: string }>(
      sql`select event_id as "eventId", handler, last_error as error from event_deliveries where dead_at is not null`,
    );
    expect(dead?.error).toBe('not in the mood');
    await world.deliveries.replay(dead!);
    for (const delivery of await world.deliveries.take(10)) await world.deliveries.carryOut(delivery);
    await world.stop();
    expect(heard).toEqual([7]);
  });
});

describe('timers', () => {
  it('make one run of a tick, however many hear the clock', async () => {
    const world = await start(0);
    world.timers.every('hour', 'clock.struck', () => Promise.resolve());
    await Promise.all(Array.from({ length: 5 }, () => world.timers.tick()));
    const runs = await world.db.query(sql`select 1 from events where name = 'clock.struck'`);
    await world.stop();
    expect(runs).toHaveLength(1);
  });
});
