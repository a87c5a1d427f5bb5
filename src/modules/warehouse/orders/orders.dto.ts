import { ArrayNotEmpty, IsIn, Matches } from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import {
  IdText,
  InstantText,
  ListOf,
  LocalDateText,
  Nullable,
  Optional,
  QuantityText,
  Text,
} from '../../../platform/http/validators.js';
import { orderStatuses, type OrderStatus } from './order.rules.js';
import type { ReorderGap } from './reorder.rules.js';

/** A line to be written into a draft by hand. */
export class PurchaseOrderLineRequest {
  /** The item; an order has one line of it. */
  @IdText()
  itemId: string;

  /**
   * How much, in the item's units. What stock asks for may raise it and never lowers it.
   * @example "24"
   */
  @QuantityText()
  quantity: string;
}

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

/** A change of a line of a draft. */
export class PurchaseOrderLinePatch extends EditPatch {
  /**
   * How much; from then on it is never lowered by itself.
   * @example "36"
   */
  @QuantityText()
  @Optional()
  quantity?: string;
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

/** A line of an order. */
export class PurchaseOrderLine {
  /** @example "019aa5f0-0000-7000-8000-000000000032" */
  id: string;
  itemId: string;
  /** @example "PAINT-BLUE-75" */
  sku: string;
  /** @example "Acrylic paint, blue, 75 ml" */
  name: string;
  /** @example "pcs" */
  unit: string;
  /** @example "24" */
  quantity: string;
  /**
   * Units in a pack of the supplier.
   * @example "12"
   */
  packSize: string;
  /**
   * How many packs that is.
   * @example "2"
   */
  packs: string;
  /** Whether a person said how much. */
  isManual: boolean;
  /** Fixed when the order is approved. */
  neededBy: string | null;
  /**
   * What has come, by posted receipts; more than was ordered is shown as it is.
   * @example "12"
   */
  received: string;
  /**
   * What is still to come.
   * @example "12"
   */
  outstanding: string;
  /** @example 1 */
  version: number;
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

/** An item that is short in a warehouse: what would be ordered, and why. */
export class ReorderItem {
  /** Of the balance. */
  id: string;
  itemId: string;
  /** @example "PAINT-BLUE-75" */
  sku: string;
  /** @example "Acrylic paint, blue, 75 ml" */
  name: string;
  /** @example "pcs" */
  unit: string;
  warehouseId: string;
  /** @example "Main store" */
  warehouse: string;
  branchId: string;
  supplierId: string | null;
  /** @example "Paper and Paints" */
  supplier: string | null;
  /** @example "4" */
  onHand: string;
  /** @example "0" */
  reserved: string;
  /**
   * Ordered and not come yet, but for the open draft.
   * @example "5"
   */
  onOrder: string;
  /**
   * On hand + on order − reserved.
   * @example "9"
   */
  projected: string;
  /** @example "10" */
  minQuantity: string;
  /** @example "50" */
  maxQuantity: string | null;
  /** @example "24" */
  orderQuantity: string | null;
  /** @example "12" */
  packSize: string;
  /**
   * What is to be ordered; `"0"` with a gap.
   * @example "48"
   */
  quantity: string;
  /** @example "4" */
  packs: string;
  /** When it would be here, ordered today. */
  neededBy: string | null;
  /**
   * The calculation.
   * @example "4 + 5 − 0 = 9 ≤ 10; max(50 − 9, 24) → 4 × 12 = 48"
   */
  formula: string;
  /** Why it cannot be ordered: `no-supplier`, `supplier-archived`, `no-max`; null: it can. */
  gap: ReorderGap | null;
  /** The open draft that holds it; null: none does. */
  orderId: string | null;
  /** Whether a person cancelled its order: it is ordered again when more of it leaves. */
  isDismissed: boolean;
}

export class ReorderPage extends PageOf(ReorderItem) {}

/** What would be ordered where. */
export class ReorderQuery extends PageQuery {
  /** Of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** In this warehouse. */
  @IdText()
  @Optional()
  warehouseId?: string;

  /** Of this supplier. */
  @IdText()
  @Optional()
  supplierId?: string;
}
