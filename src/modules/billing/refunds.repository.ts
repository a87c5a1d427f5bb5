import { Injectable } from '@nestjs/common';
import type { Minor } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';

/** A refund under its account's lock. */
export interface StandingRefund {
  id: string;
  number: number;
  payerAccountId: string;
  branchId: string;
  amount: Minor;
  method: string;
  reversedAt: string | null;
}

type Booked = Pick<StandingRefund, 'id' | 'payerAccountId' | 'amount'>;

/** Statements about refunds; run by somebody who holds the account. */
@Injectable()
export class RefundsRepository {
  find(tx: Tx, id: string): Promise<StandingRefund | null> {
    return tx.find<StandingRefund>(sql`
      select id, number, payer_account_id as "payerAccountId", branch_id as "branchId", amount, method,
             reversed_at as "reversedAt"
      from refunds where id = ${id}`);
  }

  async enter(tx: Tx, refund: Booked): Promise<void> {
    await tx.run(sql`
      with entered as (
        insert into money_entries (id, payer_account_id, kind, amount, refund_id)
        values (${newId()}, ${refund.payerAccountId}, 'refund', -${refund.amount}::bigint, ${refund.id})
      )
      update payer_accounts set balance = balance - ${refund.amount}::bigint where id = ${refund.payerAccountId}`);
  }

  async reverseEntry(tx: Tx, refund: Booked): Promise<void> {
    await tx.run(sql`
      with entered as (
        insert into money_entries (id, payer_account_id, kind, amount, refund_id, reverses_id)
        select ${newId()}, payer_account_id, 'refund_reversal', -amount, refund_id, id
        from money_entries where refund_id = ${refund.id} and kind = 'refund'
      )
      update payer_accounts set balance = balance + ${refund.amount}::bigint where id = ${refund.payerAccountId}`);
  }
}
