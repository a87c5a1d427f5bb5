import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { reach } from '../../../platform/database/reach.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { Payroll } from '../payroll.permissions.js';
import type { Payslip, PayslipListQuery, PayslipsQuery } from './payslips.dto.js';
import { PayslipNotFound } from './runs.errors.js';
import { Payslips } from './runs.permissions.js';

const PAYSLIP = sql`
  select p.id, p.run_id as "payrollRunId", r.status, p.employee_id as "employeeId",
         concat_ws(' ', e.last_name, e.first_name, e.middle_name) as "employeeName", r.branch_id as "branchId",
         r.period_from as "periodFrom", r.period_to as "periodTo", r.pay_on as "payOn", p.details ->> 'engagement' as engagement,
         p.details -> 'accrued' as accrued, p.details -> 'accruals' as accruals, money(p.income) as income,
         money(p.settled) as settled, p.details -> 'tax' as tax, p.details -> 'withheld' as withheld,
         money(p.debt_before) as "debtBefore", money(p.debt_after) as "debtAfter", money(p.net) as net,
         (select coalesce(jsonb_agg(c - 'byPercent'), '[]') from jsonb_array_elements(p.details -> 'contributions') c) as contributions,
         money(p.employer_cost) as "employerCost", p.details ->> 'text' as text, m.paid_on as "paidOn",
         m.receipt_number as "receiptNumber", p.created_at as "createdAt"
  from payslips p join payroll_runs r on r.id = p.run_id join employees e on e.id = p.employee_id
  left join payslip_payments m on m.payslip_id = p.id`;

/** Their own are those that were approved: a draft is nobody's pay yet. */
const payslipsWithin = (actor: Actor): Sql =>
  sql.and(
    [Payslips.read, Payroll.read].map((needed) =>
      reach(actor, needed, {
        branch: sql`r.branch_id`,
        own: sql`(p.employee_id = ${actor.employeeId}::uuid and p.chain_number is not null)`,
      }),
    ),
  );

@Injectable()
export class PayslipsQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: PayslipsQuery): Promise<Page<Payslip>> {
    return this.page(query, [
      payslipsWithin(actor),
      query.employeeId !== undefined && sql`p.employee_id = ${query.employeeId}`,
      query.status !== undefined && sql`r.status = ${query.status}`,
      query.from !== undefined && sql`r.pay_on >= ${query.from}::date`,
      query.to !== undefined && sql`r.pay_on < ${query.to}::date`,
    ]);
  }

  /** Of a run the caller was found to see. */
  ofRun(actor: Actor, runId: string, query: PayslipListQuery): Promise<Page<Payslip>> {
    const pay = reach(actor, Payroll.read, { branch: sql`r.branch_id` });
    return this.page(query, [sql`p.run_id = ${runId}`, pay]);
  }

  async getFor(actor: Actor, id: string): Promise<Payslip> {
    const found = await this.db.find<Payslip>(
      sql`${PAYSLIP} where p.id = ${id} and ${payslipsWithin(actor)}`,
    );
    if (found === null) throw PayslipNotFound({ id });
    return found;
  }

  /** Name of the branch, for the head of a paper. */
  async branchOf({ branchId }: Payslip): Promise<string> {
    const branch = await this.db.find<{ name: string }>(
      sql`select name from branches where id = ${branchId}`,
    );
    return branch?.name ?? '';
  }

  private page(query: PayslipListQuery, where: (Sql | false)[]): Promise<Page<Payslip>> {
    return keysetPage<Payslip>(this.db, {
      query,
      sorts: {
        payOn: { column: sql`r.pay_on`, type: 'date' },
        createdAt: { column: sql`p.created_at`, type: 'timestamptz' },
      },
      defaultSort: '-payOn',
      id: sql`p.id`,
      select: PAYSLIP,
      where,
    });
  }
}
