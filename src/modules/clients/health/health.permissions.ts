import { definePermissions } from '../../../kernel/permissions.js';

export const Health = definePermissions('clients.health', {
  read: 'Sees health records and measurements; each look is written down. Own: of the clients one teaches.',
  write: 'Changes health records and measurements, and sees what it changed.',
  audit: 'Sees who looked into health records.',
});
