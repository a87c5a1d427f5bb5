import type { Sql } from './sql.js';

/** One law of the ledgers: the statement gives the rows that break it; no row, no fault. */
export interface LedgerCheck {
  readonly name: string;
  readonly sql: Sql;
}
