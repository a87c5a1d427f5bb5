import { definePermissions } from '../../kernel/permissions.js';

export const Reports = definePermissions('reports', {
  read: 'Reads reports of everyday work: groups, attendance, rooms, stock.',
  staff: 'Reads reports that compare employees.',
  finance: 'Reads reports of money.',
});
