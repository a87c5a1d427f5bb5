import type { Language } from '../../../kernel/errors.js';
import type { Value } from '../../../platform/render/formats.js';
import type { Column, Row } from '../report.js';
import type { ReportTable } from '../table.js';

/** A value with the text of its code in place of it; a code without one says itself. */
export function labelled({ code, labels }: Column, row: Row, language: Language): Value {
  const value = row[code] ?? null;
  return typeof value === 'string' ? (labels?.[value]?.[language] ?? value) : value;
}

export const TOTAL = { ru: 'Итого', en: 'Total' } as const;

/** The totals as the last row: the first text says what it is. */
export function totalsRow(
  columns: readonly Column[],
  { totals }: Pick<ReportTable, 'totals'>,
  language: Language,
): Value[] | undefined {
  if (totals === null) return undefined;
  return columns.map(({ code }, index) => (index === 0 ? TOTAL[language] : (totals[code] ?? null)));
}
