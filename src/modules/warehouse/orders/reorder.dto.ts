import { PageOf, PageQuery } from '../../../platform/http/page.dto.js';
import { IdText, Optional } from '../../../platform/http/validators.js';
import type { OrderWait } from './order.rules.js';
import type { ReorderGap } from './reorder.rules.js';

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
  /** Why that draft does not go out by itself: `approval` or `min-amount`; null: it does, or there is none. */
  waitsFor: OrderWait | null;
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
