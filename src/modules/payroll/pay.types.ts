import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';

/** What is paid for. Bases of one family exclude each other; schemes of several families pay beside each other. */
export const bases = [
  'lesson',
  'hour',
  'attendee',
  'revenue_percent',
  'salary',
  'payments_percent',
  'sales_percent',
  'premium',
] as const;
export type PayBasis = (typeof bases)[number];

export const families = ['work', 'salary', 'payments', 'sales', 'premium'] as const;
export type PayFamily = (typeof families)[number];

export const bracketModes = ['whole', 'marginal'] as const;
export type BracketMode = (typeof bracketModes)[number];

export const prorations = ['working_days', 'calendar_days'] as const;
export type Proration = (typeof prorations)[number];

/** What a person enters by hand. */
export const adjustmentKinds = ['bonus', 'penalty', 'advance', 'deduction'] as const;
export type AdjustmentKind = (typeof adjustmentKinds)[number];

export const accrualKinds = [
  ...(['work', 'premium', 'salary', 'payment', 'sale'] as const),
  ...adjustmentKinds,
  'reversal',
] as const;
export type AccrualKind = (typeof accrualKinds)[number];

/** From this head-count on. */
export interface PayBracket {
  readonly from: number;
  readonly rate: Minor;
}

/** Terms of pay. The narrower scope wins: group, activity, employee, position in a branch, position. */
export interface PayTerms {
  readonly id: string;
  readonly employeeId: string | null;
  readonly position: string | null;
  readonly branchId: string | null;
  readonly activityId: string | null;
  readonly groupId: string | null;
  readonly basis: PayBasis;
  readonly family: PayFamily;
  /** What a premium is called. */
  readonly name: string | null;
  /** Per lesson, hour, attendee or month; the amount of a premium. */
  readonly rate: Minor | null;
  /** Decimal text. */
  readonly percent: string | null;
  readonly brackets: readonly PayBracket[] | null;
  readonly bracketMode: BracketMode | null;
  readonly minAmount: Minor | null;
  readonly maxAmount: Minor | null;
  readonly hourMinutes: number | null;
  readonly proration: Proration | null;
  readonly weekdays: readonly number[] | null;
  readonly onHolidays: boolean;
  readonly localFrom: string | null;
  readonly localTo: string | null;
  readonly coversSubstitutes: boolean;
  /** Decimal text: what the lead one of two teachers has of it, the second one the rest; null: each has all. */
  readonly leadSharePercent: string | null;
  readonly effectiveFrom: LocalDate;
  readonly effectiveTo: LocalDate | null;
}

/** The measure of a piece of work. */
export interface WorkMeasure {
  readonly minutes: number;
  /** Minutes in an hour of pay: 60 or 45. */
  readonly hourMinutes: number;
  readonly attendees: number;
  /** What the lesson brought: the value of its visits. */
  readonly revenue: Minor;
}

/** A part of a whole, from one mark to another of so many: parts that follow each other sum to the whole. */
export interface PayShare {
  readonly from: number;
  readonly to: number;
  readonly of: number;
}

/** What one lesson pays, by somebody's word. */
export interface PayOverride {
  readonly amount: Minor | null;
  readonly basis: 'lesson' | 'hour' | 'attendee' | null;
  readonly rate: Minor | null;
}

/** One step on the way to the amount: what it is called and what stood after it. */
export interface PayStep {
  readonly step: 'computed' | 'min' | 'max' | 'share';
  readonly amount: Minor;
}

/** Every number an amount was made of. From these alone it is recomputed, and read as a sentence in any language. */
export interface PayFormula {
  readonly basis: PayBasis | AdjustmentKind | null;
  readonly rate?: Minor;
  readonly percent?: string;
  readonly brackets?: readonly PayBracket[];
  readonly bracketMode?: BracketMode;
  readonly minutes?: number;
  readonly hourMinutes?: number;
  readonly hours?: string;
  readonly attendees?: number;
  readonly revenue?: Minor;
  readonly proration?: Proration;
  /** Days of the month before the part that is paid, up to its end, and in all. */
  readonly daysBefore?: number;
  readonly daysThrough?: number;
  readonly daysOf?: number;
  /** What a premium is called, and what it is a percentage of. */
  readonly name?: string;
  readonly base?: Minor;
  /** Set by hand for this lesson. */
  readonly isOverride?: true;
  /** The absentee by whose terms a substitute is paid. */
  readonly absenteeId?: string;
  readonly share?: PayShare;
  readonly computed: Minor;
  readonly min: Minor | null;
  readonly max: Minor | null;
  readonly amount: Minor;
  readonly steps?: readonly PayStep[];
}

export interface Pay {
  readonly amount: Minor;
  readonly formula: PayFormula;
}
