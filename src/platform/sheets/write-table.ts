import {
  minorDigits,
  minorUnits,
  wallClock,
  type Value as Cell,
  type ValueKind as CellKind,
} from '../render/formats.js';
import { numberText, type TableToWrite } from './table-to-write.js';
import { harmless } from './write-sheet.js';
import { writeWorkbook } from './write-workbook.js';

export const TABLE_MEDIA = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

const PIECE = 65_536;
/** What would be taken for the end of a cell or of a line, also by programs that part cells at the other sign. */
const QUOTED = /[",;\r\n]/;

/** A typed table as a file, piece by piece: memory does not grow with its rows. */
export const writeTable = (table: TableToWrite, format: 'csv' | 'xlsx'): AsyncIterable<Buffer> =>
  format === 'csv' ? writeCsv(table) : writeWorkbook(table);

/** As Excel opens it with a double click: in Russian a comma stands in numbers and a semicolon between them. */
async function* writeCsv(table: TableToWrite): AsyncGenerator<Buffer> {
  const between = table.language === 'ru' ? ';' : ',';
  const line = (cells: readonly string[]): string =>
    `${cells.map((cell) => (QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(between)}\r\n`;
  let text = `\uFEFF${line(table.columns.map(({ title }) => harmless(title)))}`;
  for await (const batch of table.batches)
    for (const row of batch) {
      text += line(table.columns.map(({ kind }, at) => plainText(kind, row[at] ?? null, table)));
      if (text.length < PIECE) continue;
      yield Buffer.from(text);
      text = '';
    }
  yield Buffer.from(text);
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
  const text =
    kind === 'money' ? (cell / minorUnits(currency)).toFixed(minorDigits(currency)) : numberText(cell);
  return language === 'ru' ? text.replace('.', ',') : text;
}

/** `12:05`: a spreadsheet reads it as hours and minutes. */
function hours(minutes: number): string {
  const whole = Math.round(Math.abs(minutes));
  const sign = minutes < 0 ? '-' : '';
  return `${sign}${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`;
}
