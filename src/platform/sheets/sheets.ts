import { csvStyleOf, readCsv } from './csv.js';
import type { SheetLimits, SheetRow, SheetStyle } from './sheet.js';
import { SheetEmpty, SheetProtected, SheetTooLarge, SheetUnknownFormat } from './sheets.errors.js';
import { readXlsx } from './xlsx.js';
import { readZip } from './zip.js';

export const USUAL_LIMITS: SheetLimits = { rows: 100_000, columns: 300, bytes: 300 * 1024 * 1024 };

const ZIP = Buffer.from('PK\u0003\u0004');
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const CONTROL_SHARE = 0.02;

/**
 * What the bytes are, whatever the name says; refuses what is neither CSV nor XLSX, and a workbook that says it would
 * unpack to more than the limit. Cheap: nothing is unpacked here.
 */
export function styleOf(bytes: Buffer, limits: SheetLimits = USUAL_LIMITS): SheetStyle {
  if (bytes.length === 0) throw SheetEmpty();
  if (startsWith(bytes, COMPOUND)) throw SheetProtected();
  if (startsWith(bytes, ZIP)) {
    const entries = readZip(bytes, limits.bytes);
    if (!entries.has('xl/workbook.xml')) throw SheetUnknownFormat();
    return { format: 'xlsx' };
  }
  const style = csvStyleOf(bytes);
  if (style.charset !== 'utf16le' && style.charset !== 'utf16be' && isBinary(bytes))
    throw SheetUnknownFormat();
  return { format: 'csv', ...style };
}

/** The rows of a file, read piece by piece: memory does not grow with their number. */
export async function* readSheet(
  bytes: Buffer,
  { sheet, limits = USUAL_LIMITS }: { sheet?: string | undefined; limits?: SheetLimits } = {},
): AsyncGenerator<SheetRow> {
  const style = styleOf(bytes, limits);
  const rows = style.format === 'csv' ? readCsv(bytes, style) : readXlsx(bytes, { sheet, limits });
  let count = 0;
  for await (const row of rows) {
    let last = row.cells.length;
    while (last > 0 && row.cells[last - 1] === '') last -= 1;
    if (last === 0) continue;
    count += 1;
    if (count > limits.rows) throw SheetTooLarge({ limit: limits.rows, what: 'rows' });
    if (last > limits.columns) throw SheetTooLarge({ limit: limits.columns, what: 'columns' });
    yield { number: row.number, cells: row.cells.slice(0, last) };
  }
}

const startsWith = (bytes: Buffer, mark: Buffer): boolean => bytes.subarray(0, mark.length).equals(mark);

/** A stray control character is a fault of its cell; many of them are no text at all. */
function isBinary(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 8192);
  const controls = start.filter((byte) => byte < 9 || (byte > 13 && byte < 32)).length;
  return controls > 1 && controls > start.length * CONTROL_SHARE;
}
