import type { Minor } from '../../../kernel/money.js';

/** Minor units as people read them in an explanation: `-1234567` is `-12345.67`. */
export function decimal(amount: Minor): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export const sumOf = (amounts: readonly Minor[]): Minor =>
  amounts.reduce((total, amount) => total + amount, 0);
