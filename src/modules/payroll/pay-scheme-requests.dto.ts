import { ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import {
  IdText,
  ListOf,
  LocalDateText,
  Name,
  Nullable,
  Optional,
  PercentText,
  TimeText,
} from '../../platform/http/validators.js';
import { PayBracketRequest } from './pay-brackets.dto.js';
import {
  bases,
  bracketModes,
  prorations,
  type BracketMode,
  type PayBasis,
  type Proration,
} from './pay.types.js';

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
