import type { Actor } from '../../kernel/actor.js';
import type { Language } from '../../kernel/errors.js';
import type { FieldGroup } from '../../kernel/field-groups.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Instant } from '../../platform/clock/clock.js';
import type { ReachColumns } from '../../platform/database/reach.js';
import type { Sql } from '../../platform/database/sql.js';
import type { Value, ValueKind } from '../../platform/render/index.js';
import type { NamedPeriod } from './periods.rules.js';

export type Texts = Readonly<Record<Language, string>>;

/** A parameter of a report beside the common ones. */
export type ParameterSpec = { readonly title: Texts; readonly description: string } & (
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly default?: string }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number; readonly default: number }
  | { readonly kind: 'yes-no'; readonly default: boolean }
  /** Of a record; one that is not there, or out of reach, gives no rows. */
  | { readonly kind: 'id' }
);
export type ParameterSpecs = Readonly<Record<string, ParameterSpec>>;

type Of<S extends ParameterSpec> = S extends { kind: 'integer' }
  ? number
  : S extends { kind: 'yes-no' }
    ? boolean
    : S extends { kind: 'choice'; values: readonly (infer V)[]; default: string }
      ? V
      : S extends { kind: 'choice'; values: readonly (infer V)[] }
        ? V | null
        : string | null;
export type ValuesOf<P extends ParameterSpecs> = { readonly [K in keyof P]: Of<P[K]> };

/** A column: what the statement gives under its code, or what is made of others. */
export interface Column {
  readonly code: string;
  readonly title: Texts;
  readonly kind: ValueKind;
  /** One sentence for the contract, where the title does not say it. */
  readonly description?: string;
  /** Rights over its values beside that of the report: without them there is no such column, in no format. */
  readonly groups?: readonly Pick<FieldGroup, 'read'>[];
  /** Texts for the codes it holds. */
  readonly labels?: Readonly<Record<string, Texts>>;
  /** Of all rows; a share's total is the share of the totals. Absent: the statement of totals may give one. */
  readonly total?: 'sum';
  /** A percentage of two other columns. */
  readonly share?: { readonly of: string; readonly in: string };
  /** The place among the rows by another column; equal values share a place. */
  readonly rank?: { readonly by: string; readonly first: 'most' | 'least' };
  /** `json`: for programs alone, an id; `data`: in JSON, CSV and XLSX, too much for a page; `nowhere`: others are made of it. */
  readonly only?: 'json' | 'data' | 'nowhere';
  /** Its total is a key figure; and what a rise of it means. */
  readonly figure?: 'good' | 'bad' | 'neither';
}

export interface ChartSpec {
  readonly kind: 'bar' | 'stacked' | 'line';
  readonly title: Texts;
  /** The column that names the bars. */
  readonly by: string;
  /** Columns of one kind; those that may not be seen are left out. */
  readonly of: readonly string[];
  readonly horizontal?: boolean;
  /** Rows of one name are one bar, of their sum. */
  readonly addsUp?: boolean;
  /** So many at most, the largest first. */
  readonly most?: number;
}

/** What a report asks the database. */
export interface Question<P extends ParameterSpecs = ParameterSpecs> {
  readonly actor: Actor;
  /** First day, and the day after the last. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** What had been recorded by then; the moment of asking when nothing else was asked for. */
  readonly asOf: Instant;
  readonly branchId: string | null;
  readonly parameters: ValuesOf<P>;
  /** The condition that a row is within what was asked for and the reach of whoever asks. */
  within(columns: ReachColumns): Sql;
}

export type Row = Record<string, Value>;

export interface Report<P extends ParameterSpecs = ParameterSpecs> {
  /** As it stands in addresses. */
  readonly code: string;
  readonly title: Texts;
  /** What it answers. */
  readonly description: Texts;
  /** Who may ask; its scope is that of the rows. */
  readonly permission: string;
  /** What is meant when no period is given. Null: the report is of a moment, not of a period. */
  readonly period: NamedPeriod | null;
  /** Whether every figure can be asked for as of a past moment. */
  readonly hasAsOf: boolean;
  readonly parameters: P;
  readonly columns: readonly Column[];
  readonly chart?: ChartSpec;
  /** One statement, in the order in which people want the rows; it selects the codes of the columns. */
  rows(question: Question<P>): Sql;
  /** Totals that are no sums, such as people counted once: one statement, one row, some of the columns. */
  totals?(question: Question<P>): Sql;
}

const CODE = /^[a-z]+(-[a-z]+)*$/;

/** Declares a report; what does not fit together is told when the process begins. */
export function defineReport<const P extends ParameterSpecs>(report: Report<P>): Report<P> {
  const codes = new Set(report.columns.map(({ code }) => code));
  const named = report.columns.flatMap(({ share, rank }) => [
    ...(share === undefined ? [] : [share.of, share.in]),
    ...(rank === undefined ? [] : [rank.by]),
  ]);
  const missing = [...named, ...(report.chart === undefined ? [] : [report.chart.by, ...report.chart.of])];
  const unknown = missing.filter((code) => !codes.has(code));
  if (!CODE.test(report.code)) throw new Error(`not a code of a report: ${report.code}`);
  if (codes.size !== report.columns.length) throw new Error(`${report.code}: a column is declared twice`);
  // The row of totals says there what it is.
  if (report.columns[0]?.kind !== 'text') throw new Error(`${report.code}: the first column names the row`);
  if (unknown.length > 0) throw new Error(`${report.code}: no column ${unknown.join(', ')}`);
  return report;
}
