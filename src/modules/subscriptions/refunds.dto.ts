import { Type } from 'class-transformer';
import { IsIn, ValidateNested } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { LocalDateText, Optional, Text } from '../../platform/http/validators.js';
import { REFUND_METHODS, type RefundMethod } from './plan-choices.js';
import { Subscription } from './subscriptions.dto.js';

const PAY_OUT_METHODS = ['cash', 'card', 'transfer', 'online'] as const;
type PayOutMethod = (typeof PAY_OUT_METHODS)[number];

/** What a refund is calculated for. */
export class RefundQuoteQuery {
  /**
   * The day it would end; today when absent. Matters to unlimited subscriptions only.
   * @example "2026-12-01"
   */
  @LocalDateText()
  @Optional()
  on?: string;

  /**
   * How what was used is valued; as the plan says when absent.
   * @example "pro_rata"
   */
  @IsIn(REFUND_METHODS)
  @Optional()
  method?: RefundMethod;
}

/** How the money goes out. */
export class PayOut {
  /**
   * The way it is paid out.
   * @example "cash"
   */
  @IsIn(PAY_OUT_METHODS)
  method: PayOutMethod;
}

/** A refund to make. */
export class SubscriptionRefundRequest {
  /**
   * How what was used is valued; another than the plan's needs `subscriptions:refund-override`.
   * @example "pro_rata"
   */
  @IsIn(REFUND_METHODS)
  @Optional()
  method?: RefundMethod;

  /** What is given back, instead of what was calculated; needs `subscriptions:refund-override`. */
  @MoneyField()
  @Optional()
  amount?: MoneyDto;

  /** Absent, the money that becomes free stays on the account. */
  @ValidateNested()
  @Type(() => PayOut)
  @Optional()
  payOut?: PayOut;

  /**
   * Why.
   * @example "Moving to another city"
   */
  @Text(500)
  reason: string;
}

/** A line of the calculation. */
export class RefundLine {
  /**
   * `amount`: what it is worth; `visit`: one that was had; `days`: of an unlimited one, those gone by and not frozen;
   * `capped`: what was had above the amount; `no-refund`: by its plan nothing is given back.
   * @example "visit"
   */
  code: 'amount' | 'visit' | 'days' | 'capped' | 'no-refund';
  /** @example "2026-11-23" */
  onDate: string | null;
  /**
   * How many visits or days.
   * @example 1
   */
  count: number;
  /** Below zero: had, and not given back. Null without `billing:read`. */
  amount: MoneyDto | null;
}

/** What a refund gives back, line by line. */
export class RefundQuote {
  subscriptionId: string;
  /** @example "pro_rata" */
  method: RefundMethod;
  /** @example "2026-11-23" */
  onDate: string;
  /** What the subscription is worth: price less discount, and what transfers moved; null without `billing:read`. */
  amount: MoneyDto | null;
  /** What was had; null without `billing:read`. */
  used: MoneyDto | null;
  /** What was not: the sum of the lines; null without `billing:read`. */
  unused: MoneyDto | null;
  lines: RefundLine[];
}

/** A refund that was made. */
export class SubscriptionRefund extends RefundQuote {
  id: string;
  /** What was given back: taken off what is owed, the paid part now free money of who paid; null without `billing:read`. */
  given: MoneyDto | null;
  /** What of it was paid out at once; null without `billing:read`. */
  paidOut: MoneyDto | null;
  /** Why. */
  reason: string;
  /** The subscription, now ended. */
  subscription: Subscription;
}
