import type { LocalDate } from '../../../kernel/local-date.js';
import { birthDateFaults, isMinor } from '../client.rules.js';
import { readDate, relationOf, sexOf, type ImportRelation } from './cells.rules.js';
import { LONGEST, titles, type Columns, type Field } from './columns.rules.js';

/** What is wrong with one cell: the row as a spreadsheet numbers it (the header is 1) and the header of the column. */
export interface RowFault {
  row: number;
  column: string;
  code: string;
  detail: string;
}

export interface ImportedGuardian {
  lastName: string;
  firstName: string;
  middleName: string | null;
  phones: string[];
  email: string | null;
  relation: ImportRelation;
}

/** A good row. */
export interface ImportedFamily {
  row: number;
  externalId: string | null;
  branchId: string;
  lastName: string;
  firstName: string;
  middleName: string | null;
  birthDate: LocalDate | null;
  sex: 'female' | 'male' | null;
  phones: string[];
  email: string | null;
  address: string | null;
  tags: string[];
  guardian: ImportedGuardian | null;
}

export interface ImportBranch {
  id: string;
  code: string;
  name: string;
  today: LocalDate;
  isReached: boolean;
}

export interface ImportWorld {
  branches: readonly ImportBranch[];
  /** For rows that name no branch. */
  branchId: string | null;
  /** The phones of a cell, or null when it holds something else. */
  readPhones: (cell: string) => string[] | null;
}

/** Reads one row; every fault of it at once. */
export function readFamily(
  row: number,
  cells: readonly string[],
  columns: Columns,
  world: ImportWorld,
): ImportedFamily | RowFault[] {
  return new RowReader(row, cells, columns, world).read();
}

interface Names {
  lastName: string;
  firstName: string;
  middleName: string | null;
}

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@.<>,;]{2,}$/;

class RowReader {
  private readonly faults: RowFault[] = [];

  constructor(
    private readonly row: number,
    private readonly cells: readonly string[],
    private readonly columns: Columns,
    private readonly world: ImportWorld,
  ) {}

  read(): ImportedFamily | RowFault[] {
    const branch = this.branch();
    const names = this.clientNames();
    const birthDate = this.birthDate(branch);
    const guardian = this.guardian();
    const family = {
      externalId: this.text('externalId'),
      birthDate,
      sex: this.sex(),
      phones: this.phones('phones'),
      email: this.email('email'),
      address: this.text('address'),
      tags: [
        ...new Set(
          (this.text('tags') ?? '')
            .split(/[,;|]/)
            .map((tag) => tag.trim())
            .filter((tag) => tag !== ''),
        ),
      ],
    };
    const minor = branch !== null && isMinor(birthDate, branch.today) === true;
    if (minor && guardian === null && !this.faults.some((fault) => this.isOfGuardian(fault))) {
      this.fault(this.guardianColumn(), 'guardian.required', 'Somebody under 18 needs a guardian.');
    }
    if (this.faults.length > 0 || branch === null || names === null) return this.faults;
    return { row: this.row, branchId: branch.id, ...names, ...family, guardian };
  }

  private branch(): ImportBranch | null {
    const asked = this.text('branch');
    const { branches, branchId } = this.world;
    const found = branches.find((one) =>
      asked === null
        ? one.id === branchId
        : [one.code, one.name].some((name) => name.toLowerCase() === asked.toLowerCase()),
    );
    if (found?.isReached === true) return found;
    if (asked === null && branchId === null)
      this.fault('branch', 'branch.required', 'Name a branch in the row or for the whole file.');
    else
      this.fault(
        'branch',
        'branch.unknown',
        `There is no branch "${asked ?? branchId ?? ''}" within your reach.`,
      );
    return null;
  }

  private clientNames(): Names | null {
    const lastName = this.text('lastName');
    const firstName = this.text('firstName');
    const fullName = this.text('fullName');
    if (lastName === null && firstName === null && fullName !== null) return this.split('fullName', fullName);
    if (lastName === null) this.fault('lastName', 'value.required', 'The last name is missing.');
    if (firstName === null) this.fault('firstName', 'value.required', 'The first name is missing.');
    return lastName === null || firstName === null
      ? null
      : { lastName, firstName, middleName: this.text('middleName') };
  }

  private guardian(): ImportedGuardian | null {
    const phones = this.phones('guardianPhones');
    const email = this.email('guardianEmail');
    const relation = relationOf(this.text('relation'));
    const names = this.guardianNames();
    if (names !== null) return { ...names, phones, email, relation };
    const described = phones.length > 0 || email !== null;
    if (described && !this.faults.some((fault) => this.isOfGuardian(fault))) {
      this.fault(
        this.guardianColumn(),
        'guardian.name-required',
        'The guardian has a phone or an e-mail, but no name.',
      );
    }
    return null;
  }

  private guardianNames(): Names | null {
    const fullName = this.text('guardianName');
    if (fullName !== null) return this.split('guardianName', fullName);
    const lastName = this.text('guardianLastName');
    const firstName = this.text('guardianFirstName');
    if (lastName === null && firstName === null) return null;
    if (lastName === null)
      this.fault('guardianLastName', 'value.required', "The guardian's last name is missing.");
    if (firstName === null)
      this.fault('guardianFirstName', 'value.required', "The guardian's first name is missing.");
    return lastName === null || firstName === null
      ? null
      : { lastName, firstName, middleName: this.text('guardianMiddleName') };
  }

  /** Last, first and the rest, as documents write them. */
  private split(field: Field, fullName: string): Names | null {
    const [lastName, firstName, ...rest] = fullName.split(/\s+/);
    if (lastName !== undefined && firstName !== undefined)
      return { lastName, firstName, middleName: rest.join(' ') || null };
    this.fault(field, 'name.incomplete', 'Give the last name and the first name.');
    return null;
  }

  private birthDate(branch: ImportBranch | null): LocalDate | null {
    const text = this.text('birthDate');
    if (text === null) return null;
    const date = readDate(text, branch?.today ?? '2099-12-31');
    if (date === null) {
      this.fault('birthDate', 'date.not-valid', `"${text}" is not a day that exists; write 05.03.2016.`);
      return null;
    }
    const [future] = branch === null ? [] : birthDateFaults(date, branch.today);
    if (future !== undefined) this.fault('birthDate', future.code, future.detail);
    return date;
  }

  private sex(): 'female' | 'male' | null {
    const text = this.text('sex');
    if (text === null) return null;
    const sex = sexOf(text);
    if (sex === null) this.fault('sex', 'sex.unknown', `"${text}" is neither м nor ж.`);
    return sex;
  }

  private phones(field: Field): string[] {
    const text = this.text(field);
    if (text === null) return [];
    const phones = this.world.readPhones(text);
    if (phones === null) this.fault(field, 'phone.not-valid', `"${text}" is not a phone number that exists.`);
    return phones ?? [];
  }

  private email(field: Field): string | null {
    const text = this.text(field);
    if (text !== null && !EMAIL.test(text))
      this.fault(field, 'email.not-valid', `"${text}" is not an e-mail address.`);
    return text;
  }

  private text(field: Field): string | null {
    const at = this.columns.at[field];
    const text = at === undefined ? '' : (this.cells[at] ?? '').trim();
    if (text === '') return null;
    const longest = LONGEST[field] ?? 200;
    if (text.length > longest) this.fault(field, 'text.too-long', `At most ${String(longest)} characters.`);
    if (CONTROL.test(text)) this.fault(field, 'text.control-character', 'Control characters are not text.');
    return text;
  }

  private guardianColumn(): Field {
    const { at } = this.columns;
    return at.guardianName === undefined && at.guardianLastName !== undefined
      ? 'guardianLastName'
      : 'guardianName';
  }

  private isOfGuardian(fault: RowFault): boolean {
    const own: Field[] = ['guardianName', 'guardianLastName', 'guardianFirstName'];
    return own.some((field) => (this.columns.header[field] ?? titles[field]) === fault.column);
  }

  private fault(field: Field, code: string, detail: string): void {
    const column = this.columns.header[field] ?? titles[field];
    if (this.faults.some((fault) => fault.column === column && fault.code === code)) return;
    this.faults.push({ row: this.row, column, code, detail });
  }
}
