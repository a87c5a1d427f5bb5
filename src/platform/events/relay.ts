import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import pg from 'pg';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Queue } from '../queue/queue.js';
import { Deliveries, type Delivery } from './deliveries.js';

const BATCH = 100;
const POLL_MS = 1_000;
const AT_ONCE = 4;
const TOLD_AT = 3;

/**
 * Brings due deliveries to the queue: woken by the database at each commit, and by a slow poll behind it. A crash, an
 * emptied Redis, a job delivered twice: the row is still there, or it is not; nothing else decides.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('relay');
  private readonly queue: Queue<Delivery>;
  private listener: pg.Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private again = false;
  private stopped = false;
  private failures = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly deliveries: Deliveries,
  ) {
    this.queue = new Queue('events', { redisUrl: config.REDIS_URL, prefix: config.REDIS_PREFIX });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.queue.process(AT_ONCE, (delivery) => this.deliveries.carryOut(delivery));
    this.timer = setInterval(() => this.wake(), POLL_MS);
    await this.listen();
    this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
    await this.queue.close();
    await this.listener?.end().catch(() => undefined);
  }

  /** Asks for a round; while one runs, asks for one more after it. */
  wake(): void {
    if (this.stopped) return;
    this.again = true;
    this.running ??= this.rounds().finally(() => {
      this.running = null;
    });
  }

  private async rounds(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      try {
        if ((await this.round()) === BATCH) this.again = true;
        if (this.failures >= TOLD_AT) this.logger.warn('events flow again');
        this.failures = 0;
      } catch (error) {
        // Told once, and not for the moment in which a starting worker has no connection yet.
        this.failures += 1;
        if (this.failures === TOLD_AT)
          this.logger.warn(`the rows wait: ${error instanceof Error ? error.message : String(error)}`);
        return;
      }
    }
  }

  /** One batch from the rows to the queue; gives how many. */
  private async round(): Promise<number> {
    if (!this.queue.isReady()) throw new Error('Redis does not answer');
    const taken = await this.deliveries.take(BATCH);
    if (taken.length === 0) return 0;
    try {
      await this.queue.add(taken.map((data) => ({ id: `${data.eventId}--${data.handler}`, data })));
    } catch (error) {
      await this.deliveries.release(taken);
      throw error;
    }
    return taken.length;
  }

  /** LISTEN needs a connection of its own, past any pooler; the poll covers the time without one. */
  private async listen(): Promise<void> {
    if (this.stopped) return;
    const client = new pg.Client({ connectionString: this.config.DATABASE_URL });
    client.on('notification', () => this.wake());
    client.on('error', () => undefined);
    client.on('end', () => setTimeout(() => void this.listen(), POLL_MS).unref());
    try {
      await client.connect();
      await client.query('listen kruzhok_outbox');
      this.listener = client;
    } catch {
      await client.end().catch(() => undefined);
    }
  }
}
