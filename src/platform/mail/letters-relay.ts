import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { jobOfTry, RowQueue } from '../queue/row-queue.js';
import { LetterRows } from './letter-rows.js';
import { LetterSender } from './letter-sender.js';

/** Brings letters that are due to the queue, as the relay of events does with deliveries; a job carries an id alone. */
@Injectable()
export class LettersRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly letters: RowQueue<{ id: string; tries: number }, { id: string }>;

  constructor(
    @Inject(CONFIG) config: Config,
    rows: LetterRows,
    private readonly sender: LetterSender,
  ) {
    this.letters = new RowQueue({
      ...{ name: 'mail', config, atOnce: 4, batch: 50, isGreedy: true, jobOf: jobOfTry },
      rounds: {
        ...{ name: 'mail', channel: 'kruzhok_mail' },
        ...{ waiting: 'letters wait', again: 'letters leave again' },
      },
      take: (limit) => rows.take(limit),
      carryOut: ({ id }) => sender.carryOut(id),
    });
  }

  onApplicationBootstrap(): Promise<void> {
    return this.letters.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.sender.stop();
    await this.letters.stop();
    this.sender.close();
  }
}
