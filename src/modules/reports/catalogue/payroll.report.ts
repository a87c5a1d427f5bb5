import { PAY } from '../../../kernel/field-groups.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { defineReport, type Column } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column, money } from './column.js';
import { FULL_NAME } from './marks.sql.js';

const pay = (
  code: string,
  titles: readonly [string, string],
  more: Omit<Column, 'code' | 'kind' | 'title' | 'groups'> = {},
): Column => money(code, [PAY], titles, more);

/** Kinds of accruals that have a column of their own; what is none of these is work. */
const KINDS = ['salary', 'premium', 'payment', 'sale', 'bonus', 'penalty', 'advance', 'deduction'] as const;

const STATES = {
  none: { ru: 'Не в расчёте', en: 'In no run' },
  draft: { ru: 'Черновик', en: 'Draft' },
  approved: { ru: 'Утверждён', en: 'Approved' },
  paid: { ru: 'Выплачен', en: 'Paid' },
};

export const payroll = defineReport({
  code: 'payroll',
  title: { ru: 'Зарплата', en: 'Payroll' },
  description: {
    ru: 'Строка на сотрудника и расчёт, период которого кончился в этих днях, и отдельная строка на то, что начислено в эти дни и ни в один расчёт пока не вошло: без налога и выплаты. Начислено: до налога, с премиями и за вычетом штрафов. К выплате: начислено минус НДФЛ и удержания по документам, минус авансы и вычеты, минус долг с прошлого раза, плюс долг на следующий. Взносы платит работодатель сверх начисленного.',
    en: 'A row for an employee and a run whose period ended in these days, and one for what was accrued in these days and is in no run yet: without tax and payment. Gross: before tax, with bonuses and less penalties. Net: gross less income tax and withholding orders, less advances and deductions, less the debt of before, plus the debt carried on. Contributions are paid by the employer on top.',
  },
  permission: Reports.finance,
  period: 'last_month',
  hasAsOf: false,
  parameters: {
    employeeId: {
      ...{ kind: 'id', title: { ru: 'Сотрудник', en: 'Employee' } },
      description: 'Of this employee alone.',
    },
  },
  columns: [
    column('employee', 'text', ['Сотрудник', 'Employee']),
    column('employeeId', 'text', ['Ид. сотрудника', 'Employee id'], { only: 'json' }),
    column('runId', 'text', ['Ид. расчёта', 'Run id'], { only: 'json', groups: [PAY] }),
    column('state', 'text', ['Расчёт', 'Run'], { labels: STATES, groups: [PAY] }),
    column('periodFrom', 'date', ['С', 'From'], { groups: [PAY] }),
    column('periodTo', 'date', ['По', 'Through'], { groups: [PAY], description: 'The last day.' }),
    pay('work', ['Занятия', 'Work']),
    pay('salary', ['Оклад', 'Salary']),
    pay('premium', ['Надбавки', 'Premiums'], { only: 'data' }),
    pay('payment', ['Процент с оплат', 'Share of payments'], { only: 'data' }),
    pay('sale', ['Процент с продаж', 'Share of sales'], { only: 'data' }),
    pay('bonus', ['Премии', 'Bonuses']),
    pay('penalty', ['Штрафы', 'Penalties'], { description: 'Below zero.' }),
    pay('gross', ['Начислено', 'Gross'], { figure: 'neither' }),
    pay('tax', ['НДФЛ', 'Income tax'], { figure: 'neither' }),
    pay('withheld', ['Удержано', 'Withheld'], { description: 'By orders.' }),
    pay('advance', ['Авансы', 'Advances'], { description: 'Below zero.' }),
    pay('deduction', ['Вычеты', 'Deductions'], { only: 'data', description: 'Below zero.' }),
    pay('debtBefore', ['Долг с прошлого раза', 'Debt before'], { only: 'data' }),
    pay('debtAfter', ['Долг на следующий', 'Debt after'], { only: 'data' }),
    pay('net', ['К выплате', 'Net'], { figure: 'neither' }),
    pay('paid', ['Выплачено', 'Paid'], { figure: 'neither' }),
    column('paidOn', 'date', ['Дата выплаты', 'Paid on'], { only: 'data', groups: [PAY] }),
    pay('contributions', ['Взносы', 'Contributions'], { figure: 'neither' }),
    pay('employerCost', ['Стоит центру', 'Employer cost'], {
      ...{ only: 'data', description: 'Gross and contributions.' },
    }),
  ],
  chart: {
    ...{ kind: 'stacked', title: { ru: 'Начислено и взносы', en: 'Gross and contributions' } },
    ...{ by: 'employee', of: ['gross', 'contributions'], addsUp: true, horizontal: true, most: 20 },
  },
  rows: ({ actor, from, to, parameters, within }) => {
    const person = (id: Sql): Sql =>
      sql`(${parameters.employeeId}::uuid is null or ${id} = ${parameters.employeeId})`;
    const own = (id: Sql): Sql => sql`${id} = ${actor.employeeId}::uuid`;
    return sql`
    with slips as (
      select p.employee_id, r.id as run_id, r.status as state, r.period_from, r.period_to - 1 as period_to, p.income as gross, p.tax, p.withheld,
             p.debt_before, p.debt_after, p.net, p.contributions, p.employer_cost, m.amount as paid, m.paid_on, p.details -> 'accrued' as accrued
      from payroll_runs r join payslips p on p.run_id = r.id left join payslip_payments m on m.payslip_id = p.id
      where r.status <> 'cancelled' and r.period_to > ${from} and r.period_to <= ${to} and ${person(sql`p.employee_id`)}
        and ${within({ branch: sql`r.branch_id`, own: sql`(${own(sql`p.employee_id`)} and p.chain_number is not null)` })}
    ), waiting as (
      -- A run takes what the employees of its branch earned, wherever they did.
      select a.employee_id, coalesce(o.kind, a.kind) as kind, sum(a.amount)::bigint as amount, min(a.on_date) as period_from, max(a.on_date) as period_to
      from accruals a join employees e on e.id = a.employee_id left join accruals o on o.id = a.reverses_id
      where a.on_date >= ${from} and a.on_date < ${to} and ${person(sql`a.employee_id`)}
        and not exists (select from payroll_run_accruals i where i.id = a.id)
        and ${within({ branch: sql`e.branch_id`, own: own(sql`a.employee_id`) })}
      group by 1, 2
    ), told as (
      select employee_id, run_id, state, period_from, period_to, gross, tax, withheld, debt_before, debt_after, net, paid, paid_on,
             contributions, employer_cost, accrued from slips
      union all
      select employee_id, null, 'none', min(period_from), max(period_to),
             coalesce(sum(amount) filter (where kind not in ('advance', 'deduction')), 0)::bigint, null, null, null, null, null, null, null, null, null,
             jsonb_agg(jsonb_build_object('kind', kind, 'amount', amount))
      from waiting group by employee_id having bool_or(amount <> 0)
    )
    select ${FULL_NAME('e')} as employee, e.id as "employeeId", t.run_id as "runId", t.state, t.period_from::text as "periodFrom", t.period_to::text as "periodTo",
           ${sql.join(
             KINDS.map((kind) => sql`${ofKind(sql`x.kind = ${kind}`)} as ${sql.ident(kind)}`),
             sql`, `,
           )}, ${ofKind(sql`x.kind <> all (${[...KINDS]}::text[])`)} as work,
           t.gross, t.tax, t.withheld, t.debt_before as "debtBefore", t.debt_after as "debtAfter", t.net, t.paid, t.paid_on::text as "paidOn",
           t.contributions, t.employer_cost as "employerCost"
    from told t join employees e on e.id = t.employee_id
    order by employee, e.id, t.period_from, t.run_id`;
  },
});

const ofKind = (condition: Sql): Sql => sql`(
             select coalesce(sum(x.amount), 0)::bigint from jsonb_to_recordset(t.accrued) x(kind text, amount bigint) where ${condition})`;
