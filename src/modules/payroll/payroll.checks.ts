import type { LedgerCheck } from '../../platform/database/ledger-check.js';
import { sql } from '../../platform/database/sql.js';

/** The laws of the ledger of pay. */
export const payrollChecks: LedgerCheck[] = [
  {
    name: 'payroll: a reversal is exactly what it reverses, with the opposite sign',
    sql: sql`
      select r.id, r.amount, a.id as "reversesId", a.amount as reversed from accruals r join accruals a on a.id = r.reverses_id
      where r.amount <> -a.amount or a.kind <> 'work'
         or (r.employee_id, r.branch_id, r.work_id, r.lesson_id, r.on_date) is distinct from (a.employee_id, a.branch_id, a.work_id, a.lesson_id, a.on_date)`,
  },
  {
    name: 'payroll: a piece of work is accrued once to an employee',
    sql: sql`
      select work_id as "workId", employee_id as "employeeId", count(*) as entries from accruals
      where kind = 'work' group by work_id, employee_id having count(*) > 1`,
  },
  {
    name: 'payroll: the amount is the one of its formula',
    sql: sql`
      select id, amount, formula -> 'amount' as explained from accruals
      where (formula ->> 'amount')::bigint is distinct from amount`,
  },
  {
    name: 'payroll: the scheme is the employee’s own and was in effect',
    sql: sql`
      select a.id, a.scheme_id as "schemeId" from accruals a join pay_schemes s on s.id = a.scheme_id
      where s.employee_id <> a.employee_id or s.effective_from > a.on_date`,
  },
  {
    name: 'payroll: nothing is owed without a scheme',
    sql: sql`select id, amount from accruals where scheme_id is null and amount <> 0`,
  },
];
