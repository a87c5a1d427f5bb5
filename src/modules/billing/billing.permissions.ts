import { definePermissions } from '../../kernel/permissions.js';

export const Billing = definePermissions('billing', {
  read: 'Sees payer accounts, charges and payments.',
  write: 'Takes payments and reverses them.',
});
