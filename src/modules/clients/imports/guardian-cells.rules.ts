import { foldName } from '../search.rules.js';
import { payerOf, relationOf, type ImportRelation } from './cells.rules.js';
import type { Columns } from './columns.rules.js';
import { GUARDIAN, type Field } from './fields.rules.js';
import { fullNameOf, type Names, type RowCells } from './row-cells.rules.js';

export interface ImportedGuardian extends Names {
  phones: string[];
  email: string | null;
  relation: ImportRelation;
}

/** A guardian and the columns they stand in: the first or the second. */
interface Placed {
  slot: 1 | 2;
  guardian: ImportedGuardian;
}

export interface ImportedGuardians {
  guardians: ImportedGuardian[];
  /** Place among them; -1 when the client pays. */
  payer: number;
  /** Whether a guardian is there but not well described: then nobody is told that one is missing. */
  isFaulty: boolean;
}

const FIRST = {
  last: 'guardianLastName',
  first: 'guardianFirstName',
  middle: 'guardianMiddleName',
  whole: 'guardianName',
} as const;
const SECOND = {
  last: GUARDIAN[FIRST.last],
  first: GUARDIAN[FIRST.first],
  middle: GUARDIAN[FIRST.middle],
  whole: GUARDIAN[FIRST.whole],
} as const;

/** Both guardians of a row and which of them pays. */
export function readGuardians(cells: RowCells, columns: Columns): ImportedGuardians {
  const before = cells.faults.length;
  const placed = ([1, 2] as const).flatMap((slot) => {
    const guardian = readGuardian(cells, columns, slot);
    return guardian === null ? [] : [{ slot, guardian }];
  });
  const isFaulty = cells.faults.slice(before).some(({ code }) => NAME_FAULTS.includes(code));
  const payer = cells.word('payer', 'payer.unknown', (text) => payerAmong(placed, text, isFaulty));
  const guardians = placed.map(({ guardian }) => guardian);
  return { guardians, payer: payer ?? (guardians.length > 0 ? 0 : -1), isFaulty };
}

const NAME_FAULTS = ['value.required', 'name.incomplete', 'guardian.name-required'];

function readGuardian(cells: RowCells, columns: Columns, slot: 1 | 2): ImportedGuardian | null {
  const in2 = slot === 2;
  const phones = cells.phones(in2 ? 'guardian2Phones' : 'guardianPhones');
  const email = cells.email(in2 ? 'guardian2Email' : 'guardianEmail');
  const said = cells.text(in2 ? 'relation2' : 'relation');
  const implied = in2 ? columns.kin.relation2 : columns.kin.relation;
  const relation = said === null ? (implied ?? 'other') : relationOf(said);
  const before = cells.faults.length;
  const names = cells.names(in2 ? SECOND : FIRST, false);
  if (names !== null) return { ...names, phones, email, relation };
  if ((phones.length > 0 || email !== null) && cells.faults.length === before)
    cells.fault(guardianColumn(cells, slot), 'guardian.name-required');
  return null;
}

/** The column in which a missing guardian is missed. */
export function guardianColumn(cells: RowCells, slot: 1 | 2 = 1): Field {
  const { whole, last } = slot === 2 ? SECOND : FIRST;
  return !cells.has(whole) && cells.has(last) ? last : whole;
}

/** By number, by kinship or by name; nobody is named by a guardian who could not be read. */
function payerAmong(placed: readonly Placed[], text: string, isFaulty: boolean): number | null {
  const said = payerOf(text);
  if (said === 'self') return -1;
  const name = foldName(text);
  const found = placed.findIndex(({ slot, guardian }) =>
    said !== null
      ? slot === said
      : guardian.relation === relationOf(text)
        ? relationOf(text) !== 'other'
        : name !== '' && foldName(fullNameOf(guardian)).startsWith(name),
  );
  return found >= 0 ? found : isFaulty ? 0 : null;
}
