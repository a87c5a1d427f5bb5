import { MONEY, STOCK_COSTS } from '../../kernel/field-groups.js';
import { definePermissions } from '../../kernel/permissions.js';

export const Sales = definePermissions('sales', {
  read: 'Sees the register of sales and their returns.',
  sell: 'Sells goods and services; plans and visits with the right to sell subscriptions too.',
  discount: 'Gives a price or takes an amount off of their own choice, with a reason.',
  return:
    'Takes sold things back and pays out what they cost; plans and visits with the right to refund subscriptions too.',
});

export const Services = definePermissions('services', {
  read: 'Sees the services on sale.',
  write: 'Makes, changes and archives services.',
});

MONEY.keep({
  sales: ['gross', 'discount', 'total', 'vat'],
  sale_lines: [
    'unit_price',
    'gross',
    'discount',
    'discount_reason',
    'discount_id',
    'net',
    'vat',
    'returned_net',
  ],
  sale_returns: ['net', 'paid_out'],
  sale_return_lines: ['net', 'vat'],
});
STOCK_COSTS.keep({ sale_lines: ['cost'], sale_return_lines: ['cost'] });
