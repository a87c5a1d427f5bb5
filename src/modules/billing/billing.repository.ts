import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Allocation, FreePayment, OpenCharge } from './allocation.rules.js';

/** A charge to be made; `id` is the caller's, so that what it is for can name it. */
export interface ChargeInput {
  id: string;
  clientId: string;
  branchId: string;
  kind: 'subscription' | 'visit';
  /** The subscription or the visit it is for. */
  subjectId: string;
  description: string;
  amount: Minor;
  dueOn: LocalDate;
}

/**
 * Set-based statements of the money ledger. Every one of them changes an account's balance together with its entries,
 * and is run by somebody who holds the rows of the accounts (`lock…`), always taken in order of id.
 */
@Injectable()
export class BillingRepository {
  /** Locks the accounts that pay for these clients, opening those that are not there; gives the account of each. */
  async lockAccountsOf(tx: Tx, clientIds: readonly string[]): Promise<Map<string, string>> {
    const found = await this.lockExisting(tx, clientIds);
    const missing = clientIds.filter((id) => !found.has(id));
    if (missing.length === 0) return found;
    await this.open(tx, missing);
    return this.lockExisting(tx, clientIds);
  }

  private async lockExisting(tx: Tx, clientIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ id: string; clientIds: string[] }>(sql`
      select a.id, h.client_ids as "clientIds"
      from payer_accounts a
      join (
        select g.guardian_id, case when g.guardian_id is null then c.id end as client_id, array_agg(c.id) as client_ids
        from clients c
        left join client_guardians g on g.client_id = c.id and g.is_payer
        where c.id = any (${clientIds}::uuid[])
        group by 1, 2
      ) h on a.guardian_id = h.guardian_id or a.client_id = h.client_id
      order by a.id
      for update of a`);
    return new Map(rows.flatMap((row) => row.clientIds.map((clientId) => [clientId, row.id] as const)));
  }

  /** Two that open the same account at once open one: the later insert waits, finds it there, and does nothing. */
  private async open(tx: Tx, clientIds: readonly string[]): Promise<void> {
    const accounts = clientIds.map((clientId) => ({ id: newId(), client_id: clientId }));
    await tx.run(sql`
      insert into payer_accounts (id, branch_id, guardian_id, client_id)
      select distinct on (coalesce(g.guardian_id, c.id))
             r.id, c.branch_id, g.guardian_id, case when g.guardian_id is null then c.id end
      from jsonb_to_recordset(${JSON.stringify(accounts)}::jsonb) as r(id uuid, client_id uuid)
      join clients c on c.id = r.client_id
      left join client_guardians g on g.client_id = c.id and g.is_payer
      order by coalesce(g.guardian_id, c.id), r.id
      on conflict do nothing`);
  }

  /** Locks accounts by id; gives those that are there. */
  async lockAccounts(tx: Tx, ids: readonly string[]): Promise<{ id: string; branchId: string }[]> {
    return tx.query(sql`
      select id, branch_id as "branchId" from payer_accounts where id = any (${ids}::uuid[]) order by id for update`);
  }

  /** The accounts that charges stand on, locked. A charge never moves to another account, so they can be read first. */
  async lockAccountsOfCharges(tx: Tx, chargeIds: readonly string[]): Promise<string[]> {
    const accounts = await tx.query<{ id: string }>(sql`
      select a.id from payer_accounts a
      where a.id in (select payer_account_id from charges where id = any (${chargeIds}::uuid[]))
      order by a.id
      for update`);
    return accounts.map((account) => account.id);
  }

  async insertCharges(
    tx: Tx,
    charges: readonly ChargeInput[],
    accounts: ReadonlyMap<string, string>,
  ): Promise<void> {
    const rows = charges.map((charge) => ({
      ...charge,
      entryId: newId(),
      accountId: accounts.get(charge.clientId),
    }));
    await tx.run(sql`
      with given as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
          id uuid, "entryId" uuid, "accountId" uuid, "clientId" uuid, "branchId" uuid, kind text, "subjectId" uuid,
          description text, amount bigint, "dueOn" date)
      ), made as (
        insert into charges (id, payer_account_id, client_id, branch_id, kind, subject_id, description, amount, due_on)
        select id, "accountId", "clientId", "branchId", kind, "subjectId", description, amount, "dueOn" from given
      ), entered as (
        insert into money_entries (id, payer_account_id, kind, amount, charge_id)
        select "entryId", "accountId", 'charge', -amount, id from given
      )
      update payer_accounts a set balance = a.balance - owed.amount
      from (select "accountId" as id, sum(amount) as amount from given group by 1) owed
      where a.id = owed.id and owed.amount <> 0`);
  }

  /** Gives the charges that were standing until now. */
  async reverseCharges(tx: Tx, chargeIds: readonly string[]): Promise<string[]> {
    const entries = chargeIds.map((chargeId) => ({ id: newId(), charge_id: chargeId }));
    const reversed = await tx.query<{ id: string }>(sql`
      with gone as (
        update charges set reversed_at = announced_now()
        where id = any (${chargeIds}::uuid[]) and reversed_at is null
        returning id, payer_account_id, amount
      ), entered as (
        insert into money_entries (id, payer_account_id, kind, amount, charge_id, reverses_id)
        select r.id, e.payer_account_id, 'charge_reversal', -e.amount, e.charge_id, e.id
        from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as r(id uuid, charge_id uuid)
        join gone on gone.id = r.charge_id
        join money_entries e on e.charge_id = r.charge_id and e.kind = 'charge'
      ), returned as (
        update payer_accounts a set balance = a.balance + back.amount
        from (select payer_account_id as id, sum(amount) as amount from gone group by 1) back
        where a.id = back.id and back.amount <> 0
      )
      select id from gone`);
    return reversed.map((charge) => charge.id);
  }

  /** Takes all money off charges, or all of payments, by allocations that cancel what stands. */
  async release(
    tx: Tx,
    of: { chargeIds?: readonly string[]; paymentIds?: readonly string[] },
  ): Promise<void> {
    const standing = await tx.query<Allocation>(sql`
      select payment_id as "paymentId", charge_id as "chargeId", sum(amount)::bigint as amount
      from payment_allocations
      where charge_id = any (${of.chargeIds ?? []}::uuid[]) or payment_id = any (${of.paymentIds ?? []}::uuid[])
      group by payment_id, charge_id
      having sum(amount) <> 0`);
    await this.allocate(
      tx,
      standing.map((allocation) => ({ ...allocation, amount: -allocation.amount })),
    );
  }

  /** Writes allocations and keeps the paid part of charges and the used part of payments beside them. */
  async allocate(tx: Tx, allocations: readonly Allocation[]): Promise<void> {
    if (allocations.length === 0) return;
    const rows = allocations.map((allocation) => ({ id: newId(), ...allocation }));
    await tx.run(sql`
      with given as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
          id uuid, "paymentId" uuid, "chargeId" uuid, amount bigint)
      ), written as (
        insert into payment_allocations (id, payment_id, charge_id, amount)
        select id, "paymentId", "chargeId", amount from given
      ), used as (
        update payments p set allocated = p.allocated + g.amount
        from (select "paymentId" as id, sum(amount) as amount from given group by 1) g where p.id = g.id
      )
      update charges c set paid = c.paid + g.amount
      from (select "chargeId" as id, sum(amount) as amount from given group by 1) g where c.id = g.id`);
  }

  async freePayments(tx: Tx, accountIds: readonly string[]): Promise<FreePayment[]> {
    return tx.query(sql`
      select id, payer_account_id as "payerAccountId", amount - allocated as free from payments
      where payer_account_id = any (${accountIds}::uuid[]) and reversed_at is null and allocated < amount`);
  }

  async openCharges(tx: Tx, accountIds: readonly string[]): Promise<OpenCharge[]> {
    return tx.query(sql`
      select id, payer_account_id as "payerAccountId", due_on as "dueOn", amount - paid as open from charges
      where payer_account_id = any (${accountIds}::uuid[]) and reversed_at is null and paid < amount`);
  }

  /** An entry for a payment, or the one that reverses it, and the balance with it. */
  async enterPayment(tx: Tx, payment: { id: string; payerAccountId: string; amount: Minor }): Promise<void> {
    await tx.run(sql`
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
      select id, number, payer_account_id as "payerAccountId", branch_id as "branchId", amount, reversed_at as "reversedAt"
      from payments where id = ${id}`);
  }
}

export interface StandingPayment {
  id: string;
  number: number;
  payerAccountId: string;
  branchId: string;
  amount: Minor;
  reversedAt: string | null;
}
