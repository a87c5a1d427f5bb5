import { definePermissions } from '../../kernel/permissions.js';

export const Billing = definePermissions('billing', {
  read: 'Sees payer accounts, charges, payments and refunds.',
  write: 'Takes payments and reverses them, makes other charges, moves due days.',
  credit: 'Takes parts of charges off, with a reason.',
  refund: 'Gives free money back, or moves it to another account.',
});
