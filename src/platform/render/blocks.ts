import type { Manner, Value, ValueKind } from './formats.js';

/** What a page is made of. The same words draw a PDF, an HTML page and a letter. */
export type Block =
  | { heading: string }
  | { paragraph: string }
  /** Small grey print. */
  | { footnote: string }
  /** Names and values, one a line: number, date, who. */
  | { facts: readonly Fact[] }
  | { figures: readonly KeyFigure[] }
  | { table: Table }
  | { chart: Chart }
  /** PNG or JPEG bytes; the width is of the page, in percent. */
  | { image: Buffer; alt: string; width?: number }
  | { signatures: readonly Signature[] }
  | 'page-break';

export interface Fact {
  title: string;
  kind?: ValueKind;
  value: Value;
}

/** A figure that matters, with what it was the period before. */
export interface KeyFigure {
  title: string;
  kind: ValueKind;
  value: Value;
  /** Undefined when nothing is compared. */
  before?: Value;
  /** What a rise means; decides the colour, never the words. */
  rise?: 'good' | 'bad';
}

export interface TableColumn {
  title: string;
  kind: ValueKind;
  /** By its kind when not given. */
  align?: 'left' | 'right' | 'center';
}

export interface Table {
  title?: string;
  columns: readonly TableColumn[];
  rows: readonly (readonly Value[])[];
  /** The last row; null leaves a cell empty. */
  totals?: readonly Value[];
  /** Said in place of rows when there are none. */
  empty?: string;
}

/** Bars beside or on each other, or lines. */
export interface Chart {
  kind: 'bar' | 'stacked' | 'line';
  title: string;
  categories: readonly string[];
  series: readonly { name: string; values: readonly (number | null)[] }[];
  /** Of the values. */
  valueKind: ValueKind;
  /** Bars that lie, for long names. */
  horizontal?: boolean;
}

/** A line to sign on: what for, and by whom. */
export interface Signature {
  title: string;
  name?: string;
}

/** A whole page or file. */
export interface Document extends Manner {
  title: string;
  /** Beneath the title: period, branch. */
  subtitle?: string;
  /** Whose paper it is, in the head of every page. */
  organisation?: string;
  blocks: readonly Block[];
  /** In the foot of every page, beside its number. */
  footer?: string;
  /** The instant the bytes of a file speak of: the same document gives the same bytes. */
  createdAt: string;
  /** Landscape when a table asks for it, unless it is said here. */
  orientation?: 'portrait' | 'landscape';
}

/** What a letter is made of. A picture is an attachment named by its content id: mail shows no other safely. */
export type LetterBlock =
  | { heading: string }
  | { paragraph: string }
  | { footnote: string }
  | { figures: readonly KeyFigure[] }
  | { table: Table }
  | { cid: string; alt: string }
  | { link: string; label: string };

export interface Letter extends Manner {
  title: string;
  /** What a mail program shows beside the subject. */
  preheader?: string;
  blocks: readonly LetterBlock[];
}
