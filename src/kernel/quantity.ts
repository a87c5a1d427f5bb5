/**
 * Quantities of goods are whole thousandths of a unit in a safe integer; the contract and the database write them as
 * decimals with three places at most.
 */
export type Thousandths = number;

export const ONE: Thousandths = 1_000;

/** `'1.5'` is 1500. */
export function thousandths(text: string): Thousandths {
  const match = /^(-?)(\d+)(?:\.(\d{1,3})\d*)?$/.exec(text);
  if (match === null) throw new RangeError(`not a quantity: ${text}`);
  const size = Number(match[2]) * ONE + Number((match[3] ?? '').padEnd(3, '0'));
  return match[1] === '-' ? -size : size;
}

/** 1500 is `'1.5'`. */
export function quantityText(quantity: Thousandths): string {
  const size = Math.abs(quantity);
  const whole = (size - (size % ONE)) / ONE;
  const rest = String(size % ONE)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return `${quantity < 0 ? '-' : ''}${String(whole)}${rest === '' ? '' : `.${rest}`}`;
}

export const isWhole = (quantity: Thousandths): boolean => quantity % ONE === 0;
