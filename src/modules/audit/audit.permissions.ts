import { definePermissions } from '../../kernel/permissions.js';

export const Audit = definePermissions('audit', {
  read: 'Sees who changed what, and when.',
});
