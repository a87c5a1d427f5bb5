import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { BillingRepository } from './billing.repository.js';
import type { InstalmentPart } from './instalment.rules.js';

/** A charge under its account's lock. */
export interface LockedCharge {
  id: string;
  branchId: string;
  kind: string;
  dueOn: LocalDate;
  reversedAt: string | null;
  open: Minor;
  /** On the account of a walk-in buyer. */
  isWalkIn: boolean;
}

/** Statements about single charges; run by somebody who holds the account. */
@Injectable()
export class ChargesRepository {
  constructor(private readonly ledger: BillingRepository) {}

  async lock(tx: Tx, id: string): Promise<LockedCharge | null> {
    await this.ledger.lockAccountsOfCharges(tx, [id]);
    return tx.find<LockedCharge>(sql`
      select id, branch_id as "branchId", kind, due_on as "dueOn", reversed_at as "reversedAt",
             amount - credited - paid as open, client_id is null as "isWalkIn"
      from charges where id = ${id}`);
  }

  async moveDueDay(tx: Tx, charge: LockedCharge, dueOn: LocalDate, reason: string): Promise<void> {
    await tx.run(sql`
      with noted as (
        insert into charge_due_changes (id, charge_id, was_due_on, due_on, reason)
        values (${newId()}, ${charge.id}, ${charge.dueOn}, ${dueOn}, ${reason})
      )
      update charges set due_on = ${dueOn} where id = ${charge.id}`);
  }

  /** Takes parts off a charge and makes each a charge of its own for the same thing; the balance stays what it was. */
  async split(tx: Tx, chargeId: string, parts: readonly InstalmentPart[]): Promise<string[]> {
    const moved = newId();
    const rows = parts.map((part) => ({ ...part, id: newId(), entryId: newId() }));
    await tx.run(sql`
      with whole as (select * from charges where id = ${chargeId}),
      given as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
          id uuid, "entryId" uuid, amount bigint, "dueOn" date)
      ), made as (
        insert into charges (id, payer_account_id, client_id, branch_id, kind, subject_id, description, amount, due_on,
                             grace_days, vat_code, vat_percent, split_from_id)
        select g.id, w.payer_account_id, w.client_id, w.branch_id, w.kind, w.subject_id, w.description, g.amount, g."dueOn",
               w.grace_days, w.vat_code, w.vat_percent, coalesce(w.split_from_id, w.id)
        from given g cross join whole w
      ), entered as (
        insert into money_entries (id, payer_account_id, kind, amount, charge_id)
        select ${moved}::uuid, w.payer_account_id, 'instalment', (select sum(amount) from given), w.id from whole w
        union all
        select g."entryId", w.payer_account_id, 'charge', -g.amount, g.id from given g cross join whole w
      )
      update charges set amount = amount - (select sum(amount) from given) where id = ${chargeId}`);
    return rows.map((row) => row.id);
  }
}
