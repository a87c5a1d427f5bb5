import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { systemActor, scopeOf, type Actor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/errors.js';
import { Db } from '../database/db.js';
import { sql, type Sql } from '../database/sql.js';
import { Files } from '../files/files.js';
import { InternalFault } from '../http/http.errors.js';
import { domainErrorOf } from '../http/problem.js';
import { withRequestContext } from '../logging/request-context.js';
import { ActorSource } from './actor-source.js';
import { endOperation } from './operation-end.js';
import { narrowed, storedError, type StoredActor } from './operation.js';
import { LEASE_SECONDS, OperationRun, RunStopped, type ClaimedOperation } from './operation-run.js';
import { OperationGivenUp, OperationNotAllowed } from './operations.errors.js';
import { Operations } from './operations.js';

interface Claimed extends ClaimedOperation {
  actor: StoredActor;
  permission: string;
  requestId: string | null;
  isCancelled: boolean;
}

/** Begun so many times without an end, an operation is given up: it may be what kills the workers. */
const LAST_TRY = 5;
const AGAIN_SECONDS = 5;
const clerk = systemActor('operations');

/** Carries out one operation: takes hold of its row, runs the handler as whoever asked, writes down how it ended. */
@Injectable()
export class OperationRunner {
  private readonly logger = new Logger('operations');
  private readonly runs = new Set<OperationRun>();

  constructor(
    private readonly db: Db,
    private readonly files: Files,
    private readonly operations: Operations,
    private readonly actors: ActorSource,
  ) {}

  /** Does nothing when it is done, or in another's hands: a job may come twice. */
  async carryOut(id: string): Promise<void> {
    const holder = randomUUID();
    const claimed = await this.claim(id, holder);
    if (claimed === null) return;
    const context = { requestId: claimed.requestId ?? id, job: `operation ${claimed.kind}` };
    await withRequestContext(context, () => this.attempt(claimed, holder));
  }

  /** The process goes down. */
  interrupt(): void {
    for (const run of this.runs) run.interrupt();
  }

  private claim(id: string, holder: string): Promise<Claimed | null> {
    return this.db.tx(clerk, (tx) =>
      tx.find<Claimed>(sql`
        update operations set status = 'running', holder = ${holder}, tries = tries + 1,
               started_at = coalesce(started_at, ${tx.now}), next_at = now() + make_interval(secs => ${LEASE_SECONDS})
        where id = ${id} and status in ('queued', 'running') and (holder is null or next_at <= now())
        returning id, kind, request, state, actor, permission, tries, request_id as "requestId",
                  input_file_id as "inputFileId", created_at as "createdAt", cancel_requested_at is not null as "isCancelled"`),
    );
  }

  private async attempt(claimed: Claimed, holder: string): Promise<void> {
    let run: OperationRun | null = null;
    try {
      if (claimed.isCancelled) throw new RunStopped('cancelled');
      if (claimed.tries > LAST_TRY) throw OperationGivenUp({ tries: LAST_TRY });
      const kind = this.operations.find(claimed.kind);
      if (kind === undefined) throw new Error(`no operation is called ${claimed.kind}`);
      run = new OperationRun(this.db, this.files, claimed, await this.actorOf(claimed), holder);
      this.runs.add(run);
      await kind.handle(run);
    } catch (fault) {
      await this.stopped(claimed, holder, fault);
    } finally {
      run?.end();
      if (run !== null) this.runs.delete(run);
    }
  }

  private async actorOf({ actor, permission }: Claimed): Promise<Actor> {
    if (actor.kind === 'system') return { ...systemActor('x'), login: actor.login, name: actor.name };
    const now = actor.userId === null ? null : await this.actors.find(actor.userId);
    const then = now === null ? null : narrowed(now, actor);
    if (then === null || scopeOf(then, permission) === null) throw OperationNotAllowed({ permission });
    return then;
  }

  /** What was done by then stands; the result is what the last step left. */
  private async stopped(claimed: Claimed, holder: string, fault: unknown): Promise<void> {
    if (fault instanceof RunStopped) {
      if (fault.why === 'lost') return;
      if (fault.why === 'cancelled') return this.close(claimed, holder, sql`status = 'cancelled'`);
      return this.giveBack(claimed, holder, 0);
    }
    const error = known(fault);
    if (error !== null)
      return this.close(
        claimed,
        holder,
        sql`status = 'failed', error = ${JSON.stringify(storedError(error))}`,
      );
    const message = fault instanceof Error ? fault.message : String(fault);
    this.logger.warn(`${claimed.kind} ${claimed.id} failed, try ${String(claimed.tries)}: ${message}`);
    if (claimed.tries < LAST_TRY) return this.giveBack(claimed, holder, AGAIN_SECONDS * claimed.tries);
    const last = JSON.stringify(storedError(InternalFault()));
    await this.close(claimed, holder, sql`status = 'failed', error = ${last}`);
  }

  private async close({ id }: Claimed, holder: string, how: Sql): Promise<void> {
    await this.db.tx(clerk, async (tx) => {
      const mine = await tx.find(
        sql`select 1 from operations where id = ${id} and holder = ${holder} for update`,
      );
      if (mine !== null) await endOperation(tx, id, how);
    });
  }

  private async giveBack({ id }: Claimed, holder: string, seconds: number): Promise<void> {
    await this.db.tx(clerk, (tx) =>
      tx.run(sql`
        update operations set holder = null, status = 'queued', next_at = now() + make_interval(secs => ${seconds}),
               tries = tries - ${seconds === 0 ? 1 : 0}
        where id = ${id} and holder = ${holder}`),
    );
  }
}

/** A fault the caller can understand; a moment's trouble of ours is none, and is tried again. */
function known(fault: unknown): DomainError | null {
  const error = domainErrorOf(fault, { language: 'en', method: '', path: '', requestId: '' });
  return error.kind === 'internal' && error.code !== OperationGivenUp.definition.code
    ? null
    : error.kind === 'unavailable'
      ? null
      : error;
}
