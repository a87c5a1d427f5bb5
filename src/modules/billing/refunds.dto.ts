import { IsIn } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, InstantText, Optional, Text } from '../../platform/http/validators.js';
import { PAYMENT_METHODS, type PaymentMethod } from './payment-methods.js';

/** Free money to give back. */
export class RefundRequest {
  /**
   * Whose payer gets it. Give either this or `payerAccountId`.
   * @example "019aa5f0-0000-7000-8000-000000000001"
   */
  @IdText()
  @Optional()
  clientId?: string;

  /**
   * The account itself, instead of `clientId`.
   * @example "019aa5f0-0000-7000-8000-000000000002"
   */
  @IdText()
  @Optional()
  payerAccountId?: string;

  /** How much is given back: above zero, at most what is free on the account. */
  @MoneyField()
  amount: MoneyDto;

  /**
   * How it is given back.
   * @example "card"
   */
  @IsIn(PAYMENT_METHODS)
  method: PaymentMethod;

  /**
   * Why; kept with the refund.
   * @example "The family moves to another town"
   */
  @Text(500)
  reason: string;

  /**
   * When it was given back; now when absent, never in the future.
   * @example "2026-11-23T09:30:00Z"
   */
  @InstantText()
  @Optional()
  paidAt?: string;
}

/** Why a refund is taken back. */
export class RefundReversal {
  /**
   * The reason, kept with the refund.
   * @example "The bank sent it back"
   */
  @Text(500)
  reason: string;
}

/** A part of a payment that was given back. */
export class RefundedPayment {
  /** The payment. */
  paymentId: string;
  /**
   * Its number.
   * @example 1042
   */
  number: number;
  /**
   * How it came.
   * @example "card"
   */
  method: PaymentMethod | 'account';
  /** How much of it was given back. */
  amount: MoneyDto;
}

/** Money given back to a payer. */
export class Refund {
  /** @example "019aa5f0-0000-7000-8000-000000000005" */
  id: string;
  /**
   * Running number.
   * @example 17
   */
  number: number;
  /** The account it was taken from. */
  payerAccountId: string;
  /** The branch that gave it back. */
  branchId: string;
  /** How much. */
  amount: MoneyDto;
  /** @example "card" */
  method: PaymentMethod;
  /** Why. */
  reason: string;
  /** When it was given back. */
  paidAt: string;
  /** When it was taken back; null while it stands. */
  reversedAt: string | null;
  /** Why it was taken back. */
  reversalReason: string | null;
  /** Which payments it is made of; none once taken back. */
  payments: RefundedPayment[];
  /** @example 1 */
  version: number;
  /** When it was recorded. */
  createdAt: string;
  /** Who recorded it. */
  createdBy: Signature;
}

export class RefundPage extends PageOf(Refund) {}

/** Which refunds. */
export class RefundListQuery extends PageQuery {
  /** Given by this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** From this account. */
  @IdText()
  @Optional()
  payerAccountId?: string;

  /** From the account that pays for this client. */
  @IdText()
  @Optional()
  clientId?: string;

  /**
   * Given this way.
   * @example "cash"
   */
  @IsIn(PAYMENT_METHODS)
  @Optional()
  method?: PaymentMethod;

  /** Given at this instant or later. */
  @InstantText()
  @Optional()
  from?: string;

  /** Given before this instant. */
  @InstantText()
  @Optional()
  to?: string;
}
