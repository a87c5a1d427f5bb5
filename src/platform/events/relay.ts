import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { RowQueue } from '../queue/row-queue.js';
import { Deliveries, type Delivery } from './deliveries.js';

/**
 * Brings due deliveries to the queue. A crash, an emptied Redis, a job delivered twice: the row is still there, or it is
 * not; nothing else decides.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly events: RowQueue<Delivery, Delivery>;

  constructor(@Inject(CONFIG) config: Config, deliveries: Deliveries) {
    this.events = new RowQueue({
      ...{ name: 'events', config, atOnce: 4, batch: 100, isGreedy: true },
      rounds: {
        ...{ name: 'relay', channel: 'kruzhok_outbox' },
        ...{ waiting: 'the rows wait', again: 'events flow again' },
      },
      take: (limit) => deliveries.take(limit),
      release: (taken) => deliveries.release(taken),
      jobOf: (delivery) => ({ id: `${delivery.eventId}--${delivery.handler}`, data: delivery }),
      carryOut: (delivery) => deliveries.carryOut(delivery),
    });
  }

  onApplicationBootstrap(): Promise<void> {
    return this.events.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.events.stop();
  }
}
