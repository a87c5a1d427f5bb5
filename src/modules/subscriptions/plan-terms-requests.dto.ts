import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { CodeText, IdText, Nullable, Optional } from '../../platform/http/validators.js';
import {
  INSTALMENT_UNITS,
  LEFTOVERS,
  RENEWALS,
  RENEWAL_PAYMENTS,
  REFUND_METHODS,
  type InstalmentUnit,
  type Leftovers,
  type AutoRenew,
  type RenewalPayment,
  type RefundMethod,
} from './plan-choices.js';

/** What a plan grants beside its visits: backdating, leftovers, renewal, instalments, refund, transfer and VAT. */
export class PlanTermsRequest {
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
