import { Injectable } from '@nestjs/common';
import { newId } from '../database/ids.js';
import { sql, type Sql } from '../database/sql.js';
import type { Tx } from '../database/tx.js';
import type { RecordedEvent } from './event.js';
import { EventHandlers } from './handlers.js';

/** What an event is about and where it happened. */
export interface EventPlace {
  subjectId?: string | null;
  branchId?: string | null;
}

/** Writes events, and the work that follows from them, in the transaction of the fact itself. */
@Injectable()
export class Events {
  constructor(private readonly handlers: EventHandlers) {}

  record(tx: Tx, event: RecordedEvent, place: EventPlace = {}): Promise<void> {
    return this.recordMany(tx, [{ event, place }]);
  }

  /** One statement, however many; sent with the next of the transaction. */
  recordMany(tx: Tx, happened: readonly { event: RecordedEvent; place: EventPlace }[]): Promise<void> {
    if (happened.length === 0) return Promise.resolve();
    const rows = happened.map(({ event, place }) => ({
      id: newId(),
      name: event.name,
      subject_id: place.subjectId ?? null,
      branch_id: place.branchId ?? null,
      data: event.data,
      handlers: this.handlers.namesFor(event.name),
    }));
    const recorded = insertion(rows);
    // Without a delivery nobody is woken: each notification makes commits queue for one lock of the whole server.
    if (rows.every((row) => row.handlers.length === 0)) tx.later(sql`${recorded} select 1`);
    else
      tx.later(
        sql`${recorded} insert into event_deliveries (event_id, handler) select id, unnest(handlers) from happened`,
      );
    return Promise.resolve();
  }
}

function insertion(rows: readonly object[]): Sql {
  return sql`
      with happened as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r(id uuid, name text, subject_id uuid, branch_id uuid, data jsonb, handlers text[])
      ), recorded as (
        insert into events (id, at, name, subject_id, branch_id, actor, request_id, data)
        select id, announced_now(), name, subject_id, branch_id, announced_actor() - 'name',
               nullif(current_setting('kruzhok.request_id', true), ''), data from happened
      )`;
}
