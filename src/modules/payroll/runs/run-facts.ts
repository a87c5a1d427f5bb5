import { Injectable } from '@nestjs/common';
import { addDays, type LocalDate } from '../../../kernel/local-date.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { historiesOf, type EarlierPayslip } from './pay-history.rules.js';
import type { AccrualInRun, PayslipFacts } from './payslip.rules.js';
import { PayrollRunOutOfOrder } from './runs.errors.js';
import type { DeductionClaim, EngagementCode } from './tax.types.js';
import type { WithholdingOrder } from './withholdings.rules.js';

export interface RunInHand {
  readonly id: string;
  readonly branchId: string;
  readonly periodFrom: LocalDate;
  readonly periodTo: LocalDate;
  readonly payOn: LocalDate;
  readonly collectFrom: LocalDate | null;
}

interface Person {
  readonly employeeId: string;
  readonly engagement: EngagementCode;
  readonly hiredOn: LocalDate;
  readonly isResident: boolean;
  readonly isInjuryInsured: boolean;
  readonly claims: DeductionClaim[];
  readonly accruals: AccrualInRun[];
  readonly orders: WithholdingOrder[];
}

/** Reads all that a run is computed from, in a few statements however many people it pays. */
@Injectable()
export class RunFacts {
  async of(tx: Tx, run: RunInHand): Promise<Map<string, PayslipFacts>> {
    const people = await this.people(tx, run);
    const ids = people.map(({ employeeId }) => employeeId);
    const [earlier, debts] = [await this.earlier(tx, run, ids), await this.debts(tx, ids)];
    const last = earlier
      .map(({ payOn }) => payOn)
      .sort()
      .at(-1);
    if (last !== undefined && last > run.payOn && last.slice(0, 4) === run.payOn.slice(0, 4))
      throw PayrollRunOutOfOrder({ payOn: last });
    const month = addDays(run.periodTo, -1).slice(0, 7);
    const histories = historiesOf(earlier, Number(run.payOn.slice(0, 4)), month);
    return new Map(
      people.map(({ employeeId, ...person }) => {
        const {
          taxedByMonth = new Map(),
          taxWithheld = 0,
          contributions = new Map(),
        } = histories.get(employeeId) ?? {};
        const history = { taxedByMonth, taxWithheld, contributions, debt: debts.get(employeeId) ?? 0 };
        return [employeeId, { ...person, payOn: run.payOn, periodTo: run.periodTo, history }];
      }),
    );
  }

  /** Whoever has an accrual in the run, with what decides their pay on its day. */
  private people(tx: Tx, { id, payOn }: RunInHand): Promise<Person[]> {
    return tx.query<Person>(sql`
      select e.id as "employeeId", e.engagement, e.hired_on as "hiredOn",
             coalesce(f.is_resident, true) as "isResident", coalesce(f.is_injury_insured, false) as "isInjuryInsured",
             coalesce(f.deductions, '[]') as claims, mine.accruals, coalesce(claimed.orders, '[]') as orders
      from (
        select a.employee_id, jsonb_agg(jsonb_build_object('id', a.id, 'nature', coalesce(o.kind, a.kind), 'onDate', a.on_date,
                 'amount', a.amount, 'isAdjustment', i.is_adjustment) order by a.id) as accruals
        from payroll_run_accruals i join accruals a on a.id = i.id left join accruals o on o.id = a.reverses_id
        where i.run_id = ${id} group by a.employee_id
      ) mine
      join employees e on e.id = mine.employee_id
      left join lateral (
        select * from employee_tax_facts t where t.employee_id = e.id and t.effective_from <= ${payOn}::date
        order by t.effective_from desc, t.created_at desc, t.id desc limit 1
      ) f on true
      left join lateral (
        select jsonb_agg(jsonb_build_object('id', w.id, 'percent', w.percent::text, 'monthlyAmount', w.monthly_amount,
                 'totalAmount', w.total_amount, 'limitPercent', w.limit_percent::text, 'priority', w.priority,
                 'withheldBefore', taken.ever, 'withheldInMonth', taken.in_month) order by w.id) as orders
        from withholding_orders w
        cross join lateral (
          select coalesce(sum((item ->> 'amount')::bigint), 0) as ever,
                 coalesce(sum((item ->> 'amount')::bigint) filter (where p.details ->> 'taxMonth' = left(${payOn}::text, 7)), 0) as in_month
          from payslips p, jsonb_array_elements(p.details -> 'withheld') item
          where p.employee_id = e.id and p.chain_number is not null and item ->> 'orderId' = w.id::text
        ) taken
        where w.employee_id = e.id and w.effective_from <= ${payOn}::date
          and (w.effective_until is null or w.effective_until > ${payOn}::date)
      ) claimed on true
      order by e.id`);
  }

  /** Approved payslips of the tax year of the payment and of the year the contributions are for. */
  private earlier(tx: Tx, { payOn, periodTo }: RunInHand, ids: readonly string[]): Promise<EarlierPayslip[]> {
    return tx.query<EarlierPayslip>(sql`
      select p.employee_id as "employeeId", r.pay_on as "payOn", p.tax_year as "taxYear", p.taxed, p.tax,
             p.contribution_year as "contributionYear", p.details ->> 'contributionMonth' as "contributionMonth",
             p.details -> 'contributions' as contributions
      from payslips p join payroll_runs r on r.id = p.run_id
      where p.employee_id = any (${ids}::uuid[]) and p.chain_number is not null
        and (p.tax_year = left(${payOn}::text, 4)::integer
          or p.contribution_year = extract(year from ${periodTo}::date - 1)::integer)
      order by p.employee_id, p.chain_number`);
  }

  private async debts(tx: Tx, ids: readonly string[]): Promise<Map<string, number>> {
    const rows = await tx.query<{ employeeId: string; debt: number }>(sql`
      select distinct on (employee_id) employee_id as "employeeId", debt_after as debt from payslips
      where employee_id = any (${ids}::uuid[]) and chain_number is not null order by employee_id, chain_number desc`);
    return new Map(rows.map(({ employeeId, debt }) => [employeeId, debt]));
  }
}
