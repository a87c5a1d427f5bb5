import { EXPENSES } from '../../../kernel/field-groups.js';
import { definePermissions } from '../../../kernel/permissions.js';

export const Expenses = definePermissions('expenses', {
  read: 'Sees what the centre spends, and on what.',
  write: 'Posts and reverses expenses, attaches their papers, keeps their categories.',
});

EXPENSES.keep({ expenses: ['amount', 'vat'] });
