import { ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { MoneyDto, MoneyField, SignedMoney } from '../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import {
  IdText,
  InstantText,
  ListOf,
  LocalDateText,
  Name,
  Nullable,
  Optional,
  PercentText,
  Text,
  TimeText,
} from '../../platform/http/validators.js';
import {
  accrualKinds,
  bases,
  bracketModes,
  families,
  prorations,
  type AccrualKind,
  type AdjustmentKind,
  type BracketMode,
  type PayBasis,
  type PayFamily,
  type PayStep,
  type Proration,
} from './pay.types.js';

export { SignedMoney };

/** What is paid from a head-count on. */
export class PayBracketRequest {
  /**
   * From so many attendees; the first bracket is from 0, each begins above the one before.
   * @example 0
   */
  @Max(1000)
  @Min(0)
  @IsInt()
  from: number;

  /**
   * Per lesson, hour or attendee, as the basis says.
   * @example {"amount": 60000, "currency": "RUB"}
   */
  @MoneyField()
  rate: MoneyDto;
}

/** A new pay scheme: what an employee, or whoever has a position, is paid from a day on. */
export class PaySchemeRequest {
  /**
   * Whose pay it is; leave out for a scheme of a position.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  @IdText()
  @Nullable()
  employeeId?: string | null;

  /**
   * Instead of an employee: for whoever has this position and no scheme of their own.
   * @example "Teacher"
   */
  @Name()
  @Nullable()
  position?: string | null;

  /**
   * With a position: only for employees of this branch; leave out for all branches, which needs the scope `all`.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  @Nullable()
  branchId?: string | null;

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
   * What is paid for: `lesson`, `hour` (60 or 45 minutes), `attendee` (whose mark counts by the activity's policy),
   * `revenue_percent` (of what the lesson brought); `salary` by the month; `payments_percent` (of what clients of the
   * employee's groups paid for subscriptions); `sales_percent` (of what the employee sold); `premium` on top of a lesson's
   * pay. Of `lesson`, `hour`, `attendee` and `revenue_percent` one holds at a time; the others are paid beside it.
   * @example "hour"
   */
  @IsIn(bases)
  basis: PayBasis;

  /**
   * What a premium is called; premiums of different names are paid beside each other. Only for premium.
   * @example "weekend"
   */
  @Name()
  @Nullable()
  name?: string | null;

  /**
   * Amount per lesson, hour, attendee or month; a premium may be an amount too.
   * @example {"amount": 60000, "currency": "RUB"}
   */
  @MoneyField()
  @Nullable()
  rate?: MoneyDto | null;

  /**
   * Percent as a decimal text, for the bases of percents; a premium is a percentage of what the lesson paid.
   * @example "40.00"
   */
  @PercentText()
  @Nullable()
  percent?: string | null;

  /**
   * Rates by head-count, instead of a rate; for lesson, hour and attendee.
   * @example [{"from": 0, "rate": {"amount": 50000, "currency": "RUB"}}, {"from": 6, "rate": {"amount": 70000, "currency": "RUB"}}]
   */
  @ArrayMinSize(1)
  @ListOf(() => PayBracketRequest, 50)
  @Nullable()
  brackets?: PayBracketRequest[] | null;

  /**
   * `whole`: all is paid at the bracket the head-count falls in. `marginal`: each attendee is paid at their own bracket;
   * of a lesson or an hour, each bracket that is reached adds its rate.
   * @example "whole"
   */
  @IsIn(bracketModes)
  @Nullable()
  bracketMode?: BracketMode | null;

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
   * Minutes in an hour of pay: 60 (astronomical) or 45 (academic); the activity's when left out. Only for hour.
   * @example 45
   */
  @IsIn([45, 60])
  @Nullable()
  hourMinutes?: number | null;

  /**
   * Of which days a part of a month is paid: `working_days` of the week, without holidays, or `calendar_days`. A salary
   * needs it.
   * @example "working_days"
   */
  @IsIn(prorations)
  @Nullable()
  proration?: Proration | null;

  /**
   * Days of the week, 1 Monday to 7 Sunday: those a salary is worked on (Monday to Friday when left out), or those a
   * premium is paid for.
   * @example [6, 7]
   */
  @Max(7, { each: true })
  @Min(1, { each: true })
  @IsInt({ each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  @IsArray()
  @Nullable()
  weekdays?: number[] | null;

  /**
   * A premium for holidays of the branch; with weekdays, for either.
   * @example true
   */
  @IsBoolean()
  @Optional()
  onHolidays?: boolean;

  /**
   * A premium for work that begins at this local time or later.
   * @example "18:00"
   */
  @TimeText()
  @Nullable()
  localFrom?: string | null;

  /**
   * A premium for work that begins before this local time.
   * @example "22:00"
   */
  @TimeText()
  @Nullable()
  localTo?: string | null;

  /**
   * Whoever substitutes for the employee is paid by this scheme; otherwise by their own.
   * @example false
   */
  @IsBoolean()
  @Optional()
  coversSubstitutes?: boolean;

  /**
   * Of a lesson that two teach: the percent of this pay that the lead teacher has, as a decimal text; the second one has
   * the rest. Absent: each has all of it.
   * @example "60.00"
   */
  @PercentText()
  @Nullable()
  leadSharePercent?: string | null;

  /**
   * First day it holds; the newest one that holds on the day of the work is taken.
   * @example "2026-09-01"
   */
  @LocalDateText()
  effectiveFrom: string;

  /**
   * First day it no longer holds; wider schemes, or older ones, hold again then. Null: until another takes its place.
   * @example null
   */
  @LocalDateText()
  @Nullable()
  effectiveTo?: string | null;
}

/** The end of a pay scheme. */
export class PaySchemeEndRequest {
  /**
   * First day it no longer holds; by nothing it paid on that day or later.
   * @example "2027-01-01"
   */
  @LocalDateText()
  effectiveTo: string;
}

/** What is paid from a head-count on. */
export class PayBracketView {
  /**
   * From so many attendees.
   * @example 0
   */
  from: number;
  /**
   * Per lesson, hour or attendee.
   * @example {"amount": 60000, "currency": "RUB"}
   */
  rate: MoneyDto;
}

/** What an employee, or whoever has a position, is paid from a day on. */
export class PayScheme {
  /**
   * Id of the scheme.
   * @example "0193a5e0-c16f-7b8d-90cf-5cb0bf708192"
   */
  id: string;
  /**
   * Whose pay it is; null: of a position.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  employeeId: string | null;
  /**
   * The position it is for; null: of an employee.
   * @example null
   */
  position: string | null;
  /**
   * The branch a position's scheme is limited to; null: all branches, or that of the employee.
   * @example null
   */
  branchId: string | null;
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
   * What is paid for.
   * @example "hour"
   */
  basis: PayBasis;
  /**
   * One of `work`, `salary`, `payments`, `sales`, `premium`: schemes of different families are paid beside each other.
   * @example "work"
   */
  family: PayFamily;
  /**
   * What a premium is called.
   * @example null
   */
  name: string | null;
  /**
   * Amount per lesson, hour, attendee or month, or of a premium; null when it pays by percent or brackets.
   * @example {"amount": 60000, "currency": "RUB"}
   */
  rate: MoneyDto | null;
  /**
   * Percent; null for the other bases.
   * @example "40.00"
   */
  percent: string | null;
  /** Rates by head-count; null: one rate. */
  brackets: PayBracketView[] | null;
  /**
   * How brackets count; null: there are none.
   * @example "whole"
   */
  bracketMode: BracketMode | null;
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
   * Minutes in an hour of pay; null: the activity's.
   * @example null
   */
  hourMinutes: number | null;
  /**
   * Of which days a part of a month is paid; null when it is no salary.
   * @example null
   */
  proration: Proration | null;
  /**
   * Days of the week of a salary or a premium; null: Monday to Friday of a salary, any day of a premium.
   * @example null
   */
  weekdays: number[] | null;
  /**
   * Whether a premium is for holidays.
   * @example false
   */
  onHolidays: boolean;
  /**
   * Local time from which work that begins gets the premium.
   * @example null
   */
  localFrom: string | null;
  /**
   * Local time before which the work begins.
   * @example null
   */
  localTo: string | null;
  /**
   * Whether whoever substitutes is paid by it.
   * @example false
   */
  coversSubstitutes: boolean;
  /**
   * Percent of it the lead one of two teachers has, the second one the rest; null: each has all of it.
   * @example null
   */
  leadSharePercent: string | null;
  /**
   * First day it holds.
   * @example "2026-09-01"
   */
  effectiveFrom: string;
  /**
   * First day it no longer holds; null: until another takes its place.
   * @example null
   */
  effectiveTo: string | null;
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
   * Only of this position.
   * @example "Teacher"
   */
  @Text(200)
  @Optional()
  position?: string;

  /**
   * Only of this family.
   * @example "work"
   */
  @IsIn(families)
  @Optional()
  family?: PayFamily;

  /**
   * Only those in effect on this day.
   * @example "2026-11-23"
   */
  @LocalDateText()
  @Optional()
  onDate?: string;

  /**
   * Only of employees of this branch, and of its positions.
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

/** An entry of pay, or one against such an entry. Entries are never changed. */
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
   * `work` of a lesson, a `premium` on top of it, `salary` of a part of a month, a percentage of a `payment` or a `sale`;
   * by hand `bonus`, `penalty`, `advance`, `deduction`; or the `reversal` of any of these.
   * @example "work"
   */
  kind: AccrualKind;
  /**
   * The piece of work it pays: one entry for each, beside it its premiums.
   * @example "0193a5e0-e381-7daf-b2e1-7ed2d192a3b4"
   */
  workId: string;
  /**
   * The lesson that was held; null for what hangs on no lesson.
   * @example "0193a5e0-b05e-7a7c-8fbe-4bafae6f7081"
   */
  lessonId: string | null;
  /**
   * Day it was earned: of the lesson in its branch, of the payment or sale, the last one of a salary's part.
   * @example "2026-11-23"
   */
  onDate: string;
  /**
   * First day a salary is for; null for the other kinds.
   * @example null
   */
  periodFrom: string | null;
  /**
   * The day after the last one a salary is for.
   * @example null
   */
  periodTo: string | null;
  /**
   * What is owed; below zero in a penalty, an advance, a deduction, and in the reversal of what is owed.
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
   * Why, of what was entered by hand.
   * @example null
   */
  reason: string | null;
  /**
   * The entry that this one reverses.
   * @example null
   */
  reversesId: string | null;
  /**
   * When it was recorded.
   * @example "2026-11-23T09:30:00.000Z"
   */
  createdAt: string;
  /** Who held the lesson, or undid it; who entered it. */
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
   * Only of this kind.
   * @example "work"
   */
  @IsIn(accrualKinds)
  @Optional()
  kind?: AccrualKind;

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
