import { MoneyDto } from '../../../platform/http/money.dto.js';
import { EditPatch } from '../../../platform/http/page.dto.js';
import { IdText, Optional, QuantityText } from '../../../platform/http/validators.js';

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
  /** Of one, as last paid to the supplier, VAT included; fixed with the order's number. Null: not known. */
  price: MoneyDto | null;
  /** What the line comes to. */
  amount: MoneyDto | null;
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
