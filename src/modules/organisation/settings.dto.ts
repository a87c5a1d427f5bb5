import { IsInt, IsString, Matches, Max, Min, ValidateIf } from 'class-validator';
import { Signature } from '../../platform/http/page.dto.js';

/** One age category. */
export class AgeBand {
  /**
   * What clients of these ages are called in `ageCategory`: small letters, digits, dash.
   * @example "junior"
   */
  @Matches(/^[a-z][a-z0-9-]{0,39}$/)
  @IsString()
  code: string;

  /**
   * Everybody younger than this who is in no earlier band; null in the last one, which has no end.
   * @example 11
   */
  @Max(120)
  @Min(1)
  @IsInt()
  @ValidateIf((_, value) => value !== null)
  under: number | null;
}

/** The settings of the whole organisation. */
export class SettingsView {
  /**
   * Id of the only row.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  id: string;
  /**
   * ISO 4217 code of the organisation's one currency; it is set at installation.
   * @example "RUB"
   */
  currency: string;
  /**
   * A subscription with this many visits left, or fewer, turns amber.
   * @example 2
   */
  runningOutVisits: number;
  /**
   * A subscription that ends within this many days turns amber.
   * @example 7
   */
  expiringDays: number;
  /**
   * Days a client has to pay for a subscription, when its sale names no day.
   * @example 7
   */
  paymentDueDays: number;
  /**
   * How many weeks ahead lessons are planned from their series.
   * @example 8
   */
  scheduleHorizonWeeks: number;
  /**
   * Days of grace after the due day before a charge is late.
   * @example 0
   */
  paymentGraceDays: number;
  /**
   * Days of grace after the day a loan is due before it is overdue.
   * @example 0
   */
  loanGraceDays: number;
  /**
   * Whether people take and give cash only in an open shift.
   * @example false
   */
  cashShiftRequired: boolean;

  /**
   * A medical certificate that ends within this many days turns a client amber.
   * @example 30
   */
  certificateAlertDays: number;
  /** The age categories, the youngest first. */
  ageBands: AgeBand[];

  /**
   * An absence told this many hours before a lesson, or earlier, is excused.
   * @example 3
   */
  absenceNoticeHours: number;
  /**
   * Whoever drafted or recalculated a payroll run does not approve it.
   * @example false
   */
  payrollFourEyes: boolean;
  /**
   * A missed lesson can be made up within so many days.
   * @example 30
   */
  makeUpDays: number;
  /**
   * Whoever completes lessons may correct marks within so many days after the lesson.
   * @example 3
   */
  correctionDays: number;
  /**
   * How many hours a place offered to one who waits is kept.
   * @example 48
   */
  waitlistOfferHours: number;
  /**
   * Country whose rates hold, ISO 3166; it is set at installation.
   * @example "RU"
   */
  country: string;
  /**
   * What the employer pays to the funds on top of pay, in percent.
   * @example "30.20"
   */
  payContributionsPercent: string;
  /**
   * Grows by one with every change.
   * @example 1
   */
  version: number;
  /**
   * When they were made.
   * @example "2026-11-23T09:30:00.000Z"
   */
  createdAt: string;
  /** Who made them. */
  createdBy: Signature;
  /**
   * When they were last changed.
   * @example "2026-11-23T09:30:00.000Z"
   */
  updatedAt: string;
  /** Who changed them last. */
  updatedBy: Signature;
}
