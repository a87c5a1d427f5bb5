import { IsIn } from 'class-validator';
import { MoneyDto } from '../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, InstantText, LocalDateText, Optional, Text } from '../../platform/http/validators.js';
import { PayBracketView } from './pay-brackets.dto.js';
import { families, type BracketMode, type PayBasis, type PayFamily, type Proration } from './pay.types.js';

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
