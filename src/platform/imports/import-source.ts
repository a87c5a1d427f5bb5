import { readSheet } from '../sheets/sheets.js';
import { SheetEmpty } from '../sheets/sheets.errors.js';
import { missingHeaders, type HeaderMapping, type SheetColumns } from './columns.rules.js';
import { ImportColumnMissing, ImportUnreadable } from './imports.errors.js';

/** What is known of a file once it has been read through: that it can be, above all. */
export interface SheetSurvey<Columns extends SheetColumns<string> = SheetColumns<string>> {
  headerRow: number;
  headers: string[];
  columns: Columns;
  /** Rows below the header with anything in them. */
  total: number;
}

/** How a header is known: by columns that are enough to go on with. */
export interface HeaderReading<Columns extends SheetColumns<string>> {
  read(headers: readonly string[]): Columns;
  isEnough(columns: Columns): boolean;
  mapping: HeaderMapping<string>;
  sheet: string | null;
}

/** Titles and dates may stand above the header, but not many. */
const HEADER_WITHIN = 10;
const LISTED = 20;

/**
 * Reads a file to its end before anything is done with it: a file that breaks off in the middle is refused whole. Asks
 * `seen` now and then, so that it can be stopped.
 */
export async function survey<Columns extends SheetColumns<string>>(
  bytes: Buffer,
  reading: HeaderReading<Columns>,
  seen: (rows: number) => Promise<void>,
): Promise<SheetSurvey<Columns>> {
  const { mapping, sheet } = reading;
  let found: Omit<SheetSurvey<Columns>, 'total'> | null = null;
  let first: string[] | null = null;
  let above = 0;
  let total = 0;
  for await (const { number, cells } of readSheet(bytes, { sheet: sheet ?? undefined })) {
    if (found !== null) {
      total += 1;
      if (total % 1_000 === 0) await seen(total);
      continue;
    }
    first ??= cells;
    above += 1;
    const columns = reading.read(cells);
    if (reading.isEnough(columns)) found = { headerRow: number, headers: cells, columns };
    else if (above === HEADER_WITHIN) break;
  }
  if (first === null) throw SheetEmpty();
  const missing = missingHeaders(found?.headers ?? first, mapping);
  if (missing.length > 0) throw ImportColumnMissing({ headers: missing.join(', ') });
  if (found === null) throw ImportUnreadable({ headers: first.slice(0, LISTED).join(', ') });
  if (total === 0) throw SheetEmpty();
  return { ...found, total };
}

/** The faulty rows as they were, each with what is wrong: to be mended and sent again. */
export async function* faultyRows(
  bytes: Buffer,
  { headerRow, headers }: SheetSurvey,
  { sheet, title, textOf }: { sheet: string | null; title: string; textOf: Map<number, string> },
): AsyncGenerator<string[]> {
  const width = headers.length;
  yield [...headers, title];
  for await (const { number, cells } of readSheet(bytes, { sheet: sheet ?? undefined })) {
    const text = number > headerRow ? textOf.get(number) : undefined;
    if (text === undefined) continue;
    yield [...Array.from({ length: width }, (_, index) => cells[index] ?? ''), text];
  }
}
