import { defineEvent } from '../../../platform/events/event.js';
import type { ReorderGap } from './reorder.rules.js';

/** An item has come to its minimum in a warehouse: once, until there is enough of it again. */
export const reorderNeeded = defineEvent<{
  itemId: string;
  warehouseId: string;
  /** Employee of the item, else of the warehouse. */
  responsibleId: string | null;
  onHand: string;
  minQuantity: string;
  /** What stands in the order for it; null: see the gap. */
  quantity: string | null;
  orderId: string | null;
  gap: ReorderGap | null;
}>('stock.reorder-needed');

/** A draft that would leave by itself has not come to the supplier's least amount: once. */
export const orderWaiting = defineEvent<{
  orderId: string;
  supplierId: string;
  warehouseId: string;
  /** Employee of the warehouse, else of an item in it. */
  responsibleId: string | null;
  minOrderAmount: number;
  /** Lines of which nobody knows the price yet. */
  unpricedLines: number;
}>('purchase-order.waiting');

export const orderApproved = defineEvent<{ orderId: string; supplierId: string }>('purchase-order.approved');
export const orderSent = defineEvent<{ orderId: string; letterId: string }>('purchase-order.sent');
/** It did not reach the supplier, or nobody knows whether it did. */
export const orderFailed = defineEvent<{ orderId: string; letterId: string; problem: string }>(
  'purchase-order.failed',
);
export const orderConfirmed = defineEvent<{ orderId: string }>('purchase-order.confirmed');
export const orderReceived = defineEvent<{ orderId: string; waybillId: string; status: string }>(
  'purchase-order.received',
);
export const orderCancelled = defineEvent<{ orderId: string }>('purchase-order.cancelled');
