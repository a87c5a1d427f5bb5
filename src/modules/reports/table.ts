import type { LocalDate } from '../../kernel/local-date.js';
import type { Instant } from '../../platform/clock/clock.js';
import type { Period } from './periods.rules.js';
import type { Column, Report, Row } from './report.js';

/** What a report says of itself, whatever its rows. */
export interface ReportHead {
  report: Report;
  /** Null: of a moment. */
  period: Period | null;
  asOf: Instant;
  /** The branch asked for; null: all within reach. */
  branch: { id: string; name: string } | null;
  /** By whose clock days are days. */
  zone: string;
  currency: string;
  parameters: Record<string, string | number | boolean | null>;
  /** Those the caller may see. */
  columns: Column[];
}

/** A report computed: what every format is made of. */
export interface ReportTable extends ReportHead {
  rows: Row[];
  totals: Row | null;
  previous: (Period & { rows: Row[]; totals: Row | null }) | null;
}

/** A report read some rows at a time: what sheets are made of, of any length. */
export interface ReportRows extends ReportHead {
  batches: Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>;
  /** Of the rows read by then. */
  totals: () => Row | null;
}

/** As it is found again on a disk: `teachers_2026-11-01_2026-11-30`. */
export function fileNameOf({ report, period, asOf }: Pick<ReportHead, 'report' | 'period' | 'asOf'>): string {
  const last = (day: LocalDate): LocalDate =>
    new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  return period === null
    ? `${report.code}_${asOf.slice(0, 10)}`
    : `${report.code}_${period.from}_${last(period.to)}`;
}
