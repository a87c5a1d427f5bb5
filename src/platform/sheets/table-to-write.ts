import type { Language } from '../../kernel/errors.js';
import type { Value as Cell, ValueKind as CellKind } from '../render/formats.js';

/** A typed table, whatever file it becomes. */
export interface TableToWrite {
  language: Language;
  /** Of money, ISO 4217. */
  currency: string;
  /** In which instants are written. */
  zone: string;
  /** Of the sheet. */
  name: string;
  columns: readonly { title: string; kind: CellKind }[];
  /** The rows, some at a time. */
  batches: Iterable<readonly (readonly Cell[])[]> | AsyncIterable<readonly (readonly Cell[])[]>;
  /** The last row of a workbook, asked for when the others are written; a CSV has none, since whoever sums a column would count it twice. */
  totals?: (() => readonly Cell[] | undefined) | undefined;
}

/**
 * A number as text, to fifteen digits, which is what spreadsheets keep. V8 remembers what `String` made of numbers: of those
 * of a long table each would outlive the quick collections of garbage.
 */
export const numberText = (value: number): string =>
  Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(15).replace(/\.?0+$/, '');
