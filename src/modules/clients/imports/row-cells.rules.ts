import type { LocalDate } from '../../../kernel/local-date.js';
import { readDate, type DateOrder } from './cells.rules.js';
import { SheetCells } from '../../../platform/imports/cells.rules.js';
import type { Columns } from './columns.rules.js';
import { LONGEST, titles, type Field } from './fields.rules.js';

export type { RowFault } from '../../../platform/imports/cells.rules.js';

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

const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@.<>,;]{2,}$/;

export const fullNameOf = ({ lastName, firstName }: Names): string => `${lastName} ${firstName}`;

/** The cells of one row, read by field; every fault is remembered, once a column and code. */
export class RowCells extends SheetCells<Field> {
  constructor(
    row: number,
    cells: readonly string[],
    columns: Columns,
    private readonly readPhones: (cell: string) => string[] | null,
  ) {
    super(row, cells, columns, { titles, longest: LONGEST });
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

  private split(field: Field, whole: string): Names | null {
    const [lastName, firstName, ...rest] = whole.split(/\s+/);
    if (lastName !== undefined && firstName !== undefined)
      return { lastName, firstName, middleName: rest.join(' ') || null };
    this.fault(field, 'name.incomplete');
    return null;
  }
}
