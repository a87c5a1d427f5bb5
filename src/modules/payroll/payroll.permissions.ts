import { PAY } from '../../kernel/field-groups.js';
import { definePermissions } from '../../kernel/permissions.js';

export const Payroll = definePermissions('payroll', {
  read: 'Sees pay schemes and accruals; with the scope own, only their own pay.',
  write: 'Makes and removes pay schemes.',
});

PAY.keep({ pay_schemes: ['rate', 'percent', 'min_amount', 'max_amount'], accruals: ['amount', 'formula'] });
