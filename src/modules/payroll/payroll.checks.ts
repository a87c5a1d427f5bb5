import type { LedgerCheck } from '../../platform/database/ledger-check.js';
import { sql } from '../../platform/database/sql.js';

/** The laws of the ledger of pay. */
export const payrollChecks: LedgerCheck[] = [
  {
    name: 'payroll: a reversal is exactly what it reverses, with the opposite sign',
    sql: sql`
      select r.id, r.amount, a.id as "reversesId", a.amount as reversed from accruals r join accruals a on a.id = r.reverses_id
      where r.amount <> -a.amount or a.kind = 'reversal'
         or (r.employee_id, r.branch_id, r.work_id, r.lesson_id, r.on_date, r.period_from, r.period_to)
            is distinct from (a.employee_id, a.branch_id, a.work_id, a.lesson_id, a.on_date, a.period_from, a.period_to)`,
  },
  {
    name: 'payroll: a piece of work is accrued once to an employee',
    sql: sql`
      select work_id as "workId", employee_id as "employeeId", count(*) as entries from accruals
      where kind not in ('premium', 'reversal') group by work_id, employee_id having count(*) > 1`,
  },
  {
    name: 'payroll: the amount is the one of its formula',
    sql: sql`
      select id, amount, formula -> 'amount' as explained from accruals
      where (formula ->> 'amount')::bigint is distinct from amount`,
  },
  {
    name: 'payroll: the numbers of a formula come to its amount',
    sql: sql`
      select id, kind, amount, pay_formula_amount(formula) as recomputed from accruals
      where pay_formula_amount(formula) * case when kind = 'reversal' then -1 else 1 end is distinct from amount`,
  },
  {
    name: 'payroll: the scheme was in effect, and the employee’s own or by position, or the absentee’s',
    sql: sql`
      select a.id, a.scheme_id as "schemeId" from accruals a join pay_schemes s on s.id = a.scheme_id
      where s.effective_from > a.on_date or (s.effective_to <= a.on_date and a.kind <> 'reversal'
              and not exists (select from accruals r where r.reverses_id = a.id))
         or s.employee_id <> coalesce((a.formula ->> 'absenteeId')::uuid, a.employee_id)`,
  },
  {
    name: 'payroll: nothing is owed without a scheme, but by somebody’s word',
    sql: sql`
      select id, amount from accruals
      where scheme_id is null and amount <> 0 and not formula ? 'isOverride'
        and coalesce(formula ->> 'basis', '') not in ('bonus', 'penalty', 'advance', 'deduction')`,
  },
  {
    name: 'payroll: a premium stands beside the work it is on top of',
    sql: sql`
      select p.id, p.work_id as "workId" from accruals p
      join accruals w on w.work_id = p.work_id and w.employee_id = p.employee_id and w.kind = 'work'
      left join accruals rp on rp.reverses_id = p.id left join accruals rw on rw.reverses_id = w.id
      where p.kind = 'premium' and (rp.id is null) <> (rw.id is null)`,
  },
  {
    name: 'payroll: no day is paid by two salaries that stand',
    sql: sql`
      with standing as (
        select s.* from accruals s where s.kind = 'salary' and not exists (select from accruals r where r.reverses_id = s.id)
      )
      select a.id, b.id as "otherId" from standing a join standing b
        on b.employee_id = a.employee_id and b.id > a.id and b.period_from < a.period_to and b.period_to > a.period_from`,
  },
];
