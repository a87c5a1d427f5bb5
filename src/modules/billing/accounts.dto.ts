import { IsIn, IsInt, Max, Min } from 'class-validator';
import { Type } from 'class-transformer';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { PageInfo, PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, InstantText, Optional, Text } from '../../platform/http/validators.js';
import { MoneyEntry } from './payer-accounts.dto.js';
import type { PaymentMethod } from './payment-methods.js';
import { AccountHolder } from './payments.dto.js';

/** Which part of an account to state. */
export class StatementQuery {
  /** What happened at this instant or later; what was before is the opening balance. From the beginning when absent. */
  @InstantText()
  @Optional()
  from?: string;

  /** What happened before this instant; until now when absent. */
  @InstantText()
  @Optional()
  to?: string;

  /** Only what had been recorded by this instant, so that a statement given out once can be given out again. */
  @InstantText()
  @Optional()
  asOf?: string;
}

/** A line of a statement. */
export class StatementLine extends MoneyEntry {
  /** When it happened: a payment when it was received, a refund when it was given, anything else when it was entered. */
  happenedAt: string;
  /** What the charge is for. */
  description: string | null;
  /** Number of the payment, refund or move. */
  number: number | null;
  /**
   * How the money came or went.
   * @example "card"
   */
  method: PaymentMethod | 'account' | null;
}

/** What happened on an account in a period. */
export class AccountStatement {
  payerAccountId: string;
  /** Start of the period; null: from the beginning. */
  from: string | null;
  /** End of the period; null: until now. */
  to: string | null;
  /** By when it had been recorded; null: now. */
  asOf: string | null;
  /** The balance at the start. */
  opening: MoneyDto;
  /** What was owed more in the period: charges less what was taken off or back. */
  charged: MoneyDto;
  /** What was paid in the period, less what went back. */
  paid: MoneyDto;
  /** The balance at the end: opening less charged and plus paid. */
  closing: MoneyDto;
  /** What happened, in order, with the balance after each. */
  lines: StatementLine[];
}

/** A payment with free money. */
export class RefundablePayment {
  paymentId: string;
  /** @example 1042 */
  number: number;
  /**
   * How it came.
   * @example "card"
   */
  method: PaymentMethod | 'account';
  /** When it came: free at the longest since then. */
  receivedAt: string;
  /** How much came. */
  amount: MoneyDto;
  /** How much of it is free. */
  free: MoneyDto;
}

/** Free money by the way it came. */
export class RefundableMethod {
  /** @example "card" */
  method: PaymentMethod | 'account';
  /** How much. */
  free: MoneyDto;
}

/** What can be given back of an account. */
export class Refundable {
  payerAccountId: string;
  /** In all. */
  free: MoneyDto;
  /** By the way it came. */
  byMethod: RefundableMethod[];
  /** By payment, the oldest first. */
  payments: RefundablePayment[];
}

/** Free money to move to another account of the family. */
export class TransferRequest {
  /**
   * The account that gets it.
   * @example "019aa5f0-0000-7000-8000-000000000002"
   */
  @IdText()
  toAccountId: string;

  /** How much: above zero, at most what is free. */
  @MoneyField()
  amount: MoneyDto;

  /**
   * Why.
   * @example "From now on the father pays"
   */
  @Text(500)
  reason: string;
}

/** Money that moved from one account to another. */
export class AccountTransfer {
  /** @example "019aa5f0-0000-7000-8000-000000000008" */
  id: string;
  /**
   * Running number.
   * @example 3
   */
  number: number;
  /** The account it left. */
  fromAccountId: string;
  /** The account it came to. */
  toAccountId: string;
  /** How much. */
  amount: MoneyDto;
  /** Why. */
  reason: string;
  /** The payment it is there. */
  paymentId: string;
  /** When. */
  createdAt: string;
  /** By whom. */
  createdBy: Signature;
}

export class TransferPage extends PageOf(AccountTransfer) {}

/** Which moves. */
export class TransferListQuery extends PageQuery {}

/** A client somebody owes for. */
export class DebtClient {
  id: string;
  /** @example "Petrova Anna" */
  name: string;
}

/** How to reach whoever owes. */
export class DebtContact {
  /** @example ["+79161234567"] */
  phones: string[];
}

/** What one account owes today. */
export class Debt {
  /** The payer account. */
  id: string;
  /** Its branch. */
  branchId: string;
  /** Who owes. */
  holder: AccountHolder;
  /** The clients it is owed for. */
  clients: DebtClient[];
  /** Open charges whose day has come. */
  debt: MoneyDto;
  /** The part of it that is late: past its days of grace. */
  overdue: MoneyDto;
  /** The day the oldest of them was due. */
  owedSince: string;
  /**
   * Days since then, in the branch's zone.
   * @example 12
   */
  days: number;
  /** Phones, for those who may see clients of the branch and their contacts (`clients.contacts:read`); null for others. */
  contact: DebtContact | null;
}

/** What the whole list adds up to. */
export class DebtTotals {
  /**
   * Accounts that owe.
   * @example 14
   */
  accounts: number;
  /** What they owe. */
  debt: MoneyDto;
  /** What of it is late. */
  overdue: MoneyDto;
}

export class DebtPage {
  /** The items of this page. */
  items: Debt[];
  /** Where the page ends. */
  page: PageInfo;
  /** Over all pages. */
  totals: DebtTotals;
}

/** Which debts. */
export class DebtListQuery extends PageQuery {
  /** Of accounts of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** For this client. */
  @IdText()
  @Optional()
  clientId?: string;

  /** `true`: something of it is late. */
  @IsIn(['true', 'false'])
  @Optional()
  overdue?: 'true' | 'false';

  /**
   * Owed for this many days or more.
   * @example 7
   */
  @Max(36500)
  @Min(0)
  @IsInt()
  @Type(() => Number)
  @Optional()
  minDays?: number;

  /** Part of the payer's name. */
  @Text(100)
  @Optional()
  q?: string;
}
