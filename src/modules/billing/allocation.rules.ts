import type { Minor } from '../../kernel/money.js';
import type { LocalDate } from '../../kernel/local-date.js';

/** Money of a payment that is used for nothing yet. */
export interface FreePayment {
  readonly id: string;
  readonly payerAccountId: string;
  readonly free: Minor;
}

/** The part of a charge that nothing pays yet. */
export interface OpenCharge {
  readonly id: string;
  readonly payerAccountId: string;
  readonly dueOn: LocalDate;
  readonly open: Minor;
}

/** A part of a payment that pays a charge; below zero it is taken off again. */
export interface Allocation {
  readonly paymentId: string;
  readonly chargeId: string;
  readonly amount: Minor;
}

/**
 * Which payment pays which charge: within an account the charge due first is paid first, from the payment that came
 * first. Ids are in order of creation, so they break ties. Afterwards an account never has both free money and an
 * open charge: a prepayment is what no charge has asked for yet.
 */
export function allocateOldestDue(
  payments: readonly FreePayment[],
  charges: readonly OpenCharge[],
): Allocation[] {
  return allocateInOrder(payments, [...charges].sort(dueFirst));
}

/** The same with the charges in the order given, for a payer who says what they pay for. */
export function allocateInOrder(
  payments: readonly FreePayment[],
  charges: readonly OpenCharge[],
): Allocation[] {
  const allocations: Allocation[] = [];
  const purses = [...payments].sort((a, b) => compare(a.id, b.id)).map((payment) => ({ ...payment }));
  for (const charge of charges) {
    let open = charge.open;
    for (const purse of purses) {
      if (purse.payerAccountId !== charge.payerAccountId) continue;
      const amount = Math.min(open, purse.free);
      if (amount <= 0) continue;
      allocations.push({ paymentId: purse.id, chargeId: charge.id, amount });
      purse.free -= amount;
      open -= amount;
    }
  }
  return allocations;
}

/** Free money with the way it came. */
export interface MethodPayment extends FreePayment {
  readonly method: string;
}

/** A part of a payment that leaves the account. */
export interface Draw {
  readonly paymentId: string;
  readonly amount: Minor;
}

/** Which payments money is given back from: those that came the way it leaves, then the others; the oldest first. */
export function drawFree(payments: readonly MethodPayment[], amount: Minor, method?: string): Draw[] {
  const draws: Draw[] = [];
  let wanted = amount;
  for (const payment of [...payments].sort(sameWayFirst(method))) {
    const part = Math.min(wanted, payment.free);
    if (part <= 0) continue;
    draws.push({ paymentId: payment.id, amount: part });
    wanted -= part;
  }
  return draws;
}

/** What comes off one charge when less of it stands than was paid: the last money first, as allocations below zero. */
export function releaseExcess(standing: readonly Allocation[], excess: Minor): Allocation[] {
  const released: Allocation[] = [];
  let left = excess;
  for (const allocation of [...standing].sort((a, b) => compare(b.paymentId, a.paymentId))) {
    const amount = Math.min(left, allocation.amount);
    if (amount <= 0) continue;
    released.push({ ...allocation, amount: -amount });
    left -= amount;
  }
  return released;
}

const dueFirst = (a: OpenCharge, b: OpenCharge): number => compare(a.dueOn, b.dueOn) || compare(a.id, b.id);
const sameWayFirst =
  (method?: string) =>
  (a: MethodPayment, b: MethodPayment): number =>
    Number(b.method === method) - Number(a.method === method) || compare(a.id, b.id);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
