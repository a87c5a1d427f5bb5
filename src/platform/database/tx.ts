import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import type { PoolClient } from 'pg';
import type { Actor } from '../../kernel/actor.js';
import type { Instant } from '../clock/clock.js';
import type { Sql } from './sql.js';
import type { Statements } from './statements.js';

declare const brand: unique symbol;

/**
 * An open transaction. Whoever holds one may write; nobody else can: repositories and services ask for it in their
 * signatures. It carries who acts and the instant at which everything inside it happens.
 */
export class Tx {
  declare readonly [brand]: true;
  /** Versions by others that edits in this transaction were merged over; the door tells the caller. */
  readonly mergedFrom: number[] = [];

  constructor(
    readonly actor: Actor,
    readonly now: Instant,
    private readonly client: PoolClient,
    private readonly manager: EntityManager,
    private readonly statements: Statements,
  ) {}

  /** All rows of a statement. */
  async query<Row>(statement: Sql): Promise<Row[]> {
    const result = await this.client.query(this.statements.prepare(statement));
    return result.rows as Row[];
  }

  /** The only row of a statement; it is a fault of ours when there is none. */
  async one<Row>(statement: Sql): Promise<Row> {
    const [row] = await this.query<Row>(statement);
    if (row === undefined) throw new Error('a statement that must give a row gave none');
    return row;
  }

  /** The first row of a statement, or null. */
  async find<Row>(statement: Sql): Promise<Row | null> {
    const [row] = await this.query<Row>(statement);
    return row ?? null;
  }

  /** Runs a statement; gives the number of rows it touched. */
  async run(statement: Sql): Promise<number> {
    const result = await this.client.query(this.statements.prepare(statement));
    return result.rowCount ?? 0;
  }

  /** Inserts rows as they are, through the entity that describes the table. */
  async insert<E extends ObjectLiteral>(
    entity: EntityTarget<E>,
    rows: Partial<E> | Partial<E>[],
  ): Promise<void> {
    if (Array.isArray(rows) && rows.length === 0) return;
    await this.manager.createQueryBuilder().insert().into(entity).values(rows).updateEntity(false).execute();
  }

  /** Updates the row with this id; gives false when there is none. */
  async update<E extends ObjectLiteral>(
    entity: EntityTarget<E>,
    id: string,
    change: Partial<E>,
  ): Promise<boolean> {
    const result = await this.manager
      .createQueryBuilder()
      .update(entity)
      .set(change)
      .whereInIds([id])
      .updateEntity(false)
      .execute();
    return (result.affected ?? 0) > 0;
  }
}
