import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { systemActor } from '../../kernel/actor.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Db } from '../database/db.js';
import { sql } from '../database/sql.js';
import { Queue } from '../queue/queue.js';
import { Rounds } from '../queue/rounds.js';
import { LEASE_SECONDS } from './operation-run.js';
import { OperationRunner } from './operation-runner.js';

const BATCH = 20;
const AT_ONCE = 2;
const clerk = systemActor('operations');

/**
 * Brings operations that are due to the queue, as the relay of events does with deliveries: those that were never begun,
 * and those whose holder has not been heard of. What Redis remembers or forgets decides nothing.
 */
@Injectable()
export class OperationsRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly queue: Queue<{ id: string }>;
  private readonly rounds: Rounds;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly db: Db,
    private readonly runner: OperationRunner,
  ) {
    this.queue = new Queue('operations', { redisUrl: config.REDIS_URL, prefix: config.REDIS_PREFIX });
    this.rounds = new Rounds({
      name: 'operations',
      databaseUrl: config.DATABASE_URL,
      channel: 'kruzhok_operations',
      waiting: 'operations wait',
      round: () => this.round(),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.queue.process(AT_ONCE, ({ id }) => this.runner.carryOut(id));
    await this.rounds.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.runner.interrupt();
    await this.rounds.stop();
    await this.queue.close();
  }

  /** What does not fit into a batch waits for the next commit or poll: operations are few. */
  private async round(): Promise<boolean> {
    if (!this.queue.isReady()) throw new Error('Redis does not answer');
    const due = await this.take();
    // A new try is a new job: a job that a dead worker left behind does not stand in its way.
    if (due.length > 0)
      await this.queue.add(due.map(({ id, tries }) => ({ id: `${id}--${String(tries)}`, data: { id } })));
    return false;
  }

  /** A lease as of deliveries: a job that got lost is made again when it ends. */
  private take(): Promise<{ id: string; tries: number }[]> {
    return this.db.tx(clerk, (tx) =>
      tx.query<{ id: string; tries: number }>(sql`
        with due as materialized (
          select id from operations where status in ('queued', 'running') and next_at <= now()
          order by next_at limit ${BATCH} for update skip locked
        )
        update operations o set next_at = now() + make_interval(secs => ${LEASE_SECONDS}), holder = null from due
        where o.id = due.id returning o.id, o.tries`),
    );
  }
}
