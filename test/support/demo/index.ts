import type { Count } from './count.js';
import { costOfTraining, revenueByActivity } from './costing.js';
import { loans } from './loans.js';
import { debts, expenses, paymentsByMethod, payroll } from './money.js';
import { clientsByStatus, refusals, retention } from './people.js';
import { profitAndLoss, vat } from './revenue.js';
import { sales, salesSummary } from './sales.js';
import { staffProductivity } from './staff.js';
import { reorder, suppliers } from './orders.js';
import { roomLoad } from './rooms.js';
import { stock, stockMovement } from './stock.js';
import { deferredRevenue, subscriptions } from './subscriptions.js';
import { activities, attendance, employeeHours, unfilledJournals } from './teaching.js';
import { teachers } from './teachers.js';
import { auditDigest } from './trail.js';

/** How each report is counted by hand, by its code. */
export const COUNTS: Readonly<Record<string, Count>> = {
  ...{ activities, attendance, debts, expenses, loans, payroll, refusals, reorder, retention },
  ...{ sales, stock, subscriptions, suppliers, teachers, vat },
  'audit-digest': auditDigest,
  'clients-by-status': clientsByStatus,
  'cost-of-training': costOfTraining,
  'deferred-revenue': deferredRevenue,
  'employee-hours': employeeHours,
  'payments-by-method': paymentsByMethod,
  'profit-and-loss': profitAndLoss,
  'revenue-by-activity': revenueByActivity,
  'room-load': roomLoad,
  'sales-summary': salesSummary,
  'staff-productivity': staffProductivity,
  'stock-movement': stockMovement,
  'unfilled-journals': unfilledJournals,
};
