import { MONEY } from '../../kernel/field-groups.js';
import { definePermissions } from '../../kernel/permissions.js';

export const Loans = definePermissions('loans', {
  read: 'Sees what is lent to clients, and what is overdue.',
  write: 'Lends, takes back, moves the due day, and records what is lost at its replacement price.',
  'write-off': 'Charges another price for what is lost, or nothing; takes back wrong returns and losses.',
});

MONEY.keep({ loan_entries: ['price'] });
