import type { Table } from './blocks.js';
import {
  alignOf,
  currencySign,
  formatAmount,
  formatValue,
  type Manner,
  type Value,
  type ValueKind,
} from './formats.js';

/** Of a page, in points. */
export const PAGE = {
  portrait: { width: 515, fontSize: 9 },
  landscape: { width: 762, fontSize: 9 },
} as const;
const PADDING = 8;
const SMALLEST = 6;
/** An average letter of PT Sans is about half as wide as high; capitals and digits a little more. */
const LETTER = 0.55;
const LONGEST_CELL = 42;
const LOOKED_AT = 500;

/** Amounts stand without the sign of the currency: the page names it once. */
export const cellText = (kind: ValueKind, value: Value, manner: Manner): string =>
  kind === 'money' && typeof value === 'number'
    ? formatAmount(value, manner)
    : formatValue(kind, value, manner);

/** The title, and in what its amounts are; null when there is nothing to say. */
export function captionOf(
  { title, columns }: Pick<Table, 'title' | 'columns'>,
  manner: Manner,
): string | null {
  if (columns.every(({ kind }) => kind !== 'money')) return title ?? null;
  const sign = currencySign(manner);
  return title === undefined
    ? `${manner.language === 'ru' ? 'Суммы в' : 'Amounts in'} ${sign}`
    : `${title}, ${sign}`;
}

interface Need {
  least: number;
  wished: number;
}

/** In letters: the longest word must fit, the longest text would like to. */
function needsOf({ columns, rows, totals }: Table, manner: Manner): Need[] {
  const seen = [...rows.slice(0, LOOKED_AT), ...(totals === undefined ? [] : [totals])];
  return columns.map(({ title, kind, align }, index) => {
    const cells = seen.map((row) => cellText(kind, row[index] ?? null, manner));
    const isNumber = (align ?? alignOf(kind)) === 'right' || kind === 'date';
    const least = longest([
      ...words(title).map(heavy),
      ...cells.flatMap((cell) => (isNumber ? [cell] : words(cell))),
    ]);
    // A heading may take two lines: a wide word over narrow figures makes no column wide.
    const wished = Math.max(least, Math.ceil(title.length / 2), longest(cells));
    return { least: Math.min(least, 26), wished: Math.min(wished, LONGEST_CELL) };
  });
}

/** Bold letters are wider. */
const heavy = (word: string): string => `${word}${' '.repeat(Math.ceil(word.length / 8))}`;
const words = (text: string): string[] => text.split(/[ -]/);
const longest = (texts: readonly string[]): number =>
  texts.reduce((most, { length }) => Math.max(most, length), 1);
const sum = (needs: readonly Need[], of: keyof Need): number =>
  needs.reduce((total, need) => total + need[of], 0);

/** Whether a table is cramped on a portrait page. */
export function isWide(table: Table, manner: Manner): boolean {
  const needs = needsOf(table, manner);
  const { width, fontSize } = PAGE.portrait;
  const room = (width - needs.length * PADDING) / (fontSize * LETTER);
  return sum(needs, 'least') > room || sum(needs, 'wished') > room * 1.5;
}

/** Widths that fill the page exactly, and letters as small as needed for every word to stand whole. */
export function fit(
  table: Table,
  manner: Manner,
  page: { width: number; fontSize: number },
): { widths: number[]; fontSize: number } {
  const needs = needsOf(table, manner);
  const room = page.width - needs.length * PADDING;
  const asked = room / (sum(needs, 'least') * LETTER);
  const fontSize = Math.max(SMALLEST, Math.min(page.fontSize, Math.floor(asked * 4) / 4));
  const letters = room / (fontSize * LETTER);
  const spare = Math.max(0, letters - sum(needs, 'least'));
  const wanted = sum(needs, 'wished') - sum(needs, 'least');
  const scale = Math.min(1, letters / sum(needs, 'least')) * fontSize * LETTER;
  // Wishes first; what nobody wished for is for all alike, so that no column stands alone in the white.
  const granted = wanted === 0 ? 0 : Math.min(1, spare / wanted);
  const beyond = Math.max(0, spare - wanted) / needs.length;
  const share = ({ least, wished }: Need): number => (wished - least) * granted + beyond;
  return { widths: needs.map((need) => (need.least + share(need)) * scale), fontSize };
}
