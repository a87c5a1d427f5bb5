import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../../kernel/actor.js';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import type { Money } from '../../../kernel/money.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import type { CashShift } from './cash-shifts.dto.js';
import { CashShiftRow } from './cash.entity.js';
import {
  CashDeskArchived,
  CashDifferenceUnexplained,
  CashMoveOfNothing,
  CashShiftNotFound,
} from './cash.errors.js';
import { cashShiftClosed, cashShiftOpened } from './cash.events.js';
import { Cash } from './cash.permissions.js';
import { CashQueries } from './cash.queries.js';
import { Till } from './till.js';

export interface CashMoveInput {
  direction: 'in' | 'out';
  amount: Money;
  reason: string;
}

/** From the float that was counted to the cash that was counted, and all that moved between. */
@Injectable()
export class CashShiftsService {
  constructor(
    private readonly till: Till,
    private readonly queries: CashQueries,
    private readonly events: Events,
  ) {}

  /** One shift a desk: of two who open at once the database lets one. */
  async open(tx: Tx, input: { cashDeskId: string; openingFloat: Money }): Promise<CashShift> {
    const desk = await this.deskToOpen(tx, input.cashDeskId);
    const shift = {
      id: newId(),
      cashDeskId: desk.id,
      branchId: desk.branchId,
      userId: tx.actor.userId,
      openedAt: tx.now,
      openingFloat: input.openingFloat.amount,
    };
    await tx.insert(CashShiftRow, shift);
    const entry = {
      kind: 'float',
      amount: shift.openingFloat,
      paymentId: null,
      refundId: null,
      reason: null,
    };
    await this.till.enter(tx, { cashShiftId: shift.id, ...entry });
    const opened = cashShiftOpened({ cashShiftId: shift.id, cashDeskId: desk.id });
    await this.events.record(tx, opened, { subjectId: shift.id, branchId: desk.branchId });
    return this.queries.shift(tx, shift.id);
  }

  async move(tx: Tx, id: string, input: CashMoveInput): Promise<CashShift> {
    await this.assertReached(tx, id);
    const { direction, reason } = input;
    if (input.amount.amount === 0) throw CashMoveOfNothing();
    const amount = direction === 'in' ? input.amount.amount : -input.amount.amount;
    const what = { kind: direction, amount, reason, paymentId: null, refundId: null };
    await this.till.enter(tx, { cashShiftId: id, ...what });
    return this.queries.shift(tx, id);
  }

  /** Under the lock of the shift: whoever was bringing cash has brought it, whoever comes later finds it closed. */
  async close(tx: Tx, id: string, input: { counted: Money; differenceReason?: string }): Promise<CashShift> {
    const { cashDeskId, branchId } = await this.assertReached(tx, id);
    const expected = await this.till.lockAndCount(tx, id);
    const counted = input.counted.amount;
    const differenceReason = counted === expected ? null : (input.differenceReason ?? null);
    if (counted !== expected && differenceReason === null)
      throw CashDifferenceUnexplained({ expected, counted });
    await tx.update(CashShiftRow, id, { closedAt: tx.now, expected, counted, differenceReason });
    const closed = cashShiftClosed({ cashShiftId: id, cashDeskId, difference: counted - expected });
    await this.events.record(tx, closed, { subjectId: id, branchId });
    return this.queries.shift(tx, id);
  }

  private async assertReached(tx: Tx, id: string): Promise<CashShift> {
    const shift = await this.queries.shift(tx, id);
    if (!reachesBranch(tx.actor, Cash.work, shift.branchId)) throw CashShiftNotFound({ id });
    return shift;
  }

  private async deskToOpen(tx: Tx, id: string): Promise<{ id: string; branchId: string }> {
    const desk = await tx.find<{ id: string; branchId: string; name: string; isArchived: boolean }>(sql`
      select id, branch_id as "branchId", name, archived_at is not null as "isArchived"
      from cash_desks where id = ${id} for share`);
    if (desk === null || !reachesBranch(tx.actor, Cash.work, desk.branchId))
      throw invalid([unknownReference('/cashDeskId')]);
    if (desk.isArchived) throw CashDeskArchived({ name: desk.name });
    return desk;
  }
}
