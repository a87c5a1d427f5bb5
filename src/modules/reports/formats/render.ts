import type { Language } from '../../../kernel/errors.js';
import { renderHtml, renderPdf } from '../../../platform/render/index.js';
import { TABLE_MEDIA, writeTable } from '../../../platform/sheets/write-table.js';
import type { Format } from '../parameters.rules.js';
import { IN_TIME } from '../report-transaction.js';
import { ReportFileTooLarge } from '../reports.errors.js';
import { fileNameOf, type ReportHead, type ReportRows, type ReportTable } from '../table.js';
import { answerOf } from './answer.js';
import { pageOf } from './page.js';
import { sheetOf } from './sheet.js';

/** A report as a file. */
export interface RenderedReport {
  name: string;
  mediaType: string;
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  csv: TABLE_MEDIA.csv,
  xlsx: TABLE_MEDIA.xlsx,
  pdf: 'application/pdf',
  html: 'text/html; charset=utf-8',
};

/** Rows a file takes: JSON and pages are made in memory, and nobody reads more pages; a sheet of Excel ends at 1,048,576. */
export const MOST_ROWS: Readonly<Record<Format, number>> = {
  ...{ json: 100_000, pdf: 5_000, html: 5_000 },
  ...{ csv: 2_000_000, xlsx: 1_000_000 },
};

export type SheetFormat = 'csv' | 'xlsx';
export const isSheet = (format: Format): format is SheetFormat => format === 'csv' || format === 'xlsx';

export async function render(
  table: ReportTable,
  format: Format,
  language: Language,
): Promise<RenderedReport> {
  const content = await contentOf(table, format, language);
  return { ...fileOf(table, format), content };
}

/** What a report is called as a file. */
export const fileOf = (head: ReportHead, format: Format): Omit<RenderedReport, 'content'> => ({
  name: `${fileNameOf(head)}.${format}`,
  mediaType: MEDIA_TYPES[format],
});

/** The rows of a report as a sheet, written as they are read. */
export const renderRows = (
  report: ReportRows,
  format: SheetFormat,
  language: Language,
): RenderedReport['content'] => writeTable(sheetOf(report, language), format);

async function contentOf(
  table: ReportTable,
  format: Format,
  language: Language,
): Promise<RenderedReport['content']> {
  switch (format) {
    case 'json':
      return [Buffer.from(JSON.stringify(answerOf(table, language)))];
    case 'csv':
    case 'xlsx':
      return renderRows({ ...table, batches: [table.rows], totals: () => table.totals }, format, language);
    case 'pdf':
      return [await renderPdf(pageOf(readable(table, format), language))];
    case 'html':
      return [Buffer.from(renderHtml(pageOf(readable(table, format), language)))];
  }
}

function readable(table: ReportTable, format: 'pdf' | 'html'): ReportTable {
  const rows = MOST_ROWS[format];
  if (table.rows.length > rows) throw ReportFileTooLarge({ format, rows, seconds: IN_TIME.seconds });
  return table;
}
