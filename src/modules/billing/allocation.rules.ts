import type { Minor } from '../../kernel/money.js';
import type { LocalDate } from '../../kernel/local-date.js';

/** Money of a payment that pays nothing yet. */
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
  const allocations: Allocation[] = [];
  const purses = [...payments].sort((a, b) => compare(a.id, b.id)).map((payment) => ({ ...payment }));
  for (const charge of [...charges].sort(dueFirst)) {
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

const dueFirst = (a: OpenCharge, b: OpenCharge): number => compare(a.dueOn, b.dueOn) || compare(a.id, b.id);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
