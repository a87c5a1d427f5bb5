import type { CellWorld } from './sheet.js';
import { attribute, type XmlEvent } from './xml.js';

const DAY_MS = 86_400_000;
/** Day 0 of the two calendars; the first one counts a 29 February 1900 that never was. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);

/** `AB12` is column 27; the first is 0. */
export function columnOf(address: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/i.exec(address)?.[0].toUpperCase() ?? '')
    column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** What a person would read in a cell. */
export function cellText(raw: string, cell: { type: string; style: number }, world: CellWorld): string {
  if (cell.type === 's') return plain(world.texts[Number(raw)] ?? '');
  if (cell.type === 'b') return raw === '1' ? 'TRUE' : 'FALSE';
  if (cell.type === 'd') return raw.replace(/T00:00:00(\.0+)?Z?$/, '');
  if (cell.type !== 'n') return plain(raw);
  const value = Number(raw);
  if (!Number.isFinite(value)) return raw.trim();
  return world.dateStyles.has(cell.style) ? dateText(value, world.is1904) : numberText(value);
}

/** Excel writes control characters as `_x000D_`. */
const plain = (text: string): string =>
  text
    .replace(/_x([\dA-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll('\r\n', '\n')
    .trim();

/** Phones and ids in full: no exponent, no `.0`, no dust of binary fractions. */
export function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString();
  return String(Number(value.toPrecision(15)));
}

/** `2016-03-05`, with the time when there is one; a number that is no day stays a number. */
export function dateText(serial: number, is1904: boolean): string {
  if (serial < 0 || serial > 2_958_465) return numberText(serial);
  const days = !is1904 && serial < 60 ? serial + 1 : serial;
  const at = (is1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(days * 86_400) * 1_000;
  const text = new Date(at).toISOString();
  return at % DAY_MS === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}

const BUILT_IN: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** The numbers of the cell styles that show a number as a date. */
export function dateStylesOf(events: readonly XmlEvent[]): Set<number> {
  const own = new Set<number>();
  const styles = new Set<number>();
  let isCells = false;
  let index = 0;
  for (const event of events) {
    if (event.kind === 'close' && event.name === 'cellXfs') isCells = false;
    if (event.kind !== 'open') continue;
    const format = Number(attribute(event.attributes, 'numFmtId'));
    if (event.name === 'numFmt' && isDateFormat(attribute(event.attributes, 'formatCode') ?? ''))
      own.add(format);
    if (event.name === 'cellXfs') isCells = !event.isClosed;
    if (event.name !== 'xf' || !isCells) continue;
    if (own.has(format) || BUILT_IN.some(([from, to]) => format >= from && format <= to)) styles.add(index);
    index += 1;
  }
  return styles;
}

/** Quoted words, colours and escaped signs aside, a date format has a day or a year in it. */
const isDateFormat = (code: string): boolean =>
  /[dy]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '').replace(/General/gi, ''));
