import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { systemActor } from '../../kernel/actor.js';
import { Clock } from '../clock/clock.js';
import { Db } from '../database/db.js';
import { sql } from '../database/sql.js';
import type { Tx } from '../database/tx.js';
import type { EventDefinition } from './event.js';
import { Events } from './events.js';
import { EventHandlers } from './handlers.js';

const MINUTE_MS = 60_000;
const PERIODS = { hour: 60, day: 1_440 } as const;

interface Timer {
  name: string;
  everyMinutes: number;
  event: EventDefinition<{ tick: string }>;
}

/**
 * Timers only say that it is time: a row keyed by timer and tick, and the outbox does the rest. So any number of workers
 * make one run, and a tick missed while all were down is made up for (the latest one: timers here do all that is due).
 */
@Injectable()
export class Timers {
  private readonly logger = new Logger('timers');
  private readonly timers: Timer[] = [];

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly handlers: EventHandlers,
  ) {}

  /** Registers work for every hour or every day (UTC); `name` is `noun.verb-ed`, like an event's. */
  every(period: keyof typeof PERIODS, name: string, work: (tx: Tx, tick: string) => Promise<void>): void {
    const event = Object.assign((data: { tick: string }) => ({ name, data }), { eventName: name });
    this.handlers.on(event, name, (tx, happened) => work(tx, happened.data.tick));
    this.timers.push({ name, everyMinutes: PERIODS[period], event });
  }

  /** Starts what is due; called once a minute in each worker. */
  async tick(): Promise<void> {
    for (const timer of this.timers) {
      try {
        await this.start(timer);
      } catch (error) {
        this.logger.warn(
          `${timer.name} could not start: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
  }

  private start(timer: Timer): Promise<void> {
    const span = timer.everyMinutes * MINUTE_MS;
    const now = Date.parse(this.clock.now());
    const tick = new Date(now - (now % span)).toISOString();
    return this.db.tx(systemActor('timers'), async (tx) => {
      const started = await tx.run(
        sql`insert into timer_runs (timer, tick) values (${timer.name}, ${tick}) on conflict do nothing`,
      );
      if (started > 0) await this.events.record(tx, timer.event({ tick }));
    });
  }
}

/** The clock's hand, in the worker only. */
@Injectable()
export class TimerHand {
  constructor(private readonly timers: Timers) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.timers.tick();
  }

  @Interval(MINUTE_MS)
  tick(): Promise<void> {
    return this.timers.tick();
  }
}
