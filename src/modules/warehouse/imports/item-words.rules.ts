import type { ItemKind, Unit } from '../items/units.rules.js';

/** What people write into the cells of a price list. */
const UNITS: readonly (readonly [RegExp, Unit])[] = [
  [/^(шт|штука|штук|штуки|pcs|pc|piece|pieces|ea)$/, 'pcs'],
  [/^(уп|упак|упаковка|пачка|пач|pack)$/, 'pack'],
  [/^(кор|коробка|короб|box)$/, 'box'],
  [/^(компл|комплект|набор|set)$/, 'set'],
  [/^(пар|пара|pair)$/, 'pair'],
  [/^(рул|рулон|roll)$/, 'roll'],
  [/^(лист|листов|л-т|sheet)$/, 'sheet'],
  [/^(кг|килограмм|kg)$/, 'kg'],
  [/^(г|гр|грамм|g)$/, 'g'],
  [/^(л|литр|l)$/, 'l'],
  [/^(мл|ml)$/, 'ml'],
  [/^(м|метр|m)$/, 'm'],
  [/^(см|cm)$/, 'cm'],
  [/^(м2|м²|кв\.?\s?м|m2|m²)$/, 'm2'],
];

const KINDS: readonly (readonly [RegExp, ItemKind])[] = [
  [/^(товар|goods|product)/, 'goods'],
  [/^(материал|расходн|material)/, 'material'],
  [/^(учебник|учебн|книга|textbook|book)/, 'textbook'],
  [/^(оборудован|инвентарь|equipment)/, 'equipment'],
];

const VATS: readonly (readonly [RegExp, string])[] = [
  [/^(без ?ндс|нет|no vat|-|—)$/, 'none'],
  [/^(освобожд|exempt|не облагается)/, 'exempt'],
];

/** A code of VAT with its rate; null: none is charged. */
export interface KnownVat {
  code: string;
  percent: string | null;
}

const known =
  <T>(words: readonly (readonly [RegExp, T])[]) =>
  (text: string): T | null =>
    words.find(([pattern]) => pattern.test(text.toLowerCase().replace(/\.$/, '')))?.[1] ?? null;

export const unitOf = known(UNITS);
export const kindOf = known(KINDS);
const codeOfWord = known(VATS);

/** A code as it is, a word for one, or a rate in percent. */
export function vatOf(text: string, codes: readonly KnownVat[]): string | null {
  const asked = codeOfWord(text) ?? text.toLowerCase();
  const percent = /^(\d{1,2}(?:[.,]\d{1,2})?) ?%?$/.exec(text)?.[1]?.replace(',', '.');
  const found =
    codes.find(({ code }) => code === asked) ??
    codes.find((one) => one.percent !== null && Number(one.percent) === Number(percent));
  return found?.code ?? null;
}

const bare = (text: string): string =>
  text.replace(/[\s\u00a0\u202f'’]/g, '').replace(/(₽|руб\.?|р\.)$/i, '');

/** `12`, `1,5`, `1 250.5`: three places at most. */
export function quantityOf(text: string): string | null {
  const number = bare(text).replace(',', '.');
  return /^\d{1,9}(\.\d{1,3}0*)?$/.test(number) ? number : null;
}

/** `350`, `350,5`, `1 250.00 ₽` in minor units. */
export function amountOf(text: string): number | null {
  const match = /^(\d{1,9})(?:[.,](\d{1,2})0*)?$/.exec(bare(text));
  return match === null ? null : Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

export const daysOf = (text: string): number | null =>
  /^\d{1,3}$/.test(text) && Number(text) <= 365 ? Number(text) : null;
