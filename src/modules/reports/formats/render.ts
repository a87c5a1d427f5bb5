import type { Language } from '../../../kernel/errors.js';
import { renderHtml, renderPdf } from '../../../platform/render/index.js';
import { TABLE_MEDIA, writeTable } from '../../../platform/sheets/write-table.js';
import type { Format } from '../parameters.rules.js';
import { ReportTooLarge } from '../reports.errors.js';
import { fileNameOf, type ReportTable } from '../table.js';
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

/** Nobody reads so many pages. */
const PAGE_ROWS = 5_000;

export async function render(
  table: ReportTable,
  format: Format,
  language: Language,
): Promise<RenderedReport> {
  const content = await contentOf(table, format, language);
  return { name: `${fileNameOf(table)}.${format}`, mediaType: MEDIA_TYPES[format], content };
}

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
      return writeTable(sheetOf(table, language), format);
    case 'pdf':
      return [await renderPdf(pageOf(readable(table), language))];
    case 'html':
      return [Buffer.from(renderHtml(pageOf(readable(table), language)))];
  }
}

function readable(table: ReportTable): ReportTable {
  if (table.rows.length > PAGE_ROWS) throw ReportTooLarge({ rows: PAGE_ROWS, seconds: 0 });
  return table;
}
