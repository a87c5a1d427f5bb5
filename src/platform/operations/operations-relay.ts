import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { systemActor } from '../../kernel/actor.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Db } from '../database/db.js';
import { sql } from '../database/sql.js';
import { jobOfTry, RowQueue } from '../queue/row-queue.js';
import { LEASE_SECONDS } from './operation-run.js';
import { OperationRunner } from './operation-runner.js';
import { Pace } from './pace.js';

const clerk = systemActor('operations');

/**
 * Brings operations that are due to the queue, as the relay of events does with deliveries: those that were never begun,
 * and those whose holder has not been heard of. What Redis remembers or forgets decides nothing.
 */
@Injectable()
export class OperationsRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly pace: Pace;
  private readonly operations: RowQueue<{ id: string; tries: number }, { id: string }>;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly db: Db,
    private readonly runner: OperationRunner,
  ) {
    this.pace = new Pace(config.WORKER_PAUSE);
    this.operations = new RowQueue({
      // Operations are few, and each is long: what does not fit into a batch waits.
      ...{ name: 'operations', config, atOnce: 2, batch: 20, isGreedy: false, jobOf: jobOfTry },
      rounds: { name: 'operations', channel: 'kruzhok_operations', waiting: 'operations wait' },
      take: (limit) => this.take(limit),
      carryOut: ({ id }) => this.pace.run(() => runner.carryOut(id)),
    });
  }

  onApplicationBootstrap(): Promise<void> {
    return this.operations.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.runner.interrupt();
    this.pace.end();
    await this.operations.stop();
  }

  /** A lease as of deliveries: a job that got lost is made again when it ends. */
  private take(limit: number): Promise<{ id: string; tries: number }[]> {
    return this.db.tx(clerk, (tx) =>
      tx.query<{ id: string; tries: number }>(sql`
        with due as materialized (
          select id from operations where status in ('queued', 'running') and next_at <= now()
          order by next_at limit ${limit} for update skip locked
        )
        update operations o set next_at = now() + make_interval(secs => ${LEASE_SECONDS}), holder = null from due
        where o.id = due.id returning o.id, o.tries`),
    );
  }
}
