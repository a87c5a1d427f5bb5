import type { LocalDate } from '../../../kernel/local-date.js';
import type { Minor } from '../../../kernel/money.js';
import type { ContributionFigures, ContributionHistory } from './contributions.rules.js';
import type { PayHistory } from './payslip.rules.js';

/** What an approved payslip left for those after it. */
export interface EarlierPayslip {
  readonly employeeId: string;
  readonly payOn: LocalDate;
  readonly taxYear: number;
  readonly taxed: Minor;
  readonly tax: Minor;
  readonly contributionYear: number;
  readonly contributionMonth: string;
  readonly contributions: readonly Pick<ContributionFigures, 'code' | 'base' | 'slices' | 'amount'>[];
}

export type History = Omit<PayHistory, 'debt'>;

/** Folds what was approved before, by employee: taxes by the year of payment, contributions by the year earned. */
export function historiesOf(
  earlier: readonly EarlierPayslip[],
  taxYear: number,
  contributionMonth: string,
): Map<string, History> {
  const histories = new Map<string, History>();
  for (const payslip of earlier) {
    const before = histories.get(payslip.employeeId) ?? nothing();
    histories.set(payslip.employeeId, fold(before, payslip, taxYear, contributionMonth));
  }
  return histories;
}

const nothing = (): History => ({ taxedByMonth: new Map(), taxWithheld: 0, contributions: new Map() });

function fold(before: History, payslip: EarlierPayslip, taxYear: number, contributionMonth: string): History {
  const isOfTaxYear = payslip.taxYear === taxYear;
  const month = payslip.payOn.slice(0, 7);
  const taxed = (before.taxedByMonth.get(month) ?? 0) + payslip.taxed;
  const isOfYear = payslip.contributionYear === Number(contributionMonth.slice(0, 4));
  const isOfMonth = payslip.contributionMonth === contributionMonth;
  return {
    taxedByMonth: isOfTaxYear ? new Map([...before.taxedByMonth, [month, taxed]]) : before.taxedByMonth,
    taxWithheld: before.taxWithheld + (isOfTaxYear ? payslip.tax : 0),
    contributions: isOfYear ? charged(before.contributions, payslip, isOfMonth) : before.contributions,
  };
}

function charged(
  before: History['contributions'],
  { contributions }: EarlierPayslip,
  isOfMonth: boolean,
): Map<string, ContributionHistory> {
  const all = new Map(before);
  for (const { code, base, slices, amount } of contributions) {
    const one = all.get(code) ?? { yearBase: 0, monthBase: 0, byPercent: {}, charged: 0 };
    const byPercent: Record<string, Minor> = { ...one.byPercent };
    for (const slice of slices) byPercent[slice.percent] = (byPercent[slice.percent] ?? 0) + slice.base;
    all.set(code, {
      yearBase: one.yearBase + base,
      monthBase: one.monthBase + (isOfMonth ? base : 0),
      byPercent,
      charged: one.charged + amount,
    });
  }
  return all;
}
