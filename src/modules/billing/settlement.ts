import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';
import type { Minor } from '../../kernel/money.js';
import { allocateInOrder, allocateOldestDue, type Draw, type MethodPayment } from './allocation.rules.js';
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
    this.repository.allocate(tx, allocateOldestDue(payments, charges));
  }

  /** Takes money off again, and says nothing of where it goes: settle afterwards. */
  release(tx: Tx, of: { paymentIds?: readonly string[]; refundIds?: readonly string[] }): Promise<void> {
    return this.repository.release(tx, of);
  }

  /** The free money of an account, by payment, and what it adds up to. */
  async freeOn(tx: Tx, accountId: string): Promise<{ payments: MethodPayment[]; total: Minor }> {
    const payments = await this.repository.freePayments(tx, [accountId]);
    return { payments, total: payments.reduce((sum, payment) => sum + payment.free, 0) };
  }

  /** Uses parts of payments for something that leaves the account. */
  spend(tx: Tx, draws: readonly Draw[], on: { refundId: string } | { transferId: string }): void {
    this.repository.allocate(
      tx,
      draws.map((draw) => ({ ...draw, ...on })),
    );
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
    this.repository.allocate(tx, allocateInOrder([{ ...payment, free: payment.amount }], charges));
    return [];
  }
}
