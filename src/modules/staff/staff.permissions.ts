import { definePermissions } from '../../kernel/permissions.js';

export const Employees = definePermissions('employees', {
  read: 'Sees employees.',
  write: 'Registers and changes employees.',
});
