/** Where the fields of an import stand in a file, whose headers are in any order and spelling. */
export interface SheetColumns<Field extends string> {
  /** Place of each field that the file has. */
  at: Partial<Record<Field, number>>;
  /** Header of each field, as written in the file. */
  header: Partial<Record<Field, string>>;
  /** Headers nobody here knows; their cells are not read. The row number (№) is expected and not among them. */
  ignored: string[];
}

/** What the caller says of headers: the field of each, or null to pass it over. */
export type HeaderMapping<Field extends string> = Readonly<Record<string, Field | null>>;

/** What a header is compared by. */
export const plain = (header: string): string =>
  header
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]/gu, '');

const PASSED_OVER = ['', 'пп', 'nпп', 'n', 'no', 'fault', 'ошибка'];

/** `fieldOf` knows headers as they are compared; `found` is told of each column that has been understood. */
export function matchColumns<Field extends string>(
  headers: readonly string[],
  mapping: HeaderMapping<Field>,
  fieldOf: (header: string) => Field | undefined,
  found: (field: Field, header: string) => void = () => undefined,
): SheetColumns<Field> {
  const columns: SheetColumns<Field> = { at: {}, header: {}, ignored: [] };
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
    found(field, name);
  });
  return columns;
}

/** The headers of the mapping that the file does not have. */
export function missingHeaders(headers: readonly string[], mapping: HeaderMapping<string>): string[] {
  const there = new Set(headers.map(plain));
  return Object.keys(mapping).filter((header) => !there.has(plain(header)));
}
