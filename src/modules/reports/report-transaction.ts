import type { DomainError } from '../../kernel/errors.js';
import type { TxOptions } from '../../platform/database/db.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { ReportTooLarge } from './reports.errors.js';

/** All of a report is of one moment, and the database refuses whatever a report would write. */
export const READING: TxOptions = { isolation: 'repeatable read', readOnly: true };

/**
 * How a report reads: no statement longer than it may, on one core of the server, so that whoever works beside it has the
 * others; planned for its own days, since of a year and of a day no plan is good for both; and to its last row.
 */
export const readingSettings = ({ seconds }: Limits): Sql => sql`
  select set_config('statement_timeout', ${`${String(seconds)}s`}, true), set_config('max_parallel_workers_per_gather', '0', true),
         set_config('jit', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true),
         set_config('cursor_tuple_fraction', '1', true), set_config('work_mem', '64MB', true)`;

/** Rows at most, and seconds a statement; what is said of more. */
export interface Limits {
  rows: number;
  seconds: number;
  exceeded?: (limits: { rows: number; seconds: number }) => DomainError;
}
/** What an answer at once may cost, and what one nobody waits for may. */
export const AT_ONCE: Limits = { rows: 5_000, seconds: 10 };
export const IN_TIME: Limits = { rows: 100_000, seconds: 600 };

const CANCELED = '57014';
export const tooMuch = ({ rows, seconds, exceeded = ReportTooLarge }: Limits): DomainError =>
  exceeded({ rows, seconds });

export async function inTime<T>(answer: Promise<T>, limits: Limits): Promise<T> {
  return answer.catch((fault: unknown) => {
    throw (fault as { code?: string }).code === CANCELED ? tooMuch(limits) : fault;
  });
}
