import type { Socket } from 'node:net';
import { Test } from '@nestjs/testing';
import type { Pool } from 'pg';
import { systemActor } from '../../src/kernel/actor.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import { Db } from '../../src/platform/database/db.js';
import { newId } from '../../src/platform/database/ids.js';
import { sql } from '../../src/platform/database/sql.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

const actor = systemActor('test');
let database: TestDatabase;
let db: Db;
let stop: () => Promise<void>;

beforeAll(async () => {
  database = await cloneDatabase();
  Object.assign(process.env, { DATABASE_URL: database.url, REDIS_URL: process.env['TEST_REDIS_URL'] });
  const module = await Test.createTestingModule({ imports: [ConfigModule, DatabaseModule] }).compile();
  await module.init();
  db = module.get(Db);
  stop = () => module.close();
});
afterAll(async () => {
  await stop();
  await database.drop();
});

const branch = async (code: string): Promise<string> => {
  const id = newId();
  await db.tx(actor, (tx) =>
    tx.run(sql`insert into branches (id, code, name, time_zone) values (${id}, ${code}, '0', 'UTC')`),
  );
  return id;
};
const nameOf = async (id: string) =>
  (await db.find<{ name: string }>(sql`select name from branches where id = ${id}`))?.name;

describe('a transaction', () => {
  it('runs its whole work again after a serialization failure', async () => {
    const id = await branch('serial');
    let runs = 0;
    const add = () =>
      db.tx(
        actor,
        async (tx) => {
          runs += 1;
          const { name } = await tx.one<{ name: string }>(sql`select name from branches where id = ${id}`);
          await new Promise((resolve) => setTimeout(resolve, 20));
          await tx.run(sql`update branches set name = ${String(Number(name) + 1)} where id = ${id}`);
        },
        { isolation: 'repeatable read' },
      );
    await Promise.all([add(), add(), add()]);
    await expect(nameOf(id)).resolves.toBe('3');
    expect(runs).toBeGreaterThan(3);
  });

  it('runs its whole work again after a deadlock', async () => {
    const [a, b] = [await branch('dead-a'), await branch('dead-b')];
    let runs = 0;
    const touch = (first: string, second: string) =>
      db.tx(actor, async (tx) => {
        runs += 1;
        await tx.run(sql`update branches set name = name || '1' where id = ${first}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
        await tx.run(sql`update branches set name = name || '1' where id = ${second}`);
      });
    await Promise.all([touch(a, b), touch(b, a)]);
    await expect(Promise.all([nameOf(a), nameOf(b)])).resolves.toEqual(['011', '011']);
    expect(runs).toBe(3);
  });

  it('gives up on any other fault and leaves nothing behind', async () => {
    const id = await branch('plain');
    const failing = db.tx(actor, async (tx) => {
      await tx.run(sql`update branches set name = 'changed' where id = ${id}`);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await expect(nameOf(id)).resolves.toBe('0');
  });

  it('stamps who and when, and refuses to write on behalf of nobody', async () => {
    const id = await branch('stamped');
    const row = await db.find<{ by: { login: string }; version: number }>(
      sql`select created_by as by, version from branches where id = ${id}`,
    );
    expect(row).toMatchObject({ by: { login: 'system:test' }, version: 1 });
    await expect(db.query(sql`update branches set name = 'x' where id = ${id}`)).rejects.toThrow(
      /without an announced actor/,
    );
  });
});

describe('sql', () => {
  it('sends values as parameters, whatever they hold', async () => {
    const evil = `'; drop table branches; --`;
    await expect(db.find(sql`select ${evil}::text as echo`)).resolves.toEqual({ echo: evil });
    expect(() => sql.ident('branches; drop')).toThrow('not an SQL name');
  });
});

describe('statements nobody waits for', () => {
  const insert = (id: string, code: string) =>
    sql`insert into branches (id, code, name, time_zone) values (${id}, ${code}, 'later', 'UTC')`;

  it('run in their order, before the next one and before the end', async () => {
    const [first, second] = [newId(), newId()];
    const seen = await db.tx(actor, async (tx) => {
      tx.later(insert(first, 'later-1'));
      tx.later(sql`update branches set name = name || '!' where id = ${first}`);
      const { name } = await tx.one<{ name: string }>(sql`select name from branches where id = ${first}`);
      tx.later(insert(second, 'later-2'));
      return name;
    });
    expect(seen).toBe('later!');
    await expect(nameOf(second)).resolves.toBe('later');
  });

  it('fail the transaction with their own fault, and what was sent behind them runs another time', async () => {
    const [first, second] = [newId(), newId()];
    const behind = (tx: Tx) => tx.one<{ answer: number }>(sql`select ${7}::integer as answer`);
    const twice = db.tx(actor, async (tx) => {
      tx.later(insert(first, 'later-3'));
      tx.later(insert(second, 'later-3'));
      await behind(tx);
    });
    await expect(twice).rejects.toMatchObject({ code: '23505' });
    const atTheEnd = db.tx(actor, async (tx) => {
      await behind(tx);
      tx.later(insert(first, 'later-4'));
      tx.later(insert(second, 'later-4'));
    });
    await expect(atTheEnd).rejects.toMatchObject({ code: '23505' });
    await expect(nameOf(first)).resolves.toBeUndefined();
    await expect(db.tx(actor, behind)).resolves.toEqual({ answer: 7 });
  });

  it('send nothing when one of their values cannot be written', async () => {
    const [id, knot] = [newId(), {} as Record<string, unknown>];
    knot['itself'] = knot;
    const wrong = db.tx(actor, (tx) => {
      tx.later(insert(id, 'later-5'));
      tx.later(sql`select ${knot}::jsonb`);
      return Promise.resolve();
    });
    await expect(wrong).rejects.toThrow('circular');
    await expect(nameOf(id)).resolves.toBeUndefined();
  });

  it('are rehearsed too', async () => {
    const id = newId();
    const rehearsal = db.tx(
      actor,
      async (tx) => {
        await tx.one(sql`select ${1}::integer`);
        tx.later(insert(id, 'later-6'));
        tx.later(insert(newId(), 'later-6'));
      },
      { dryRun: true },
    );
    await expect(rehearsal).rejects.toMatchObject({ code: '23505' });
  });
});

describe('what is asked in one turn of a transaction', () => {
  const number = (tx: Tx, n: number) => tx.one<{ n: number }>(sql`select ${n}::integer as n`);

  it('runs in the order of asking, each with its own answer', async () => {
    const id = await branch('asked-1');
    const name = (tx: Tx) => tx.one<{ name: string }>(sql`select name from branches where id = ${id}`);
    const answers = await db.tx(actor, async (tx) =>
      Promise.all([
        number(tx, 1),
        tx.run(sql`update branches set name = 'asked' where id = ${id}`),
        name(tx),
        number(tx, 2),
      ]),
    );
    expect(answers).toEqual([{ n: 1 }, 1, { name: 'asked' }, { n: 2 }]);
  });

  it('fails together, and what goes on after a fault writes nothing', async () => {
    const id = await branch('asked-2');
    const rename = sql`update branches set name = 'lost' where id = ${id}`;
    const faults: unknown[] = [];
    const together = db.tx(actor, (tx) =>
      Promise.all([
        tx.run(sql`select 1 / ${0}::integer`),
        number(tx, 1).catch((fault: unknown) => faults.push(fault)),
      ]),
    );
    await expect(together).rejects.toMatchObject({ code: '22012' });
    expect(faults).toMatchObject([{ code: '22012' }]);

    let goesOn: Promise<number> | undefined;
    const gaveUp = db.tx(actor, (tx) => {
      const rest = async (): Promise<number> => {
        await number(tx, 1);
        await number(tx, 2);
        return tx.run(rename);
      };
      goesOn = rest();
      return Promise.all([goesOn, number(tx, 1).then(() => Promise.reject(new Error('no')))]);
    });
    await expect(gaveUp).rejects.toThrow('no');
    await expect(goesOn).rejects.toThrow('the transaction is over');
    await expect(nameOf(id)).resolves.not.toBe('lost');
  });
});

describe('reads of one record that are asked for together', () => {
  const quickly = (text: ReturnType<typeof sql>) => db.findQuickly<{ name: string }>(text);
  const named = (id: string) => sql`select name from branches where id = ${id}`;

  it('have each their own answer, one that fails only its own fault', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, (_, n) => branch(`quick-${String(n)}`)));
    await Promise.all(
      ids.map((id, n) =>
        db.tx(actor, (tx) => tx.run(sql`update branches set name = ${String(n)} where id = ${id}`)),
      ),
    );
    // Forty are more than go over one connection at once.
    const asked = Array.from({ length: 40 }, (_, n) => quickly(named(ids[n % 5] ?? '')));
    expect((await Promise.all(asked)).map((row) => row?.name)).toEqual(asked.map((_, n) => String(n % 5)));
    const mixed = await Promise.allSettled([
      quickly(named(ids[1] ?? '')),
      quickly(named(newId())),
      quickly(sql`select name from branches where id = ${'no id'}`),
      quickly(sql`select (1 / (select 0 from branches where id = ${ids[2]}))::text as name`),
      quickly(named(ids[3] ?? '')),
    ]);
    expect(mixed).toMatchObject([
      { status: 'fulfilled', value: { name: '1' } },
      { status: 'fulfilled', value: null },
      { status: 'rejected', reason: { code: '22P02' } },
      { status: 'rejected', reason: { code: '22012' } },
      { status: 'fulfilled', value: { name: '3' } },
    ]);
  });

  it('live through the loss of their connection', async () => {
    const id = await branch('lost');
    const killing = sql`select pg_terminate_backend(pg_backend_pid())::text as name from branches where id = ${id}`;
    const ended = await Promise.allSettled([quickly(named(id)), quickly(killing), quickly(named(id))]);
    expect(ended).toMatchObject([
      { status: 'fulfilled', value: { name: '0' } },
      { status: 'rejected', reason: { code: '57P01' } },
      { status: 'fulfilled', value: { name: '0' } },
    ]);
    expect(await quickly(named(id))).toEqual({ name: '0' });
  });
});

it('keeps plans for one read alone', async () => {
  const mode = sql`select current_setting('plan_cache_mode') as mode where ${1}::integer = 1`;
  expect(await db.findByKeptPlan(mode)).toEqual({ mode: 'force_generic_plan' });
  const modes = await Promise.all(Array.from({ length: 12 }, () => db.find(mode)));
  expect(modes).toEqual(modes.map(() => ({ mode: 'auto' })));
  await expect(db.findByKeptPlan(sql`select ${1}::integer / 0`)).rejects.toMatchObject({ code: '22012' });
  const { master: pool } = db.dataSource.driver as unknown as { master: Pool };
  pool.once('acquire', (client) => {
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    setTimeout(() => stream.destroy(new Error('cut off')), 50);
  });
  await expect(db.findByKeptPlan(sql`select pg_sleep(${30})`)).rejects.toThrow('cut off');
  expect(await db.findByKeptPlan(mode)).toEqual({ mode: 'force_generic_plan' });
});
