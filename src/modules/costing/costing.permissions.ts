import { definePermissions } from '../../kernel/permissions.js';

export const Costing = definePermissions('costing', {
  read: 'Sees what lessons brought and cost; revenue with billing:read, pay and profit with payroll:read.',
});
