import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Queue } from '../queue/queue.js';
import { Rounds } from '../queue/rounds.js';
import { Deliveries, type Delivery } from './deliveries.js';

const BATCH = 100;
const AT_ONCE = 4;

/**
 * Brings due deliveries to the queue. A crash, an emptied Redis, a job delivered twice: the row is still there, or it is
 * not; nothing else decides.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly queue: Queue<Delivery>;
  private readonly rounds: Rounds;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly deliveries: Deliveries,
  ) {
    this.queue = new Queue('events', { redisUrl: config.REDIS_URL, prefix: config.REDIS_PREFIX });
    this.rounds = new Rounds({
      name: 'relay',
      databaseUrl: config.DATABASE_URL,
      channel: 'kruzhok_outbox',
      waiting: 'the rows wait',
      again: 'events flow again',
      round: () => this.round(),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.queue.process(AT_ONCE, (delivery) => this.deliveries.carryOut(delivery));
    await this.rounds.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
    await this.queue.close();
  }

  /** One batch from the rows to the queue. */
  private async round(): Promise<boolean> {
    if (!this.queue.isReady()) throw new Error('Redis does not answer');
    const taken = await this.deliveries.take(BATCH);
    if (taken.length === 0) return false;
    try {
      await this.queue.add(taken.map((data) => ({ id: `${data.eventId}--${data.handler}`, data })));
    } catch (error) {
      await this.deliveries.release(taken);
      throw error;
    }
    return taken.length === BATCH;
  }
}
