import { Injectable } from '@nestjs/common';
import { scopeOf } from '../../kernel/actor.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import { assertBranch } from '../../platform/auth/branch.js';
import { newId } from '../../platform/database/ids.js';
import { reach } from '../../platform/database/reach.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { ActivitiesService } from '../catalogue/index.js';
import { EmployeesService } from '../staff/index.js';
import { PaySchemeRow } from './pay-scheme.entity.js';
import { PaySchemesQueries } from './pay-schemes.queries.js';
import type { PaySchemeRequest } from './pay-scheme-requests.dto.js';
import type { PayScheme } from './pay-schemes.dto.js';
import { PaySchemeEndsBeforePay, PaySchemeNeedsAll, PaySchemeNotFound } from './payroll.errors.js';
import { Payroll } from './payroll.permissions.js';
import { schemeFaults } from './scheme-form.rules.js';

/** Pay schemes are made, ended and, while nothing was paid by them, removed; their terms are never changed. */
@Injectable()
export class PaySchemesService {
  constructor(
    private readonly queries: PaySchemesQueries,
    private readonly employees: EmployeesService,
    private readonly activities: ActivitiesService,
  ) {}

  async create(tx: Tx, input: PaySchemeRequest): Promise<PayScheme> {
    await this.check(tx, input);
    const id = newId();
    await tx.insert(PaySchemeRow, { id, ...rowOf(input) });
    return this.queries.scheme(tx, id);
  }

  /**
   * Ends a scheme on a day, unless it paid something on that day or later that stands. Under the lock that accruing
   * waits for, so nothing is paid by it meanwhile.
   */
  async end(tx: Tx, id: string, effectiveTo: string): Promise<PayScheme> {
    const scheme = await tx.find<{ effectiveFrom: string }>(sql`
      select s.effective_from as "effectiveFrom" from pay_schemes s left join employees e on e.id = s.employee_id
      where s.id = ${id} and ${writable(tx)} for update of s`);
    if (scheme === null) throw PaySchemeNotFound({ id });
    if (effectiveTo <= scheme.effectiveFrom) {
      const detail = `It holds from ${scheme.effectiveFrom} on.`;
      throw invalid([{ pointer: '/effectiveTo', code: 'range.ends-before-start', detail }]);
    }
    const paid = await tx.find<{ onDate: string }>(sql`
      select a.on_date as "onDate" from accruals a
      where a.scheme_id = ${id} and a.kind <> 'reversal' and a.on_date >= ${effectiveTo}::date
        and not exists (select from accruals r where r.reverses_id = a.id)
      order by a.on_date desc limit 1`);
    if (paid !== null) throw PaySchemeEndsBeforePay({ onDate: paid.onDate });
    await tx.update(PaySchemeRow, id, { effectiveTo });
    return this.queries.scheme(tx, id);
  }

  /** Removes a scheme by which nothing was accrued; the foreign key of the accruals refuses the others. */
  async remove(tx: Tx, id: string): Promise<void> {
    const removed = await tx.run(sql`
      delete from pay_schemes where id in (
        select s.id from pay_schemes s left join employees e on e.id = s.employee_id where s.id = ${id} and ${writable(tx)})`);
    if (removed === 0) throw PaySchemeNotFound({ id });
  }

  private async check(tx: Tx, input: PaySchemeRequest): Promise<void> {
    const faults = schemeFaults(input);
    const [employee] = input.employeeId == null ? [] : await this.employees.getMany(tx, [input.employeeId]);
    if (input.employeeId != null && employee === undefined) faults.unshift(unknownReference('/employeeId'));
    if (input.activityId != null && !(await this.activities.exists(tx, input.activityId))) {
      faults.push(unknownReference('/activityId'));
    }
    const branchId = employee?.branchId ?? input.branchId;
    if (branchId != null) assertBranch(tx.actor, Payroll.write, branchId);
    else if (input.position != null && scopeOf(tx.actor, Payroll.write) !== 'all') throw PaySchemeNeedsAll();
    if (faults.length > 0) throw invalid(faults);
  }
}

/** One of all branches is changed only by who reaches all. */
const writable = (tx: Tx): Sql =>
  reach(tx.actor, Payroll.write, { branch: sql`coalesce(e.branch_id, s.branch_id)` });

function rowOf(input: PaySchemeRequest): Omit<PaySchemeRow, 'id'> {
  return {
    employeeId: input.employeeId ?? null,
    position: input.position ?? null,
    branchId: input.branchId ?? null,
    activityId: input.activityId ?? null,
    groupId: input.groupId ?? null,
    basis: input.basis,
    name: input.name ?? null,
    ...ratesOf(input),
    hourMinutes: input.hourMinutes ?? null,
    proration: input.proration ?? null,
    ...conditionsOf(input),
    coversSubstitutes: input.coversSubstitutes ?? false,
    leadSharePercent: input.leadSharePercent ?? null,
    effectiveFrom: input.effectiveFrom,
    effectiveTo: input.effectiveTo ?? null,
  };
}

const ratesOf = (input: PaySchemeRequest) => ({
  rate: input.rate?.amount ?? null,
  percent: input.percent ?? null,
  brackets: input.brackets?.map(({ from, rate }) => ({ from, rate: rate.amount })) ?? null,
  bracketMode: input.bracketMode ?? null,
  minAmount: input.minAmount?.amount ?? null,
  maxAmount: input.maxAmount?.amount ?? null,
});

const conditionsOf = (input: PaySchemeRequest) => ({
  weekdays: input.weekdays == null ? null : [...input.weekdays].sort((a, b) => a - b),
  onHolidays: input.onHolidays ?? false,
  localFrom: input.localFrom ?? null,
  localTo: input.localTo ?? null,
});
