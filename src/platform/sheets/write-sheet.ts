import { PassThrough } from 'node:stream';
import { stringify } from 'csv-stringify';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import type { CsvStyle, SheetStyle } from './sheet.js';

export const mediaTypeOf = (style: SheetStyle): string =>
  style.format === 'csv'
    ? `text/csv; charset=${style.charset === 'windows-1251' ? 'windows-1251' : 'utf-8'}`
    : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Rows as a file of the same kind; piece by piece, so memory does not grow with their number. */
export function writeSheet(rows: AsyncIterable<readonly string[]>, style: SheetStyle): AsyncIterable<Buffer> {
  return style.format === 'csv' ? writeCsv(rows, style) : writeXlsx(rows);
}

/**
 * A spreadsheet runs a cell that begins like a formula, also one that came from a stranger; an apostrophe before it makes
 * it text, and our reader takes the apostrophe away again.
 */
export const harmless = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

/** UTF-16 comes back as UTF-8 with its mark, which every spreadsheet program opens as well. */
async function* writeCsv(rows: AsyncIterable<readonly string[]>, style: CsvStyle): AsyncGenerator<Buffer> {
  const charset = style.charset === 'windows-1251' ? 'windows-1251' : 'utf8';
  if (charset === 'utf8') yield Buffer.from('\uFEFF');
  const lines = stringify({ delimiter: style.delimiter, record_delimiter: '\r\n' });
  const fed = feed(rows, (cells) => lines.write(cells.map(harmless)) || drained(lines)).then(
    () => lines.end(),
    (fault: unknown) => lines.destroy(fault instanceof Error ? fault : new Error(String(fault))),
  );
  for await (const piece of lines as AsyncIterable<Buffer | string>)
    yield iconv.encode(piece.toString(), charset);
  await fed;
}

/** In a cell typed as text a phone is no formula, so it stays as it was; anything else that looks like one does not. */
async function* writeXlsx(rows: AsyncIterable<readonly string[]>): AsyncGenerator<Buffer> {
  const stream = new PassThrough();
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useSharedStrings: false });
  const sheet = book.addWorksheet('Sheet1');
  const fed = feed(rows, (cells) => {
    sheet.addRow(cells.map((cell) => (/^[+-][\d\s().-]+$/.test(cell) ? cell : harmless(cell)))).commit();
    return stream.writableNeedDrain ? drained(stream) : true;
  })
    .then(() => book.commit())
    .catch((fault: unknown) => stream.destroy(fault instanceof Error ? fault : new Error(String(fault))));
  for await (const piece of stream as AsyncIterable<Buffer>) yield piece;
  await fed;
}

async function feed(
  rows: AsyncIterable<readonly string[]>,
  write: (cells: readonly string[]) => boolean | Promise<unknown>,
): Promise<void> {
  for await (const cells of rows) {
    const went = write(cells);
    if (went !== true) await went;
  }
}

const drained = (stream: NodeJS.EventEmitter): Promise<unknown> =>
  new Promise((resolve) => stream.once('drain', resolve));
