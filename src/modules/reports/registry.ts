import { activities } from './catalogue/activities.report.js';
import { attendance } from './catalogue/attendance.report.js';
import { auditDigest } from './catalogue/audit-digest.report.js';
import { clientsByStatus } from './catalogue/clients-by-status.report.js';
import { debts } from './catalogue/debts.report.js';
import { deferredRevenue } from './catalogue/deferred-revenue.report.js';
import { employeeHours } from './catalogue/employee-hours.report.js';
import { paymentsByMethod } from './catalogue/payments-by-method.report.js';
import { refusals } from './catalogue/refusals.report.js';
import { retention } from './catalogue/retention.report.js';
import { roomLoad } from './catalogue/room-load.report.js';
import { staffProductivity } from './catalogue/staff-productivity.report.js';
import { subscriptions } from './catalogue/subscriptions.report.js';
import { teachers } from './catalogue/teachers.report.js';
import { unfilledJournals } from './catalogue/unfilled-journals.report.js';
import type { Report } from './report.js';

/** Every report there is, in the order of the catalogue. A new one is declared in `catalogue/` and named here. */
export const reports: readonly Report[] = [
  ...[activities, attendance, auditDigest, clientsByStatus, debts, deferredRevenue, employeeHours],
  ...[paymentsByMethod, refusals, retention, roomLoad, staffProductivity, subscriptions, teachers],
  unfilledJournals,
];
