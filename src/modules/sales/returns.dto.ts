import type { MoneyDto } from '../../platform/http/money.dto.js';
import type { Signature } from '../../platform/http/page.dto.js';
import type { PaymentMethod } from '../billing/index.js';

/** A part of a line that came back. */
export class SaleReturnLine {
  /** @example "019aa5f0-0000-7000-8000-000000000034" */
  id: string;
  /** The line of the sale. */
  lineId: string;
  /** @example "1" */
  quantity: string;
  /** What was taken off for it; null for whoever may not see money. */
  net: MoneyDto | null;
  /** VAT within that. */
  vat: MoneyDto | null;
  /** At what cost goods came back to stock; null where there are none, and for whoever may not see it. */
  cost: MoneyDto | null;
}

/** Money that was paid out. */
export class RefundOfReturn {
  /** The refund. */
  refundId: string;
  /** @example 17 */
  number: number;
  /** @example "card" */
  method: PaymentMethod;
  amount: MoneyDto | null;
}

/** A return of a sale. */
export class SaleReturn {
  /** @example "019aa5f0-0000-7000-8000-000000000033" */
  id: string;
  /**
   * Without gaps in a branch and year.
   * @example "SR-2026-000003"
   */
  number: string;
  /** The sale. */
  saleId: string;
  /** @example "2026-11-23" */
  onDate: string;
  /** When it was taken back. */
  returnedAt: string;
  /** @example "Too small" */
  reason: string;
  /** Taken off the charges. */
  net: MoneyDto | null;
  /** Paid out at once; the rest was not paid yet, pays what is owed, or stays on the account. */
  paidOut: MoneyDto | null;
  /** The waybill by which goods came back; null: there were none. */
  waybillId: string | null;
  lines: SaleReturnLine[];
  refunds: RefundOfReturn[];
  /** Who took it back. */
  createdBy: Signature;
}
