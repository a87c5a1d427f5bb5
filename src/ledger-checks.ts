import { auditChecks } from './modules/audit/index.js';
import { billingChecks } from './modules/billing/index.js';
import { clientChecks } from './modules/clients/index.js';
import { loanChecks } from './modules/loans/index.js';
import { payrollChecks, payrollRunChecks } from './modules/payroll/index.js';
import { costingChecks } from './modules/costing/index.js';
import { reportChecks } from './modules/reports/index.js';
import { salesChecks } from './modules/sales/index.js';
import { scheduleChecks } from './modules/schedule/index.js';
import { subscriptionChecks } from './modules/subscriptions/index.js';
import { orderChecks, warehouseChecks } from './modules/warehouse/index.js';
import type { LedgerCheck } from './platform/database/ledger-check.js';

/** Every law of every ledger; `npm run verify` and the tests ask them of a database. */
export const ledgerChecks: readonly LedgerCheck[] = [
  ...clientChecks,
  ...billingChecks,
  ...warehouseChecks,
  ...orderChecks,
  ...payrollChecks,
  ...payrollRunChecks,
  ...subscriptionChecks,
  ...salesChecks,
  ...scheduleChecks,
  ...loanChecks,
  ...costingChecks,
  ...auditChecks,
  ...reportChecks,
];
