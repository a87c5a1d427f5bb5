import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsUUID } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, InstantText, Optional, Text } from '../../platform/http/validators.js';
import { PAYMENT_METHODS, type PaymentMethod } from './payment-methods.js';

/** A flag in a query. */
const FLAG = ['true', 'false'] as const;
type Flag = (typeof FLAG)[number];

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

type EntryKind =
  | 'charge'
  | 'charge_reversal'
  | 'payment'
  | 'payment_reversal'
  | 'credit'
  | 'credit_reversal'
  | 'instalment'
  | 'instalment_reversal'
  | 'refund'
  | 'refund_reversal'
  | 'transfer_in'
  | 'transfer_out';

/** A movement of an account. */
export class MoneyEntry {
  id: string;
  /** @example "payment" */
  kind: EntryKind;
  /** Signed: charges are below zero. */
  amount: MoneyDto;
  /** The balance after it. */
  balance: MoneyDto;
  /** The charge it is about. */
  chargeId: string | null;
  /** The payment it is about. */
  paymentId: string | null;
  /** The refund it is about. */
  refundId: string | null;
  /** The move between accounts it is about. */
  transferId: string | null;
  /** Why, of a credit. */
  reason: string | null;
  /** The entry it takes back. */
  reversesId: string | null;
  /** When it was entered. */
  createdAt: string;
  /** Who entered it. */
  createdBy: Signature;
}

/** A charge that was open at an instant. */
export class OpenChargeShown {
  chargeId: string;
  /** The client it is for. */
  clientId: string;
  /** @example "Chess, 8 visits" */
  description: string;
  /** What stood of it: the amount less instalments and credits. */
  stands: MoneyDto;
  /** What had been paid of it. */
  paid: MoneyDto;
  /** What was open. */
  open: MoneyDto;
  /** The day it was due. */
  dueOn: string;
  /** Whether that day had come, so that it counts as debt. */
  isDue: boolean;
}

/** The account of whoever pays, for one client or several. */
export class PayerAccount {
  id: string;
  /** The branch that opened it. */
  branchId: string;
  /** Who pays. */
  holder: AccountHolder;
  /** The clients this account pays for now. */
  clientIds: string[];
  /** Payments less charges: above zero is prepaid, below zero is owed, due or not. */
  balance: MoneyDto;
  /** Open charges whose day has come. */
  debt: MoneyDto;
  /** Free money that waits for the next charge. */
  prepaid: MoneyDto;
  /** The past instant the figures are of; null is now. */
  asOf: string | null;
  /** With `explain=true`: the entries the balance is made of, oldest first. */
  entries?: MoneyEntry[];
  /** With `explain=true`: the open charges the debt is made of, the first due first. */
  openCharges?: OpenChargeShown[];
  /** @example 3 */
  version: number;
}

/** How to look at an account. */
export class AccountQuery {
  /** `true` adds what the balance and the debt are made of. */
  @IsIn(FLAG)
  @Optional()
  explain?: Flag;

  /** The account as it was at this instant. */
  @InstantText()
  @Optional()
  asOf?: string;
}
