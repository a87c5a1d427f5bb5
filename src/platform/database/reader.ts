import type { Sql } from './sql.js';

/** What a query needs: the database at rest, or an open transaction. */
export interface Reader {
  query<Row>(statement: Sql): Promise<Row[]>;
  find<Row>(statement: Sql): Promise<Row | null>;
}
