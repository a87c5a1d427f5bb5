export { fitsUnit, units, type Unit } from '../../../kernel/units.js';

export const itemKinds = ['goods', 'material', 'textbook', 'equipment'] as const;
export type ItemKind = (typeof itemKinds)[number];
