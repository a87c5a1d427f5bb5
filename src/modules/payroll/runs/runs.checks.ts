import type { LedgerCheck } from '../../../platform/database/ledger-check.js';
import { sql } from '../../../platform/database/sql.js';

/** The laws of payroll runs. */
export const payrollRunChecks: LedgerCheck[] = [
  {
    name: 'payroll runs: the digest is that of the lines',
    sql: sql`
      select id, status, digest from payroll_runs
      where status <> 'cancelled' and digest is distinct from payroll_run_digest(id)`,
  },
  {
    name: 'payroll runs: an accrual is paid on its employee’s payslip, with its amount',
    sql: sql`
      with listed as (
        select p.run_id, p.employee_id, (entry ->> 'id')::uuid as id, (entry ->> 'amount')::bigint as amount
        from payslips p, jsonb_array_elements(p.details -> 'accruals') entry
      ), kept as (
        select i.run_id, a.employee_id, a.id, a.amount from payroll_run_accruals i join accruals a on a.id = i.id
      )
      (select * from listed except all select * from kept) union all (select * from kept except all select * from listed)`,
  },
  {
    name: 'payroll runs: the lines of a payslip sum to its totals',
    sql: sql`
      select p.id from payslips p
      where p.income + p.settled <> (select coalesce(sum((e ->> 'amount')::bigint), 0) from jsonb_array_elements(p.details -> 'accruals') e)
         or p.income + p.settled <> (select coalesce(sum((e ->> 'amount')::bigint), 0) from jsonb_array_elements(p.details -> 'accrued') e)
         or p.contributions <> (select coalesce(sum((e ->> 'amount')::bigint), 0) from jsonb_array_elements(p.details -> 'contributions') e)
         or p.withheld <> (select coalesce(sum((e ->> 'amount')::bigint), 0) from jsonb_array_elements(p.details -> 'withheld') e)
         or p.net - p.debt_after <> p.income + p.settled - p.tax - p.withheld - p.debt_before
         or p.net > 0 and p.debt_after > 0
         or p.employer_cost <> p.income + p.contributions`,
  },
  {
    name: 'payroll runs: the year to date and the debt go on where the payslip before ended',
    sql: sql`
      select * from (
        select p.id, p.taxed_before, p.tax_before, p.debt_before,
               coalesce(sum(p.taxed) over taxes, 0) as taxed_earlier, coalesce(sum(p.tax) over taxes, 0) as tax_earlier,
               coalesce(lag(p.debt_after) over (partition by p.employee_id order by p.chain_number), 0) as debt_earlier,
               p.chain_number - coalesce(lag(p.chain_number) over (partition by p.employee_id order by p.chain_number), 0) as step,
               p.details -> 'tax' ->> 'status' as status
        from payslips p where p.chain_number is not null
        window taxes as (partition by p.employee_id, p.tax_year order by p.chain_number rows between unbounded preceding and 1 preceding)
      ) chain
      where step <> 1 or debt_before <> debt_earlier
         or status <> 'not_withheld' and (taxed_before <> taxed_earlier or tax_before <> tax_earlier)`,
  },
  {
    name: 'payroll runs: contributions go on where the payslip before ended',
    sql: sql`
      select * from (
        select p.id, c ->> 'code' as code, (c ->> 'baseBefore')::bigint as base_before, (c ->> 'before')::bigint as before,
               coalesce(sum((c ->> 'base')::bigint) over earlier, 0) as base_earlier,
               coalesce(sum((c ->> 'amount')::bigint) over earlier, 0) as earlier
        from payslips p, jsonb_array_elements(p.details -> 'contributions') c where p.chain_number is not null
        window earlier as (partition by p.employee_id, p.contribution_year, c ->> 'code' order by p.chain_number rows between unbounded preceding and 1 preceding)
      ) chain
      where base_before <> base_earlier or before <> earlier`,
  },
  {
    name: 'payroll runs: a payslip is in the chain when its run is approved, and paid in full or not at all',
    sql: sql`
      select p.id, r.status, p.chain_number as "chainNumber", m.amount, p.net
      from payslips p join payroll_runs r on r.id = p.run_id left join payslip_payments m on m.payslip_id = p.id
      where (p.chain_number is not null) <> (r.status in ('approved', 'paid'))
         or m.amount <> p.net or r.status = 'paid' and p.net > 0 and m.id is null or r.status in ('draft', 'cancelled') and m.id is not null`,
  },
];
