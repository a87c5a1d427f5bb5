import { CONTACTS } from '../../kernel/field-groups.js';
import { definePermissions } from '../../kernel/permissions.js';

export const Reports = definePermissions('reports', {
  read: 'Reads reports of everyday work: groups, attendance, rooms.',
  staff: 'Reads reports that compare employees.',
  finance: 'Reads reports of money.',
});

export const ReportSchedules = definePermissions('report-schedules', {
  read: 'Sees schedules of reports, and what became of their letters; less than all: their own.',
  write: 'Has reports sent by schedule, on their own behalf.',
});

CONTACTS.keep({ report_schedules: ['emails'] });
