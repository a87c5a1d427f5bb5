import type { Fault } from '../../kernel/errors.js';
import { unknownReference } from '../../kernel/faults.js';
import { multiply, type Minor } from '../../kernel/money.js';
import { quantityText, thousandths } from '../../kernel/quantity.js';
import { PayOutExceedsReturn, ReturnNotPaidOut } from './sales.errors.js';

/** What comes back of a sale: never more than was sold, and the parts of a line make the line. */

export interface SoldLine {
  readonly id: string;
  readonly quantity: string;
  readonly returned: string;
  readonly net: Minor;
}

export interface LineReturned {
  readonly lineId: string;
  readonly quantity: string;
}

/** Lines that are not of the sale, or named twice. */
export function unknownLines(sold: readonly SoldLine[], asked: readonly LineReturned[]): Fault[] {
  return asked.flatMap(({ lineId }, index): Fault[] => {
    const pointer = `/lines/${String(index)}/lineId`;
    if (!sold.some(({ id }) => id === lineId)) return [unknownReference(pointer)];
    if (asked.findIndex((other) => other.lineId === lineId) === index) return [];
    return [{ pointer, code: 'array.not-unique', detail: 'Each line may stand once.' }];
  });
}

/** Lines of which less is left than comes back. */
export function excesses(sold: readonly SoldLine[], asked: readonly LineReturned[]): Fault[] {
  return asked.flatMap(({ lineId, quantity }, index): Fault[] => {
    const line = sold.find(({ id }) => id === lineId);
    const left = line === undefined ? 0 : thousandths(line.quantity) - thousandths(line.returned);
    if (thousandths(quantity) <= left) return [];
    return [
      {
        ...{ pointer: `#/lines/${String(index)}/quantity`, code: 'sale.return-exceeds' },
        detail: `${quantityText(thousandths(quantity))} comes back, ${quantityText(left)} is left of what was sold.`,
        params: { lineId, asked: quantity, left: quantityText(left) },
      },
    ];
  });
}

/** The money of a part: what all that has come back by then is worth, less what it was worth before. */
export function worthOf({ net, quantity, returned }: SoldLine, part: string): Minor {
  const [whole, before] = [thousandths(quantity), thousandths(returned)];
  return multiply(net, before + thousandths(part), whole) - multiply(net, before, whole);
}

export interface CreditedCharge {
  readonly id: string;
  /** Amount less what was credited before. */
  readonly stands: Minor;
}

/** Takes an amount off the charges of a line, the last one first; at most what stands of them. */
export function creditsOf(
  charges: readonly CreditedCharge[],
  amount: Minor,
): { chargeId: string; amount: Minor }[] {
  let rest = amount;
  return [...charges].reverse().flatMap(({ id, stands }) => {
    const part = Math.min(rest, stands);
    rest -= part;
    return part > 0 ? [{ chargeId: id, amount: part }] : [];
  });
}

/** How much each sum paid out is: what the return took off and is free again, or less. A walk-in buyer gets all of it. */
export function payOutsOf(
  { net, free, isWalkIn }: { net: Minor; free: Minor; isWalkIn: boolean },
  asked: readonly { amount?: { amount: Minor } }[],
): Minor[] {
  const most = Math.min(net, free);
  const said = asked.reduce((sum, { amount }) => sum + (amount?.amount ?? 0), 0);
  if (said > most) throw PayOutExceedsReturn({ free: most, asked: said });
  const amounts = asked.map(({ amount }) => amount?.amount ?? most - said);
  const paidOut = amounts.reduce((sum, amount) => sum + amount, 0);
  if (isWalkIn && paidOut !== net) throw ReturnNotPaidOut({ net, paidOut });
  return amounts;
}
