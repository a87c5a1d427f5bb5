import { sql, type Sql } from './sql.js';
import type { Tx } from './tx.js';

/**
 * The rows of one statement, a batch at a time: neither side holds them all. A transaction has
 * one at most, and closes it before it ends: whoever still reads then is told so, and does not read in another's transaction.
 */
export class Cursor<Row> {
  private isClosed = false;
  private ahead: Row[] | null = null;

  private constructor(
    private readonly tx: Tx,
    private readonly size: number,
  ) {}

  /** Opened when the first rows are there: what is slow about a statement is behind. */
  static async open<Row>(tx: Tx, statement: Sql, size = 100): Promise<Cursor<Row>> {
    await tx.run(sql`declare rows_in_turn no scroll cursor for ${statement}`);
    const cursor = new Cursor<Row>(tx, size);
    cursor.ahead = await cursor.fetch();
    return cursor;
  }

  /** The next rows; none when all have been read. */
  async next(): Promise<Row[]> {
    const rows = this.ahead ?? (await this.fetch());
    this.ahead = null;
    return rows;
  }

  /** The database closes it with the transaction, which may be broken by now. */
  close(): void {
    this.isClosed = true;
  }

  private async fetch(): Promise<Row[]> {
    if (this.isClosed) throw new Error('the rows are read no more');
    return this.tx.query<Row>(sql`fetch forward ${sql.whole(this.size)} from rows_in_turn`);
  }
}
