import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsUUID } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, InstantText, Optional, Text } from '../../platform/http/validators.js';
import { PAYMENT_METHODS, type PaymentMethod } from './payment-methods.js';

/** A payment to take in. */
export class PaymentRequest {
  /**
   * Whose payer pays; their account is opened when they have none. Give either this or `payerAccountId`.
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

  /** How much was received, above zero. */
  @MoneyField()
  amount: MoneyDto;

  /**
   * How it was paid.
   * @example "card"
   */
  @IsIn(PAYMENT_METHODS)
  method: PaymentMethod;

  /**
   * When it was received; now when absent, never in the future.
   * @example "2026-11-23T09:30:00Z"
   */
  @InstantText()
  @Optional()
  receivedAt?: string;

  /**
   * A note for the books.
   * @example "Advance for December"
   */
  @Text(1000)
  @Optional()
  comment?: string;

  /**
   * Open charges of the account that it pays first, in this order; what is left goes to what is due first.
   * @example ["019aa5f0-0000-7000-8000-000000000004"]
   */
  @ArrayUnique()
  @ArrayMaxSize(100)
  @IsUUID('all', { each: true })
  @IsArray()
  @Optional()
  chargeIds?: string[];

  /**
   * Of cash: the desk whose open shift it belongs to; when absent, your own open shift in the branch.
   * @example "019aa5f0-0000-7000-8000-000000000006"
   */
  @IdText()
  @Optional()
  cashDeskId?: string;
}

/** Why a payment is taken back. */
export class PaymentReversal {
  /**
   * The reason, kept with the payment.
   * @example "Taken twice by mistake"
   */
  @Text(500)
  reason: string;

  /**
   * Of cash: the desk it leaves; when absent, the shift it came to while that is open, else your own.
   * @example "019aa5f0-0000-7000-8000-000000000006"
   */
  @IdText()
  @Optional()
  cashDeskId?: string;
}

/** A part of a payment that pays a charge. */
export class PaymentAllocation {
  /** The charge it pays. */
  chargeId: string;
  /**
   * What the charge is for.
   * @example "Chess, 8 visits"
   */
  description: string;
  /** How much of the payment went there. */
  amount: MoneyDto;
}

/** Money received on a payer account. */
export class Payment {
  /** @example "019aa5f0-0000-7000-8000-000000000003" */
  id: string;
  /**
   * Running number.
   * @example 1042
   */
  number: number;
  /** The account it is on. */
  payerAccountId: string;
  /** The branch that took it. */
  branchId: string;
  /** How much was received. */
  amount: MoneyDto;
  /** How much of it pays charges. */
  allocated: MoneyDto;
  /** How much of it was given back. */
  refunded: MoneyDto;
  /** How much of it was moved to another account. */
  moved: MoneyDto;
  /** How much of it waits on the account for the next charge. */
  free: MoneyDto;
  /**
   * How it was paid; `account`: moved from another account.
   * @example "card"
   */
  method: PaymentMethod | 'account';
  /** The cash shift it belongs to. */
  cashShiftId: string | null;
  /** The move from another account that brought it. */
  transferId: string | null;
  /** When it was received. */
  receivedAt: string;
  /** A note for the books. */
  comment: string | null;
  /** When it was taken back; null while it stands. */
  reversedAt: string | null;
  /** Why it was taken back. */
  reversalReason: string | null;
  /** What it pays, in the order in which it was put there. */
  allocations: PaymentAllocation[];
  /** @example 1 */
  version: number;
  /** When it was recorded. */
  createdAt: string;
  /** Who recorded it. */
  createdBy: Signature;
}

export class PaymentPage extends PageOf(Payment) {}

/** Which payments. */
export class PaymentListQuery extends PageQuery {
  /** Taken by this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** On this account. */
  @IdText()
  @Optional()
  payerAccountId?: string;

  /** On the account that pays for this client. */
  @IdText()
  @Optional()
  clientId?: string;

  /**
   * Paid this way.
   * @example "cash"
   */
  @IsIn(PAYMENT_METHODS)
  @Optional()
  method?: PaymentMethod;

  /** Received at this instant or later. */
  @InstantText()
  @Optional()
  from?: string;

  /** Received before this instant. */
  @InstantText()
  @Optional()
  to?: string;
}

/** Who pays. */
export class AccountHolder {
  /**
   * A guardian, a client who pays for themselves, or the buyer of one sale who is nobody's client.
   * @example "guardian"
   */
  kind: 'guardian' | 'client' | 'walk_in';
  /** Id of the guardian or client; a walk-in buyer has none. */
  id: string | null;
  /**
   * Their name; of a walk-in buyer the sale knows it, if anybody does.
   * @example "Petrova Anna"
   */
  name: string | null;
}
