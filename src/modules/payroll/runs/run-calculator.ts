import { Injectable } from '@nestjs/common';
import { addDays } from '../../../kernel/local-date.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { SalaryService } from '../salary.service.js';
import { payslip } from './payslip.rules.js';
import { RunFacts, type RunInHand } from './run-facts.js';
import { TaxTablesQueries } from './tax-tables.queries.js';

/** Collects what a draft pays and computes its payslips; done again, it changes nothing that stands already. */
@Injectable()
export class RunCalculator {
  constructor(
    private readonly facts: RunFacts,
    private readonly tables: TaxTablesQueries,
    private readonly salaries: SalaryService,
  ) {}

  /**
   * Takes into the run what the branch's employees earned before the period's end and no run has. An accrual that another
   * transaction takes at this moment is left to it.
   */
  async collect(tx: Tx, run: RunInHand): Promise<void> {
    const period = { from: run.periodFrom, to: run.periodTo };
    const people = await tx.query<{ id: string }>(
      sql`select id from employees where branch_id = ${run.branchId} order by id`,
    );
    await this.salaries.accrueSalary(tx, { employeeIds: people.map(({ id }) => id), period });
    await tx.run(sql`
      insert into payroll_run_accruals (id, run_id, is_adjustment)
      select a.id, ${run.id}, a.on_date < ${run.periodFrom}::date
      from accruals a join employees e on e.id = a.employee_id
      where e.branch_id = ${run.branchId} and a.on_date < ${run.periodTo}::date
        and (${run.collectFrom}::date is null or a.on_date >= ${run.collectFrom}::date)
        and not exists (select from payroll_run_accruals i where i.id = a.id)
      order by a.id
      on conflict (id) do nothing`);
  }

  /** Computes the payslips from what the run has and gives its digest. Whoever is paid is locked first, in order. */
  async compute(tx: Tx, run: RunInHand): Promise<string> {
    await tx.query(sql`
      select id from employees
      where id in (select a.employee_id from payroll_run_accruals i join accruals a on a.id = i.id where i.run_id = ${run.id})
      order by id for no key update`);
    const law = await this.tables.lawFor(tx, run.branchId, run.payOn, addDays(run.periodTo, -1));
    const facts = await this.facts.of(tx, run);
    const rows = [...facts].map(([employeeId, one]) => ({
      id: newId(),
      employee_id: employeeId,
      details: payslip(one, law),
    }));
    await this.keep(tx, run.id, rows);
    const { digest } = await tx.one<{ digest: string }>(sql`select payroll_run_digest(${run.id}) as digest`);
    await tx.run(
      sql`update payroll_runs set digest = ${digest} where id = ${run.id} and digest is distinct from ${digest}`,
    );
    return digest;
  }

  private async keep(tx: Tx, runId: string, rows: readonly { employee_id: string }[]): Promise<void> {
    const ids = rows.map((row) => row.employee_id);
    await tx.run(sql`delete from payslips where run_id = ${runId} and employee_id <> all (${ids}::uuid[])`);
    await tx.run(sql`
      insert into payslips (id, run_id, employee_id, details)
      select r.id, ${runId}, r.employee_id, r.details
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, employee_id uuid, details jsonb)
      on conflict (run_id, employee_id) do update set details = excluded.details
      where payslips.details is distinct from excluded.details`);
  }
}
