import type { Actor } from '../../kernel/actor.js';
import type { DomainError } from '../../kernel/errors.js';
import { addMinutes, type Instant } from '../clock/clock.js';
import type { Db } from '../database/db.js';
import { sql, type Sql } from '../database/sql.js';
import type { Tx } from '../database/tx.js';
import type { Files, FileToKeep } from '../files/files.js';
import { endOperation } from './operation-end.js';
import { storedError } from './operation.js';

/** Why a run stops before its end; none of them is a fault. */
export class RunStopped extends Error {
  constructor(readonly why: 'cancelled' | 'lost' | 'shutdown') {
    super(`the operation is stopped: ${why}`);
  }
}

/** An operation as its handler meets it. */
export interface ClaimedOperation {
  id: string;
  kind: string;
  request: unknown;
  state: unknown;
  inputFileId: string | null;
  createdAt: Instant;
  tries: number;
}

/** How far the work is, and where it goes on after a crash. */
export interface Checkpoint {
  state: object;
  done: number;
  /** What came of it so far; shown while it runs, and left standing when it is cancelled. */
  result: object;
}

/** What came of it. With an error it has failed, and the result says how far it came. */
export interface Conclusion {
  /** One that is a function is asked when the files are written. */
  result: object | (() => object);
  files?: readonly (Omit<FileToKeep, 'content' | 'expiresAt'> & { content: () => FileToKeep['content'] })[];
  error?: DomainError;
}

declare const brand: unique symbol;
/** Proof that a handler came to its end. */
export interface Ended {
  readonly [brand]: true;
}

export const LEASE_SECONDS = 20;
const BEAT_MS = 5_000;
const SHOWN_EVERY_MS = 250;
const FILES_KEPT_DAYS = 7;

/**
 * One attempt at an operation. Everything it writes into the business goes through `step` or `finish`: their transaction
 * also writes how far the work is, and only for whoever still holds the operation. So a worker that was thought dead
 * cannot add anything, and the next one goes on exactly where the last commit ended.
 */
export class OperationRun {
  private readonly beat: NodeJS.Timeout;
  private stopped: RunStopped['why'] | null = null;
  private shownAt = 0;
  private total: number | null = null;

  constructor(
    private readonly db: Db,
    private readonly files: Files,
    readonly operation: ClaimedOperation,
    readonly actor: Actor,
    private readonly holder: string,
  ) {
    this.beat = setInterval(() => void this.write(sql`done = done`).catch(() => undefined), BEAT_MS);
  }

  /** The input file, whole. */
  async input(): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.files.read(this.operation.inputFileId ?? '')) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  }

  /** Shows how far it is, outside the transaction of the work and not too often; stops the work when it should stop. */
  async progress(done: number, total: number | null): Promise<void> {
    this.check();
    if (total === this.total && performance.now() - this.shownAt < SHOWN_EVERY_MS) return;
    this.shownAt = performance.now();
    this.total = total;
    await this.write(sql`done = ${done}, total = ${total}`);
    this.check();
  }

  /** A part of the work in a transaction of its own; once committed it is never done again. */
  async step(work: (tx: Tx) => Promise<Checkpoint>): Promise<void> {
    this.check();
    await this.db.tx(this.actor, async (tx) => {
      const { state, done, result } = await work(tx);
      await this.hold(
        tx,
        sql`state = ${JSON.stringify(state)}, done = ${done}, result = ${JSON.stringify(result)}`,
      );
    });
    this.check();
  }

  /** The last part, or all of it, in one transaction with the outcome. `dryRun` keeps the outcome only. */
  async finish(work: (tx: Tx) => Promise<Conclusion>, options: { dryRun?: boolean } = {}): Promise<Ended> {
    this.check();
    if (options.dryRun === true) {
      const rehearsed = await this.db.tx(this.actor, work, { dryRun: true });
      this.check();
      await this.db.tx(this.actor, (tx) => this.conclude(tx, rehearsed));
    } else await this.db.tx(this.actor, async (tx) => this.conclude(tx, await work(tx)));
    return {} as Ended;
  }

  /** The process goes down: the next step does not begin, and another worker may go on. */
  interrupt(): void {
    this.stopped ??= 'shutdown';
  }

  end(): void {
    clearInterval(this.beat);
  }

  private async conclude(tx: Tx, { result, files = [], error }: Conclusion): Promise<void> {
    for (const { content, ...file } of files) {
      const expiresAt = addMinutes(tx.now, FILES_KEPT_DAYS * 24 * 60);
      const kept = await this.files.keep(tx, { ...file, content: content(), expiresAt });
      await tx.run(
        sql`insert into operation_files (operation_id, file_id) values (${this.operation.id}, ${kept.id})`,
      );
    }
    const told: object = typeof result === 'function' ? (result as () => object)() : result;
    await this.hold(tx, sql`result = ${JSON.stringify(told)}`);
    const how =
      error === undefined
        ? sql`status = 'succeeded', done = coalesce(total, done)`
        : sql`status = 'failed', error = ${JSON.stringify(storedError(error))}`;
    await endOperation(tx, this.operation.id, how);
  }

  /** The last statement of a transaction of work: nothing of it stands when the operation was taken away meanwhile. */
  private async hold(tx: Tx, change: Sql): Promise<void> {
    const held = await tx.find<{ isCancelled: boolean }>(this.update(change));
    if (held === null) throw this.stop('lost');
    if (held.isCancelled) this.stopped ??= 'cancelled';
  }

  private async write(change: Sql): Promise<void> {
    const held = await this.db.find<{ isCancelled: boolean }>(this.update(change));
    if (held === null) this.stopped ??= 'lost';
    else if (held.isCancelled) this.stopped ??= 'cancelled';
  }

  private update(change: Sql): Sql {
    return sql`
      update operations set ${change}, next_at = now() + make_interval(secs => ${LEASE_SECONDS})
      where id = ${this.operation.id} and holder = ${this.holder} and status = 'running'
      returning cancel_requested_at is not null as "isCancelled"`;
  }

  private stop(why: RunStopped['why']): RunStopped {
    this.stopped ??= why;
    return new RunStopped(why);
  }

  private check(): void {
    if (this.stopped !== null) throw new RunStopped(this.stopped);
  }
}
