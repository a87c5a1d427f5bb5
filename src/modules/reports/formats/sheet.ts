import type { Language } from '../../../kernel/errors.js';
import type { Value } from '../../../platform/render/formats.js';
import type { TableToWrite } from '../../../platform/sheets/table-to-write.js';
import type { Row } from '../report.js';
import type { ReportRows } from '../table.js';
import { labelled, totalsRow } from './labels.js';

/** A report as a table of a spreadsheet: every column but ids. */
export function sheetOf(table: ReportRows, language: Language): TableToWrite {
  const columns = table.columns.filter(({ only }) => only !== 'json');
  return {
    ...{ language, currency: table.currency, zone: table.zone, name: table.report.title[language] },
    columns: columns.map(({ title, kind }) => ({ title: title[language], kind })),
    batches: cellsOf(table.batches, (row) => columns.map((column) => labelled(column, row, language))),
    totals: () => totalsRow(columns, { totals: table.totals() }, language),
  };
}

async function* cellsOf(
  batches: ReportRows['batches'],
  cells: (row: Row) => Value[],
): AsyncGenerator<Value[][]> {
  for await (const batch of batches) yield batch.map(cells);
}
