import { readSheet } from '../../../platform/sheets/sheets.js';
import { SheetEmpty } from '../../../platform/sheets/sheets.errors.js';
import { ImportColumnMissing, ImportUnreadable } from '../clients.errors.js';
import {
  missingHeaders,
  namesClients,
  nameColumn,
  readColumns,
  type Columns,
  type Mapping,
} from './columns.rules.js';
import { readFamily, type ImportedFamily, type ImportWorld } from './import.rules.js';
import { EarlierRows } from './known-people.js';
import type { RowFault } from './row-cells.rules.js';

/** How the caller wants a file to be read. */
export interface ReadingChoices {
  mapping: Mapping;
  sheet: string | null;
}

/** What is known of a file once it has been read through: that it can be, above all. */
export interface Survey {
  headerRow: number;
  headers: string[];
  columns: Columns;
  /** Rows below the header with anything in them. */
  total: number;
}

/** A row read: a family, or why not. */
export type ReadRow = { number: number } & ({ family: ImportedFamily } | { faults: RowFault[] });

/** Titles and dates may stand above the header, but not many. */
const HEADER_WITHIN = 10;
const LISTED = 20;

/**
 * Reads a file to its end before anything is done with it: a file that breaks off in the middle is refused whole. Asks
 * `seen` now and then, so that it can be stopped.
 */
export async function survey(
  bytes: Buffer,
  choices: ReadingChoices,
  seen: (rows: number) => Promise<void>,
): Promise<Survey> {
  let found: Omit<Survey, 'total'> | null = null;
  let first: string[] | null = null;
  let above = 0;
  let total = 0;
  for await (const { number, cells } of readSheet(bytes, { sheet: choices.sheet ?? undefined })) {
    if (found !== null) {
      total += 1;
      if (total % 1_000 === 0) await seen(total);
      continue;
    }
    first ??= cells;
    above += 1;
    const columns = readColumns(cells, choices.mapping);
    if (namesClients(columns)) found = { headerRow: number, headers: cells, columns };
    else if (above === HEADER_WITHIN) break;
  }
  if (first === null) throw SheetEmpty();
  const missing = missingHeaders(found?.headers ?? first, choices.mapping);
  if (missing.length > 0) throw ImportColumnMissing({ headers: missing.join(', ') });
  if (found === null) throw ImportUnreadable({ headers: first.slice(0, LISTED).join(', ') });
  if (total === 0) throw SheetEmpty();
  return { ...found, total };
}

/** The rows below the header in their order. The same bytes give the same rows, whoever reads them and however often. */
export async function* readRows(
  bytes: Buffer,
  { headerRow, columns }: Survey,
  { sheet, ...world }: ImportWorld & { sheet: string | null },
): AsyncGenerator<ReadRow> {
  const earlier = new EarlierRows();
  for await (const { number, cells } of readSheet(bytes, { sheet: sheet ?? undefined })) {
    if (number <= headerRow) continue;
    const read = readFamily(number, cells, columns, world);
    if (Array.isArray(read)) {
      yield { number, faults: read };
      continue;
    }
    const repeated = earlier.repeats(read);
    if (repeated === null) yield { number, family: read };
    else {
      const fault = { row: number, column: nameColumn(columns), code: 'row.repeated' };
      yield { number, faults: [{ ...fault, params: { row: repeated } }] };
    }
  }
}

/** The faulty rows as they were, each with what is wrong: to be mended and sent again. */
export async function* faultyRows(
  bytes: Buffer,
  { headerRow, headers }: Survey,
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
