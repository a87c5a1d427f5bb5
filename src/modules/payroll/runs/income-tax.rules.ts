import { addMonths, type LocalDate } from '../../../kernel/local-date.js';
import { multiply, percentOf, type Minor } from '../../../kernel/money.js';
import { decimal, sumOf } from './amounts.rules.js';
import type { DeductionClaim, DeductionsContent, EngagementCode, IncomeTaxContent } from './tax.types.js';

/**
 * Income tax on the year to date: the tax of all that was paid this year, less what was withheld before. So a bracket
 * is crossed where it lies, and a correction takes back exactly what it corrects.
 */
export interface TaxFacts {
  readonly engagement: EngagementCode;
  readonly isResident: boolean;
  readonly hiredOn: LocalDate;
  readonly payOn: LocalDate;
  readonly claims: readonly DeductionClaim[];
  /** Taxed before this payment in the same year, by month `YYYY-MM`. */
  readonly earlier: ReadonlyMap<string, Minor>;
  readonly withheldBefore: Minor;
  /** What is paid now. */
  readonly income: Minor;
}

export interface TaxStep {
  readonly percent: string;
  readonly from: Minor;
  readonly base: Minor;
  readonly tax: Minor;
}

export interface DeductionGiven {
  readonly code: string;
  readonly monthly: Minor;
  readonly months: readonly string[];
  readonly amount: Minor;
  readonly incomeLimit: Minor | null;
}

export interface TaxFigures {
  readonly status: 'resident' | 'non_resident' | 'not_withheld';
  readonly incomeBefore: Minor;
  readonly income: Minor;
  readonly incomeToDate: Minor;
  readonly deductions: readonly DeductionGiven[];
  readonly deductionsToDate: Minor;
  readonly base: Minor;
  readonly steps: readonly TaxStep[];
  readonly toDate: Minor;
  readonly before: Minor;
  readonly amount: Minor;
  readonly text: string;
}

export function incomeTax(facts: TaxFacts, table: IncomeTaxContent, granted: DeductionsContent): TaxFigures {
  if (!table.withheldFrom.includes(facts.engagement)) return notWithheld;
  const incomeBefore = sumOf([...facts.earlier.values()]);
  const incomeToDate = incomeBefore + facts.income;
  const status = facts.isResident ? table.resident : table.nonResident;
  const deductions = status.hasDeductions ? deductionsOf(facts, granted) : [];
  const deductionsToDate = sumOf(deductions.map(({ amount }) => amount));
  const base = Math.max(incomeToDate - deductionsToDate, 0);
  const steps = stepsOf(base, status.brackets);
  const toDate = taxOf(steps, table.roundTo);
  const before = facts.withheldBefore;
  return {
    status: facts.isResident ? 'resident' : 'non_resident',
    ...{ incomeBefore, income: facts.income, incomeToDate, deductions, deductionsToDate, base, steps },
    ...{ toDate, before, amount: toDate - before, text: textOf(steps, toDate, before) },
  };
}

/** Each bracket takes its percent of the part of the base that lies in it. */
export function stepsOf(base: Minor, brackets: IncomeTaxContent['resident']['brackets']): TaxStep[] {
  return brackets.flatMap(({ from, percent }, index) => {
    const to = brackets[index + 1]?.from ?? Number.MAX_SAFE_INTEGER;
    const part = Math.min(base, to) - from;
    return part > 0 ? [{ percent, from, base: part, tax: percentOf(part, percent) }] : [];
  });
}

/** Summed exactly, in hundredths of a percent, and rounded once. */
function taxOf(steps: readonly TaxStep[], roundTo: Minor): Minor {
  const exact = sumOf(steps.map(({ base, percent }) => base * percentOf(10_000, percent)));
  return multiply(exact, 1, 10_000 * roundTo) * roundTo;
}

/** A claim counts for each month of the year, from the first of work on, while the income stays within its limit. */
function deductionsOf(facts: TaxFacts, granted: DeductionsContent): DeductionGiven[] {
  const incomes = incomeByMonth(facts);
  return facts.claims.flatMap(({ code, from, until, factor }) => {
    const terms = granted.deductions.find((one) => one.code === code);
    if (terms === undefined) return [];
    const { incomeLimit } = terms;
    const months = incomes
      .filter(({ month, toDate }) => {
        const [first, next] = [`${month}-01`, addMonths(`${month}-01`, 1)];
        const holds = from < next && (until === null || until > first) && facts.hiredOn < next;
        return holds && (incomeLimit === null || toDate <= incomeLimit);
      })
      .map(({ month }) => month);
    const monthly = terms.monthly * factor;
    return months.length === 0
      ? []
      : [{ code, monthly, months, amount: monthly * months.length, incomeLimit }];
  });
}

function incomeByMonth({ payOn, earlier, income }: TaxFacts): { month: string; toDate: Minor }[] {
  const months = Number(payOn.slice(5, 7));
  let toDate = 0;
  return Array.from({ length: months }, (_, index) => {
    const month = `${payOn.slice(0, 4)}-${String(index + 1).padStart(2, '0')}`;
    toDate += (earlier.get(month) ?? 0) + (index + 1 === months ? income : 0);
    return { month, toDate };
  });
}

function textOf(steps: readonly TaxStep[], toDate: Minor, before: Minor): string {
  const parts = steps.map(({ percent, base }) => `${percent} % of ${decimal(base)}`).join(' + ');
  return `${parts === '' ? 'nothing to tax' : parts} = ${decimal(toDate)}, withheld before ${decimal(before)}: ${decimal(toDate - before)}`;
}

const notWithheld: TaxFigures = {
  status: 'not_withheld',
  ...{ incomeBefore: 0, income: 0, incomeToDate: 0, deductions: [], deductionsToDate: 0, base: 0, steps: [] },
  ...{ toDate: 0, before: 0, amount: 0, text: 'pays their own tax: nothing is withheld' },
};
