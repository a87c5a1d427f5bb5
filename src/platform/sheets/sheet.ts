export type Charset = 'utf8' | 'utf16le' | 'utf16be' | 'windows-1251';

export interface CsvStyle {
  charset: Charset;
  delimiter: ';' | ',' | '\t';
}

/** A row with anything in it. */
export interface SheetRow {
  /** As a spreadsheet numbers it: the first line is 1, empty lines count. */
  number: number;
  /** What a person reads in each cell, trimmed; dates as 2016-03-05, numbers without exponent. */
  cells: string[];
}

/** How a file was written, so that an answer can be written alike. */
export type SheetStyle = { format: 'xlsx' } | ({ format: 'csv' } & CsvStyle);

export interface SheetLimits {
  rows: number;
  columns: number;
  /** Of a workbook once it is unpacked. */
  bytes: number;
}

/** What the cells of a workbook are read by. */
export interface CellWorld {
  texts: readonly string[];
  dateStyles: ReadonlySet<number>;
  is1904: boolean;
}
