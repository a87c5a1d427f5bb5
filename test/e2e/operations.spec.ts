import { randomBytes, randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { systemActor } from '../../src/kernel/actor.js';
import { RequestInvalid } from '../../src/kernel/faults.js';
import { UsersService } from '../../src/modules/access/index.js';
import { sql } from '../../src/platform/database/sql.js';
import type { OperationRun } from '../../src/platform/operations/operation-run.js';
import { OperationRunner } from '../../src/platform/operations/operation-runner.js';
import type { OperationRequest } from '../../src/platform/operations/operation.js';
import type { Operation, OperationPage } from '../../src/platform/operations/operations.dto.js';
import { Operations } from '../../src/platform/operations/operations.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import { startWorker } from '../support/worker.js';

let test: TestApp;
let operations: Operations;
let runner: OperationRunner;
/** What the handler does next; set by each test. */
let work: (run: OperationRun) => Promise<void>;

const counted = () =>
  test.tx((tx) => tx.one<{ n: number }>(sql`select count(*) as n from timer_runs where timer = 'count'`));

beforeAll(async () => {
  test = await startTestApp();
  operations = test.app.get(Operations);
  runner = test.app.get(OperationRunner);
  operations.on(
    'test.count',
    async (run) => {
      await work(run);
      return run.finish(() =>
        Promise.resolve({
          result: { counted: true },
          files: [
            {
              name: 'счёт.txt',
              mediaType: 'text/plain; charset=utf-8',
              content: () => [Buffer.from('раз, два')],
            },
          ],
        }),
      );
    },
    (result, language) => ({ ...result, language }),
  );
});
afterAll(() => test.close());
beforeEach(async () => {
  work = () => Promise.resolve();
  await test.tx((tx) => tx.run(sql`delete from timer_runs where timer = 'count'`));
});

const actorOf = async (caller: Caller) => {
  const me = (await caller.get('/v1/me').expect(200)).body as { id?: string; login: string };
  const user = await test.db.find<{ id: string; name: string }>(
    sql`select id, name from users where login = ${me.login}`,
  );
  return {
    ...systemActor('x'),
    kind: 'user' as const,
    userId: user!.id,
    login: me.login,
    name: user!.name,
    permissions: new Map([['clients:import', 'all' as const]]),
  };
};
/** As a module would, on behalf of the caller. */
const start = async (caller: Caller, more: Partial<OperationRequest> = {}) => {
  const actor = await actorOf(caller);
  return test.db.tx(actor, (tx) =>
    operations.start(tx, { kind: 'test.count', permission: 'clients:import', request: {}, ...more }),
  );
};
const get = async (id: string, caller = test.owner) =>
  (await caller.get(`/v1/operations/${id}`).expect(200)).body as Operation;
const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code;
const until = async (done: () => Promise<boolean>) => {
  for (let n = 0; n < 600 && !(await done()); n += 1) await new Promise((resolve) => setTimeout(resolve, 25));
};
const ended = async (id: string) => {
  await until(async () => ['succeeded', 'failed', 'cancelled'].includes((await get(id)).status));
  return get(id);
};
const count = (run: OperationRun, n: number) =>
  run.step(async (tx) => {
    await tx.run(
      sql`insert into timer_runs (timer, tick) values ('count', now() + ${n} * interval '1 second')`,
    );
    return { state: { n }, done: n, result: { n } };
  });
const expire = (id: string) =>
  test.tx((tx) => tx.run(sql`update operations set next_at = now() where id = ${id}`));

describe('an operation', () => {
  it('waits, runs and ends with result and file, for its owner only', async () => {
    const { id } = await start(test.owner);
    expect(await get(id)).toMatchObject({
      status: 'queued',
      progress: { percent: null, done: 0, total: null },
      result: null,
      startedAt: null,
    });
    work = (run) => run.progress(0, 10);
    await runner.carryOut(id);
    const done = await get(id);
    expect(done).toMatchObject({
      status: 'succeeded',
      progress: { percent: 100, done: 10, total: 10 },
      result: { counted: true, language: 'en' },
      error: null,
    });
    const [file] = done.files;
    const answer = await test.owner.get(file!.href).expect(200);
    expect(answer.text).toBe('раз, два');
    expect(answer.headers['content-disposition']).toContain(encodeURIComponent('счёт.txt'));
    const other = await test.as(['owner']);
    await other.get(`/v1/operations/${id}`).expect(404);
    await other.get(file!.href).expect(404);
    await other.post(`/v1/operations/${id}/cancellation`).expect(404);
    expect(((await other.get('/v1/operations').expect(200)).body as OperationPage).items).toEqual([]);
  });

  it('is listed by status and kind, page by page', async () => {
    const { id } = await start(test.owner);
    const list = async (query: string) =>
      ((await test.owner.get(`/v1/operations?${query}`).expect(200)).body as OperationPage).items.map(
        (one) => one.id,
      );
    expect(await list('status=queued,running')).toEqual([id]);
    expect(await list('status=succeeded&limit=1')).toHaveLength(1);
    expect(await list('kind=nothing')).toEqual([]);
    expect(codeOf(await test.owner.get('/v1/operations?status=lost').expect(422))).toBe('request.invalid');
    await test.owner.post(`/v1/operations/${id}/cancellation`).expect(200);
  });

  it('fails with a problem in the language of who reads it', async () => {
    const { id } = await start(test.owner);
    work = () => Promise.reject(RequestInvalid());
    await runner.carryOut(id);
    const failed = await test.owner.get(`/v1/operations/${id}`).set('accept-language', 'ru').expect(200);
    expect(failed.body).toMatchObject({
      status: 'failed',
      error: { code: 'request.invalid', status: 422, title: 'Некоторые значения неверны' },
    });
  });

  it('is tried again after a fault of ours, and given up in the end', async () => {
    const { id } = await start(test.owner);
    work = () => Promise.reject(new Error('a bug'));
    for (let n = 0; n < 5; n += 1) {
      await runner.carryOut(id);
      await expire(id);
    }
    expect(await get(id)).toMatchObject({ status: 'failed', error: { code: 'internal.fault' } });
  });

  it('is done by who asked, with what they may do when it begins', async () => {
    const caller = await test.as(['administrator'], []);
    const { id } = await start(caller);
    const actor = await actorOf(caller);
    work = (run) => {
      expect([run.actor.login, run.actor.permissions.get('clients:import')]).toEqual([actor.login, 'branch']);
      // It had not been asked for with more than this.
      expect(run.actor.permissions.size).toBe(1);
      return Promise.resolve();
    };
    await runner.carryOut(id);
    expect((await get(id, caller)).status).toBe('succeeded');
    const later = await start(caller);
    await test.tx((tx) =>
      tx.run(sql`update users set role_codes = '{storekeeper}' where id = ${actor.userId}`),
    );
    await runner.carryOut(later.id);
    const row = await test.db.find(
      sql`select error ->> 'code' as code from operations where id = ${later.id}`,
    );
    expect(row).toEqual({ code: 'operation.not-allowed' });
    expect(test.app.get(UsersService)).toBeDefined();
  });
});

describe('a worker that dies', () => {
  it('leaves what it committed, and the next goes on there', async () => {
    const { id } = await start(test.owner);
    work = async (run) => {
      for (let n = ((run.operation.state as { n: number } | null)?.n ?? 0) + 1; n <= 6; n += 1) {
        await count(run, n);
        // What a kill leaves: no word to the row, only silence.
        if (n === 3 && run.operation.tries === 1) throw new Dead();
      }
    };
    await dying(id);
    expect(await get(id)).toMatchObject({ status: 'running', progress: { done: 3 }, result: { n: 3 } });
    await runner.carryOut(id);
    expect((await get(id)).progress.done).toBe(3);
    await expire(id);
    await runner.carryOut(id);
    expect((await get(id)).status).toBe('succeeded');
    expect(await counted()).toEqual({ n: 6 });
  });

  it('but lives adds nothing once another has taken over', async () => {
    const { id } = await start(test.owner);
    let isTaken = false;
    work = async (run) => {
      await count(run, run.operation.tries);
      if (run.operation.tries > 1) return;
      await expire(id);
      await runner.carryOut(id);
      isTaken = true;
      await count(run, 10);
    };
    await runner.carryOut(id);
    expect(isTaken).toBe(true);
    expect(await counted()).toEqual({ n: 2 });
    expect((await get(id)).status).toBe('succeeded');
  });

  class Dead extends Error {}
  /** Carries out and dies without a trace: the row is left as a killed process leaves it. */
  async function dying(id: string): Promise<void> {
    const inner = work;
    let died: (() => void) | undefined;
    const gone = new Promise<void>((resolve) => (died = resolve));
    work = async (run) => {
      try {
        await inner(run);
      } catch (fault) {
        if (!(fault instanceof Dead)) throw fault;
        run.end();
        died?.();
        await new Promise(() => undefined);
      }
    };
    void runner.carryOut(id);
    await gone;
    work = inner;
  }
});

describe('with a worker', () => {
  it('each of many is carried out once, by several workers, though Redis is emptied meanwhile', async () => {
    const begun: string[] = [];
    work = async (run) => {
      begun.push(run.operation.id);
      await count(run, begun.length);
      await new Promise((resolve) => setTimeout(resolve, 10));
    };
    const asked = await Promise.all(Array.from({ length: 20 }, () => start(test.owner)));
    const workers = await Promise.all([startWorker(test), startWorker(test), startWorker(test)]);
    const redis = new Redis(process.env['TEST_REDIS_URL'] ?? '');
    const keys = await redis.keys(`${process.env['REDIS_PREFIX'] ?? ''}*`);
    if (keys.length > 0) await redis.del(...keys);
    redis.disconnect();
    // Those whose jobs are gone are due when their lease ends; here at once.
    const rest = setInterval(
      () =>
        void test.tx((tx) =>
          tx.run(sql`update operations set next_at = now() where holder is null and status <> 'succeeded'`),
        ),
      300,
    );
    for (const { id } of asked) expect((await ended(id)).status).toBe('succeeded');
    clearInterval(rest);
    await Promise.all(workers.map((worker) => worker.stop()));
    expect([...begun].sort()).toEqual(asked.map(({ id }) => id).sort());
  });

  it('one that is shut down hands over what it has in hand', async () => {
    const { id } = await start(test.owner);
    let isHeld = false;
    work = async (run) => {
      isHeld = true;
      for (let n = (run.operation.state as { n: number } | null)?.n ?? 0; n < 200; n += 1) {
        await count(run, n + 1);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const first = await startWorker(test);
    await until(() => Promise.resolve(isHeld));
    await first.stop();
    expect((await get(id)).status).toBe('queued');
    const second = await startWorker(test);
    expect((await ended(id)).status).toBe('succeeded');
    await second.stop();
    expect(await counted()).toEqual({ n: 200 });
  });
});

describe('a cancellation', () => {
  it('ends at once what waits, and a second one changes nothing', async () => {
    const { id } = await start(test.owner);
    const key = randomBytes(16).toString('hex');
    const cancel = () => test.owner.post(`/v1/operations/${id}/cancellation`).set('idempotency-key', key);
    expect((await cancel().expect(200)).body).toMatchObject({ status: 'cancelled' });
    expect((await cancel().expect(200)).headers['idempotent-replayed']).toBe('true');
    await test.owner.post(`/v1/operations/${id}/cancellation`).expect(200);
    await runner.carryOut(id);
    expect((await get(id)).status).toBe('cancelled');
  });

  it('stops what runs at its next step; what was done stands', async () => {
    const { id } = await start(test.owner);
    work = async (run) => {
      await count(run, 1);
      await test.owner.post(`/v1/operations/${id}/cancellation`).expect(200);
      await count(run, 2);
      await count(run, 3);
    };
    await runner.carryOut(id);
    expect(await get(id)).toMatchObject({ status: 'cancelled', result: { n: 2 }, error: null });
    expect(await counted()).toEqual({ n: 2 });
  });

  it('of what has ended is refused', async () => {
    const { id } = await start(test.owner);
    await runner.carryOut(id);
    expect(codeOf(await test.owner.post(`/v1/operations/${id}/cancellation`).expect(409))).toBe(
      'operation.finished',
    );
    await test.owner.post(`/v1/operations/${randomUUID()}/cancellation`).expect(404);
  });

  it('of one operation by twenty at once is one cancellation', async () => {
    const { id } = await start(test.owner);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => test.owner.post(`/v1/operations/${id}/cancellation`)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect((await get(id)).status).toBe('cancelled');
  });
});

describe('the same request', () => {
  it('joins the one under way, of twenty at once too, and is a new one afterwards', async () => {
    const started = await Promise.all(
      Array.from({ length: 20 }, () => start(test.owner, { dedupeKey: 'report 1' })),
    );
    expect(new Set(started.map(({ id }) => id)).size).toBe(1);
    expect(started.filter(({ joined }) => !joined)).toHaveLength(1);
    await runner.carryOut(started[0]!.id);
    expect((await start(test.owner, { dedupeKey: 'report 1' })).joined).toBe(false);
    const other = await test.as(['owner']);
    expect((await start(other, { dedupeKey: 'report 1' })).joined).toBe(false);
  });
});
