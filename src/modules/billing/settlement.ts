import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';
import { allocateInOrder, allocateOldestDue } from './allocation.rules.js';
import { BillingRepository } from './billing.repository.js';

/** Where free money meets open charges. Whatever changes either side of an account ends here, under the account's lock. */
@Injectable()
export class Settlement {
  constructor(private readonly repository: BillingRepository) {}

  /** Afterwards each account has at most one of the two: free money, or an open charge. */
  async settle(tx: Tx, accountIds: readonly string[]): Promise<void> {
    const payments = await this.repository.freePayments(tx, accountIds);
    if (payments.length === 0) return;
    const charges = await this.repository.openCharges(tx, accountIds);
    await this.repository.allocate(tx, allocateOldestDue(payments, charges));
  }

  /** Puts a payment on the charges it was meant for, in that order; gives the places of those that are not open. */
  async aim(
    tx: Tx,
    payment: { id: string; payerAccountId: string; amount: number },
    chargeIds: readonly string[],
  ): Promise<number[]> {
    const open = new Map(
      (await this.repository.openCharges(tx, [payment.payerAccountId])).map((charge) => [charge.id, charge]),
    );
    const unknown = chargeIds.flatMap((id, index) => (open.has(id) ? [] : [index]));
    if (unknown.length > 0) return unknown;
    const charges = [...new Set(chargeIds)].flatMap((id) => open.get(id) ?? []);
    await this.repository.allocate(tx, allocateInOrder([{ ...payment, free: payment.amount }], charges));
    return [];
  }
}
