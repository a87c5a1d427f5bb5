import { Injectable } from '@nestjs/common';
import type { Minor } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Allocation } from './allocation.rules.js';

/** A charge that was not taken back, as it is under its account's lock. */
export interface StandingCharge {
  id: string;
  payerAccountId: string;
  branchId: string;
  amount: Minor;
  credited: Minor;
  paid: Minor;
}

/** Statements about credits; run by somebody who holds the accounts. */
@Injectable()
export class CreditsRepository {
  standing(tx: Tx, chargeIds: readonly string[]): Promise<StandingCharge[]> {
    return tx.query(sql`
      select id, payer_account_id as "payerAccountId", branch_id as "branchId", amount, credited, paid from charges
      where id = any (${chargeIds}::uuid[]) and reversed_at is null order by id`);
  }

  /** What pays these charges now, by payment. */
  allocationsOf(tx: Tx, chargeIds: readonly string[]): Promise<Allocation[]> {
    return tx.query(sql`
      select payment_id as "paymentId", charge_id as "chargeId", sum(amount)::bigint as amount
      from payment_allocations where charge_id = any (${chargeIds}::uuid[])
      group by payment_id, charge_id having sum(amount) <> 0`);
  }

  /** Enters the credits and keeps the credited part of charges and the balances of accounts beside them. */
  async enter(
    tx: Tx,
    credits: readonly { chargeId: string; amount: Minor; reason: string }[],
  ): Promise<void> {
    const rows = credits.map((credit) => ({ id: newId(), ...credit }));
    await tx.run(sql`
      with given as (
        select r.*, c.payer_account_id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
          id uuid, "chargeId" uuid, amount bigint, reason text)
        join charges c on c.id = r."chargeId"
      ), entered as (
        insert into money_entries (id, payer_account_id, kind, amount, charge_id, reason)
        select id, payer_account_id, 'credit', amount, "chargeId", reason from given
      ), kept as (
        update charges c set credited = c.credited + g.amount
        from (select "chargeId" as id, sum(amount) as amount from given group by 1) g where c.id = g.id
      )
      update payer_accounts a set balance = a.balance + g.amount
      from (select payer_account_id as id, sum(amount) as amount from given group by 1) g where a.id = g.id`);
  }
}
