import { PAY } from '../../kernel/field-groups.js';
import { definePermissions } from '../../kernel/permissions.js';

export const Payroll = definePermissions('payroll', {
  read: 'Sees pay schemes and accruals; with the scope own, only their own pay.',
  write: 'Makes, ends and removes pay schemes.',
  override: 'Sets the pay of one lesson by hand.',
});
export const PayAdjustments = definePermissions('pay-adjustments', {
  write: 'Enters bonuses, penalties, advances and deductions, and takes them back.',
});

PAY.keep({
  pay_schemes: ['rate', 'percent', 'brackets', 'min_amount', 'max_amount'],
  accruals: ['amount', 'formula'],
  lesson_pay_overrides: ['amount', 'rate'],
});
