import { Injectable } from '@nestjs/common';
import type { Minor } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';

/** Statements about payments; run by somebody who holds the account. */
@Injectable()
export class PaymentsRepository {
  /** An entry for a payment, or the one that reverses it, and the balance with it. */
  enterPayment(tx: Tx, payment: { id: string; payerAccountId: string; amount: Minor }): void {
    tx.later(sql`
      with entered as (
        insert into money_entries (id, payer_account_id, kind, amount, payment_id)
        values (${newId()}, ${payment.payerAccountId}, 'payment', ${payment.amount}, ${payment.id})
      )
      update payer_accounts set balance = balance + ${payment.amount} where id = ${payment.payerAccountId}`);
  }

  async reversePaymentEntry(
    tx: Tx,
    payment: { id: string; payerAccountId: string; amount: Minor },
  ): Promise<void> {
    await tx.run(sql`
      with entered as (
        insert into money_entries (id, payer_account_id, kind, amount, payment_id, reverses_id)
        select ${newId()}, payer_account_id, 'payment_reversal', -amount, payment_id, id
        from money_entries where payment_id = ${payment.id} and kind = 'payment'
      )
      update payer_accounts set balance = balance - ${payment.amount}::bigint where id = ${payment.payerAccountId}`);
  }

  /** The payment under its account's lock; null when it is not there. */
  async findPayment(tx: Tx, id: string): Promise<StandingPayment | null> {
    return tx.find<StandingPayment>(sql`
      select p.id, p.number, p.payer_account_id as "payerAccountId", p.branch_id as "branchId", p.amount, p.method,
             p.reversed_at as "reversedAt", p.transfer_id as "transferId",
             exists (select from payment_allocations a where a.payment_id = p.id and a.charge_id is null
                     group by a.payment_id having sum(a.amount) > 0) as "hasLeft"
      from payments p where p.id = ${id}`);
  }
}

export interface StandingPayment {
  id: string;
  number: number;
  payerAccountId: string;
  branchId: string;
  amount: Minor;
  method: string;
  reversedAt: string | null;
  /** The move from another account that brought it here. */
  transferId: string | null;
  /** Whether a part of it was given back or moved on. */
  hasLeft: boolean;
}
