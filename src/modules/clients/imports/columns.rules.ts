import {
  matchColumns,
  type HeaderMapping,
  type SheetColumns,
} from '../../../platform/imports/columns.rules.js';
import { aliases, fields, GUARDIAN, titles, type Field } from './fields.rules.js';

export interface Columns extends SheetColumns<Field> {
  /** Who stands in a column called "Мама" or "Father", when no cell says it. */
  kin: { relation?: 'mother' | 'father'; relation2?: 'mother' | 'father' };
}

/** What the caller says of headers: the field of each, or null to pass it over. */
export type Mapping = HeaderMapping<Field>;

const byAlias = new Map(
  fields.flatMap((field) =>
    (aliases[field] ?? '').split('|').map((alias): [string, Field] => [alias, field]),
  ),
);
byAlias.delete('');

const SECOND = /2(го|й|ой)?|второй|второго|second/;
const FIRST = /1(го|й|ый)?|первый|первого/;

/** `Телефон 2-го родителя` is the phone of the second guardian, `Parent 1` the name of the first. */
function fieldOf(header: string): Field | undefined {
  const known = byAlias.get(header);
  if (known !== undefined) return known;
  const second = SECOND.test(header) ? byAlias.get(header.replace(SECOND, '')) : undefined;
  if (second === 'phones') return 'phones2';
  if (second !== undefined && second in GUARDIAN) return GUARDIAN[second as keyof typeof GUARDIAN];
  const first = FIRST.test(header) ? byAlias.get(header.replace(FIRST, '')) : undefined;
  return first !== undefined && (first in GUARDIAN || first === 'phones') ? first : undefined;
}

/** "Мама" and "Father" say who stands in them. */
function addKin(kin: Columns['kin'], field: Field, name: string): void {
  const mother = /мам|мать|матери|mother|mom|mum/.test(name);
  const father = /пап|отец|отца|father|dad/.test(name);
  if (!mother && !father) return;
  const relation = mother ? 'mother' : 'father';
  if (field === 'guardianName' || field === 'guardianLastName') kin.relation = relation;
  if (field === 'guardian2Name' || field === 'guardian2LastName') kin.relation2 = relation;
}

export function readColumns(headers: readonly string[], mapping: Mapping = {}): Columns {
  const kin: Columns['kin'] = {};
  const columns = matchColumns<Field>(headers, mapping, fieldOf, (field, name) => addKin(kin, field, name));
  return { ...columns, kin };
}

/** Whether the columns can name a client. */
export const namesClients = ({ at }: Columns): boolean =>
  at.fullName !== undefined || (at.lastName !== undefined && at.firstName !== undefined);

/** How the column of a field is called: as in the file, or as we call it when the file has none. */
export const titleOf = (columns: Columns, field: Field): string => columns.header[field] ?? titles[field];

/** The column that names the client. */
export const nameColumn = ({ header }: Columns): string => header.lastName ?? header.fullName ?? '';
