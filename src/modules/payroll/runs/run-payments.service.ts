import { Injectable } from '@nestjs/common';
import { invalid } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { assertStatus } from './run-state.rules.js';
import type { PayrollRunPayment } from './run-requests.dto.js';
import type { PayrollRun } from './runs.dto.js';
import { NothingToPay, PayrollRunOtherYear, ReceiptRequired } from './runs.errors.js';
import { payrollRunPaid } from './runs.events.js';
import { PayrollRuns } from './runs.permissions.js';
import { PayrollRunsQueries } from './runs.queries.js';
import { PayrollRunsService } from './runs.service.js';

interface Due {
  payslipId: string;
  employeeId: string;
  net: number;
  engagement: string;
  isPaid: boolean;
}

/** What left the till for a run. Whoever gets nothing needs no payment; when nobody is left, the run is paid. */
@Injectable()
export class RunPaymentsService {
  constructor(
    private readonly runs: PayrollRunsService,
    private readonly queries: PayrollRunsQueries,
    private readonly events: Events,
  ) {}

  async pay(tx: Tx, id: string, input: PayrollRunPayment): Promise<PayrollRun> {
    const run = await this.runs.lock(tx, id, PayrollRuns.pay);
    assertStatus(run.status, 'approved');
    const year = run.payOn.slice(0, 4);
    if (input.paidOn.slice(0, 4) !== year) throw PayrollRunOtherYear({ year });
    const all = await this.payslips(tx, id);
    refuseStrangers(all, input);
    const open = all.filter(({ net, isPaid }) => net > 0 && !isPaid);
    const due = open.filter(({ employeeId }) => input.employeeIds?.includes(employeeId) ?? true);
    if (due.length === 0 && (open.length > 0 || input.employeeIds !== undefined)) throw NothingToPay();
    await this.enter(tx, id, input.paidOn, withReceipts(due, input));
    if (due.length === open.length) {
      await tx.run(sql`update payroll_runs set status = 'paid', paid_at = announced_now() where id = ${id}`);
      await this.events.record(tx, payrollRunPaid({ payrollRunId: id }), {
        subjectId: id,
        branchId: run.branchId,
      });
    }
    return this.queries.get(tx, id);
  }

  private payslips(tx: Tx, id: string): Promise<Due[]> {
    return tx.query<Due>(sql`
      select p.id as "payslipId", p.employee_id as "employeeId", p.net, p.details ->> 'engagement' as engagement,
             m.id is not null as "isPaid"
      from payslips p left join payslip_payments m on m.payslip_id = p.id where p.run_id = ${id} order by p.employee_id`);
  }

  private async enter(tx: Tx, runId: string, paidOn: string, paid: readonly Receipted[]): Promise<void> {
    const rows = paid.map(({ payslipId, net, receipt }) => ({
      ...{ id: newId(), payslip_id: payslipId, run_id: runId },
      ...{ amount: net, paid_on: paidOn, receipt_number: receipt },
    }));
    await tx.run(sql`
      insert into payslip_payments (id, payslip_id, run_id, amount, paid_on, receipt_number)
      select id, payslip_id, run_id, amount, paid_on, receipt_number from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, payslip_id uuid, run_id uuid, amount bigint, paid_on date, receipt_number text)`);
  }
}

type Receipted = Due & { receipt: string | null };

function withReceipts(due: readonly Due[], { receipts = [] }: PayrollRunPayment): Receipted[] {
  const numbers = new Map(receipts.map(({ employeeId, number }) => [employeeId, number]));
  const missing = due.filter(
    ({ engagement, employeeId }) => engagement === 'self_employed' && !numbers.has(employeeId),
  );
  if (missing.length > 0)
    throw ReceiptRequired({ employeeIds: missing.map(({ employeeId }) => employeeId).join(', ') });
  return due.map((one) => ({ ...one, receipt: numbers.get(one.employeeId) ?? null }));
}

function refuseStrangers(all: readonly Due[], { employeeIds = [], receipts = [] }: PayrollRunPayment): void {
  const known = new Set(all.map(({ employeeId }) => employeeId));
  const named = [
    ...employeeIds.map((id, index) => ({ id, pointer: `/employeeIds/${index}` })),
    ...receipts.map(({ employeeId }, index) => ({
      id: employeeId,
      pointer: `/receipts/${index}/employeeId`,
    })),
  ];
  const faults = named
    .filter(({ id }) => !known.has(id))
    .map(({ pointer }) => ({
      pointer,
      code: 'reference.not-found',
      detail: 'The run has no payslip of theirs.',
    }));
  if (faults.length > 0) throw invalid(faults);
}
