import { aliases, fields, GUARDIAN, titles, type Field } from './fields.rules.js';

export interface Columns {
  /** Place of each field that the file has. */
  at: Partial<Record<Field, number>>;
  /** Header of each field, as written in the file. */
  header: Partial<Record<Field, string>>;
  /** Who stands in a column called "Мама" or "Father", when no cell says it. */
  kin: { relation?: 'mother' | 'father'; relation2?: 'mother' | 'father' };
  /** Headers nobody here knows; their cells are not read. The row number (№) is expected and not among them. */
  ignored: string[];
}

/** What the caller says of headers: the field of each, or null to pass it over. */
export type Mapping = Readonly<Record<string, Field | null>>;

const byAlias = new Map(
  fields.flatMap((field) =>
    (aliases[field] ?? '').split('|').map((alias): [string, Field] => [alias, field]),
  ),
);
byAlias.delete('');

/** What a header is compared by. */
export const plain = (header: string): string =>
  header
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]/gu, '');

const PASSED_OVER = ['', 'пп', 'nпп', 'n', 'no', 'fault', 'ошибка'];
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
function addKin({ kin }: Columns, field: Field, name: string): void {
  const mother = /мам|мать|матери|mother|mom|mum/.test(name);
  const father = /пап|отец|отца|father|dad/.test(name);
  if (!mother && !father) return;
  const relation = mother ? 'mother' : 'father';
  if (field === 'guardianName' || field === 'guardianLastName') kin.relation = relation;
  if (field === 'guardian2Name' || field === 'guardian2LastName') kin.relation2 = relation;
}

export function readColumns(headers: readonly string[], mapping: Mapping = {}): Columns {
  const columns: Columns = { at: {}, header: {}, kin: {}, ignored: [] };
  const said = new Map(Object.entries(mapping).map(([header, field]) => [plain(header), field]));
  const wanted = headers.map((header) => said.get(plain(header)));
  headers.forEach((header, index) => {
    const name = plain(header);
    // What the caller says of another column wins over what this one is called.
    const field = wanted[index] === undefined ? fieldOf(name) : (wanted[index] ?? undefined);
    const isGuess = wanted[index] === undefined;
    if (field === undefined || columns.at[field] !== undefined || (isGuess && wanted.includes(field))) {
      if (wanted[index] !== null && !PASSED_OVER.includes(name)) columns.ignored.push(header);
      return;
    }
    columns.at[field] = index;
    columns.header[field] = header;
    addKin(columns, field, name);
  });
  return columns;
}

/** Whether the columns can name a client. */
export const namesClients = ({ at }: Columns): boolean =>
  at.fullName !== undefined || (at.lastName !== undefined && at.firstName !== undefined);

/** The headers of the mapping that the file does not have. */
export function missingHeaders(headers: readonly string[], mapping: Mapping): string[] {
  const there = new Set(headers.map(plain));
  return Object.keys(mapping).filter((header) => !there.has(plain(header)));
}

/** How the column of a field is called: as in the file, or as we call it when the file has none. */
export const titleOf = (columns: Columns, field: Field): string => columns.header[field] ?? titles[field];

/** The column that names the client. */
export const nameColumn = ({ header }: Columns): string => header.lastName ?? header.fullName ?? '';
