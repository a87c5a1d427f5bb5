import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import pg from 'pg';
import { systemActor } from '../../kernel/actor.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Db } from '../database/db.js';
import { sql } from '../database/sql.js';
import { Queue } from '../queue/queue.js';
import { LEASE_SECONDS } from './operation-run.js';
import { OperationRunner } from './operation-runner.js';

const BATCH = 20;
const POLL_MS = 1_000;
const AT_ONCE = 2;
const TOLD_AT = 3;
const clerk = systemActor('operations');

/**
 * Brings operations that are due to the queue, as the relay of events does with deliveries: those that were never begun,
 * and those whose holder has not been heard of. What Redis remembers or forgets decides nothing.
 */
@Injectable()
export class OperationsRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('operations');
  private readonly queue: Queue<{ id: string }>;
  private listener: pg.Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private isStopped = false;
  private isAsked = false;
  private failures = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: Db,
    private readonly runner: OperationRunner,
  ) {
    this.queue = new Queue('operations', { redisUrl: config.REDIS_URL, prefix: config.REDIS_PREFIX });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.queue.process(AT_ONCE, ({ id }) => this.runner.carryOut(id));
    this.timer = setInterval(() => this.wake(), POLL_MS);
    await this.listen();
    this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    this.runner.interrupt();
    await this.running;
    await this.queue.close();
    await this.listener?.end().catch(() => undefined);
  }

  private wake(): void {
    if (this.isStopped) return;
    this.isAsked = true;
    this.running ??= this.rounds().finally(() => {
      this.running = null;
    });
  }

  /** Once more when asked meanwhile: what was committed during a round is not in it. */
  private async rounds(): Promise<void> {
    while (this.isAsked && !this.isStopped) {
      this.isAsked = false;
      await this.round();
    }
  }

  private async round(): Promise<void> {
    try {
      if (!this.queue.isReady()) throw new Error('Redis does not answer');
      const due = await this.take();
      // A new try is a new job: a job that a dead worker left behind does not stand in its way.
      if (due.length > 0)
        await this.queue.add(due.map(({ id, tries }) => ({ id: `${id}--${String(tries)}`, data: { id } })));
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      if (this.failures === TOLD_AT)
        this.logger.warn(`operations wait: ${error instanceof Error ? error.message : String(error)}`);
    }
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

  /** LISTEN needs a connection of its own, past any pooler; the poll covers the time without one. */
  private async listen(): Promise<void> {
    if (this.isStopped) return;
    const client = new pg.Client({ connectionString: this.config.DATABASE_URL });
    client.on('notification', () => this.wake());
    client.on('error', () => undefined);
    client.on('end', () => setTimeout(() => void this.listen(), POLL_MS).unref());
    try {
      await client.connect();
      await client.query('listen kruzhok_operations');
      this.listener = client;
    } catch {
      await client.end().catch(() => undefined);
    }
  }
}
