import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { addDays, addMonths, type LocalDate } from '../../kernel/local-date.js';
import { invalid } from '../../kernel/faults.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { AccrualLedger, type NewAccrual } from './accrual.ledger.js';
import { PaySchemesQueries } from './pay-schemes.queries.js';
import type { PayFormula } from './pay.types.js';
import { SalaryPeriodOverlaps } from './payroll.errors.js';
import { salaryFor, type SalaryPart, type SalaryPeriod } from './salary.rules.js';

interface Salaried {
  id: string;
  branchId: string;
  hiredOn: LocalDate;
  leftOn: LocalDate | null;
}

interface SalaryEntry {
  id: string;
  employeeId: string;
  schemeId: string;
  from: LocalDate;
  to: LocalDate;
  amount: number;
  formula: PayFormula;
  stands: boolean;
}

/** What making salaries for a period came to. */
export interface SalaryOutcome {
  /** Ids of the entries that were made. */
  made: string[];
  /** Ids of entries against those that are not so any more. */
  reversed: string[];
}

/** Salaries: accrued for a period when it is asked for, by the days each scheme held. */
@Injectable()
export class SalaryService {
  constructor(
    private readonly schemes: PaySchemesQueries,
    private readonly ledger: AccrualLedger,
  ) {}

  /**
   * Makes the salaries of these employees stand for a half-open period. Asked again it changes nothing; after a change of
   * scheme, hire, leave or holidays it takes back the parts that are not so any more and enters them anew. A period that
   * cuts through a part that was entered before is refused.
   */
  async accrueSalary(
    tx: Tx,
    asked: { employeeIds: readonly string[]; period: SalaryPeriod },
  ): Promise<SalaryOutcome> {
    const { period, employeeIds } = asked;
    if (period.to <= period.from) {
      throw invalid([
        { pointer: '/to', code: 'range.ends-before-start', detail: 'A period ends after it begins.' },
      ]);
    }
    const employees = await hold(tx, employeeIds);
    const ids = employees.map(({ id }) => id);
    const schemes = await this.schemes.salariesOf(tx, ids, period.from, period.to);
    const entries = await entriesOf(tx, ids, period);
    const holidays = await holidaysOf(tx, employees, period);
    const due: NewAccrual[] = [];
    const wrong: string[] = [];
    for (const employee of employees) {
      const parts = salaryFor(
        schemes.filter((terms) => terms.forEmployeeId === employee.id),
        employee,
        period,
        holidays.get(employee.branchId) ?? new Set(),
      );
      const settled = settle(employee, parts, entries, period);
      due.push(...settled.due);
      wrong.push(...settled.wrong);
    }
    const reversed =
      wrong.length === 0 ? [] : await this.ledger.reverse(tx, sql`a.id = any (${wrong}::uuid[])`);
    return { made: await this.ledger.enter(tx, due), reversed };
  }
}

/** Two who make the same salaries queue here. */
const hold = (tx: Tx, ids: readonly string[]): Promise<Salaried[]> =>
  tx.query<Salaried>(sql`
    select id, branch_id as "branchId", hired_on as "hiredOn", left_on as "leftOn" from employees
    where id = any (${ids}::uuid[]) order by id for no key update`);

/** What was entered for days of the period, also what was taken back. */
const entriesOf = (tx: Tx, ids: readonly string[], period: SalaryPeriod): Promise<SalaryEntry[]> =>
  tx.query<SalaryEntry>(sql`
    select a.id, a.employee_id as "employeeId", a.scheme_id as "schemeId", a.period_from as "from", a.period_to as "to", a.amount, a.formula,
           not exists (select from accruals r where r.reverses_id = a.id) as stands
    from accruals a where a.employee_id = any (${ids}::uuid[]) and a.kind = 'salary'
      and a.period_from < ${period.to}::date and a.period_to > ${period.from}::date
    order by a.id`);

/** Holidays of the months the period lies in, by branch. */
async function holidaysOf(
  tx: Tx,
  employees: readonly Salaried[],
  period: SalaryPeriod,
): Promise<Map<string, Set<LocalDate>>> {
  const branchIds = [...new Set(employees.map(({ branchId }) => branchId))];
  const from = `${period.from.slice(0, 7)}-01`;
  const to = addMonths(`${period.to.slice(0, 7)}-01`, 1);
  const days = await tx.query<{ branchId: string; day: LocalDate }>(sql`
    select b.id as "branchId", d.day::date as day
    from unnest(${branchIds}::uuid[]) as b(id) cross join generate_series(${from}::timestamp, ${to}::timestamp, interval '1 day') as d(day)
    where is_holiday(b.id, d.day::date)`);
  const daysIn = (id: string) => days.filter(({ branchId }) => branchId === id).map(({ day }) => day);
  return new Map(branchIds.map((id) => [id, new Set(daysIn(id))]));
}

/** What is to be entered and what to be taken back, so that exactly these parts stand. */
function settle(
  employee: Salaried,
  parts: readonly SalaryPart[],
  all: readonly SalaryEntry[],
  period: SalaryPeriod,
): { due: NewAccrual[]; wrong: string[] } {
  const entries = all.filter((entry) => entry.employeeId === employee.id);
  const standing = entries.filter((entry) => entry.stands);
  const cut = standing.find((entry) => entry.from < period.from || entry.to > period.to);
  if (cut !== undefined) throw SalaryPeriodOverlaps({ from: cut.from, to: cut.to });
  const right = new Map(
    standing.flatMap((entry) => {
      const part = parts.find((one) => isSame(one, entry));
      return part === undefined ? [] : [[part, entry.id] as const];
    }),
  );
  const kept = new Set(right.values());
  return {
    due: parts.filter((part) => !right.has(part)).map((part) => entryOf(employee, part, entries)),
    wrong: standing.filter((entry) => !kept.has(entry.id)).map((entry) => entry.id),
  };
}

const days = ({ daysBefore, daysThrough, daysOf, rate }: PayFormula): string =>
  [daysBefore, daysThrough, daysOf, rate].join();

const isSame = (part: SalaryPart, entry: SalaryEntry): boolean =>
  part.schemeId === entry.schemeId &&
  part.from === entry.from &&
  part.to === entry.to &&
  part.amount === entry.amount &&
  days(part.formula) === days(entry.formula);

function entryOf(employee: Salaried, part: SalaryPart, entries: readonly SalaryEntry[]): NewAccrual {
  const { schemeId, from, to, amount, formula } = part;
  const before = entries.filter(
    (one) => one.schemeId === schemeId && one.from === from && one.to === to,
  ).length;
  return {
    ...{ kind: 'salary', employeeId: employee.id, branchId: employee.branchId, schemeId, amount, formula },
    workId: workIdOf([employee.id, schemeId, from, to, String(before)]),
    onDate: addDays(to, -1),
    ...{ periodFrom: from, periodTo: to },
  };
}

/** The same part is the same work, the n-th time: the database itself refuses a second entry of it. */
function workIdOf(parts: readonly string[]): string {
  const hash = createHash('sha256').update(parts.join('|')).digest('hex');
  const groups = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ];
  return groups.join('-');
}
