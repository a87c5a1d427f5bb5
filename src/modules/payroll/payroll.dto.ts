import { IsIn } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import {
  IdText,
  InstantText,
  LocalDateText,
  Nullable,
  Optional,
  PercentText,
} from '../../platform/http/validators.js';
import { bases, type PayBasis } from './pay.rules.js';

/** A new pay scheme: what an employee is paid for their work from a day on. */
export class PaySchemeRequest {
  /**
   * Whose pay it is.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  @IdText()
  employeeId: string;

  /**
   * Only for work of this activity; leave out for all.
   * @example "0193a5e0-9e3c-7e5a-8d9c-2f8e3c4d5e6f"
   */
  @IdText()
  @Nullable()
  activityId?: string | null;

  /**
   * Only for work with this group; it goes before a scheme of the activity.
   * @example "0193a5e0-af4d-7f6b-9ead-3a9f4d5e6f70"
   */
  @IdText()
  @Nullable()
  groupId?: string | null;

  /**
   * What is paid for: lesson, hour (of the activity, 60 or 45 minutes), attendee, or revenue_percent.
   * @example "hour"
   */
  @IsIn(bases)
  basis: PayBasis;

  /**
   * Amount per lesson, hour or attendee; not for revenue_percent.
   * @example {"amount": 60000, "currency": "RUB"}
   */
  @MoneyField()
  @Nullable()
  rate?: MoneyDto | null;

  /**
   * Percent of what the lesson brought, as a decimal text; only for revenue_percent.
   * @example "40.00"
   */
  @PercentText()
  @Nullable()
  percent?: string | null;

  /**
   * Least that one piece of work pays.
   * @example {"amount": 50000, "currency": "RUB"}
   */
  @MoneyField()
  @Nullable()
  minAmount?: MoneyDto | null;

  /**
   * Most that one piece of work pays.
   * @example {"amount": 500000, "currency": "RUB"}
   */
  @MoneyField()
  @Nullable()
  maxAmount?: MoneyDto | null;

  /**
   * First day it holds; the newest one that holds on the day of the work is taken.
   * @example "2026-09-01"
   */
  @LocalDateText()
  effectiveFrom: string;
}

/** What an employee is paid for their work from a day on. */
export class PayScheme {
  /**
   * Id of the scheme.
   * @example "0193a5e0-c16f-7b8d-90cf-5cb0bf708192"
   */
  id: string;
  /**
   * Whose pay it is.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  employeeId: string;
  /**
   * The activity it is limited to, if any.
   * @example "0193a5e0-9e3c-7e5a-8d9c-2f8e3c4d5e6f"
   */
  activityId: string | null;
  /**
   * The group it is limited to, if any.
   * @example "0193a5e0-af4d-7f6b-9ead-3a9f4d5e6f70"
   */
  groupId: string | null;
  /**
   * What is paid for: lesson, hour (of the activity, 60 or 45 minutes), attendee, or revenue_percent.
   * @example "hour"
   */
  basis: PayBasis;
  /**
   * Amount per lesson, hour or attendee; null for revenue_percent.
   * @example {"amount": 60000, "currency": "RUB"}
   */
  rate: MoneyDto | null;
  /**
   * Percent of what the lesson brought; null for the other bases.
   * @example "40.00"
   */
  percent: string | null;
  /**
   * Least that one piece of work pays.
   * @example {"amount": 50000, "currency": "RUB"}
   */
  minAmount: MoneyDto | null;
  /**
   * Most that one piece of work pays.
   * @example {"amount": 500000, "currency": "RUB"}
   */
  maxAmount: MoneyDto | null;
  /**
   * First day it holds.
   * @example "2026-09-01"
   */
  effectiveFrom: string;
  /**
   * Grows by one with every change.
   * @example 1
   */
  version: number;
  /**
   * When it was made.
   * @example "2026-11-23T09:30:00.000Z"
   */
  createdAt: string;
  /** Who made it. */
  createdBy: Signature;
  /**
   * When it was last changed.
   * @example "2026-11-23T09:30:00.000Z"
   */
  updatedAt: string;
  /** Who changed it last. */
  updatedBy: Signature;
}

export class PaySchemePage extends PageOf(PayScheme) {}

/** Filters of pay schemes. */
export class PaySchemeListQuery extends PageQuery {
  /**
   * Only of this employee.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  @IdText()
  @Optional()
  employeeId?: string;

  /**
   * Only of employees of this branch.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * Only those limited to this activity.
   * @example "0193a5e0-9e3c-7e5a-8d9c-2f8e3c4d5e6f"
   */
  @IdText()
  @Optional()
  activityId?: string;

  /**
   * Only those limited to this group.
   * @example "0193a5e0-af4d-7f6b-9ead-3a9f4d5e6f70"
   */
  @IdText()
  @Optional()
  groupId?: string;

  /**
   * Only those made at this instant or later.
   * @example "2026-11-23T00:00:00Z"
   */
  @InstantText()
  @Optional()
  updatedSince?: string;
}

/** An amount that may be below zero, in whole minor units. */
export class SignedMoney {
  /**
   * Minor units (kopecks); a reversal is below zero.
   * @example 90000
   */
  amount: number;
  /**
   * ISO 4217 code.
   * @example "RUB"
   */
  currency: string;
}

/** How an amount came about; amounts are minor units, only the members that the basis uses are there. */
export class PayFormulaView {
  /**
   * What was paid for; null when no scheme was in effect.
   * @example "hour"
   */
  basis: PayBasis | null;
  /**
   * Minor units per lesson, hour or attendee.
   * @example 60000
   */
  rate?: number;
  /**
   * Percent of the revenue.
   * @example "40.00"
   */
  percent?: string;
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
   * What the lesson brought.
   * @example 560000
   */
  revenue?: number;
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
  /**
   * All of it as a sentence.
   * @example "600.00 × 1.50 h = 900.00"
   */
  text: string;
}

/** An entry of pay: for a piece of work, or against such an entry. Entries are never changed. */
export class Accrual {
  /**
   * Id of the entry.
   * @example "0193a5e0-d270-7c9e-a1d0-6dc1c08192a3"
   */
  id: string;
  /**
   * Whose pay it is.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  employeeId: string;
  /**
   * Branch where the work was done.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  branchId: string;
  /**
   * `work`, or `reversal` of such an entry.
   * @example "work"
   */
  kind: 'work' | 'reversal';
  /**
   * The piece of work it pays: one entry for each.
   * @example "0193a5e0-e381-7daf-b2e1-7ed2d192a3b4"
   */
  workId: string;
  /**
   * The lesson that was held.
   * @example "0193a5e0-b05e-7a7c-8fbe-4bafae6f7081"
   */
  lessonId: string;
  /**
   * Day of the lesson in its branch.
   * @example "2026-11-23"
   */
  onDate: string;
  /**
   * What is owed; below zero in a reversal.
   * @example {"amount": 90000, "currency": "RUB"}
   */
  amount: SignedMoney;
  /**
   * The scheme that was in effect; null when there was none and nothing is owed.
   * @example "0193a5e0-c16f-7b8d-90cf-5cb0bf708192"
   */
  schemeId: string | null;
  /** How the amount came about. */
  formula: PayFormulaView;
  /**
   * The entry that this one reverses.
   * @example null
   */
  reversesId: string | null;
  /**
   * When it was made.
   * @example "2026-11-23T09:30:00.000Z"
   */
  createdAt: string;
  /** Who held the lesson, or undid it. */
  createdBy: Signature;
}

/** A page of accruals with the sum of the whole list. */
export class AccrualPage extends PageOf(Accrual) {
  /**
   * Sum of all entries that fit the filters, not of this page alone.
   * @example {"amount": 90000, "currency": "RUB"}
   */
  sum: SignedMoney;
}

/** Filters of accruals. */
export class AccrualListQuery extends PageQuery {
  /**
   * Only of this employee.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  @IdText()
  @Optional()
  employeeId?: string;

  /**
   * Only for this lesson.
   * @example "0193a5e0-b05e-7a7c-8fbe-4bafae6f7081"
   */
  @IdText()
  @Optional()
  lessonId?: string;

  /**
   * Only for work in this branch.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * From this day of work on.
   * @example "2026-11-01"
   */
  @LocalDateText()
  @Optional()
  from?: string;

  /**
   * Before this day of work.
   * @example "2026-12-01"
   */
  @LocalDateText()
  @Optional()
  to?: string;
}
