import { defineEvent } from '../../../platform/events/event.js';

/** The lines of a run stand; its payslips can be given out. */
export const payrollRunApproved = defineEvent<{ payrollRunId: string; digest: string; payslips: number }>(
  'payroll-run.approved',
);

/** Everybody in a run was paid. */
export const payrollRunPaid = defineEvent<{ payrollRunId: string }>('payroll-run.paid');
