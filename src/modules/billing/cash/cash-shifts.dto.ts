import { IsIn } from 'class-validator';
import { MoneyDto, MoneyField } from '../../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, InstantText, Optional, Text } from '../../../platform/http/validators.js';

/** A shift to open. */
export class CashShiftRequest {
  /**
   * The desk.
   * @example "019aa5f0-0000-7000-8000-000000000006"
   */
  @IdText()
  cashDeskId: string;

  /** The cash that lies in the desk, as it was counted. */
  @MoneyField()
  openingFloat: MoneyDto;
}

const DIRECTIONS = ['in', 'out'] as const;

/** Cash put into the desk or taken out of it, other than by a payment or refund. */
export class CashMoveRequest {
  /**
   * `in` or `out`.
   * @example "out"
   */
  @IsIn(DIRECTIONS)
  direction: (typeof DIRECTIONS)[number];

  /** How much, above zero. */
  @MoneyField()
  amount: MoneyDto;

  /**
   * Why.
   * @example "Taken to the bank"
   */
  @Text(500)
  reason: string;
}

/** The end of a shift. */
export class CashShiftClosing {
  /** The cash that lies in the desk, as it was counted. */
  @MoneyField()
  counted: MoneyDto;

  /**
   * Why it differs from what is expected; required when it does.
   * @example "Change was given wrong"
   */
  @Text(500)
  @Optional()
  differenceReason?: string;
}

/** A movement of cash. */
export class CashEntry {
  id: string;
  /**
   * What it was.
   * @example "payment"
   */
  kind:
    | 'float'
    | 'payment'
    | 'payment_reversal'
    | 'refund'
    | 'refund_reversal'
    | 'expense'
    | 'expense_reversal'
    | 'in'
    | 'out';
  /** Signed: what leaves the desk is below zero. */
  amount: MoneyDto;
  /** What lies in the desk after it. */
  balance: MoneyDto;
  /** The payment. */
  paymentId: string | null;
  /** The refund. */
  refundId: string | null;
  /** The expense. */
  expenseId: string | null;
  /** Why, of cash put in or taken out. */
  reason: string | null;
  /** When. */
  createdAt: string;
  /** By whom. */
  createdBy: Signature;
}

/** The time for which somebody answers for the cash of a desk. */
export class CashShift {
  /** @example "019aa5f0-0000-7000-8000-000000000007" */
  id: string;
  /**
   * Running number.
   * @example 31
   */
  number: number;
  /** The desk. */
  cashDeskId: string;
  /** Its branch. */
  branchId: string;
  /** @example "open" */
  status: 'open' | 'closed';
  /** Whose shift it is; null: the system's. */
  userId: string | null;
  /** When it was opened. */
  openedAt: string;
  /** What lay in the desk then. */
  openingFloat: MoneyDto;
  /** When it was closed. */
  closedAt: string | null;
  /** What should lie in the desk: now, or at the close. */
  expected: MoneyDto;
  /** What was counted at the close. */
  counted: MoneyDto | null;
  /** Counted less expected; below zero cash is missing. */
  difference: MoneyDto | null;
  /** Why it differs. */
  differenceReason: string | null;
  /** @example 1 */
  version: number;
  /** When it was recorded. */
  createdAt: string;
  /** Who opened it. */
  createdBy: Signature;
  /** When it was last changed. */
  updatedAt: string;
  /** Who changed it last: of a closed shift, who closed it. */
  updatedBy: Signature;
}

export class CashShiftPage extends PageOf(CashShift) {}

/** Which shifts. */
export class CashShiftListQuery extends PageQuery {
  /** Of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** Of this desk. */
  @IdText()
  @Optional()
  cashDeskId?: string;

  /**
   * `open` or `closed`.
   * @example "open"
   */
  @IsIn(['open', 'closed'])
  @Optional()
  status?: 'open' | 'closed';

  /** Opened at this instant or later. */
  @InstantText()
  @Optional()
  from?: string;

  /** Opened before this instant. */
  @InstantText()
  @Optional()
  to?: string;
}

/** What one kind of movement adds up to. */
export class CashTotal {
  /**
   * The kind of movement.
   * @example "payment"
   */
  kind: string;
  /**
   * How many.
   * @example 12
   */
  count: number;
  /** Their sum, signed. */
  amount: MoneyDto;
}

/** What happened in a shift. */
export class CashShiftReport {
  /**
   * `X` while the shift is open, `Z` once it is closed.
   * @example "Z"
   */
  kind: 'X' | 'Z';
  /** The shift: float, expected, counted, difference. */
  shift: CashShift;
  /** By kind of movement; a kind that did not happen is left out. */
  totals: CashTotal[];
  /** Every movement, in order. */
  entries: CashEntry[];
}
