import { definePermissions } from '../../../kernel/permissions.js';

export const PurchaseOrders = definePermissions('purchase-orders', {
  read: 'Sees orders to suppliers, and what would be ordered and why.',
  write: 'Fills open orders by hand, notes that a supplier confirmed, and cancels orders.',
  approve: 'Approves orders and sends them to suppliers.',
});
