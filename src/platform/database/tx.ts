import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import type { Actor } from '../../kernel/actor.js';
import type { Instant } from '../clock/clock.js';
import type { Pipeline } from './batch.js';
import { alteration, insertion } from './rows.js';
import { sql, type Sql } from './sql.js';
import type { Statements } from './statements.js';

const NAMED_ROWS = 12;

/** Until the end of the transaction. */
export const KEEP_PLANS = sql`select set_config('plan_cache_mode', ${'force_generic_plan'}, true)`;

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
    private readonly pipeline: Pipeline,
    private readonly source: DataSource,
    private readonly statements: Statements,
  ) {}

  /** All rows of a statement. */
  async query<Row>(statement: Sql): Promise<Row[]> {
    const result = await this.pipeline.send(this.statements.prepare(statement));
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
    const result = await this.pipeline.send(this.statements.prepare(statement));
    return result.rowCount ?? 0;
  }

  /** A statement whose result nobody waits for: it goes with the next one, or with the end, which its fault then fails. */
  later(statement: Sql): void {
    this.pipeline.later(this.statements.prepare(statement));
  }

  /**
   * From here on a plan made once serves all values. For work whose statements find few rows by their keys, whatever the
   * values: where PostgreSQL wavers, it makes plans anew, and that was most of what registering a client cost.
   */
  keepPlans(): void {
    this.later(KEEP_PLANS);
  }

  /** Inserts rows as they are, through the entity that describes the table; sent with the next statement. */
  insert<E extends ObjectLiteral>(entity: EntityTarget<E>, rows: Partial<E> | Partial<E>[]): Promise<void> {
    return this.insertTogether([entity, rows]);
  }

  /** Rows of several tables in one statement, which may refer to each other: a reference is to hold at its end. */
  insertTogether(
    ...tables: readonly (readonly [EntityTarget<ObjectLiteral>, ObjectLiteral | readonly ObjectLiteral[]])[]
  ): Promise<void> {
    const inserts = tables.flatMap(([entity, given]) => {
      const rows = (Array.isArray(given) ? given : [given]) as ObjectLiteral[];
      return rows.length === 0 ? [] : [{ rows, text: insertion(this.source.getMetadata(entity), rows) }];
    });
    const [last, ...others] = inserts.reverse();
    if (last === undefined) return Promise.resolve();
    const together = others
      .reverse()
      .map(({ text }, index) => sql`${sql.ident(`part_${String(index)}`)} as (${text})`);
    const statement =
      together.length === 0 ? last.text : sql`with ${sql.join(together, sql`, `)} ${last.text}`;
    // A text for each number of rows is not worth keeping when there are many.
    const isNamed = inserts.every(({ rows }) => rows.length <= NAMED_ROWS);
    this.pipeline.later(isNamed ? this.statements.prepare(statement) : this.statements.unnamed(statement));
    return Promise.resolve();
  }

  /** Updates the row with this id; gives false when there is none. */
  async update<E extends ObjectLiteral>(
    entity: EntityTarget<E>,
    id: string,
    change: Partial<E>,
  ): Promise<boolean> {
    return (await this.run(alteration(this.source.getMetadata(entity), id, change))) > 0;
  }
}
