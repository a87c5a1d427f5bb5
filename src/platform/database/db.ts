import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Pool, QueryConfig } from 'pg';
import type { Actor } from '../../kernel/actor.js';
import { Clock } from '../clock/clock.js';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/config.js';
import { requestContext } from '../logging/request-context.js';
import { Pipeline, readTogether } from './batch.js';
import { QuickReads } from './quick-reads.js';
import { sql, type Sql } from './sql.js';
import { Statements } from './statements.js';
import { KEEP_PLANS, Tx } from './tx.js';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const ATTEMPTS = 4;

export interface TxOptions {
  /** Do everything, then roll back: the caller sees the answer, nothing is kept. */
  dryRun?: boolean;
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** The database itself refuses whatever would write. */
  readOnly?: boolean;
}

/** The only opener of transactions and the only seam for reads. */
@Injectable()
export class Db {
  private readonly statements: Statements;
  private readonly quick = new QuickReads(() => this.pool());

  constructor(
    @InjectDataSource() readonly dataSource: DataSource,
    @Inject(CONFIG) config: Config,
    private readonly clock: Clock,
  ) {
    this.statements = new Statements(config.DATABASE_PREPARED);
  }

  /** Rows of a read, one statement on one connection. A hot statement is prepared under a name. */
  async query<Row>(statement: Sql): Promise<Row[]> {
    const result = await this.pool().query(this.statements.prepare(statement));
    return result.rows as Row[];
  }

  /** A read whose plan must see its values (search by part of a text). */
  async search<Row>(statement: Sql): Promise<Row[]> {
    const result = await this.pool().query(this.statements.unnamed(statement));
    return result.rows as Row[];
  }

  async find<Row>(statement: Sql): Promise<Row | null> {
    const [row] = await this.query<Row>(statement);
    return row ?? null;
  }

  /** A read that is dear to plan, by one plan for all values: where PostgreSQL wavers it would plan anew each time. */
  async findByKeptPlan<Row>(statement: Sql): Promise<Row | null> {
    const together = [KEEP_PLANS, statement].map((one) => this.statements.prepare(one));
    const [, found] = await readTogether(this.pool(), together);
    return ((found?.rows ?? []) as Row[])[0] ?? null;
  }

  /** The row of a read by its key, which takes a fraction of a millisecond. */
  async findQuickly<Row>(statement: Sql): Promise<Row | null> {
    const { rows } = await this.quick.ask(this.statements.prepare(statement));
    return (rows as Row[])[0] ?? null;
  }

  /**
   * Runs `work` in one transaction on behalf of `actor`. After a serialization failure or a deadlock the WHOLE work is
   * run again, so it may have no effect outside the database: what must leave goes through the outbox.
   */
  async tx<T>(actor: Actor, work: (tx: Tx) => Promise<T>, options: TxOptions = {}): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(actor, work, options);
      } catch (error) {
        if (attempt >= ATTEMPTS || !isRetriable(error)) throw error;
        await pause(attempt);
      }
    }
  }

  private async once<T>(actor: Actor, work: (tx: Tx) => Promise<T>, options: TxOptions): Promise<T> {
    const client = await this.pool().connect();
    // A connection that broke, or could not roll back, is not given to anybody else.
    let broken: Error | undefined;
    const note = (fault: Error): void => {
      broken = fault;
    };
    client.on('error', note);
    try {
      const now = this.clock.now();
      const pipeline = new Pipeline(client, this.opening(actor, now, options));
      try {
        const result = await work(new Tx(actor, now, pipeline, this.dataSource, this.statements));
        await pipeline.send(this.statements.fixed(options.dryRun === true ? 'rollback' : 'commit'));
        pipeline.end();
        return result;
      } catch (error) {
        pipeline.end();
        await client.query('rollback').catch(note);
        throw error;
      }
    } finally {
      client.off('error', note);
      client.release(broken);
    }
  }

  /** Begins and says who acts; the settings end with the transaction, so a pooler may sit between. Sent with the first statement. */
  private opening(actor: Actor, now: string, options: TxOptions): QueryConfig[] {
    const context = requestContext();
    const { kind, userId: id, login, name } = actor;
    const announced = sql`select set_config('kruzhok.actor', ${JSON.stringify({ kind, id, login, name })}, true),
      set_config('kruzhok.now', ${now}, true), set_config('kruzhok.request_id', ${actor.requestId ?? context?.requestId ?? ''}, true),
      set_config('kruzhok.job', ${context?.job ?? ''}, true)`;
    const access = options.readOnly === true ? 'read only' : 'read write';
    return [
      this.statements.fixed(`begin isolation level ${options.isolation ?? 'read committed'} ${access}`),
      this.statements.prepare(announced),
    ];
  }

  private pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}

function isRetriable(error: unknown): boolean {
  const code = (error as { code?: string; driverError?: { code?: string } }).code;
  return code === SERIALIZATION_FAILURE || code === DEADLOCK;
}

/** Writers that collided should not meet again at the same moment. */
function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, attempt * 10 + Math.random() * 20));
}
