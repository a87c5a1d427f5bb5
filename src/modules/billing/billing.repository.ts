import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import { RunAgain } from '../../platform/database/run-again.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import type { MethodPayment, OpenCharge } from './allocation.rules.js';

/** A charge to be made; `id` is the caller's, so that what it is for can name it. */
export interface ChargeInput {
  id: string;
  /** Null: of a walk-in buyer, whose account is named instead. */
  clientId: string | null;
  payerAccountId?: string;
  branchId: string;
  kind: 'subscription' | 'visit' | 'sale' | 'loan' | 'other';
  /** The subscription, the visit, the line of a sale or the loan it is for; of any other charge, itself. */
  subjectId: string;
  description: string;
  amount: Minor;
  dueOn: LocalDate;
  /** How it is taxed; on its day the code may mean another. Default: without VAT. */
  vatCode?: string;
}

/**
 * Set-based statements of the money ledger. Every one of them changes an account's balance together with its entries,
 * and is run by somebody who holds the rows of the accounts (`lock…`), always taken in order of id.
 */
@Injectable()
export class BillingRepository {
  /** Locks the accounts that pay for these clients, opening those that are not there; gives the account of each. */
  async lockAccountsOf(tx: Tx, clientIds: readonly string[]): Promise<Map<string, string>> {
    if (clientIds.length === 0) return new Map();
    const found = await this.lockExisting(tx, clientIds);
    const missing = clientIds.filter((id) => !found.has(id));
    if (missing.length === 0) return found;
    await this.open(tx, missing);
    return this.lockExisting(tx, clientIds);
  }

  private async lockExisting(tx: Tx, clientIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ id: string; clientIds: string[]; isMerged: boolean }>(sql`
      select a.id, h.client_ids as "clientIds", a.merged_into_id is not null as "isMerged"
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
    for (const { id, isMerged } of rows) if (isMerged) await refuseMovedPayer(tx, id);
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

  /** An account for one buyer who is nobody's client; nobody else knows it yet, so it needs no lock. */
  openWalkIn(tx: Tx, branchId: string): string {
    const id = newId();
    tx.later(sql`
      insert into payer_accounts (id, branch_id, is_walk_in) values (${id}, ${branchId}, true)`);
    return id;
  }

  /** Locks accounts by id; gives those that are there. */
  async lockAccounts(
    tx: Tx,
    ids: readonly string[],
  ): Promise<{ id: string; branchId: string; isWalkIn: boolean }[]> {
    return tx.query(sql`
      select id, branch_id as "branchId", is_walk_in as "isWalkIn" from payer_accounts
      where id = any (${ids}::uuid[]) order by id for update`);
  }

  /** The accounts that charges stand on, locked. A charge moves to another account by a merge alone. */
  async lockAccountsOfCharges(tx: Tx, chargeIds: readonly string[]): Promise<string[]> {
    const accounts = await tx.query<{ id: string; isMerged: boolean }>(sql`
      select a.id, a.merged_into_id is not null as "isMerged" from payer_accounts a
      where a.id in (select payer_account_id from charges where id = any (${chargeIds}::uuid[]))
      order by a.id
      for update`);
    if (accounts.some(({ isMerged }) => isMerged)) throw new RunAgain('the account of a charge');
    return accounts.map((account) => account.id);
  }

  insertCharges(tx: Tx, charges: readonly ChargeInput[], accounts: ReadonlyMap<string, string>): void {
    const rows = charges.map((charge) => ({
      ...charge,
      entryId: newId(),
      accountId: charge.clientId === null ? charge.payerAccountId : accounts.get(charge.clientId),
    }));
    tx.later(sql`
      with given as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
          id uuid, "entryId" uuid, "accountId" uuid, "clientId" uuid, "branchId" uuid, kind text, "subjectId" uuid,
          description text, amount bigint, "dueOn" date, "vatCode" text)
      ), made as (
        insert into charges (id, payer_account_id, client_id, branch_id, kind, subject_id, description, amount, due_on, grace_days, vat_code, vat_percent)
        select g.id, "accountId", "clientId", "branchId", g.kind, "subjectId", description, amount, "dueOn",
               coalesce(b.payment_grace_days, o.payment_grace_days, 0), k.code, k.percent
        from given g join branches b on b.id = "branchId" left join settings o on true
        join vat_codes k on k.code = vat_in_force(coalesce("vatCode", 'none'),
          case g.kind when 'visit' then "dueOn" else (announced_now() at time zone b.time_zone)::date end)
      ), entered as (
        insert into money_entries (id, payer_account_id, kind, amount, charge_id)
        select "entryId", "accountId", 'charge', -amount, id from given
      )
      update payer_accounts a set balance = a.balance - owed.amount
      from (select "accountId" as id, sum(amount) as amount from given group by 1) owed
      where a.id = owed.id and owed.amount <> 0`);
  }

  /** Charges with all their instalments: they were one, and are taken back as one. */
  async withInstalments(tx: Tx, chargeIds: readonly string[]): Promise<string[]> {
    const family = await tx.query<{ id: string }>(sql`
      with roots as (select coalesce(split_from_id, id) as id from charges where id = any (${chargeIds}::uuid[]))
      select id from charges where id in (select id from roots) or split_from_id in (select id from roots)
      order by id`);
    return family.map((charge) => charge.id);
  }

  /** Reverses every entry that stands of the charges; gives those that were standing until now. */
  async reverseCharges(tx: Tx, chargeIds: readonly string[], reason: string | null): Promise<string[]> {
    const standing = await tx.query<{ id: string }>(sql`
      select e.id from money_entries e join charges c on c.id = e.charge_id
      where c.id = any (${chargeIds}::uuid[]) and c.reversed_at is null and e.reverses_id is null
        and not exists (select from money_entries r where r.reverses_id = e.id)
      order by e.id`);
    const entries = standing.map((entry) => ({ id: newId(), reverses: entry.id }));
    const reversed = await tx.query<{ id: string }>(sql`
      with gone as (
        update charges set reversed_at = announced_now(), credited = 0, reversal_reason = ${reason}
        where id = any (${chargeIds}::uuid[]) and reversed_at is null
        returning id
      ), back as (
        select r.id, e.payer_account_id, e.kind || '_reversal' as kind, -e.amount as amount, e.charge_id, e.id as reverses_id
        from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as r(id uuid, reverses uuid)
        join money_entries e on e.id = r.reverses
      ), entered as (
        insert into money_entries (id, payer_account_id, kind, amount, charge_id, reverses_id) select * from back
      ), returned as (
        update payer_accounts a set balance = a.balance + b.amount
        from (select payer_account_id as id, sum(amount) as amount from back group by 1) b
        where a.id = b.id and b.amount <> 0
      )
      select id from gone`);
    return reversed.map((charge) => charge.id);
  }

  /** Takes all money off charges, all that payments pay of charges, or all of refunds, by allocations that cancel what stands. */
  async release(
    tx: Tx,
    of: { chargeIds?: readonly string[]; paymentIds?: readonly string[]; refundIds?: readonly string[] },
  ): Promise<void> {
    const standing = await tx.query<MoneyUse>(sql`
      select payment_id as "paymentId", charge_id as "chargeId", refund_id as "refundId", sum(amount)::bigint as amount
      from payment_allocations
      where charge_id = any (${of.chargeIds ?? []}::uuid[]) or refund_id = any (${of.refundIds ?? []}::uuid[])
         or (payment_id = any (${of.paymentIds ?? []}::uuid[]) and charge_id is not null)
      group by payment_id, charge_id, refund_id
      having sum(amount) <> 0`);
    this.allocate(
      tx,
      standing.map((use) => ({ ...use, amount: -use.amount })),
    );
  }

  /** Writes what money is used for and keeps the paid part of charges and the used part of payments beside it. */
  allocate(tx: Tx, uses: readonly MoneyUse[]): void {
    if (uses.length === 0) return;
    const rows = uses.map((use) => ({ id: newId(), ...use }));
    tx.later(sql`
      with given as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
          id uuid, "paymentId" uuid, "chargeId" uuid, "refundId" uuid, "transferId" uuid, amount bigint)
      ), written as (
        insert into payment_allocations (id, payment_id, charge_id, refund_id, transfer_id, amount)
        select id, "paymentId", "chargeId", "refundId", "transferId", amount from given
      ), used as (
        update payments p set allocated = p.allocated + g.amount
        from (select "paymentId" as id, sum(amount) as amount from given group by 1) g where p.id = g.id
      )
      update charges c set paid = c.paid + g.amount
      from (select "chargeId" as id, sum(amount) as amount from given group by 1) g where c.id = g.id`);
  }

  async freePayments(tx: Tx, accountIds: readonly string[]): Promise<MethodPayment[]> {
    return tx.query(sql`
      select id, payer_account_id as "payerAccountId", amount - allocated as free, method from payments
      where payer_account_id = any (${accountIds}::uuid[]) and reversed_at is null and allocated < amount`);
  }

  async openCharges(tx: Tx, accountIds: readonly string[]): Promise<OpenCharge[]> {
    return tx.query(sql`
      select id, payer_account_id as "payerAccountId", due_on as "dueOn", amount - credited - paid as open from charges
      where payer_account_id = any (${accountIds}::uuid[]) and reversed_at is null and paid + credited < amount`);
  }
}

/** Who waited for a merge may hold an account that is empty now, and not the one that pays. */
async function refuseMovedPayer(tx: Tx, accountId: string): Promise<void> {
  const { paysStill } = await tx.one<{ paysStill: boolean }>(sql`
    select not exists (
      select from payer_accounts a join payer_of_client p on p.account_id <> a.id
      where a.id = ${accountId} and (p.client_id = a.client_id or p.account_id = a.merged_into_id)) as "paysStill"`);
  if (!paysStill) throw new RunAgain('who pays');
}

/** A part of a payment and what it is used for: a charge it pays, a refund, or a move to another account. */
export interface MoneyUse {
  paymentId: string;
  chargeId?: string | null;
  refundId?: string | null;
  transferId?: string | null;
  amount: Minor;
}
