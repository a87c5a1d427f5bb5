import type { Fault } from '../../../kernel/errors.js';

export const orderPolicies = ['auto', 'approval'] as const;
export type OrderPolicy = (typeof orderPolicies)[number];
export const orderLanguages = ['ru', 'en'] as const;
export type OrderLanguage = (typeof orderLanguages)[number];

const TEN = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const ELEVEN = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const TWELVE = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/** A taxpayer number ends with one check digit of ten, or two of twelve (order of the Federal Tax Service SAE-3-09/978). */
export function isTaxNumber(text: string): boolean {
  if (/^\d{10}$/.test(text)) return checkDigit(text, TEN) === text[9];
  if (!/^\d{12}$/.test(text)) return false;
  return checkDigit(text, ELEVEN) === text[10] && checkDigit(text, TWELVE) === text[11];
}

function checkDigit(text: string, weights: readonly number[]): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return String((sum % 11) % 10);
}

/** An order that goes out by itself needs somewhere to go. */
export function supplierFaults(supplier: {
  taxNumber: string | null;
  email: string | null;
  orderPolicy: OrderPolicy;
}): Fault[] {
  const faults: Fault[] = [];
  const { taxNumber, email, orderPolicy } = supplier;
  if (taxNumber !== null && !isTaxNumber(taxNumber))
    faults.push({
      ...{ pointer: '/taxNumber', code: 'tax-number.not-valid' },
      detail: 'The check digits of the taxpayer number are wrong.',
    });
  if (orderPolicy === 'auto' && email === null)
    faults.push({
      ...{ pointer: '/email', code: 'value.required' },
      detail: 'Orders that go out by themselves need an e-mail address.',
    });
  return faults;
}
