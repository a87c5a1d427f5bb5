import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { EditPatch } from '../../platform/http/page.dto.js';
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

/** Changes to what a plan grants beside its visits, and whether it is on sale. */
export class PlanTermsPatch extends EditPatch {
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
