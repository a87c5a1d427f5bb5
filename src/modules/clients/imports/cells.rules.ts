import { isLocalDate, type LocalDate } from '../../../kernel/local-date.js';
import type { ClientStatus } from '../client.rules.js';

/** What people write into the cells of a spreadsheet. */
export type ImportRelation = 'mother' | 'father' | 'grandparent' | 'sibling' | 'guardian' | 'other';

/** The order of day, month and year where the numbers alone do not say it. */
export const dateOrders = ['dmy', 'mdy', 'ymd'] as const;
export type DateOrder = (typeof dateOrders)[number];

const MONTHS = [
  /^(янв|jan)/,
  /^(фев|feb)/,
  /^(мар|mar)/,
  /^(апр|apr)/,
  /^(ма[йя]|may)/,
  /^(июн|jun)/,
  /^(июл|jul)/,
  /^(авг|aug)/,
  /^(сен|sep)/,
  /^(окт|oct)/,
  /^(ноя|nov)/,
  /^(дек|dec)/,
];
const EARLIEST = '1900-01-01';
const DAY_MS = 86_400_000;
const EXCEL_EPOCH = Date.UTC(1899, 11, 30);

/**
 * `05.03.2016`, `5.3.16`, `2016-03-05`, `5 марта 2016 г.`, `March 5, 2016`, `20160305`, or the number by which a
 * spreadsheet keeps a day (42434); null for a day that does not exist.
 */
export function readDate(text: string, today: LocalDate, order: DateOrder = 'dmy'): LocalDate | null {
  const bare = text
    .trim()
    .replace(/[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?$/, '')
    .replace(/\s*г(ода|од)?\.?$/i, '');
  const parts = byDigits(bare) ?? byMonthName(bare) ?? byMarks(bare, order);
  if (parts === null) return null;
  const [year, month, day] = parts;
  const date = `${fullYear(year, today)}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isLocalDate(date) && date >= EARLIEST ? date : null;
}

type Parts = [year: string, month: string, day: string];

/** Eight digits are a date, five the number of a day. A year alone is neither. */
function byDigits(text: string): Parts | null {
  const whole = /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(text);
  if (whole !== null) return [whole[1] ?? '', whole[2] ?? '', whole[3] ?? ''];
  if (!/^\d{5}(\.0+)?$/.test(text)) return null;
  const [year = '', month = '', day = ''] = new Date(EXCEL_EPOCH + Number(text) * DAY_MS)
    .toISOString()
    .slice(0, 10)
    .split('-');
  return [year, month, day];
}

function byMonthName(text: string): Parts | null {
  const words = /^(\d{1,2})[\s.-]+(\p{L}+)\.?[\s,.-]+(\d{4})$/u.exec(text);
  const american = /^(\p{L}+)\.?\s+(\d{1,2}),?\s+(\d{4})$/u.exec(text);
  const [name, day, year] =
    words !== null ? [words[2], words[1], words[3]] : american !== null ? american.slice(1) : [];
  if (name === undefined || day === undefined || year === undefined) return null;
  const month = MONTHS.findIndex((pattern) => pattern.test(name.toLowerCase()));
  return month < 0 ? null : [year, String(month + 1), day];
}

function byMarks(text: string, order: DateOrder): Parts | null {
  const found = /^(\d{1,4})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(\d{1,4})$/.exec(text);
  const [, a = '', b = '', c = ''] = found ?? [];
  if (a.length === 4 && c.length <= 2) return [a, b, c];
  if (a.length > 2 || (c.length !== 4 && c.length !== 2)) return null;
  if (order === 'ymd' && c.length === 2) return [a, b, c];
  return order === 'mdy' ? [c, a, b] : [c, b, a];
}

/** Two digits are of the century that makes the year not later than this one. */
function fullYear(year: string, today: LocalDate): string {
  if (year.length === 4) return year;
  return Number(year) <= Number(today.slice(2, 4)) ? `20${year.padStart(2, '0')}` : `19${year}`;
}

export function sexOf(text: string): 'female' | 'male' | null {
  if (/^(ж|жен\.?|женский|женщина|девочка|дев\.?|девушка|дочь|f|fem|female|girl|w|woman)$/i.test(text))
    return 'female';
  return /^(м|муж\.?|мужской|мужчина|мальчик|мал\.?|юноша|сын|m|male|boy|man)$/i.test(text) ? 'male' : null;
}

const kin: readonly (readonly [RegExp, ImportRelation])[] = [
  [/^(мать|мама|матери|mother|mom|mum)/i, 'mother'],
  [/^(отец|папа|отца|father|dad)/i, 'father'],
  [/^(бабушк|дедушк|бабуля|дед|баба|grand)/i, 'grandparent'],
  [/^(брат|сестр|brother|sister|sibling)/i, 'sibling'],
  [/^(опекун|попечител|guardian|законн)/i, 'guardian'],
];

export function relationOf(text: string | null): ImportRelation {
  return kin.find(([words]) => text !== null && words.test(text))?.[1] ?? 'other';
}

const standings: readonly (readonly [RegExp, ClientStatus])[] = [
  [/^(лид|заявка|новый|новая|интерес|lead|new|prospect)/i, 'lead'],
  [/^(пробн|trial)/i, 'trial'],
  [/^(актив|занима|ходит|посеща|действу|клиент|active|current|attending)/i, 'active'],
  [/^(пауза|на паузе|приостан|заморо|перерыв|отпуск|paused|frozen|on hold)/i, 'paused'],
  [/^(уш[её]л|ушла|выбыл|архив|отказ|бывш|не ходит|left|former|archived|inactive|lost)/i, 'left'],
];

export function statusOfWord(text: string): ClientStatus | null {
  return standings.find(([words]) => words.test(text))?.[1] ?? null;
}

/** Which guardian a cell of the column "payer" means: 1, 2, `self`, or null for a word to be looked for in the names. */
export function payerOf(text: string): 1 | 2 | 'self' | null {
  if (/^(сам|сама|клиент|реб[её]нок|self|client|child)$/i.test(text)) return 'self';
  if (/(^|\D)2(\D|$)|^втор|^second/i.test(text)) return 2;
  return /(^|\D)1(\D|$)|^перв|^first|^(да|yes|\+|x|х|v)$/i.test(text) ? 1 : null;
}
