import { allocate, multiply, type Minor } from '../../kernel/money.js';

/** How a thing is taxed; `percent` null: no VAT at all, which is another thing than a rate of nothing. */
export interface VatRate {
  readonly code: string;
  readonly percent: string | null;
}

/** VAT within a price, rounded half up to the kopeck: of 122.00 at 22 % it is 22.00. */
export function vatOf(gross: Minor, percent: string | null): Minor {
  if (percent === null) return 0;
  const [whole = '0', fraction = ''] = percent.split('.');
  const hundredths = Number(`${whole}${fraction.padEnd(2, '0')}`);
  return multiply(gross, hundredths, 10_000 + hundredths);
}

export interface VatLine {
  readonly gross: Minor;
  readonly rate: VatRate;
}

/** A line with the VAT within it. */
export interface TaxedLine extends VatLine {
  readonly vat: Minor;
}

/** Lines with their VAT, each rounded by itself: the VAT of a document is the sum of its lines. */
export const taxed = (lines: readonly VatLine[]): TaxedLine[] =>
  lines.map((line) => ({ ...line, vat: vatOf(line.gross, line.rate.percent) }));

/**
 * Lines that share an amount other than their sum, such as a total after a discount: every line gets its part by weight,
 * to the kopeck, and the VAT within it.
 */
export function taxedWithin(total: Minor, lines: readonly VatLine[]): TaxedLine[] {
  const weights = lines.map((line) => line.gross);
  const isFree = weights.every((weight) => weight === 0);
  const parts = allocate(total, isFree ? lines.map(() => 1) : weights);
  return taxed(lines.map((line, index) => ({ ...line, gross: parts[index] ?? 0 })));
}

/** What lines add up to, code by code, in the order in which the codes come. */
export function vatByCode(lines: readonly TaxedLine[]): { code: string; gross: Minor; vat: Minor }[] {
  const sums = new Map<string, { code: string; gross: Minor; vat: Minor }>();
  for (const { gross, vat, rate } of lines) {
    const sum = sums.get(rate.code) ?? { code: rate.code, gross: 0, vat: 0 };
    sums.set(rate.code, { code: rate.code, gross: sum.gross + gross, vat: sum.vat + vat });
  }
  return [...sums.values()];
}
