import type { Language } from '../../../kernel/errors.js';
import type { Conclusion } from '../../../platform/operations/operation-run.js';
import { styleOf } from '../../../platform/sheets/sheets.js';
import { mediaTypeOf, writeSheet } from '../../../platform/sheets/write-sheet.js';
import { faultText } from './fault-texts.rules.js';
import type { ImportChoices } from './import-choices.js';
import { faultyRows, type Survey } from './import-source.js';
import type { RowFault } from './row-cells.rules.js';

/** How far an import is, and what it has done by then. */
export interface Tally {
  /** Number of the last row taken. */
  row: number;
  rows: number;
  created: number;
  unchanged: number;
  guardians: number;
  faulty: number;
}

/** What an import did, or would do, as the operation keeps it. */
export interface StoredReport extends Omit<Tally, 'row'> {
  dryRun: boolean;
  faults: RowFault[];
  faultsOmitted: number;
  ignoredColumns: string[];
  columns: Record<string, string>;
}

interface Source {
  bytes: Buffer;
  survey: Survey;
  choices: ImportChoices;
}

/** More than these are in the file only: nobody reads them in a list. */
const MOST_FAULTS = 10_000;
const FAULT_TITLE: Readonly<Record<Language, string>> = { en: 'Fault', ru: 'Ошибка' };

export function reportOf(
  { survey, choices }: Omit<Source, 'bytes'>,
  { rows, created, unchanged, guardians, faulty }: Tally,
  faults: readonly RowFault[] = [],
): StoredReport {
  return {
    dryRun: choices.isRehearsal,
    ...{ rows, created, unchanged, guardians, faulty },
    faults: faults.slice(0, MOST_FAULTS),
    faultsOmitted: Math.max(0, faults.length - MOST_FAULTS),
    ignoredColumns: survey.columns.ignored,
    columns: Object.fromEntries(
      Object.entries(survey.columns.header).map(([field, header]) => [header, field]),
    ),
  };
}

/** The report, and the faulty rows as a file like the one that was sent. */
export function conclusionOf(source: Source, tally: Tally, faults: readonly RowFault[]): Conclusion {
  const result = reportOf(source, tally, faults);
  if (faults.length === 0) return { result };
  const { bytes, survey, choices } = source;
  const style = styleOf(bytes);
  const textOf = new Map<number, string>();
  for (const fault of faults) {
    const before = textOf.get(fault.row);
    const text = `${fault.column}: ${faultText(fault, choices.language)}`;
    textOf.set(fault.row, before === undefined ? text : `${before} ${text}`);
  }
  const title = FAULT_TITLE[choices.language];
  const content = () => writeSheet(faultyRows(bytes, survey, { sheet: choices.sheet, title, textOf }), style);
  const name = `${choices.fileName.replace(/\.\w{1,5}$/, '')}-faulty.${style.format}`;
  return { result, files: [{ name, mediaType: mediaTypeOf(style), content }] };
}

/** With the sentence of each fault in the reader's language. */
export function presentReport(result: object, language: Language): object {
  const report = result as StoredReport;
  const faults = report.faults.map((fault) => ({ ...fault, detail: faultText(fault, language) }));
  return { ...report, faults };
}
