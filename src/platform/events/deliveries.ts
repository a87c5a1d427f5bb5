import { Injectable, Logger } from '@nestjs/common';
import { systemActor } from '../../kernel/actor.js';
import { Db } from '../database/db.js';
import { sql } from '../database/sql.js';
import { withRequestContext } from '../logging/request-context.js';
import { EventHandlers, type DeliveredEvent } from './handlers.js';

/** One reaction still to be carried out. */
export interface Delivery {
  eventId: string;
  handler: string;
}

export const LAST_ATTEMPT = 12;
const LEASE_SECONDS = 30;
const relay = systemActor('events');

/** The rows of work: taking, carrying out, giving back. PostgreSQL is the truth, the queue only the engine. */
@Injectable()
export class Deliveries {
  private readonly logger = new Logger('events');

  constructor(
    private readonly db: Db,
    private readonly handlers: EventHandlers,
  ) {}

  /** Takes what is due and leases it: whoever loses its job after that, finds the row due again. */
  take(limit: number): Promise<Delivery[]> {
    return this.db.tx(relay, (tx) =>
      tx.query<Delivery>(sql`
        with due as materialized (
          select event_id, handler from event_deliveries where next_at <= now() and dead_at is null
          order by next_at limit ${limit} for update skip locked
        )
        update event_deliveries d set next_at = now() + make_interval(secs => ${LEASE_SECONDS}) from due
        where d.event_id = due.event_id and d.handler = due.handler
        returning d.event_id as "eventId", d.handler`),
    );
  }

  /** Gives leased rows back at once when the queue did not take them. */
  async release(deliveries: readonly Delivery[]): Promise<void> {
    await this.db.tx(relay, (tx) =>
      tx.run(sql`
        update event_deliveries d set next_at = now()
        from jsonb_to_recordset(${JSON.stringify(deliveries)}::jsonb) as r("eventId" uuid, handler text)
        where d.event_id = r."eventId" and d.handler = r.handler`),
    );
  }

  /** Carries out one: its row goes in the transaction of its effect, so it is done once or not at all. */
  async carryOut(delivery: Delivery): Promise<void> {
    const context = { requestId: delivery.eventId, job: delivery.handler };
    try {
      await withRequestContext(context, () => this.once(delivery));
    } catch (error) {
      await this.giveBack(delivery, error);
    }
  }

  /** Puts a dead one back to work. */
  async replay(delivery: Delivery): Promise<void> {
    await this.db.tx(relay, (tx) =>
      tx.run(sql`update event_deliveries set dead_at = null, attempts = 0, next_at = now()
                 where event_id = ${delivery.eventId} and handler = ${delivery.handler}`),
    );
  }

  private once(delivery: Delivery): Promise<void> {
    return this.db.tx(relay, async (tx) => {
      const event = await tx.find<DeliveredEvent>(sql`
        with mine as (delete from event_deliveries where event_id = ${delivery.eventId} and handler = ${delivery.handler} and dead_at is null returning event_id)
        select e.id, e.name, e.at, e.subject_id as "subjectId", e.branch_id as "branchId", e.data from events e join mine on mine.event_id = e.id`);
      if (event === null) return;
      const handle = this.handlers.find(delivery.handler);
      if (handle === undefined) throw new Error(`no handler is called ${delivery.handler}`);
      await handle(tx, event);
    });
  }

  private async giveBack(delivery: Delivery, fault: unknown): Promise<void> {
    const message = fault instanceof Error ? fault.message : String(fault);
    const [row] = await this.db.tx(relay, (tx) =>
      tx.query<{ attempts: number; dead: boolean }>(sql`
        update event_deliveries set attempts = attempts + 1, last_error = ${message.slice(0, 500)},
               next_at = now() + make_interval(secs => least(3600, power(2, attempts)::int)),
               dead_at = case when attempts + 1 >= ${LAST_ATTEMPT} then now() end
        where (event_id, handler) in (
          select event_id, handler from event_deliveries
          where event_id = ${delivery.eventId} and handler = ${delivery.handler} and dead_at is null for update skip locked)
        returning attempts, dead_at is not null as dead`),
    );
    // Locked or gone: another has it in hand, and its outcome counts.
    if (row === undefined) return;
    const where = `${delivery.handler} of event ${delivery.eventId}`;
    if (row.dead)
      this.logger.error(`${where} is given up after ${String(row.attempts)} attempts: ${message}`);
    else this.logger.warn(`${where} failed and will be tried again: ${message}`);
  }
}
