import { IsIn } from 'class-validator';
import { MoneyDto } from '../../platform/http/money.dto.js';
import { Signature } from '../../platform/http/page.dto.js';
import { InstantText, Optional } from '../../platform/http/validators.js';
import { AccountHolder } from './payments.dto.js';

/** A flag in a query. */
const FLAG = ['true', 'false'] as const;
type Flag = (typeof FLAG)[number];

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
