import type { Json } from '../centre.js';
import { sum } from '../reports.js';

/** Quantities are added up in thousandths, so that nothing is lost. */
const thousandths = (quantity: string | number): number => Math.round(Number(quantity) * 1000);
export const quantityOf = (list: Json[], member = 'quantity'): number =>
  sum(list.map((one) => thousandths(one[member]))) / 1000;
export const placeOf = ({ itemId, warehouseId }: Json): string =>
  `${itemId as string} ${warehouseId as string}`;
