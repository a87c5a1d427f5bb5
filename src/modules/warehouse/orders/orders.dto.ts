import { ArrayNotEmpty, IsIn, Matches } from 'class-validator';
import { MoneyDto } from '../../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import {
  IdText,
  InstantText,
  ListOf,
  LocalDateText,
  Nullable,
  Optional,
  Text,
} from '../../../platform/http/validators.js';
import { orderStatuses, type OrderStatus, type OrderWait } from './order.rules.js';
import { PurchaseOrderLineRequest, PurchaseOrderLine } from './order-lines.dto.js';

/** A draft made by hand. */
export class PurchaseOrderRequest {
  /** Where it is to be delivered. */
  @IdText()
  warehouseId: string;

  /** From whom; all that is ordered of them for a warehouse stands in one draft. */
  @IdText()
  supplierId: string;

  /** What to order. */
  @ArrayNotEmpty()
  @ListOf(() => PurchaseOrderLineRequest, 500)
  lines: PurchaseOrderLineRequest[];
}

/** What the supplier said. */
export class PurchaseOrderConfirmationRequest {
  /**
   * The day they promised.
   * @example "2026-11-27"
   */
  @LocalDateText()
  @Nullable()
  expectedOn?: string | null;

  /**
   * What else they said.
   * @example "Blue paint comes a day later"
   */
  @Text(1000)
  @Nullable()
  note?: string | null;
}

/** Why an order is cancelled. */
export class PurchaseOrderCancellationRequest {
  /**
   * Why.
   * @example "The supplier has run out"
   */
  @Text(500)
  reason: string;
}

/** An order to a supplier. */
export class PurchaseOrder {
  /** @example "019aa5f0-0000-7000-8000-000000000031" */
  id: string;
  /**
   * Given when it is approved, without gaps for a branch and year.
   * @example "PO-2026-000017"
   */
  number: string | null;
  /**
   * `draft` follows the stock; `approved` stands; `queued` its letter is on its way; `sent`, `confirmed` by the supplier;
   * `partly_received`, `received`; `failed`: the letter did not come, or nobody knows; `cancelled`.
   */
  status: OrderStatus;
  /** Of the warehouse. */
  branchId: string;
  warehouseId: string;
  /** @example "Main store" */
  warehouse: string;
  supplierId: string;
  /** @example "Paper and Paints" */
  supplier: string;
  /** @example 3 */
  lineCount: number;
  /** What its lines come to at the prices last paid to the supplier, VAT included; null: none is known. Fixed with the number. */
  amount: MoneyDto | null;
  /**
   * Lines of which no price is known; the amount is without them.
   * @example 0
   */
  unpricedLines: number;
  /** The least the supplier takes an order for. */
  minOrderAmount: MoneyDto | null;
  /**
   * Why a draft does not go out by itself: `approval`, a person is to approve it; `min-amount`, it comes to less than the
   * supplier takes, until more is needed or a person approves it. Null: it goes out by itself, or is no draft.
   */
  waitsFor: OrderWait | null;
  /** Of a draft that goes out by itself: when. */
  sendAt: string | null;
  approvedAt: string | null;
  /** The system where it went out by itself. */
  approvedBy: Signature | null;
  sentAt: string | null;
  /**
   * Why the letter did not come, a stable code.
   * @example "recipient-refused"
   */
  problem: string | null;
  confirmedAt: string | null;
  confirmedBy: Signature | null;
  /** The day the supplier promised. */
  expectedOn: string | null;
  confirmationNote: string | null;
  cancelledAt: string | null;
  cancelledBy: Signature | null;
  cancellationReason: string | null;
  /** @example 1 */
  version: number;
  /** When it was made. */
  createdAt: string;
  /** Who made it. */
  createdBy: Signature;
  /** When it was last changed. */
  updatedAt: string;
  /** Who changed it last. */
  updatedBy: Signature;
}

/** A letter that carried the order, or was to. */
export class PurchaseOrderLetter {
  /** See `/v1/letters/{id}`. */
  id: string;
  /** @example "sent" */
  status: string;
  /** @example "recipient-refused" */
  problem: string | null;
  /** @example 1 */
  tries: number;
  createdAt: string;
  sentAt: string | null;
}

/** A receipt that fulfilled the order, or part of it. */
export class PurchaseOrderReceipt {
  waybillId: string;
  /** @example "posted" */
  status: string;
  onDate: string;
}

/** An order with its lines, letters and receipts. */
export class PurchaseOrderCard extends PurchaseOrder {
  /** By name of the item. */
  lines: PurchaseOrderLine[];
  /** The latest first. */
  letters: PurchaseOrderLetter[];
  /** In the order they were made. */
  receipts: PurchaseOrderReceipt[];
}

export class PurchaseOrderPage extends PageOf(PurchaseOrder) {}

/** Which orders. */
export class PurchaseOrderListQuery extends PageQuery {
  /** Of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** For this warehouse. */
  @IdText()
  @Optional()
  warehouseId?: string;

  /** To this supplier. */
  @IdText()
  @Optional()
  supplierId?: string;

  /** With a line of this item. */
  @IdText()
  @Optional()
  itemId?: string;

  /**
   * In this state.
   * @example "sent"
   */
  @IsIn(orderStatuses)
  @Optional()
  status?: OrderStatus;

  /**
   * The number.
   * @example "PO-2026-000017"
   */
  @Matches(/^[Pp][Oo]-\d{4}-\d{1,9}$/)
  @Optional()
  number?: string;

  /** Changed at this instant or later. */
  @InstantText()
  @Optional()
  updatedSince?: string;
}
