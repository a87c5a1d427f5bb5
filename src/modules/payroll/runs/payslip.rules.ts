import type { LocalDate } from '../../../kernel/local-date.js';
import type { Minor } from '../../../kernel/money.js';
import { addDays } from '../../../kernel/local-date.js';
import { decimal, sumOf } from './amounts.rules.js';
import {
  contributions,
  type ContributionFigures,
  type ContributionHistory,
  type EmployerTerms,
} from './contributions.rules.js';
import { incomeTax, type TaxFigures } from './income-tax.rules.js';
import type {
  ContributionsContent,
  DeductionClaim,
  DeductionsContent,
  EngagementCode,
  IncomeTaxContent,
} from './tax.types.js';
import { withhold, type Withheld, type WithholdingOrder } from './withholdings.rules.js';

/** A payslip is a function of these facts and nothing else: the same facts give the same document. */
export interface PayslipFacts {
  readonly payOn: LocalDate;
  readonly periodTo: LocalDate;
  readonly engagement: EngagementCode;
  readonly hiredOn: LocalDate;
  readonly isResident: boolean;
  readonly isInjuryInsured: boolean;
  readonly claims: readonly DeductionClaim[];
  readonly accruals: readonly AccrualInRun[];
  readonly orders: readonly WithholdingOrder[];
  readonly history: PayHistory;
}

export interface AccrualInRun {
  readonly id: string;
  /** Of a reversal, what it takes back. */
  readonly nature: string;
  readonly onDate: LocalDate;
  readonly amount: Minor;
  readonly isAdjustment: boolean;
}

/** What approved runs before this one left. */
export interface PayHistory {
  readonly taxedByMonth: ReadonlyMap<string, Minor>;
  readonly taxWithheld: Minor;
  readonly contributions: ReadonlyMap<string, ContributionHistory>;
  readonly debt: Minor;
}

export interface TaxLaw {
  readonly country: string;
  readonly incomeTax: { readonly id: string; readonly content: IncomeTaxContent };
  readonly deductions: { readonly id: string; readonly content: DeductionsContent };
  readonly contributions: { readonly id: string; readonly content: ContributionsContent };
  readonly employer: EmployerTerms & { readonly id: string };
}

export interface AccruedOfKind {
  readonly kind: string;
  readonly isAdjustment: boolean;
  readonly count: number;
  readonly amount: Minor;
}

export interface PayslipFigures {
  readonly engagement: EngagementCode;
  readonly taxYear: number;
  readonly taxMonth: string;
  readonly contributionYear: number;
  readonly contributionMonth: string;
  readonly law: Readonly<Record<string, string>>;
  readonly accruals: readonly AccrualInRun[];
  readonly accrued: readonly AccruedOfKind[];
  readonly income: Minor;
  readonly settled: Minor;
  readonly tax: TaxFigures;
  readonly contributions: readonly ContributionFigures[];
  readonly contributionsTotal: Minor;
  readonly withheld: readonly Withheld[];
  readonly withheldTotal: Minor;
  readonly debtBefore: Minor;
  readonly debtAfter: Minor;
  readonly net: Minor;
  readonly employerCost: Minor;
  readonly text: string;
}

/** Entries that are no income: money handed out before, or kept back after tax; settled against the net. */
const SETTLED: readonly string[] = ['advance', 'deduction'];
export const isSettledKind = (kind: string): boolean => SETTLED.includes(kind);

export function payslip(facts: PayslipFacts, law: TaxLaw): PayslipFigures {
  const accruals = [...facts.accruals].sort((a, b) => (a.id < b.id ? -1 : 1));
  const isSettled = ({ nature }: AccrualInRun) => isSettledKind(nature);
  const income = sumOf(accruals.filter((entry) => !isSettled(entry)).map(({ amount }) => amount));
  const settled = sumOf(accruals.filter(isSettled).map(({ amount }) => amount));
  const tax = taxOf(facts, law, income);
  const charged = contributions(
    income,
    facts,
    law.employer,
    law.contributions.content,
    facts.history.contributions,
  );
  const withheld = withhold(income - tax.amount, facts.orders);
  const contributionsTotal = sumOf(charged.map(({ amount }) => amount));
  const earnedOn = addDays(facts.periodTo, -1);
  return {
    engagement: facts.engagement,
    ...{ taxYear: Number(facts.payOn.slice(0, 4)), taxMonth: facts.payOn.slice(0, 7) },
    ...{ contributionYear: Number(earnedOn.slice(0, 4)), contributionMonth: earnedOn.slice(0, 7) },
    law: lawOf(law),
    ...{ accruals, accrued: byKind(accruals), income, settled, tax },
    ...{ contributions: charged, contributionsTotal, withheld },
    ...settle({ income, tax: tax.amount, withheld, settled, debtBefore: facts.history.debt }),
    employerCost: income + contributionsTotal,
  };
}

const taxOf = (facts: PayslipFacts, law: TaxLaw, income: Minor): TaxFigures =>
  incomeTax(
    {
      ...facts,
      income,
      earlier: facts.history.taxedByMonth,
      withheldBefore: facts.history.taxWithheld,
    },
    law.incomeTax.content,
    law.deductions.content,
  );

const lawOf = (law: TaxLaw): Record<string, string> => ({
  country: law.country,
  incomeTaxId: law.incomeTax.id,
  deductionsId: law.deductions.id,
  contributionsId: law.contributions.id,
  employerTermsId: law.employer.id,
});

/** Nobody is paid less than nothing: what is missing is carried to the next run. */
function settle(sums: {
  income: Minor;
  tax: Minor;
  withheld: readonly Withheld[];
  settled: Minor;
  debtBefore: Minor;
}): Pick<PayslipFigures, 'withheldTotal' | 'debtBefore' | 'debtAfter' | 'net' | 'text'> {
  const withheldTotal = sumOf(sums.withheld.map(({ amount }) => amount));
  const { income, tax, settled, debtBefore } = sums;
  const left = income - tax - withheldTotal + settled - debtBefore;
  const [net, debtAfter] = left < 0 ? [0, -left] : [left, 0];
  const text = `${decimal(income)} - tax ${decimal(tax)} - withheld ${decimal(withheldTotal)} + settled ${decimal(settled)} - debt ${decimal(debtBefore)} = ${decimal(left)}`;
  return { withheldTotal, debtBefore, debtAfter, net, text };
}

function byKind(accruals: readonly AccrualInRun[]): AccruedOfKind[] {
  const kinds = new Map<string, AccruedOfKind>();
  for (const { nature, isAdjustment, amount } of accruals) {
    const key = `${nature}:${isAdjustment ? 'adjustment' : 'period'}`;
    const { count = 0, amount: before = 0 } = kinds.get(key) ?? {};
    kinds.set(key, { kind: nature, isAdjustment, count: count + 1, amount: before + amount });
  }
  return [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}
