import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/ids.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import type { AccountTransferRow } from './billing.entity.js';

/** Everyone an account has paid for or would pay for: whom its charges are for, and whose guardian holds it. */
const familyOf = (accountId: string): Sql => sql`
  select client_id from charges where payer_account_id = ${accountId}
  union
  select client_id from payer_accounts where id = ${accountId} and client_id is not null
  union
  select g.client_id from payer_accounts a join client_guardians g on g.guardian_id = a.guardian_id where a.id = ${accountId}`;

/** Statements about moves between accounts; run by somebody who holds both. */
@Injectable()
export class TransfersRepository {
  async isOneFamily(tx: Tx, a: string, b: string): Promise<boolean> {
    const shared = await tx.find(sql`(${familyOf(a)}) intersect (${familyOf(b)}) limit 1`);
    return shared !== null;
  }

  /** Both sides of the ledger, which add up to nothing. */
  async enter(tx: Tx, transfer: Omit<AccountTransferRow, 'reason'>): Promise<void> {
    const { id, fromAccountId, toAccountId, amount } = transfer;
    await tx.run(sql`
      with sides as (
        select ${newId()}::uuid as id, ${fromAccountId}::uuid as account_id, 'transfer_out' as kind, -${amount}::bigint as amount
        union all
        select ${newId()}::uuid, ${toAccountId}::uuid, 'transfer_in', ${amount}::bigint
      ), entered as (
        insert into money_entries (id, payer_account_id, kind, amount, transfer_id)
        select id, account_id, kind, amount, ${id} from sides
      )
      update payer_accounts a set balance = a.balance + s.amount from sides s where a.id = s.account_id`);
  }
}
