import { Injectable } from '@nestjs/common';
import type { Fault } from '../../../kernel/errors.js';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { assertBranch } from '../../../platform/auth/branch.js';
import { newId } from '../../../platform/database/ids.js';
import { reach } from '../../../platform/database/reach.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import { EmployeesService } from '../../staff/index.js';
import { WithholdingOrderNotFound } from './runs.errors.js';
import { PayrollRuns } from './runs.permissions.js';
import { claimFaults, orderFaults, untilFaults } from './tax-facts.rules.js';
import type { TaxFacts, TaxFactsRequest } from './tax-facts.dto.js';
import type {
  WithholdingOrderPatch,
  WithholdingOrderRequest,
  WithholdingOrderView,
} from './withholding-orders.dto.js';
import { TaxFactsQueries } from './tax-facts.queries.js';

/** What decides an employee's taxes, and what others may claim of their pay. */
@Injectable()
export class TaxFactsService {
  constructor(
    private readonly queries: TaxFactsQueries,
    private readonly employees: EmployeesService,
  ) {}

  async enter(tx: Tx, input: TaxFactsRequest): Promise<TaxFacts> {
    await this.check(tx, input.employeeId, claimFaults(input.deductions ?? []));
    const id = newId();
    const deductions = JSON.stringify(input.deductions ?? []);
    await tx.run(sql`
      insert into employee_tax_facts (id, employee_id, effective_from, is_resident, tax_number, is_injury_insured, deductions)
      values (${id}, ${input.employeeId}, ${input.effectiveFrom}, ${input.isResident}, ${input.taxNumber ?? null},
              ${input.isInjuryInsured ?? false}, ${deductions})`);
    return this.queries.entered(tx, id);
  }

  async order(tx: Tx, input: WithholdingOrderRequest): Promise<WithholdingOrderView> {
    await this.check(tx, input.employeeId, orderFaults(input));
    const id = newId();
    await tx.run(sql`
      insert into withholding_orders
        (id, employee_id, reason, percent, monthly_amount, total_amount, limit_percent, priority, effective_from, effective_until)
      values (${id}, ${input.employeeId}, ${input.reason}, ${input.percent ?? null}, ${input.monthlyAmount?.amount ?? null},
              ${input.totalAmount?.amount ?? null}, ${input.limitPercent}, ${input.priority ?? 5},
              ${input.effectiveFrom}, ${input.effectiveUntil ?? null})`);
    return this.queries.order(tx, id);
  }

  async changeOrder(
    tx: Tx,
    id: string,
    patch: WithholdingOrderPatch,
    base: EditBase,
  ): Promise<WithholdingOrderView> {
    await editRecord(tx, {
      table: 'withholding_orders',
      id,
      patch,
      base,
      notFound: WithholdingOrderNotFound,
      reach: sql`exists (select from employees e where e.id = r.employee_id
        and ${reach(tx.actor, PayrollRuns.write, { branch: sql`e.branch_id` })})`,
      check: ({ effectiveFrom, effectiveUntil }) => {
        const faults = untilFaults(String(effectiveFrom), effectiveUntil as string | null);
        if (faults.length > 0) throw invalid(faults);
      },
    });
    return this.queries.order(tx, id);
  }

  private async check(tx: Tx, employeeId: string, faults: Fault[]): Promise<void> {
    const [employee] = await this.employees.getMany(tx, [employeeId]);
    if (employee !== undefined) assertBranch(tx.actor, PayrollRuns.write, employee.branchId);
    const all = employee === undefined ? [unknownReference('/employeeId'), ...faults] : faults;
    if (all.length > 0) throw invalid(all);
  }
}
