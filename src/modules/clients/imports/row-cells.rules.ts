import type { LocalDate } from '../../../kernel/local-date.js';
import { readDate, type DateOrder } from './cells.rules.js';
import { titleOf, type Columns } from './columns.rules.js';
import { LONGEST, type Field } from './fields.rules.js';

/** What is wrong with one cell: the row as the sheet numbers it and the header of the column. Its sentence is made when it is read. */
export interface RowFault {
  row: number;
  column: string;
  code: string;
  params: Readonly<Record<string, string | number>>;
}

export interface Names {
  lastName: string;
  firstName: string;
  middleName: string | null;
}

/** Fields of which a name is made: in parts, or whole. */
export interface NameFields {
  last: Field;
  first: Field;
  middle: Field;
  whole: Field;
}

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const CONTROLS = new RegExp(CONTROL, 'g');
const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@.<>,;]{2,}$/;
const LONGEST_SHOWN = 100;

export const fullNameOf = ({ lastName, firstName }: Names): string => `${lastName} ${firstName}`;

/** The cells of one row, read by field; every fault is remembered, once a column and code. */
export class RowCells {
  readonly faults: RowFault[] = [];

  constructor(
    private readonly row: number,
    private readonly cells: readonly string[],
    private readonly columns: Columns,
    private readonly readPhones: (cell: string) => string[] | null,
  ) {}

  text(field: Field): string | null {
    const at = this.columns.at[field];
    const text = at === undefined ? '' : (this.cells[at] ?? '').trim();
    if (text === '') return null;
    const longest = LONGEST[field] ?? 200;
    if (text.length > longest) this.fault(field, 'text.too-long', { limit: longest });
    if (CONTROL.test(text)) this.fault(field, 'text.control-character');
    return text;
  }

  /** Last, first and the rest in one cell, as documents write them, or each in its own. Null when there is none. */
  names(of: NameFields, isRequired: boolean): Names | null {
    const lastName = this.text(of.last);
    const firstName = this.text(of.first);
    const whole = this.text(of.whole);
    if (lastName === null && firstName === null && whole !== null) return this.split(of.whole, whole);
    if (lastName === null && firstName === null && !isRequired) return null;
    if (lastName === null) this.fault(of.last, 'value.required');
    if (firstName === null) this.fault(of.first, 'value.required');
    return lastName === null || firstName === null
      ? null
      : { lastName, firstName, middleName: this.text(of.middle) };
  }

  date(field: Field, today: LocalDate, order: DateOrder): LocalDate | null {
    const text = this.text(field);
    const date = text === null ? null : readDate(text, today, order);
    if (text !== null && date === null) this.fault(field, 'date.not-valid', { value: text });
    return date;
  }

  /** A value of a known few; any other word is a fault. */
  word<T>(field: Field, code: string, read: (text: string) => T | null): T | null {
    const text = this.text(field);
    const value = text === null ? null : read(text);
    if (text !== null && value === null) this.fault(field, code, { value: text });
    return value;
  }

  phones(field: Field): string[] {
    return this.word(field, 'phone.not-valid', this.readPhones) ?? [];
  }

  email(field: Field): string | null {
    return this.word(field, 'email.not-valid', (text) => (EMAIL.test(text) ? text : null));
  }

  tags(field: Field): string[] {
    const tags = (this.text(field) ?? '').split(/[,;|]/).map((tag) => tag.trim());
    return [...new Set(tags.filter((tag) => tag !== ''))];
  }

  has(field: Field): boolean {
    return this.columns.at[field] !== undefined;
  }

  fault(field: Field, code: string, params: Record<string, string | number> = {}): void {
    const column = titleOf(this.columns, field);
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

  private split(field: Field, whole: string): Names | null {
    const [lastName, firstName, ...rest] = whole.split(/\s+/);
    if (lastName !== undefined && firstName !== undefined)
      return { lastName, firstName, middleName: rest.join(' ') || null };
    this.fault(field, 'name.incomplete');
    return null;
  }
}
