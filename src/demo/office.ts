import { addDays, addMonths, type LocalDate } from '../kernel/local-date.js';
import { ExpenseCategoriesService } from '../modules/billing/expenses/expense-categories.service.js';
import { ExpensesService } from '../modules/billing/expenses/expenses.service.js';
import { PayAdjustmentsService } from '../modules/payroll/pay-adjustments.service.js';
import { SalaryService } from '../modules/payroll/index.js';
import { RunPaymentsService } from '../modules/payroll/runs/run-payments.service.js';
import { PayrollRunsService } from '../modules/payroll/runs/runs.service.js';
import { ReportSchedulesService } from '../modules/reports/schedules/schedules.service.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/tx.js';
import type { Cast } from './cast.js';
import { rub } from './offers.js';
import type { Stage } from './stage.js';

interface Spending {
  /** Of the month. */
  day: string;
  category: (typeof CATEGORIES)[number];
  supplier: string;
  note: string;
  vatCode: string;
  /** In each branch; nothing where nothing is spent. */
  amounts: readonly [number, number];
}

const CATEGORIES = ['Аренда', 'Коммунальные услуги', 'Реклама', 'Хозяйственные расходы'] as const;
const SPENDINGS: readonly Spending[] = [
  {
    ...{ day: '01', category: 'Аренда', supplier: 'ООО «Причал»', note: 'Аренда за месяц', vatCode: '22' },
    amounts: [14_000_000, 9_500_000],
  },
  {
    ...{ day: '10', category: 'Коммунальные услуги', supplier: 'Энергосбыт', note: 'По счётчикам' },
    ...{ vatCode: '22', amounts: [1_840_000, 1_370_000] },
  },
  {
    ...{ day: '15', category: 'Реклама', supplier: 'Poster House', note: 'Афиши у метро', vatCode: 'none' },
    amounts: [1_250_000, 0],
  },
  {
    ...{ day: '20', category: 'Хозяйственные расходы', supplier: 'ИП Лукина', note: 'Вода и салфетки' },
    ...{ vatCode: 'none', amounts: [420_000, 310_000] },
  },
];
const PAY_DAY = '05';

export async function openBooks(stage: Stage, tx: Tx): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const name of CATEGORIES)
    ids.set(name, (await stage.get(ExpenseCategoriesService).create(tx, { name })).id);
  return ids;
}

/** What the office does on a day: bills are paid, and on the fifth the pay of the month before. */
export async function keepBooks(stage: Stage, cast: Cast, day: LocalDate): Promise<void> {
  for (const spending of SPENDINGS) if (day.endsWith(`-${spending.day}`)) await spend(stage, cast, spending);
  if (!day.endsWith(`-${PAY_DAY}`)) return;
  for (const { id } of cast.centre.branches) await payFor(stage, id, addMonths(`${day.slice(0, 7)}-01`, -1));
}

async function spend(stage: Stage, cast: Cast, spending: Spending): Promise<void> {
  const { category, amounts, supplier, note, vatCode } = spending;
  const categoryId = cast.expenseCategories.get(category) ?? '';
  for (const [at, amount] of amounts.entries()) {
    const branchId = cast.centre.branches[at]?.id ?? '';
    if (amount === 0) continue;
    const expense = {
      branchId,
      categoryId,
      amount: rub(amount),
      paidFrom: 'bank',
      supplier,
      note,
      vatCode,
    } as const;
    await stage.by('accountant', (tx) => stage.get(ExpensesService).post(tx, expense));
  }
}

/** Drafted by the accountant, approved by the director, and paid. */
async function payFor(stage: Stage, branchId: string, month: LocalDate): Promise<void> {
  const period = { from: month, to: addMonths(month, 1) };
  const payOn = addDays(period.to, Number(PAY_DAY) - 1);
  const id = await stage.by('accountant', async (tx) => {
    const people = await tx.query<{ id: string }>(
      sql`select id from employees where branch_id = ${branchId} order by id`,
    );
    const employeeIds = people.map((one) => one.id);
    await stage.get(SalaryService).accrueSalary(tx, { employeeIds, period });
    const run = { branchId, periodFrom: period.from, periodTo: period.to, payOn };
    return (await stage.get(PayrollRunsService).draft(tx, run)).id;
  });
  await stage.by('director', (tx) => stage.get(PayrollRunsService).approve(tx, id, undefined));
  await stage.by('accountant', (tx) => stage.get(RunPaymentsService).pay(tx, id, { paidOn: payOn }));
}

/** By login: a bonus for the open day, a penalty for what was not counted, an advance on the pay, a key that was lost. */
const ADJUSTMENTS = [
  ['administrator', 'bonus', 600_000, 'День открытых дверей'],
  ['storekeeper', 'penalty', 150_000, 'Не проведена инвентаризация в срок'],
  ['accountant', 'advance', 2_000_000, 'Аванс по заявлению'],
  ['administrator', 'deduction', 35_000, 'Потерян ключ от стойки'],
] as const;

/** What is added to pay and taken off it by hand, in a month that is paid since. */
export async function adjustPay(stage: Stage, _: Cast, onDate: LocalDate): Promise<void> {
  await stage.by('director', async (tx) => {
    for (const [login, kind, amount, reason] of ADJUSTMENTS) {
      const { employeeId } = await tx.one<{ employeeId: string }>(
        sql`select employee_id as "employeeId" from users where login = ${login}`,
      );
      const entry = { employeeId, kind, onDate, amount: rub(amount), reason };
      await stage.get(PayAdjustmentsService).add(tx, entry);
    }
  });
}

/** The director has the week told on Monday morning. */
export async function subscribeToMondays(stage: Stage): Promise<void> {
  const digest = { template: 'monday-digest', emails: ['gromova@lighthouse.example'] };
  await stage.by('director', (tx) => stage.get(ReportSchedulesService).create(tx, digest));
}
