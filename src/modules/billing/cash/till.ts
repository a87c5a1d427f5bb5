import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../../kernel/actor.js';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import type { Minor } from '../../../kernel/money.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { CashEntryRow } from './cash.entity.js';
import {
  CashNotEnough,
  CashShiftAmbiguous,
  CashShiftClosed,
  CashShiftNotOpen,
  CashShiftRequired,
} from './cash.errors.js';

/** Cash that comes with a payment or leaves with a refund. */
export interface CashMove {
  branchId: string;
  /** The desk named by the caller. */
  cashDeskId?: string;
  /** The permission under which the desk must be within reach. */
  permission: string;
  kind: 'payment' | 'payment_reversal' | 'refund' | 'refund_reversal' | 'expense' | 'expense_reversal';
  /** Signed: what leaves the desk is below zero. */
  amount: Minor;
  paymentId?: string;
  refundId?: string;
  expenseId?: string;
}

type NewCashEntry = Omit<CashEntryRow, 'id' | 'expenseId'> & { expenseId?: string | null };

/**
 * Puts cash of payments, refunds and expenses into the shift it belongs to: that of the desk named, else the one it came to, else
 * the actor's own. Shifts are locked last, after clients and accounts; what leaves a desk locks it alone.
 */
@Injectable()
export class Till {
  async move(tx: Tx, move: CashMove): Promise<void> {
    const shiftId = await this.shiftOf(tx, move);
    if (shiftId === null) return;
    const { kind, amount, paymentId = null, refundId = null, expenseId = null } = move;
    await this.enter(tx, {
      cashShiftId: shiftId,
      kind,
      amount,
      paymentId,
      refundId,
      expenseId,
      reason: null,
    });
  }

  /** The one way into the ledger of cash; what leaves must be there. */
  async enter(tx: Tx, entry: NewCashEntry): Promise<void> {
    if (entry.amount < 0) {
      const inDesk = await this.lockAndCount(tx, entry.cashShiftId);
      if (inDesk + entry.amount < 0) throw CashNotEnough({ inDesk, asked: -entry.amount });
    }
    await tx.insert(CashEntryRow, { id: newId(), ...entry });
  }

  /** What should lie in the desk of an open shift, under its lock. */
  async lockAndCount(tx: Tx, shiftId: string): Promise<Minor> {
    const open = await tx.find(
      sql`select id from cash_shifts where id = ${shiftId} and closed_at is null for update`,
    );
    if (open === null) throw CashShiftClosed();
    const { expected } = await tx.one<{ expected: Minor }>(sql`
      select coalesce(sum(amount), 0)::bigint as expected from cash_entries where cash_shift_id = ${shiftId}`);
    return expected;
  }

  private async shiftOf(tx: Tx, move: CashMove): Promise<string | null> {
    if (move.cashDeskId !== undefined) return this.ofDesk(tx, move.cashDeskId, move.permission);
    return (await this.itsOwn(tx, move)) ?? (await this.ofActor(tx, move.branchId));
  }

  private async ofDesk(tx: Tx, deskId: string, permission: string): Promise<string> {
    const desk = await tx.find<{ branchId: string; shiftId: string | null }>(sql`
      select d.branch_id as "branchId", s.id as "shiftId"
      from cash_desks d left join cash_shifts s on s.cash_desk_id = d.id and s.closed_at is null
      where d.id = ${deskId}`);
    if (desk === null || !reachesBranch(tx.actor, permission, desk.branchId))
      throw invalid([unknownReference('/cashDeskId')]);
    if (desk.shiftId === null) throw CashShiftNotOpen();
    return desk.shiftId;
  }

  /** Of a reversal: the shift the money came to or left from, while that is open. */
  private async itsOwn(tx: Tx, { paymentId, refundId, expenseId }: CashMove): Promise<string | null> {
    const found = await tx.find<{ id: string }>(sql`
      select s.id from cash_entries e join cash_shifts s on s.id = e.cash_shift_id
      where s.closed_at is null and (e.payment_id = ${paymentId ?? null} or e.refund_id = ${refundId ?? null}
                                    or e.expense_id = ${expenseId ?? null}) limit 1`);
    return found?.id ?? null;
  }

  private async ofActor(tx: Tx, branchId: string): Promise<string | null> {
    const { shifts, isRequired } = await tx.one<{ shifts: string[]; isRequired: boolean }>(sql`
      select array(select id from cash_shifts where user_id = ${tx.actor.userId} and branch_id = ${branchId} and closed_at is null) as shifts,
             coalesce((select cash_shift_required from settings), false) as "isRequired"`);
    if (shifts.length > 1) throw CashShiftAmbiguous();
    if (shifts.length === 0 && isRequired && tx.actor.kind === 'user') throw CashShiftRequired();
    return shifts[0] ?? null;
  }
}
