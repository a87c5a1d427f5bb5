import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../kernel/faults.js';
import type { Fault } from '../../kernel/errors.js';
import { assertBranch } from '../../platform/auth/branch.js';
import { newId } from '../../platform/database/ids.js';
import { reach } from '../../platform/database/reach.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { EmployeesService } from '../staff/index.js';
import { AccrualLedger } from './accrual.ledger.js';
import type { PayAdjustmentRequest } from './pay-adjustments.dto.js';
import { adjustmentOf } from './pay.rules.js';
import { adjustmentKinds } from './pay.types.js';
import { PayAdjustmentNotFound, PayAdjustmentReversed } from './payroll.errors.js';
import { PayAdjustments } from './payroll.permissions.js';

/** Bonuses, penalties, advances and deductions: entries of the ledger of pay, made and taken back by hand. */
@Injectable()
export class PayAdjustmentsService {
  constructor(
    private readonly employees: EmployeesService,
    private readonly ledger: AccrualLedger,
  ) {}

  /** Gives the id of the entry. */
  async add(tx: Tx, input: PayAdjustmentRequest): Promise<string> {
    const { kind, employeeId, onDate, reason } = input;
    const [employee] = await this.employees.getMany(tx, [employeeId]);
    if (employee !== undefined) assertBranch(tx.actor, PayAdjustments.write, employee.branchId);
    const faults: Fault[] = employee === undefined ? [unknownReference('/employeeId')] : [];
    if (input.amount.amount === 0) {
      faults.push({ pointer: '/amount/amount', code: 'number.too-small', detail: 'Give at least 1.' });
    }
    if (employee === undefined || faults.length > 0) throw invalid(faults);
    const { branchId } = employee;
    const pay = adjustmentOf(kind, input.amount.amount);
    const [id] = await this.ledger.enter(tx, [
      { ...pay, kind, workId: newId(), employeeId, branchId, onDate, reason },
    ]);
    if (id === undefined) throw new Error('an adjustment was not entered');
    return id;
  }

  /** Gives the id of the entry against it. Of two at once one wins, and the other is told. */
  async reverse(tx: Tx, id: string, reason: string): Promise<string> {
    const found = await tx.find(sql`
      select from accruals a where a.id = ${id} and a.kind = any (${adjustmentKinds}::text[])
        and ${reach(tx.actor, PayAdjustments.write, { branch: sql`a.branch_id` })}`);
    if (found === null) throw PayAdjustmentNotFound({ id });
    const [reversalId] = await this.ledger.reverse(tx, sql`a.id = ${id}`, reason);
    if (reversalId === undefined) throw PayAdjustmentReversed();
    return reversalId;
  }
}
