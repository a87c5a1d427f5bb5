import { CONTACTS, STOCK_COSTS } from '../../kernel/field-groups.js';
import { definePermissions } from '../../kernel/permissions.js';

export const Items = definePermissions('items', {
  read: 'Sees items of the nomenclature and their categories.',
  write: 'Makes, changes, archives and imports items and categories.',
});

export const Suppliers = definePermissions('suppliers', {
  read: 'Sees suppliers; their e-mail and phone need the right to see contacts too.',
  write: 'Makes, changes and archives suppliers.',
});

export const Warehousing = definePermissions('warehouse', {
  read: 'Sees warehouses, stock, waybills and movements.',
  post: 'Fills drafts of waybills and posts them.',
  reverse: 'Reverses posted waybills.',
  manage: 'Makes, renames and archives warehouses.',
});

export const StockCosts = definePermissions('warehouse.costs', {
  read: 'Sees what stock cost, and gives the prices at which it comes in.',
});

CONTACTS.keep({ suppliers: ['email', 'phone'] });
STOCK_COSTS.keep({ waybill_lines: ['price'], stock_entries: ['value'], purchase_order_lines: ['price'] });
