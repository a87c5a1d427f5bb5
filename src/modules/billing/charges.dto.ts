import { IsIn } from 'class-validator';
import { MoneyDto } from '../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, Optional } from '../../platform/http/validators.js';
import type { PaymentMethod } from './payment-methods.js';

const CHARGE_KINDS = ['subscription', 'visit', 'sale', 'loan', 'other'] as const;
type ChargeKind = (typeof CHARGE_KINDS)[number];

/** A flag in a query. */
const FLAG = ['true', 'false'] as const;
type Flag = (typeof FLAG)[number];

/** Money owed for one thing. */
export class Charge {
  /** @example "019aa5f0-0000-7000-8000-000000000004" */
  id: string;
  /** The account that owes it. */
  payerAccountId: string;
  /** The client it is for; null: a walk-in buyer. */
  clientId: string | null;
  /** The branch it belongs to. */
  branchId: string;
  /**
   * What kind of thing it is for.
   * @example "subscription"
   */
  kind: ChargeKind;
  /** Id of the subscription, the visit, the line of a sale or the loan; of any other charge, its own. */
  subjectId: string;
  /** @example "Chess, 8 visits" */
  description: string;
  /** How much. */
  amount: MoneyDto;
  /** How much of it was taken off again. */
  credited: MoneyDto;
  /** How much of it is paid. */
  paid: MoneyDto;
  /** How much is still to pay; nothing when reversed. */
  open: MoneyDto;
  /**
   * How it is taxed: the VAT code of the day it was made.
   * @example "22"
   */
  vatCode: string;
  /**
   * The rate it was made with, as a decimal text; null: no VAT.
   * @example "22.00"
   */
  vatPercent: string | null;
  /** The VAT within what stands of it: its amount less what was credited. */
  vat: MoneyDto;
  /** The last day to pay without being late. */
  dueOn: string;
  /**
   * Days after that day before it is late, as they were when it was made.
   * @example 0
   */
  graceDays: number;
  /** Whether something is open past those days, in the branch's zone; an unpaid visit is late on its very day. */
  isOverdue: boolean;
  /** When it was taken back; null while it stands. */
  reversedAt: string | null;
  /** Why it was taken back. */
  reversalReason: string | null;
  /** The charge it is an instalment of. */
  splitFromId: string | null;
  /** @example 1 */
  version: number;
  /** When it was made. */
  createdAt: string;
  /** Who made it. */
  createdBy: Signature;
}

export class ChargePage extends PageOf(Charge) {}

/** Which charges. */
export class ChargeListQuery extends PageQuery {
  /** For this client. */
  @IdText()
  @Optional()
  clientId?: string;

  /** In this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * Of this kind.
   * @example "other"
   */
  @IsIn(CHARGE_KINDS)
  @Optional()
  kind?: ChargeKind;

  /** For this subscription or visit. */
  @IdText()
  @Optional()
  subjectId?: string;

  /** On this account. */
  @IdText()
  @Optional()
  payerAccountId?: string;

  /** `true`: something is still to pay; `false`: paid or reversed. */
  @IsIn(FLAG)
  @Optional()
  open?: Flag;

  /** `true`: open and past its day. */
  @IsIn(FLAG)
  @Optional()
  overdue?: Flag;
}

/** A payment that pays a charge. */
export class ChargePayment {
  /** The payment. */
  paymentId: string;
  /**
   * Its number.
   * @example 1042
   */
  number: number;
  /**
   * How it was paid.
   * @example "card"
   */
  method: PaymentMethod | 'account';
  /** When it was received. */
  receivedAt: string;
  /** How much of it pays this charge. */
  amount: MoneyDto;
}

/** A part of a charge that was taken off. */
export class ChargeCredit {
  /** The entry of the ledger. */
  id: string;
  /** How much. */
  amount: MoneyDto;
  /** Why. */
  reason: string;
  /** When. */
  createdAt: string;
  /** By whom. */
  createdBy: Signature;
}

/** A due day that was moved. */
export class DueDayChange {
  id: string;
  /** The day before. */
  wasDueOn: string;
  /** The day since. */
  dueOn: string;
  /** Why. */
  reason: string;
  /** When. */
  createdAt: string;
  /** By whom. */
  createdBy: Signature;
}

/** One of the charges that a charge was split into. */
export class Instalment {
  /** The charge. */
  chargeId: string;
  /** When it is due. */
  dueOn: string;
  /** How much. */
  amount: MoneyDto;
  /** What is still to pay of it. */
  open: MoneyDto;
}

/** A charge with all that happened to it. */
export class ChargeCard extends Charge {
  /** What pays it. */
  payments: ChargePayment[];
  /** What was taken off. */
  credits: ChargeCredit[];
  /** How its due day moved. */
  dueDayChanges: DueDayChange[];
  /** All instalments of the charge it was or belongs to, itself among them; none when it was never split. */
  instalments: Instalment[];
}
