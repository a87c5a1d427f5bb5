import { definePermissions } from '../../../kernel/permissions.js';

export const Privacy = definePermissions('clients.privacy', {
  export: 'Takes out everything that is kept of a person.',
  erase: 'Erases what is personal of a client, and sees what was erased.',
});
