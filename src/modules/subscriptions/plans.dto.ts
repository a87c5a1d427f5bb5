import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsUUID,
  Max,
  Min,
} from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { EditPatch, PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { CodeText, IdText, LocalDateText, Name, Nullable, Optional } from '../../platform/http/validators.js';

const UNITS = ['day', 'month', 'dates'] as const;
const INSTALMENT_UNITS = ['day', 'month'] as const;
const LEFTOVERS = ['burn', 'keep'] as const;
const RENEWALS = ['off', 'same', 'other'] as const;
const RENEWAL_PAYMENTS = ['due', 'free_money'] as const;
export const REFUND_METHODS = ['pro_rata', 'single_price', 'none'] as const;
const START_RULES = ['sale', 'first_visit', 'date'] as const;
type Unit = (typeof UNITS)[number];
type StartRule = (typeof START_RULES)[number];
type InstalmentUnit = (typeof INSTALMENT_UNITS)[number];
type Leftovers = (typeof LEFTOVERS)[number];
type AutoRenew = (typeof RENEWALS)[number];
type RenewalPayment = (typeof RENEWAL_PAYMENTS)[number];
export type RefundMethod = (typeof REFUND_METHODS)[number];

/** A plan to put on sale. */
export class PlanRequest {
  /**
   * Its name, one of a kind.
   * @example "Chess, 8 visits"
   */
  @Name()
  name: string;

  /**
   * The activities whose visits it pays.
   * @example ["019aa5f0-0000-7000-8000-000000000010"]
   */
  @IsUUID('all', { each: true })
  @ArrayUnique()
  @ArrayMaxSize(100)
  @ArrayMinSize(1)
  @IsArray()
  activityIds: string[];

  /** What it costs. */
  @MoneyField()
  price: MoneyDto;

  /**
   * How many visits it holds; null or absent is unlimited.
   * @example 8
   */
  @Max(1000)
  @Min(1)
  @IsInt()
  @Nullable()
  visits?: number | null;

  /**
   * How many days or months it is valid; not with `dates`.
   * @example 1
   */
  @Max(1200)
  @Min(1)
  @IsInt()
  @Nullable()
  validityCount?: number | null;

  /**
   * Days, months to the same day less one, or `dates`: from `validFrom` to `validUntil`, such as a school term.
   * @example "month"
   */
  @IsIn(UNITS)
  validityUnit: Unit;

  /**
   * What starts it: the sale, the first visit, or a day chosen at the sale. Default: `sale`.
   * @example "sale"
   */
  @IsIn(START_RULES)
  @Optional()
  startRule?: StartRule;

  /**
   * How many days from the sale it must start within; a first visit later than that finds it expired. Default: 30.
   * @example 30
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  startWithinDays?: number;

  /**
   * How many days it may be frozen in all. Default: 0, never.
   * @example 14
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  freezeMaxDays?: number;

  /**
   * How many times it may be frozen. Default: 0.
   * @example 2
   */
  @Max(100)
  @Min(0)
  @IsInt()
  @Optional()
  freezeMaxTimes?: number;

  /**
   * How many days a freeze has at least. Default: 1.
   * @example 3
   */
  @Max(365)
  @Min(1)
  @IsInt()
  @Optional()
  freezeMinDays?: number;

  /**
   * Only visits of these groups; null or absent: of any group of its activities.
   * @example ["019aa5f0-0000-7000-8000-000000000030"]
   */
  @IsUUID('all', { each: true })
  @ArrayUnique()
  @ArrayMaxSize(100)
  @ArrayMinSize(1)
  @IsArray()
  @Nullable()
  groupIds?: string[] | null;

  /**
   * At most so many visits in a day; null or absent: no limit.
   * @example 1
   */
  @Max(100)
  @Min(1)
  @IsInt()
  @Nullable()
  maxPerDay?: number | null;

  /**
   * At most so many visits in a week, from Monday; null or absent: no limit.
   * @example 2
   */
  @Max(100)
  @Min(1)
  @IsInt()
  @Nullable()
  maxPerWeek?: number | null;

  /**
   * With `dates`: the first day it can be used.
   * @example "2026-09-01"
   */
  @LocalDateText()
  @Nullable()
  validFrom?: string | null;

  /**
   * With `dates`: the last day it can be used.
   * @example "2027-05-31"
   */
  @LocalDateText()
  @Nullable()
  validUntil?: string | null;

  /**
   * How many days back a freeze may begin, for those who may backdate. Default: 0.
   * @example 3
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  freezeBackdateDays?: number;

  /**
   * What becomes of the visits left at the end: they burn, or go into the next term. Default: `burn`.
   * @example "keep"
   */
  @IsIn(LEFTOVERS)
  @Optional()
  leftovers?: Leftovers;

  /**
   * How many days after the end the next term can be bought for them to go into it. Default: 0.
   * @example 14
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  leftoversKeepDays?: number;

  /**
   * Whether it is renewed by itself, with the same plan or another. Default: `off`.
   * @example "same"
   */
  @IsIn(RENEWALS)
  @Optional()
  autoRenew?: AutoRenew;

  /**
   * With `other`: the plan it is renewed with.
   * @example "019aa5f0-0000-7000-8000-000000000021"
   */
  @IdText()
  @Nullable()
  autoRenewPlanId?: string | null;

  /**
   * How many days before its end it is renewed. Default: 0, on the last day.
   * @example 3
   */
  @Max(90)
  @Min(0)
  @IsInt()
  @Optional()
  autoRenewDaysBefore?: number;

  /**
   * Whether it is renewed as soon as its visits are used up. Default: false.
   * @example true
   */
  @IsBoolean()
  @Optional()
  autoRenewWhenDepleted?: boolean;

  /**
   * What a renewal by itself needs: `free_money` for the whole price on the payer's account, or nothing, the charge being due (`due`, default).
   * @example "free_money"
   */
  @IsIn(RENEWAL_PAYMENTS)
  @Optional()
  autoRenewPayment?: RenewalPayment;

  /**
   * In how many parts the price is paid; null or absent: at once.
   * @example 3
   */
  @Max(36)
  @Min(2)
  @IsInt()
  @Nullable()
  instalmentParts?: number | null;

  /**
   * How many days or months lie between the parts.
   * @example 1
   */
  @Max(365)
  @Min(1)
  @IsInt()
  @Nullable()
  instalmentEvery?: number | null;

  /**
   * Days or months.
   * @example "month"
   */
  @IsIn(INSTALMENT_UNITS)
  @Nullable()
  instalmentUnit?: InstalmentUnit | null;

  /**
   * How much of the price the first part is, in percent; null or absent: as much as the others.
   * @example 50
   */
  @Max(99)
  @Min(1)
  @IsInt()
  @Nullable()
  instalmentFirstPercent?: number | null;

  /**
   * How what was used is valued in a refund: at its part of the price, at the price of single visits, or all of it. Default: `pro_rata`.
   * @example "pro_rata"
   */
  @IsIn(REFUND_METHODS)
  @Optional()
  refundMethod?: RefundMethod;

  /**
   * Whether its visits can be given to another client. Default: false.
   * @example true
   */
  @IsBoolean()
  @Optional()
  isTransferable?: boolean;

  /**
   * How it is taxed: a code of `/v1/vat-rates`. Default: as its activities are, which must then be of one mind.
   * @example "exempt"
   */
  @CodeText()
  @Optional()
  vatCode?: string;
}

/** Changes to a plan; what was sold keeps the terms it was sold with. */
export class PlanPatch extends EditPatch {
  /**
   * Its name, one of a kind.
   * @example "Chess, 8 visits"
   */
  @Name()
  @Optional()
  name?: string;

  /** The activities whose visits it pays, all of them. */
  @IsUUID('all', { each: true })
  @ArrayUnique()
  @ArrayMaxSize(100)
  @ArrayMinSize(1)
  @IsArray()
  @Optional()
  activityIds?: string[];

  /** What it costs. */
  @MoneyField()
  @Optional()
  price?: MoneyDto;

  /**
   * How many visits it holds; null is unlimited.
   * @example 8
   */
  @Max(1000)
  @Min(1)
  @IsInt()
  @Nullable()
  visits?: number | null;

  /**
   * How many days or months it is valid; not with `dates`.
   * @example 1
   */
  @Max(1200)
  @Min(1)
  @IsInt()
  @Nullable()
  validityCount?: number | null;

  /**
   * Days, months to the same day less one, or `dates`.
   * @example "month"
   */
  @IsIn(UNITS)
  @Optional()
  validityUnit?: Unit;

  /**
   * What starts it.
   * @example "first_visit"
   */
  @IsIn(START_RULES)
  @Optional()
  startRule?: StartRule;

  /**
   * How many days from the sale it must start within.
   * @example 30
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  startWithinDays?: number;

  /**
   * How many days it may be frozen in all.
   * @example 14
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  freezeMaxDays?: number;

  /**
   * How many times it may be frozen.
   * @example 2
   */
  @Max(100)
  @Min(0)
  @IsInt()
  @Optional()
  freezeMaxTimes?: number;

  /**
   * How many days a freeze has at least.
   * @example 3
   */
  @Max(365)
  @Min(1)
  @IsInt()
  @Optional()
  freezeMinDays?: number;

  /**
   * Only visits of these groups; null or absent: of any group of its activities.
   * @example ["019aa5f0-0000-7000-8000-000000000030"]
   */
  @IsUUID('all', { each: true })
  @ArrayUnique()
  @ArrayMaxSize(100)
  @ArrayMinSize(1)
  @IsArray()
  @Nullable()
  groupIds?: string[] | null;

  /**
   * At most so many visits in a day; null or absent: no limit.
   * @example 1
   */
  @Max(100)
  @Min(1)
  @IsInt()
  @Nullable()
  maxPerDay?: number | null;

  /**
   * At most so many visits in a week, from Monday; null or absent: no limit.
   * @example 2
   */
  @Max(100)
  @Min(1)
  @IsInt()
  @Nullable()
  maxPerWeek?: number | null;

  /**
   * With `dates`: the first day it can be used.
   * @example "2026-09-01"
   */
  @LocalDateText()
  @Nullable()
  validFrom?: string | null;

  /**
   * With `dates`: the last day it can be used.
   * @example "2027-05-31"
   */
  @LocalDateText()
  @Nullable()
  validUntil?: string | null;

  /**
   * How many days back a freeze may begin, for those who may backdate.
   * @example 3
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  freezeBackdateDays?: number;

  /**
   * What becomes of the visits left at the end: they burn, or go into the next term.
   * @example "keep"
   */
  @IsIn(LEFTOVERS)
  @Optional()
  leftovers?: Leftovers;

  /**
   * How many days after the end the next term can be bought for them to go into it.
   * @example 14
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  leftoversKeepDays?: number;

  /**
   * Whether it is renewed by itself, with the same plan or another.
   * @example "same"
   */
  @IsIn(RENEWALS)
  @Optional()
  autoRenew?: AutoRenew;

  /**
   * With `other`: the plan it is renewed with.
   * @example "019aa5f0-0000-7000-8000-000000000021"
   */
  @IdText()
  @Nullable()
  autoRenewPlanId?: string | null;

  /**
   * How many days before its end it is renewed.
   * @example 3
   */
  @Max(90)
  @Min(0)
  @IsInt()
  @Optional()
  autoRenewDaysBefore?: number;

  /**
   * Whether it is renewed as soon as its visits are used up.
   * @example true
   */
  @IsBoolean()
  @Optional()
  autoRenewWhenDepleted?: boolean;

  /**
   * What a renewal by itself needs: `free_money` for the whole price on the payer's account, or nothing, the charge being due (`due`, default).
   * @example "free_money"
   */
  @IsIn(RENEWAL_PAYMENTS)
  @Optional()
  autoRenewPayment?: RenewalPayment;

  /**
   * In how many parts the price is paid; null or absent: at once.
   * @example 3
   */
  @Max(36)
  @Min(2)
  @IsInt()
  @Nullable()
  instalmentParts?: number | null;

  /**
   * How many days or months lie between the parts.
   * @example 1
   */
  @Max(365)
  @Min(1)
  @IsInt()
  @Nullable()
  instalmentEvery?: number | null;

  /**
   * Days or months.
   * @example "month"
   */
  @IsIn(INSTALMENT_UNITS)
  @Nullable()
  instalmentUnit?: InstalmentUnit | null;

  /**
   * How much of the price the first part is, in percent; null or absent: as much as the others.
   * @example 50
   */
  @Max(99)
  @Min(1)
  @IsInt()
  @Nullable()
  instalmentFirstPercent?: number | null;

  /**
   * How what was used is valued in a refund: at its part of the price, at the price of single visits, or all of it.
   * @example "pro_rata"
   */
  @IsIn(REFUND_METHODS)
  @Optional()
  refundMethod?: RefundMethod;

  /**
   * Whether its visits can be given to another client.
   * @example true
   */
  @IsBoolean()
  @Optional()
  isTransferable?: boolean;

  /**
   * How it is taxed: a code of `/v1/vat-rates`. What was sold keeps its own.
   * @example "exempt"
   */
  @CodeText()
  @Optional()
  vatCode?: string;

  /**
   * `true` takes it off sale, `false` puts it back.
   * @example true
   */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;
}

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
