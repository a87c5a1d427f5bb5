import { activities } from './catalogue/activities.report.js';
import { attendance } from './catalogue/attendance.report.js';
import { auditDigest } from './catalogue/audit-digest.report.js';
import { clientsByStatus } from './catalogue/clients-by-status.report.js';
import { costOfTraining } from './catalogue/cost-of-training.report.js';
import { debts } from './catalogue/debts.report.js';
import { deferredRevenue } from './catalogue/deferred-revenue.report.js';
import { employeeHours } from './catalogue/employee-hours.report.js';
import { expenses } from './catalogue/expenses.report.js';
import { loans } from './catalogue/loans.report.js';
import { paymentsByMethod } from './catalogue/payments-by-method.report.js';
import { payroll } from './catalogue/payroll.report.js';
import { profitAndLoss } from './catalogue/profit-and-loss.report.js';
import { refusals } from './catalogue/refusals.report.js';
import { reorder } from './catalogue/reorder.report.js';
import { retention } from './catalogue/retention.report.js';
import { revenueByActivity } from './catalogue/revenue-by-activity.report.js';
import { roomLoad } from './catalogue/room-load.report.js';
import { sales } from './catalogue/sales.report.js';
import { salesSummary } from './catalogue/sales-summary.report.js';
import { staffProductivity } from './catalogue/staff-productivity.report.js';
import { stock } from './catalogue/stock.report.js';
import { stockMovement } from './catalogue/stock-movement.report.js';
import { subscriptions } from './catalogue/subscriptions.report.js';
import { suppliers } from './catalogue/suppliers.report.js';
import { teachers } from './catalogue/teachers.report.js';
import { unfilledJournals } from './catalogue/unfilled-journals.report.js';
import { vat } from './catalogue/vat.report.js';
import type { Report } from './report.js';

/** Every report there is, in the order of the catalogue. A new one is declared in `catalogue/` and named here. */
export const reports: readonly Report[] = [
  ...[
    activities,
    attendance,
    auditDigest,
    clientsByStatus,
    costOfTraining,
    debts,
    deferredRevenue,
    employeeHours,
  ],
  ...[
    expenses,
    loans,
    paymentsByMethod,
    payroll,
    profitAndLoss,
    refusals,
    reorder,
    retention,
    revenueByActivity,
    roomLoad,
  ],
  ...[sales, salesSummary, staffProductivity, stock, stockMovement],
  ...[subscriptions, suppliers, teachers, unfilledJournals, vat],
];
