export { fitsUnit, units, type Unit } from '../../../kernel/units.js';

export const itemKinds = ['goods', 'material', 'textbook', 'equipment'] as const;
export type ItemKind = (typeof itemKinds)[number];

/** `exempt` is free of VAT by law, `none` is sold by who does not pay it, the others are rates in percent. */
export const vatCodes = ['exempt', 'none', '0', '5', '7', '10', '20', '22'] as const;
export type VatCode = (typeof vatCodes)[number];
