import { Injectable } from '@nestjs/common';
import { invalid } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { reach } from '../../../platform/database/reach.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { BranchesService } from '../../organisation/index.js';
import { RunCalculator } from './run-calculator.js';
import type { RunInHand } from './run-facts.js';
import { assertStatus, runFaults, type RunStatus } from './run-state.rules.js';
import type { PayrollRunRequest } from './run-requests.dto.js';
import type { PayrollRun } from './runs.dto.js';
import {
  PayrollRunBuiltUpon,
  PayrollRunDigestDiffers,
  PayrollRunMakerApproves,
  PayrollRunNotFound,
  PayrollRunPaidInPart,
  PayrollRunStale,
} from './runs.errors.js';
import { payrollRunApproved } from './runs.events.js';
import { PayrollRuns } from './runs.permissions.js';
import { PayrollRunsQueries } from './runs.queries.js';

export interface LockedRun extends RunInHand {
  readonly status: RunStatus;
  readonly digest: string | null;
  /** Who drafted it, and who recalculated it last. */
  readonly makers: readonly string[];
}

/** A run from its draft to its approval and back. */
@Injectable()
export class PayrollRunsService {
  constructor(
    private readonly calculator: RunCalculator,
    private readonly branches: BranchesService,
    private readonly queries: PayrollRunsQueries,
    private readonly events: Events,
  ) {}

  /** Under a lock of the branch: of two who draft at once, the second sees the first. */
  async draft(tx: Tx, input: PayrollRunRequest): Promise<PayrollRun> {
    const faults = runFaults(input);
    if (faults.length > 0) throw invalid(faults);
    await this.branches.assertOpen(tx, PayrollRuns.write, input.branchId);
    await tx.query(sql`select from branches where id = ${input.branchId} for no key update`);
    const run = { id: newId(), ...input, collectFrom: await this.collectFrom(tx, input) };
    await tx.run(sql`
      insert into payroll_runs (id, branch_id, period_from, period_to, pay_on, collect_from)
      values (${run.id}, ${run.branchId}, ${run.periodFrom}, ${run.periodTo}, ${run.payOn}, ${run.collectFrom})`);
    await this.calculator.collect(tx, run);
    await this.calculator.compute(tx, run);
    return this.queries.get(tx, run.id);
  }

  /** Takes in what came meanwhile and computes anew; from the same facts the same to the byte. */
  async recalculate(tx: Tx, id: string): Promise<PayrollRun> {
    const run = await this.lock(tx, id, PayrollRuns.write);
    assertStatus(run.status, 'draft');
    await this.calculator.collect(tx, run);
    await this.calculator.compute(tx, run);
    return this.queries.get(tx, id);
  }

  /**
   * Freezes the lines. They are computed again first: whoever approves approves what follows from the facts of this
   * moment, or is told that it is not what they looked at. What is accrued meanwhile belongs to the next run.
   */
  async approve(tx: Tx, id: string, seen: string | undefined): Promise<PayrollRun> {
    const run = await this.lock(tx, id, PayrollRuns.approve);
    assertStatus(run.status, 'draft');
    if (seen !== undefined && seen !== run.digest)
      throw PayrollRunDigestDiffers({ digest: run.digest ?? '' });
    await this.refuseMaker(tx, run);
    const digest = await this.calculator.compute(tx, run);
    if (digest !== run.digest) throw PayrollRunStale();
    const payslips = await tx.run(sql`
      update payslips p set chain_number = 1 + coalesce((select max(b.chain_number) from payslips b where b.employee_id = p.employee_id), 0)
      where p.run_id = ${id}`);
    await tx.run(sql`
      update payroll_runs set status = 'approved', approved_at = announced_now(), approved_by = ${signature(tx)}::jsonb where id = ${id}`);
    const approved = payrollRunApproved({ payrollRunId: id, digest, payslips });
    await this.events.record(tx, approved, { subjectId: id, branchId: run.branchId });
    return this.queries.get(tx, id);
  }

  /** Makes a draft of it again, while nobody was paid and no later run builds on it. */
  async withdraw(tx: Tx, id: string): Promise<PayrollRun> {
    const run = await this.lock(tx, id, PayrollRuns.approve);
    assertStatus(run.status, 'approved');
    await tx.query(sql`
      select id from employees where id in (select employee_id from payslips where run_id = ${id}) order by id for no key update`);
    const { paid, later } = await tx.one<{ paid: boolean; later: boolean }>(sql`
      select exists (select from payslip_payments where run_id = ${id}) as paid,
             exists (select from payslips p join payslips l on l.employee_id = p.employee_id and l.chain_number > p.chain_number
                     where p.run_id = ${id}) as later`);
    if (paid) throw PayrollRunPaidInPart();
    if (later) throw PayrollRunBuiltUpon();
    await tx.run(
      sql`update payroll_runs set status = 'draft', approved_at = null, approved_by = null where id = ${id}`,
    );
    await tx.run(sql`update payslips set chain_number = null where run_id = ${id}`);
    return this.queries.get(tx, id);
  }

  /** Gives a draft up; what it had collected is free for another. */
  async cancel(tx: Tx, id: string, reason: string): Promise<PayrollRun> {
    const run = await this.lock(tx, id, PayrollRuns.write);
    assertStatus(run.status, 'draft');
    await tx.run(sql`delete from payslips where run_id = ${id}`);
    await tx.run(sql`delete from payroll_run_accruals where run_id = ${id}`);
    await tx.run(sql`
      update payroll_runs set status = 'cancelled', digest = null, cancelled_at = announced_now(), cancellation_reason = ${reason}
      where id = ${id}`);
    return this.queries.get(tx, id);
  }

  /** A run within reach, locked; what is out of reach is not there. */
  async lock(tx: Tx, id: string, permission: string): Promise<LockedRun> {
    const run = await tx.find<LockedRun>(sql`
      select r.id, r.branch_id as "branchId", r.period_from as "periodFrom", r.period_to as "periodTo", r.pay_on as "payOn",
             r.collect_from as "collectFrom", r.status, r.digest,
             array[r.created_by ->> 'login', r.updated_by ->> 'login'] as makers
      from payroll_runs r
      where r.id = ${id} and ${reach(tx.actor, permission, { branch: sql`r.branch_id` })} for update`);
    if (run === null) throw PayrollRunNotFound({ id });
    return run;
  }

  /** The lock of the settings also keeps new tax tables out until the approval stands. */
  private async refuseMaker(tx: Tx, run: LockedRun): Promise<void> {
    const { asked } = await tx.one<{ asked: boolean }>(
      sql`select payroll_four_eyes as asked from settings for share`,
    );
    if (asked && run.makers.includes(tx.actor.login)) throw PayrollRunMakerApproves();
  }

  /** Where collecting begins: as told, or as the branch's run before. */
  private async collectFrom(tx: Tx, input: PayrollRunRequest): Promise<string | null> {
    if (input.collectFrom !== undefined) return input.collectFrom;
    const before = await tx.find<{ day: string | null }>(sql`
      select collect_from as day from payroll_runs where branch_id = ${input.branchId} and status <> 'cancelled'
      order by period_from desc limit 1`);
    return before?.day ?? null;
  }
}

const signature = (tx: Tx): string => JSON.stringify({ login: tx.actor.login, name: tx.actor.name });
