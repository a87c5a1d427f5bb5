import { Type } from 'class-transformer';
import { IsIn, IsInt, Max, Min, NotEquals, ValidateNested } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { IdText, LocalDateText, Optional, Text } from '../../platform/http/validators.js';

const METHODS = ['cash', 'card', 'transfer', 'online'] as const;
type Method = (typeof METHODS)[number];

/** Money received together with a sale. */
export class SalePayment {
  /** How much was received; more than the price stays on the account. */
  @MoneyField()
  amount: MoneyDto;

  /**
   * How it was paid.
   * @example "card"
   */
  @IsIn(METHODS)
  method: Method;
}

/** A subscription to sell. */
export class SaleRequest {
  /**
   * Who will use it; the client's payer owes it.
   * @example "019aa5f0-0000-7000-8000-000000000001"
   */
  @IdText()
  clientId: string;

  /**
   * The plan it is sold on.
   * @example "019aa5f0-0000-7000-8000-000000000020"
   */
  @IdText()
  planId: string;

  /**
   * The first day, where the plan lets one choose; today when absent.
   * @example "2026-12-01"
   */
  @LocalDateText()
  @Optional()
  startsOn?: string;

  /** How much is taken off the price, of one's own choice; needs `subscriptions:discount` and a reason. */
  @MoneyField()
  @Optional()
  discount?: MoneyDto;

  /**
   * Why it is taken off.
   * @example "Second child"
   */
  @Text(500)
  @Optional()
  discountReason?: string;

  /** A discount of the catalogue; absent, the best one that holds by itself is given. */
  @IdText()
  @Optional()
  discountId?: string;

  /**
   * A promo code.
   * @example "AUTUMN"
   */
  @Text(50)
  @Optional()
  promoCode?: string;

  /** What is paid at once; absent, the whole is owed from today. */
  @ValidateNested()
  @Type(() => SalePayment)
  @Optional()
  payment?: SalePayment;
}

/** The next term of a subscription. */
export class RenewalRequest {
  /** The plan of the next term; the same when absent. */
  @IdText()
  @Optional()
  planId?: string;

  /**
   * Its first day, after the end of this one; the day after it when absent, today when this one has ended or is used up.
   * @example "2026-12-23"
   */
  @LocalDateText()
  @Optional()
  startsOn?: string;

  /** How much is taken off the price, of one's own choice; needs `subscriptions:discount` and a reason. */
  @MoneyField()
  @Optional()
  discount?: MoneyDto;

  /**
   * Why it is taken off.
   * @example "Second child"
   */
  @Text(500)
  @Optional()
  discountReason?: string;

  /** A discount of the catalogue; absent, the best one that holds by itself is given. */
  @IdText()
  @Optional()
  discountId?: string;

  /**
   * A promo code.
   * @example "AUTUMN"
   */
  @Text(50)
  @Optional()
  promoCode?: string;

  /** What is paid at once. */
  @ValidateNested()
  @Type(() => SalePayment)
  @Optional()
  payment?: SalePayment;
}

/** Visits to give to another client. */
export class VisitTransferRequest {
  /**
   * Who gets them.
   * @example "019aa5f0-0000-7000-8000-000000000002"
   */
  @IdText()
  clientId: string;

  /**
   * How many; absent, all that is left, and the subscription ends.
   * @example 3
   */
  @Max(1000)
  @Min(1)
  @IsInt()
  @Optional()
  visits?: number;

  /**
   * Why.
   * @example "The brother goes on instead"
   */
  @Text(500)
  reason: string;
}

/** Days to add to the end. */
export class ExtensionRequest {
  /**
   * How many.
   * @example 7
   */
  @Max(365)
  @Min(1)
  @IsInt()
  days: number;

  /**
   * Why.
   * @example "The room was closed for a week"
   */
  @Text(500)
  reason: string;
}

/** Days in which a subscription rests. */
export class FreezeRequest {
  /**
   * First frozen day: today or later, or as many days back as the plan allows to whoever may backdate.
   * @example "2026-12-01"
   */
  @LocalDateText()
  startsOn: string;

  /**
   * Last frozen day.
   * @example "2026-12-14"
   */
  @LocalDateText()
  endsOn: string;

  /**
   * Why.
   * @example "Holiday"
   */
  @Text(500)
  @Optional()
  reason?: string;
}

/** A correction of the visits left. */
export class AdjustmentRequest {
  /**
   * Visits to add, or below zero to take off.
   * @example 1
   */
  @NotEquals(0)
  @Max(1000)
  @Min(-1000)
  @IsInt()
  visits: number;

  /**
   * Why; it stands in the ledger for ever.
   * @example "A lesson was cancelled by the centre"
   */
  @Text(500)
  reason: string;
}

/** Why a subscription is cancelled. */
export class CancellationRequest {
  /**
   * The reason.
   * @example "Moved to another city"
   */
  @Text(500)
  reason: string;
}
