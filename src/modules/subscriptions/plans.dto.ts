import { IsIn } from 'class-validator';
import { MoneyDto } from '../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, Optional } from '../../platform/http/validators.js';
import type {
  Unit,
  StartRule,
  InstalmentUnit,
  Leftovers,
  AutoRenew,
  RenewalPayment,
  RefundMethod,
} from './plan-choices.js';

/** A plan: the terms a subscription is sold on. */
export class Plan {
  id: string;
  /** @example "Chess, 8 visits" */
  name: string;
  /** The activities whose visits it pays. */
  activityIds: string[];
  /** What it costs. */
  price: MoneyDto;
  /**
   * How many visits it holds; null is unlimited.
   * @example 8
   */
  visits: number | null;
  /** @example 1 */
  validityCount: number | null;
  /** @example "month" */
  validityUnit: Unit;
  /** @example "sale" */
  startRule: StartRule;
  /** @example 30 */
  startWithinDays: number;
  /** @example 14 */
  freezeMaxDays: number;
  /** @example 2 */
  freezeMaxTimes: number;
  /** @example 3 */
  freezeMinDays: number;
  /**
   * Only visits of these groups; null: of any group of its activities.
   * @example ["019aa5f0-0000-7000-8000-000000000030"]
   */
  groupIds: string[] | null;
  /**
   * At most so many visits in a day; null: no limit.
   * @example 1
   */
  maxPerDay: number | null;
  /**
   * At most so many visits in a week, from Monday; null: no limit.
   * @example 2
   */
  maxPerWeek: number | null;
  /**
   * With `dates`: the first day it can be used.
   * @example "2026-09-01"
   */
  validFrom: string | null;
  /**
   * With `dates`: the last day it can be used.
   * @example "2027-05-31"
   */
  validUntil: string | null;
  /**
   * How many days back a freeze may begin, for those who may backdate.
   * @example 3
   */
  freezeBackdateDays: number;
  /**
   * What becomes of the visits left at the end: they burn, or go into the next term.
   * @example "keep"
   */
  leftovers: Leftovers;
  /**
   * How many days after the end the next term can be bought for them to go into it.
   * @example 14
   */
  leftoversKeepDays: number;
  /**
   * Whether it is renewed by itself, with the same plan or another.
   * @example "same"
   */
  autoRenew: AutoRenew;
  /**
   * With `other`: the plan it is renewed with.
   * @example "019aa5f0-0000-7000-8000-000000000021"
   */
  autoRenewPlanId: string | null;
  /**
   * How many days before its end it is renewed.
   * @example 3
   */
  autoRenewDaysBefore: number;
  /**
   * Whether it is renewed as soon as its visits are used up.
   * @example true
   */
  autoRenewWhenDepleted: boolean;
  /**
   * What a renewal by itself needs: `free_money` for the whole price on the payer's account, or nothing, the charge being due (`due`, default).
   * @example "free_money"
   */
  autoRenewPayment: RenewalPayment;
  /**
   * In how many parts the price is paid; null: at once.
   * @example 3
   */
  instalmentParts: number | null;
  /**
   * How many days or months lie between the parts.
   * @example 1
   */
  instalmentEvery: number | null;
  /**
   * Days or months.
   * @example "month"
   */
  instalmentUnit: InstalmentUnit | null;
  /**
   * How much of the price the first part is, in percent; null: as much as the others.
   * @example 50
   */
  instalmentFirstPercent: number | null;
  /**
   * How what was used is valued in a refund: at its part of the price, at the price of single visits, or all of it.
   * @example "pro_rata"
   */
  refundMethod: RefundMethod;
  /**
   * Whether its visits can be given to another client.
   * @example true
   */
  isTransferable: boolean;
  /**
   * How it is taxed: a code of `/v1/vat-rates`.
   * @example "exempt"
   */
  vatCode: string;
  /**
   * The activity whose single visits are sold by this plan. It is made by the first such sale and costs what a single
   * visit costs that day; null: a plan like any other.
   */
  singleVisitOf: string | null;
  /** Whether it is off sale. */
  isArchived: boolean;
  /** @example 1 */
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
}

export class PlanPage extends PageOf(Plan) {}

/** Which plans. */
export class PlanListQuery extends PageQuery {
  /** Plans that pay visits of this activity. */
  @IdText()
  @Optional()
  activityId?: string;

  /**
   * `false` (default): on sale; `true`: archived; `any`: both.
   * @example "any"
   */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  archived?: 'true' | 'false' | 'any';
}
