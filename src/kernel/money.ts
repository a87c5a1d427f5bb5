/**
 * Amounts of money are whole minor units (kopecks) in a safe integer; the organisation has one currency.
 * Rounding happens here and nowhere else, half away from zero, on exact integers.
 */
export type Minor = number;

/** The shape of money in the contract. */
export interface Money {
  readonly amount: Minor;
  readonly currency: string;
}

/** `amount × numerator / denominator`, rounded half away from zero. Exact for every safe integer. */
export function multiply(amount: Minor, numerator: number, denominator = 1): Minor {
  const product = BigInt(amount) * BigInt(numerator);
  return divideRounded(product, BigInt(denominator));
}

/** A percentage given in hundredths of a percent or as a decimal text: `percentOf(10000, '12.5')` is 1250. */
export function percentOf(amount: Minor, percent: string | number): Minor {
  const { digits, scale } = decimal(String(percent));
  return divideRounded(BigInt(amount) * digits, scale * 100n);
}

/** `amount × factor` for a decimal text factor such as hours `1.50`. */
export function times(amount: Minor, factor: string): Minor {
  const { digits, scale } = decimal(factor);
  return divideRounded(BigInt(amount) * digits, scale);
}

/** Splits an amount by weights; the parts sum to the whole, the remainder goes to the largest remainders first. */
export function allocate(amount: Minor, weights: readonly number[]): Minor[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) throw new RangeError('allocate needs a positive sum of weights');
  const shares = weights.map((weight) => {
    const exact = BigInt(amount) * BigInt(weight);
    return { part: exact / BigInt(total), rest: exact % BigInt(total) };
  });
  let left = Number(BigInt(amount) - shares.reduce((sum, share) => sum + share.part, 0n));
  const parts = shares.map((share) => Number(share.part));
  const step = left < 0 ? -1 : 1;
  const order = shares
    .map((share, index) => ({ index, rest: share.rest < 0n ? -share.rest : share.rest }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const { index } of order) {
    if (left === 0) break;
    parts[index] = (parts[index] ?? 0) + step;
    left -= step;
  }
  return parts;
}

/** The value of the n-th visit (from 1) of `count` that share `total`; the last one takes the rounding remainder. */
export function visitValue(total: Minor, count: number, nth: number): Minor {
  const each = Number(BigInt(total) / BigInt(count));
  return nth < count ? each : total - each * (count - 1);
}

function decimal(text: string): { digits: bigint; scale: bigint } {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new RangeError(`not a decimal: ${text}`);
  const fraction = match[3] ?? '';
  const digits = BigInt(`${match[1] ?? ''}${match[2] ?? '0'}${fraction}`);
  return { digits, scale: 10n ** BigInt(fraction.length) };
}

function divideRounded(numerator: bigint, denominator: bigint): number {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (n * 2n + d) / (d * 2n);
  return Number(negative ? -rounded : rounded);
}
