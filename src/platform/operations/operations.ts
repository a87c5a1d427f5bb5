import { Injectable, type OnModuleInit } from '@nestjs/common';
import { newId } from '../database/ids.js';
import { sql } from '../database/sql.js';
import type { Tx } from '../database/tx.js';
import { Timers } from '../events/timers.js';
import { requestContext } from '../logging/request-context.js';
import { endOperation } from './operation-end.js';
import {
  ownerOf,
  storedActor,
  type OperationRequest,
  type OperationStatus,
  type Present,
} from './operation.js';
import type { OperationRun, Ended } from './operation-run.js';
import { OperationFinished, OperationNotFound } from './operations.errors.js';

/** Carries out one kind of operation; it ends with `run.finish`. */
export type OperationHandler = (run: OperationRun) => Promise<Ended>;

interface Kind {
  handle: OperationHandler;
  present: Present;
}

/** Long work: asked for here in the transaction of the request, carried out by a worker. */
@Injectable()
export class Operations implements OnModuleInit {
  private readonly kinds = new Map<string, Kind>();

  constructor(private readonly timers: Timers) {}

  onModuleInit(): void {
    this.timers.every('day', 'operations.expired', async (tx) => {
      await tx.run(sql`delete from operations where expires_at < ${tx.now}`);
    });
  }

  /** Registers a kind; its name is stable: rows in the database carry it. */
  on(kind: string, handle: OperationHandler, present: Present = (result) => result): void {
    if (this.kinds.has(kind)) throw new Error(`operation registered twice: ${kind}`);
    this.kinds.set(kind, { handle, present });
  }

  find(kind: string): Kind | undefined {
    return this.kinds.get(kind);
  }

  /** Gives the id of the operation, or of the one under way that it joins. */
  async start(tx: Tx, asked: OperationRequest): Promise<{ id: string; joined: boolean }> {
    if (!this.kinds.has(asked.kind)) throw new Error(`no operation is called ${asked.kind}`);
    const owner = ownerOf(tx.actor);
    const key = asked.dedupeKey ?? null;
    for (;;) {
      const id = newId();
      const made = await tx.run(sql`
        insert into operations (id, kind, status, owner, actor, permission, request, request_id, dedupe_key, input_file_id, next_at, created_at)
        values (${id}, ${asked.kind}, 'queued', ${owner}, ${JSON.stringify(storedActor(tx.actor))}, ${asked.permission},
                ${JSON.stringify(asked.request)}, ${tx.actor.requestId ?? requestContext()?.requestId ?? null}, ${key}, ${asked.inputFileId ?? null},
                now() + make_interval(secs => ${asked.keptFor ?? 0}), ${tx.now})
        on conflict (owner, kind, dedupe_key) where status in ('queued', 'running') do nothing`);
      if (made > 0) return { id, joined: false };
      const running = await tx.find<{ id: string }>(sql`
        select id from operations where owner = ${owner} and kind = ${asked.kind} and dedupe_key = ${key}
          and status in ('queued', 'running')`);
      // Null: it ended between the two statements, so there is nothing to join and room for a new one.
      if (running !== null) return { id: running.id, joined: true };
    }
  }

  /** What waits is cancelled at once; what runs is asked to stop, and does at its next step. */
  async cancel(tx: Tx, id: string): Promise<void> {
    const row = await tx.find<{ status: OperationStatus; isHeld: boolean }>(sql`
      select status, holder is not null as "isHeld" from operations
      where id = ${id} and owner = ${ownerOf(tx.actor)} for update`);
    if (row === null) throw OperationNotFound({ id });
    if (row.status === 'cancelled') return;
    if (row.status === 'succeeded' || row.status === 'failed')
      throw OperationFinished({ status: row.status });
    await tx.run(
      sql`update operations set cancel_requested_at = coalesce(cancel_requested_at, ${tx.now}) where id = ${id}`,
    );
    if (!row.isHeld) await endOperation(tx, id, sql`status = 'cancelled'`);
  }
}
