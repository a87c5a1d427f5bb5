import { isLocalDate, type LocalDate } from '../../../kernel/local-date.js';

/** What people write into the cells of a spreadsheet. */
export type ImportRelation = 'mother' | 'father' | 'grandparent' | 'sibling' | 'guardian' | 'other';

/** `05.03.2016`, `5.3.16`, `5/3/2016` (day first) or `2016-03-05`; null for a day that does not exist. */
export function readDate(text: string, today: LocalDate): LocalDate | null {
  const bare = text.replace(/[ T]00?:00(:00)?(\.0+)?Z?$/, '').replace(/\s*г\.?$/i, '');
  const iso = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/.exec(bare);
  const local = /^(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2})$/.exec(bare);
  const [year, month, day] = iso !== null ? iso.slice(1) : local !== null ? local.slice(1).reverse() : [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = `${fullYear(year, today)}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isLocalDate(date) && date >= '1900-01-01' ? date : null;
}

/** Two digits are of the century that makes the year not later than this one. */
function fullYear(year: string, today: LocalDate): string {
  if (year.length === 4) return year;
  return Number(year) <= Number(today.slice(2, 4)) ? `20${year}` : `19${year}`;
}

export function sexOf(text: string): 'female' | 'male' | null {
  if (/^(ж|жен\.?|женский|девочка|дев\.?|девушка|f|female|girl|w|woman)$/i.test(text)) return 'female';
  return /^(м|муж\.?|мужской|мальчик|мал\.?|юноша|m|male|boy|man)$/i.test(text) ? 'male' : null;
}

const kin: readonly (readonly [RegExp, ImportRelation])[] = [
  [/^(мать|мама|матери|mother|mom|mum)/i, 'mother'],
  [/^(отец|папа|father|dad)/i, 'father'],
  [/^(бабушк|дедушк|бабуля|дед|баба|grand)/i, 'grandparent'],
  [/^(брат|сестр|brother|sister|sibling)/i, 'sibling'],
  [/^(опекун|попечител|guardian|законн)/i, 'guardian'],
];

export function relationOf(text: string | null): ImportRelation {
  return kin.find(([words]) => text !== null && words.test(text))?.[1] ?? 'other';
}
