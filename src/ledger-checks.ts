import { payrollChecks } from './modules/payroll/index.js';
import type { LedgerCheck } from './platform/database/ledger-check.js';

/** Every law of every ledger; `npm run verify` and the tests ask them of a database. */
export const ledgerChecks: readonly LedgerCheck[] = [...payrollChecks];
