import { PassThrough } from 'node:stream';
import { stringify } from 'csv-stringify';
import ExcelJS from 'exceljs';
import type { Language } from '../../kernel/errors.js';
import {
  alignOf,
  minorUnits,
  wallClock,
  type Value as Cell,
  type ValueKind as CellKind,
} from '../render/formats.js';
import { harmless } from './write-sheet.js';

export interface TableToWrite {
  language: Language;
  /** Of money, ISO 4217. */
  currency: string;
  /** In which instants are written. */
  zone: string;
  /** Of the sheet. */
  name: string;
  columns: readonly { title: string; kind: CellKind }[];
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
  /** The last row of a workbook; a CSV has none, since whoever sums a column would count it twice. */
  totals?: readonly Cell[] | undefined;
}

export const TABLE_MEDIA = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** A typed table as a file, piece by piece: memory does not grow with its rows. */
export const writeTable = (table: TableToWrite, format: 'csv' | 'xlsx'): AsyncIterable<Buffer> =>
  format === 'csv' ? writeCsv(table) : writeXlsx(table);

/** As Excel opens it with a double click: in Russian a comma stands in numbers and a semicolon between them. */
async function* writeCsv(table: TableToWrite): AsyncGenerator<Buffer> {
  yield Buffer.from('\uFEFF');
  const lines = stringify({ delimiter: table.language === 'ru' ? ';' : ',', record_delimiter: '\r\n' });
  const cells = (row: readonly Cell[]): string[] =>
    table.columns.map(({ kind }, at) => plainText(kind, row[at] ?? null, table));
  const fed = feed(
    table.rows,
    [table.columns.map(({ title }) => harmless(title))],
    (row) => (lines.write(row) ? true : drained(lines)),
    cells,
  ).then(
    () => lines.end(),
    (fault: unknown) => lines.destroy(fault instanceof Error ? fault : new Error(String(fault))),
  );
  for await (const piece of lines as AsyncIterable<Buffer | string>) yield Buffer.from(piece.toString());
  await fed;
}

/** Only what a person typed can be a formula; a number that begins with a minus is a number. */
function plainText(kind: CellKind, cell: Cell, { language, currency, zone }: TableToWrite): string {
  if (cell === null) return '';
  if (typeof cell === 'string') {
    if (kind === 'instant') return wallClock(cell, zone).slice(0, 16);
    if (kind === 'date' && language === 'ru') return cell.split('-').reverse().join('.');
    return harmless(cell);
  }
  if (kind === 'duration') return hours(cell);
  const text = kind === 'money' ? (cell / minorUnits(currency)).toFixed(digitsOf(currency)) : String(cell);
  return language === 'ru' ? text.replace('.', ',') : text;
}

/** `12:05`: a spreadsheet reads it as hours and minutes. */
function hours(minutes: number): string {
  const whole = Math.round(Math.abs(minutes));
  const sign = minutes < 0 ? '-' : '';
  return `${sign}${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`;
}

const digitsOf = (currency: string): number => Math.log10(minorUnits(currency));

async function* writeXlsx(table: TableToWrite): AsyncGenerator<Buffer> {
  const stream = new PassThrough();
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useSharedStrings: false, useStyles: true });
  const sheet = book.addWorksheet(sheetName(table.name), { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = table.columns.map(({ title, kind }) => ({
    width: WIDTHS[kind] ?? Math.min(40, Math.max(14, title.length + 2)),
    style: styleOf(kind, table.currency),
  }));
  const head = sheet.addRow(table.columns.map(({ title }) => harmless(title)));
  head.font = { bold: true };
  head.eachCell((cell, at) => {
    cell.numFmt = 'General';
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEEF2F7' } };
    const horizontal = alignOf(table.columns[at - 1]?.kind ?? 'text');
    cell.alignment = { wrapText: true, vertical: 'top', horizontal };
  });
  head.commit();
  const cells = (row: readonly Cell[]) =>
    table.columns.map(({ kind }, at) => typed(kind, row[at] ?? null, table));
  const write = (row: ReturnType<typeof cells>): boolean | Promise<unknown> => {
    sheet.addRow(row).commit();
    return stream.writableNeedDrain ? drained(stream) : true;
  };
  const fed = feed(table.rows, [], write, cells)
    .then(() => {
      if (table.totals === undefined) return;
      const last = sheet.addRow(cells(table.totals));
      last.font = { bold: true };
      last.commit();
    })
    .then(() => book.commit())
    .catch((fault: unknown) => stream.destroy(fault instanceof Error ? fault : new Error(String(fault))));
  for await (const piece of stream as AsyncIterable<Buffer>) yield piece;
  await fed;
}

const WIDTHS: Partial<Record<CellKind, number>> = { text: 30, date: 12, instant: 17 };

function styleOf(kind: CellKind, currency: string): Partial<ExcelJS.Style> {
  const digits = digitsOf(currency);
  const formats: Partial<Record<CellKind, string>> = {
    ...{ integer: '#,##0', decimal: '#,##0.##', percent: '0.0%', duration: '[h]:mm' },
    ...{ date: 'dd.mm.yyyy', instant: 'dd.mm.yyyy hh:mm' },
    money: digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`,
  };
  const numFmt = formats[kind];
  return numFmt === undefined ? {} : { numFmt };
}

/** A value a spreadsheet counts with: roubles, shares of one, days. */
function typed(kind: CellKind, cell: Cell, { currency, zone }: TableToWrite): string | number | Date | null {
  if (cell === null) return null;
  if (typeof cell === 'string') {
    if (kind === 'date') return new Date(`${cell}T00:00:00Z`);
    // An instant without a zone, which is how a spreadsheet keeps it.
    return kind === 'instant' ? new Date(`${wallClock(cell, zone).replace(' ', 'T')}Z`) : harmless(cell);
  }
  if (kind === 'money') return cell / minorUnits(currency);
  if (kind === 'percent') return cell / 100;
  return kind === 'duration' ? cell / 1440 : cell;
}

/** At most 31 signs, none of those a reference to a sheet is made of. */
const sheetName = (name: string): string =>
  name
    .replaceAll(/[[\]:*?/\\']/g, ' ')
    .slice(0, 31)
    .trim() || 'Sheet1';

async function feed<R>(
  rows: TableToWrite['rows'],
  first: readonly R[],
  write: (row: R) => boolean | Promise<unknown>,
  cells: (row: readonly Cell[]) => R,
): Promise<void> {
  const put = async (row: R): Promise<void> => {
    const went = write(row);
    if (went !== true) await went;
  };
  for (const row of first) await put(row);
  for await (const row of rows) await put(cells(row));
}

const drained = (stream: NodeJS.EventEmitter): Promise<unknown> =>
  new Promise((resolve) => stream.once('drain', resolve));
