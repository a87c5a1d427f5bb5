import { attendance } from './catalogue/attendance.report.js';
import { paymentsByMethod } from './catalogue/payments-by-method.report.js';
import { teachers } from './catalogue/teachers.report.js';
import type { Report } from './report.js';

/** Every report there is, in the order of the catalogue. A new one is declared in `catalogue/` and named here. */
export const reports: readonly Report[] = [attendance, paymentsByMethod, teachers];
