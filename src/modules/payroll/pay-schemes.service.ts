import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../kernel/faults.js';
import { assertBranch } from '../../platform/auth/branch.js';
import { newId } from '../../platform/database/ids.js';
import { reach } from '../../platform/database/reach.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { ActivitiesService } from '../catalogue/index.js';
import { EmployeesService } from '../staff/index.js';
import { schemeFaults } from './pay.rules.js';
import { PaySchemeRow } from './pay-scheme.entity.js';
import type { PayScheme, PaySchemeRequest } from './payroll.dto.js';
import { PaySchemeNotFound } from './payroll.errors.js';
import { Payroll } from './payroll.permissions.js';
import { PayrollQueries } from './payroll.queries.js';

/** Pay schemes are made and, while nothing was paid by them, removed; never changed. */
@Injectable()
export class PaySchemesService {
  constructor(
    private readonly queries: PayrollQueries,
    private readonly employees: EmployeesService,
    private readonly activities: ActivitiesService,
  ) {}

  async create(tx: Tx, input: PaySchemeRequest): Promise<PayScheme> {
    await this.check(tx, input);
    const id = newId();
    await tx.insert(PaySchemeRow, {
      id,
      employeeId: input.employeeId,
      activityId: input.activityId ?? null,
      groupId: input.groupId ?? null,
      basis: input.basis,
      rate: input.rate?.amount ?? null,
      percent: input.percent ?? null,
      minAmount: input.minAmount?.amount ?? null,
      maxAmount: input.maxAmount?.amount ?? null,
      effectiveFrom: input.effectiveFrom,
    });
    return this.queries.scheme(tx, id);
  }

  /** Removes a scheme by which nothing was accrued; the foreign key of the accruals refuses the others. */
  async remove(tx: Tx, id: string): Promise<void> {
    const removed = await tx.run(sql`
      delete from pay_schemes s using employees e
      where s.id = ${id} and e.id = s.employee_id and ${reach(tx.actor, Payroll.write, { branch: sql`e.branch_id` })}`);
    if (removed === 0) throw PaySchemeNotFound({ id });
  }

  private async check(tx: Tx, input: PaySchemeRequest): Promise<void> {
    const [employee] = await this.employees.getMany(tx, [input.employeeId]);
    const faults = schemeFaults(input);
    if (employee === undefined) faults.unshift(unknownReference('/employeeId'));
    if (input.activityId != null && !(await this.activities.exists(tx, input.activityId))) {
      faults.push(unknownReference('/activityId'));
    }
    if (employee !== undefined) assertBranch(tx.actor, Payroll.write, employee.branchId);
    if (faults.length > 0) throw invalid(faults);
  }
}
