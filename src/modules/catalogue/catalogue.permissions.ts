import { definePermissions } from '../../kernel/permissions.js';

export const Activities = definePermissions('activities', {
  read: 'Sees activities with their prices.',
  write: 'Makes, changes and archives activities, their prices and what each mark costs.',
});
