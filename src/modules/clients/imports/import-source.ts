import type { SheetSurvey } from '../../../platform/imports/import-source.js';
import type { ReadRow } from '../../../platform/imports/sheet-imports.js';
import { readSheet } from '../../../platform/sheets/sheets.js';
import { nameColumn, type Columns } from './columns.rules.js';
import { readFamily, type ImportedFamily, type ImportWorld } from './import.rules.js';
import { EarlierRows } from './known-people.js';

/** The rows below the header in their order. The same bytes give the same rows, whoever reads them and however often. */
export async function* readRows(
  bytes: Buffer,
  { headerRow, columns }: SheetSurvey<Columns>,
  { sheet, ...world }: ImportWorld & { sheet: string | null },
): AsyncGenerator<ReadRow<ImportedFamily>> {
  const earlier = new EarlierRows();
  for await (const { number, cells } of readSheet(bytes, { sheet: sheet ?? undefined })) {
    if (number <= headerRow) continue;
    const read = readFamily(number, cells, columns, world);
    if (Array.isArray(read)) {
      yield { number, faults: read };
      continue;
    }
    const repeated = earlier.repeats(read);
    if (repeated === null) yield { number, row: read };
    else {
      const fault = { row: number, column: nameColumn(columns), code: 'row.repeated' };
      yield { number, faults: [{ ...fault, params: { row: repeated } }] };
    }
  }
}
