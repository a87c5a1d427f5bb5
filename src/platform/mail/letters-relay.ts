import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Queue } from '../queue/queue.js';
import { Rounds } from '../queue/rounds.js';
import { LetterRows } from './letter-rows.js';
import { LetterSender } from './letter-sender.js';

const BATCH = 50;
const AT_ONCE = 4;

/** Brings letters that are due to the queue, as the relay of events does with deliveries; a job carries an id alone. */
@Injectable()
export class LettersRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly queue: Queue<{ id: string }>;
  private readonly rounds: Rounds;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly rows: LetterRows,
    private readonly sender: LetterSender,
  ) {
    this.queue = new Queue('mail', { redisUrl: config.REDIS_URL, prefix: config.REDIS_PREFIX });
    this.rounds = new Rounds({
      name: 'mail',
      databaseUrl: config.DATABASE_URL,
      channel: 'kruzhok_mail',
      waiting: 'letters wait',
      again: 'letters leave again',
      round: () => this.round(),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.queue.process(AT_ONCE, ({ id }) => this.sender.carryOut(id));
    await this.rounds.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.sender.stop();
    await this.rounds.stop();
    await this.queue.close();
    this.sender.close();
  }

  private async round(): Promise<boolean> {
    if (!this.queue.isReady()) throw new Error('Redis does not answer');
    const due = await this.rows.take(BATCH);
    // A new try is a new job: a job that a dead worker left behind does not stand in its way.
    if (due.length > 0)
      await this.queue.add(due.map(({ id, tries }) => ({ id: `${id}--${String(tries)}`, data: { id } })));
    return due.length === BATCH;
  }
}
