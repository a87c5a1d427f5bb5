import type { SheetColumns } from './columns.rules.js';

/** What is wrong with one cell: the row as the sheet numbers it and the header of the column. Its sentence is made when it is read. */
export interface RowFault {
  row: number;
  column: string;
  code: string;
  params: Readonly<Record<string, string | number>>;
}

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const CONTROLS = new RegExp(CONTROL, 'g');
const LONGEST_SHOWN = 100;

/** How the fields of an import are called that a file does not have, and how long their cells may be; 200 characters else. */
export interface FieldNames<Field extends string> {
  titles: Readonly<Record<Field, string>>;
  longest: Partial<Record<Field, number>>;
}

/** The cells of one row, read by field; every fault is remembered, once a column and code. */
export class SheetCells<Field extends string> {
  readonly faults: RowFault[] = [];

  constructor(
    private readonly row: number,
    private readonly cells: readonly string[],
    private readonly columns: SheetColumns<Field>,
    private readonly fields: FieldNames<Field>,
  ) {}

  text(field: Field): string | null {
    const at = this.columns.at[field];
    const text = at === undefined ? '' : (this.cells[at] ?? '').trim();
    if (text === '') return null;
    const longest = this.fields.longest[field] ?? 200;
    if (text.length > longest) this.fault(field, 'text.too-long', { limit: longest });
    if (CONTROL.test(text)) this.fault(field, 'text.control-character');
    return text;
  }

  required(field: Field): string | null {
    const text = this.text(field);
    if (text === null) this.fault(field, 'value.required');
    return text;
  }

  /** A value of a known few; any other word is a fault. */
  word<T>(field: Field, code: string, read: (text: string) => T | null): T | null {
    const text = this.text(field);
    const value = text === null ? null : read(text);
    if (text !== null && value === null) this.fault(field, code, { value: text });
    return value;
  }

  has(field: Field): boolean {
    return this.columns.at[field] !== undefined;
  }

  fault(field: Field, code: string, params: Record<string, string | number> = {}): void {
    const column = this.columns.header[field] ?? this.fields.titles[field];
    if (this.faults.some((fault) => fault.column === column && fault.code === code)) return;
    const shown = Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(CONTROLS, '\uFFFD').slice(0, LONGEST_SHOWN) : value,
    ]);
    this.faults.push({
      row: this.row,
      column,
      code,
      params: Object.fromEntries(shown) as RowFault['params'],
    });
  }
}
