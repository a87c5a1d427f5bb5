import type { Json } from '../centre.js';
import { bare, sum } from '../reports.js';
import type { Question, Raw } from './raw.js';

export interface Counted {
  /** Every column of every row; money as numbers. */
  rows: Json[];
  /** What is no sum of the rows. */
  totals?: Json;
}

/** How a report is counted once more, from the raw lists. */
export interface Count {
  /** What tells one row from all others. */
  key: readonly string[];
  /** Questions beside the plain one, of the report's own parameters. */
  asked?: readonly Record<string, string>[];
  /** Columns that say something on whatever day the demo centre was made, so that they are really counted. */
  filled?: readonly string[];
  count: (raw: Raw, question: Question) => Promise<Counted>;
}

/** The columns of a report in which any of its rows says anything. */
export const filledIn = ({ columns, rows }: Json): string[] =>
  (columns as { code: string }[])
    .map(({ code }) => code)
    .filter((code) => (rows as Json[]).map(bare).some((row) => ![null, 0, false].includes(row[code])));

/** The rows and the totals of a report, column by column, are those counted by hand. */
export function expectCounted(told: Json, { rows, totals }: Counted, key: readonly string[]): void {
  const columns = told.columns as { code: string; kind: string }[];
  const inOrder = (list: Json[]) =>
    list.map((row) => shown(row, columns)).sort((a, b) => (keyOf(a, key) < keyOf(b, key) ? -1 : 1));
  const added = Object.fromEntries(columns.map(({ code, kind }) => [code, addedUp(rows, code, kind)]));
  expect({
    rows: inOrder((told.rows as Json[]).map(bare)),
    totals: shown(bare(told.totals), columns),
  }).toEqual({
    rows: inOrder(rows),
    totals: shown({ ...added, ...totals }, columns),
  });
}

const keyOf = (row: Json, key: readonly string[]): string => JSON.stringify(key.map((code) => row[code]));

/** Minus nought is nought. */
const shown = (row: Json, columns: { code: string }[]): Json =>
  Object.fromEntries(columns.map(({ code }) => [code, row[code] === 0 ? 0 : row[code]]));

function addedUp(rows: Json[], code: string, kind: string): number | null {
  if (['text', 'date', 'instant'].includes(kind) || code.endsWith('Rank')) return null;
  return Number(sum(rows.map((row) => Number(row[code] ?? 0))).toFixed(3));
}
