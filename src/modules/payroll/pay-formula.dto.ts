import type { AdjustmentKind, BracketMode, PayBasis, PayStep, Proration } from './pay.types.js';

/** A part of a whole, from one mark to another. */
export class PayShareView {
  /**
   * Where the part begins.
   * @example 0
   */
  from: number;
  /**
   * Where it ends.
   * @example 5000
   */
  to: number;
  /**
   * What the whole is: 10000 of hundredths of a percent, or so many equal parts.
   * @example 10000
   */
  of: number;
}

/** One bracket of a formula. */
export class PayFormulaBracket {
  /**
   * From so many attendees.
   * @example 0
   */
  from: number;
  /**
   * Minor units.
   * @example 60000
   */
  rate: number;
}

/** One step of a formula. */
export class PayStepView {
  /**
   * What was done: the base was `computed`, raised to the least (`min`), lowered to the most (`max`), a `share` taken.
   * @example "computed"
   */
  step: PayStep['step'];
  /**
   * What stood after it, in minor units.
   * @example 90000
   */
  amount: number;
}

/** How an amount came about; amounts are minor units, only the members that the basis uses are there. */
export class PayFormulaView {
  /**
   * What was paid for; null when no scheme was in effect.
   * @example "hour"
   */
  basis: PayBasis | AdjustmentKind | null;
  /**
   * Minor units per lesson, hour, attendee or month, or the amount that was entered.
   * @example 60000
   */
  rate?: number;
  /**
   * Percent of the revenue, payment, sale, or of what a premium is on top of.
   * @example "40.00"
   */
  percent?: string;
  /** Rates by head-count. */
  brackets?: PayFormulaBracket[];
  /**
   * How brackets count.
   * @example "whole"
   */
  bracketMode?: BracketMode;
  /**
   * Minutes worked.
   * @example 90
   */
  minutes?: number;
  /**
   * Minutes in an hour of pay.
   * @example 60
   */
  hourMinutes?: number;
  /**
   * Hours of pay: a decimal, or a fraction when no decimal is exact.
   * @example "1.50"
   */
  hours?: string;
  /**
   * How many attendees counted.
   * @example 7
   */
  attendees?: number;
  /**
   * What the lesson brought, or the payment or sale.
   * @example 560000
   */
  revenue?: number;
  /**
   * Which days of the month counted.
   * @example "working_days"
   */
  proration?: Proration;
  /**
   * Days of the month before those that are paid.
   * @example 0
   */
  daysBefore?: number;
  /**
   * Days of the month up to the end of those that are paid.
   * @example 11
   */
  daysThrough?: number;
  /**
   * Days of the whole month.
   * @example 21
   */
  daysOf?: number;
  /**
   * What the premium is called.
   * @example "weekend"
   */
  name?: string;
  /**
   * What the premium is on top of.
   * @example 90000
   */
  base?: number;
  /**
   * Set by hand for this lesson.
   * @example true
   */
  isOverride?: boolean;
  /**
   * The absentee by whose scheme a substitute is paid.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  absenteeId?: string;
  /** The part of it, when several share it. */
  share?: PayShareView;
  /**
   * What came out before the limits.
   * @example 90000
   */
  computed: number;
  /**
   * Least the scheme pays.
   * @example 50000
   */
  min: number | null;
  /**
   * Most the scheme pays.
   * @example 500000
   */
  max: number | null;
  /**
   * What is owed; the amount of the accrual.
   * @example 90000
   */
  amount: number;
  /** The way from the base to the amount. */
  steps?: PayStepView[];
  /**
   * All of it as a sentence, in the language of `Accept-Language`: English or Russian.
   * @example "600.00 × 1.50 h = 900.00"
   */
  text: string;
}
