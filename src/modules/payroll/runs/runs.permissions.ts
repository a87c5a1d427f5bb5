import { PAY } from '../../../kernel/field-groups.js';
import { definePermissions } from '../../../kernel/permissions.js';

export const PayrollRuns = definePermissions('payroll-runs', {
  read: 'Sees payroll runs; every figure of them asks for payroll:read too.',
  write: 'Drafts, recalculates and cancels payroll runs; keeps tax facts and withholding orders.',
  approve: 'Approves payroll runs and takes an approval back.',
  pay: 'Records that a payroll run was paid.',
});
export const Payslips = definePermissions('payslips', {
  read: 'Sees payslips; with the scope own, only their own, once the run is approved. Asks for payroll:read too.',
});
export const TaxTables = definePermissions('tax-tables', {
  read: 'Sees tax tables and the terms by which the employer pays.',
  write: 'Adds tax tables and terms of the employer, from a day on.',
});

PAY.keep({
  payslips: [
    ...[
      'details',
      'income',
      'settled',
      'taxed_before',
      'taxed',
      'tax_before',
      'tax',
      'contributions',
      'withheld',
    ],
    ...['debt_before', 'debt_after', 'net', 'employer_cost'],
  ],
  payslip_payments: ['amount', 'receipt_number'],
  employee_tax_facts: ['is_resident', 'tax_number', 'deductions'],
  withholding_orders: ['reason', 'percent', 'monthly_amount', 'total_amount', 'limit_percent'],
});
