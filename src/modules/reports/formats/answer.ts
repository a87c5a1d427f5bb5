import type { Language } from '../../../kernel/errors.js';
import type { Value } from '../../../platform/render/formats.js';
import type { Column, Row } from '../report.js';
import type { ReportTable } from '../table.js';

/** A value as the contract shows it: money with its currency. */
type Shown = Value | { amount: number; currency: string };
type ShownRow = Record<string, Shown>;

/** A report as programs read it. */
export interface ReportJson {
  code: string;
  title: string;
  period: { from: string; to: string } | null;
  asOf: string;
  branchId: string | null;
  timeZone: string;
  parameters: Record<string, string | number | boolean | null>;
  columns: { code: string; title: string; kind: string }[];
  rows: ShownRow[];
  totals: ShownRow | null;
  previous: { from: string; to: string; rows: ShownRow[]; totals: ShownRow | null } | null;
}

export function answerOf(table: ReportTable, language: Language): ReportJson {
  const { report, period, asOf, branch, zone, parameters, columns, currency, previous } = table;
  const shown = (row: Row): ShownRow => rowOf(columns, row, currency);
  const totals = (row: Row | null): ShownRow | null => (row === null ? null : shown(row));
  return {
    ...{ code: report.code, title: report.title[language], period, asOf, branchId: branch?.id ?? null },
    ...{ timeZone: zone, parameters },
    columns: columns.map(({ code, title, kind }) => ({ code, title: title[language], kind })),
    ...{ rows: table.rows.map(shown), totals: totals(table.totals) },
    previous:
      previous === null
        ? null
        : { ...previous, rows: previous.rows.map(shown), totals: totals(previous.totals) },
  };
}

const rowOf = (columns: readonly Column[], row: Row, currency: string): ShownRow =>
  Object.fromEntries(
    columns.map(({ code, kind }): [string, Shown] => {
      const value = row[code] ?? null;
      return [code, kind === 'money' && typeof value === 'number' ? { amount: value, currency } : value];
    }),
  );
