import type { Language } from '../../../kernel/errors.js';
import type { TableToWrite } from '../../../platform/sheets/write-table.js';
import type { ReportTable } from '../table.js';
import { labelled, totalsRow } from './labels.js';

/** A report as a table of a spreadsheet: every column but ids. */
export function sheetOf(table: ReportTable, language: Language): TableToWrite {
  const columns = table.columns.filter(({ only }) => only !== 'json');
  return {
    ...{ language, currency: table.currency, zone: table.zone, name: table.report.title[language] },
    columns: columns.map(({ title, kind }) => ({ title: title[language], kind })),
    rows: table.rows.map((row) => columns.map((column) => labelled(column, row, language))),
    totals: totalsRow(columns, table, language),
  };
}
