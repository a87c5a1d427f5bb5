import { MONEY } from '../../kernel/field-groups.js';
import { definePermissions } from '../../kernel/permissions.js';

export const Billing = definePermissions('billing', {
  read: 'Sees payer accounts, charges, payments and refunds.',
  write: 'Takes payments and reverses them, makes other charges, moves due days.',
  credit: 'Takes parts of charges off, with a reason.',
  refund: 'Gives free money back, or moves it to another account.',
});

MONEY.keep({
  payer_accounts: ['balance'],
  charges: ['amount', 'paid', 'credited', 'vat'],
  payments: ['amount', 'allocated'],
  payment_allocations: ['amount'],
  money_entries: ['amount'],
  refunds: ['amount'],
  account_transfers: ['amount'],
  // What accounts held when two were folded into one.
  client_merges: ['notes'],
  guardian_merges: ['notes'],
});
