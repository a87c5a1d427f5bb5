import type { LocalDate } from '../../../kernel/local-date.js';
import type { Minor } from '../../../kernel/money.js';

/** What a country's tables say. Amounts are minor units, percents decimal texts. */
export type EngagementCode = 'staff' | 'contractor' | 'self_employed';

export interface Bracket {
  readonly from: Minor;
  readonly percent: string;
}

export interface TaxOfStatus {
  readonly hasDeductions: boolean;
  readonly brackets: readonly Bracket[];
}

export interface IncomeTaxContent {
  /** Whose tax the employer withholds; the others pay their own. */
  readonly withheldFrom: readonly EngagementCode[];
  /** The year's tax is rounded to whole steps of so many minor units. */
  readonly roundTo: Minor;
  readonly resident: TaxOfStatus;
  readonly nonResident: TaxOfStatus;
}

export interface DeductionTerms {
  readonly code: string;
  readonly monthly: Minor;
  /** Given for the months in which the year's income has not exceeded it; null: always. */
  readonly incomeLimit: Minor | null;
}

export interface DeductionsContent {
  readonly deductions: readonly DeductionTerms[];
}

export interface Band {
  /** Of the month's base, what lies above it and below the next band's. */
  readonly monthlyFrom: Minor;
  /** While the year's base is within the limit, and above it. */
  readonly within: string;
  readonly above: string;
}

export interface ContributionTerms {
  readonly code: string;
  readonly paidFor: readonly EngagementCode[];
  readonly yearLimit: Minor | null;
  /** By the employer's tariff; none: the percent stands in the employer's own terms. */
  readonly tariffs: readonly { readonly code: string; readonly bands: readonly Band[] }[];
}

export interface ContributionsContent {
  readonly contributions: readonly ContributionTerms[];
}

/** A claim to a standard deduction, such as for a first child. */
export interface DeductionClaim {
  readonly code: string;
  readonly from: LocalDate;
  /** The first day it no longer holds. */
  readonly until: LocalDate | null;
  /** 2: in double size, as for an only parent. */
  readonly factor: number;
}
