import type { Fault } from '../../../kernel/errors.js';
import { thousandths } from '../../../kernel/quantity.js';
import { fitsUnit, type Unit } from './units.rules.js';

/** The last digit of an EAN: it makes the sum of all, those at odd places from the right counted thrice, end with 0. */
export function eanCheckDigit(body: string): string {
  const sum = Array.from(body)
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

/** What is wrong with a barcode: EAN-8 or EAN-13, with the digit it should end with. */
export function barcodeFault(barcode: string): Omit<Fault, 'pointer'> | null {
  if (!/^(\d{8}|\d{13})$/.test(barcode))
    return { code: 'barcode.not-ean', detail: 'A barcode is an EAN of 8 or 13 digits.' };
  const digit = eanCheckDigit(barcode.slice(0, -1));
  if (barcode.endsWith(digit)) return null;
  return { code: 'barcode.check-digit', detail: `The last digit should be ${digit}.`, params: { digit } };
}

/** What of an item must agree with itself. */
export interface ItemTerms {
  barcode: string | null;
  unit: Unit;
  packSize: string;
  minQuantity: string | null;
  maxQuantity: string | null;
  orderQuantity: string | null;
}

const QUANTITIES = ['packSize', 'minQuantity', 'maxQuantity', 'orderQuantity'] as const;

export function itemFaults(item: ItemTerms): Fault[] {
  const faults: Fault[] = [];
  const barcode = item.barcode === null ? null : barcodeFault(item.barcode);
  if (barcode !== null) faults.push({ pointer: '/barcode', ...barcode });
  for (const member of QUANTITIES) {
    const quantity = item[member];
    if (quantity !== null && !fitsUnit(item.unit, quantity))
      faults.push({
        ...{ pointer: `/${member}`, code: 'quantity.not-whole', params: { unit: item.unit } },
        detail: `The item is counted in whole ${item.unit}.`,
      });
  }
  const { minQuantity: least, maxQuantity: most } = item;
  if (most !== null && least !== null && thousandths(most) < thousandths(least))
    faults.push({
      ...{ pointer: '/maxQuantity', code: 'range.reversed' },
      detail: 'The most is not less than the least.',
    });
  return faults;
}
