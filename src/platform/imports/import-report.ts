import type { Language } from '../../kernel/errors.js';
import type { Conclusion } from '../operations/operation-run.js';
import { styleOf } from '../sheets/sheets.js';
import { mediaTypeOf, writeSheet } from '../sheets/write-sheet.js';
import type { RowFault } from './cells.rules.js';
import { faultyRows, type SheetSurvey } from './import-source.js';

/** What the caller chose of any import, as the operation keeps it. */
export interface SheetChoices {
  /** `skip` leaves faulty rows out, `stop` takes nothing in while there is one. */
  onError: 'skip' | 'stop';
  /** Name of the sheet of a workbook; null for the first. */
  sheet: string | null;
  isRehearsal: boolean;
  /** Of the file with the faulty rows. */
  language: Language;
  fileName: string;
}

/** How far an import is, and what it has done by then: `created`, `unchanged`, whatever the import counts. */
export interface ImportTally {
  /** Number of the last row taken. */
  row: number;
  rows: number;
  faulty: number;
  counts: Readonly<Record<string, number>>;
}

/** What an import did, or would do, as the operation keeps it; its counts stand beside these. */
export interface SheetReport {
  dryRun: boolean;
  rows: number;
  faulty: number;
  faults: RowFault[];
  faultsOmitted: number;
  ignoredColumns: string[];
  columns: Record<string, string>;
}

export type FaultText = (fault: Pick<RowFault, 'code' | 'params'>, language: Language) => string;

interface Source {
  bytes: Buffer;
  survey: SheetSurvey;
  choices: SheetChoices;
}

/** More than these are in the file only: nobody reads them in a list. */
const MOST_FAULTS = 10_000;
const FAULT_TITLE: Readonly<Record<Language, string>> = { en: 'Fault', ru: 'Ошибка' };

export function reportOf(
  { survey, choices }: Omit<Source, 'bytes'>,
  { rows, faulty, counts }: ImportTally,
  faults: readonly RowFault[] = [],
): SheetReport {
  return {
    dryRun: choices.isRehearsal,
    ...{ rows, faulty, ...counts },
    faults: faults.slice(0, MOST_FAULTS),
    faultsOmitted: Math.max(0, faults.length - MOST_FAULTS),
    ignoredColumns: survey.columns.ignored,
    columns: Object.fromEntries(
      Object.entries(survey.columns.header).map(([field, header]) => [header ?? '', field]),
    ),
  };
}

/** The report, and the faulty rows as a file like the one that was sent. */
export function conclusionOf(
  source: Source,
  tally: ImportTally,
  faults: readonly RowFault[],
  faultText: FaultText,
): Conclusion {
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
export const presentReport =
  (faultText: FaultText) =>
  (result: object, language: Language): object => {
    const report = result as SheetReport;
    const faults = report.faults.map((fault) => ({ ...fault, detail: faultText(fault, language) }));
    return { ...report, faults };
  };
