import { definePermissions } from '../../../kernel/permissions.js';

export const Closures = definePermissions('closures', {
  read: 'Sees closures and holidays.',
  write: 'Adds and lifts closures and holidays; lessons inside are cancelled.',
});
