import { isWhole, thousandths } from '../../../kernel/quantity.js';

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

export const itemKinds = ['goods', 'material', 'textbook', 'equipment'] as const;
export type ItemKind = (typeof itemKinds)[number];

/** `exempt` is free of VAT by law, `none` is sold by who does not pay it, the others are rates in percent. */
export const vatCodes = ['exempt', 'none', '0', '5', '7', '10', '20', '22'] as const;
export type VatCode = (typeof vatCodes)[number];

/** Half a piece is no quantity. */
export const fitsUnit = (unit: Unit, quantity: string): boolean =>
  PARTS[unit] || isWhole(thousandths(quantity));
