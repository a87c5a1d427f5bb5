import { isWhole, thousandths } from './quantity.js';

/** What items are counted in, and whether parts of it are counted too. */
const PARTS = {
  pcs: false,
  pack: false,
  box: false,
  set: false,
  pair: false,
  roll: false,
  sheet: false,
  kg: true,
  g: true,
  l: true,
  ml: true,
  m: true,
  cm: true,
  m2: true,
} as const;
export type Unit = keyof typeof PARTS;
export const units = Object.keys(PARTS) as Unit[];

/** Half a piece is no quantity. */
export const fitsUnit = (unit: Unit, quantity: string): boolean =>
  PARTS[unit] || isWhole(thousandths(quantity));
