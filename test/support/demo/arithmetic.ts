import type { Json } from '../centre.js';
import { sum } from '../reports.js';

/** A half away from nought, as people round. */
export const rounded = (number: number, digits = 0): number => {
  const scale = 10 ** digits;
  return (Math.sign(number) * Math.round(Number((Math.abs(number) * scale).toFixed(6)))) / scale;
};
/** A percentage to a tenth; of nothing there is none. */
export const share = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole === 0 ? null : rounded((part * 100) / whole, 1);

export const amounts = (list: Json[], member = 'amount'): number =>
  sum(list.map((one) => one[member].amount as number));
export const total = (rows: Json[], member: string): number =>
  sum(rows.map((row) => Number(row[member] ?? 0)));
/** Whether a row has something of any of its figures. */
export const hasAny = (row: Json, members: readonly string[]): boolean =>
  members.some((member) => Number(row[member]) !== 0);
export const distinct = (list: Json[], member: string): number =>
  new Set(list.map((one) => one[member] as unknown)).size;

/** VAT within a price. */
export const vatIn = (gross: number, percent: string | number | null): number =>
  percent === null ? 0 : rounded((gross * Number(percent)) / (100 + Number(percent)));

export function grouped<T>(list: T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

/** The place of each row by a figure; equal ones share a place, one without a figure has none. */
export function ranked(rows: Json[], by: string, first: 'most' | 'least' = 'most'): Json[] {
  const isAhead = (one: number, other: number) => (first === 'most' ? one > other : one < other);
  return rows.map((row) => ({
    ...row,
    [`${by}Rank`]:
      row[by] === null
        ? null
        : 1 + rows.filter((other) => other[by] !== null && isAhead(other[by], row[by])).length,
  }));
}
