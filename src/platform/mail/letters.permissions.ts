import { definePermissions } from '../../kernel/permissions.js';

export const Letters = definePermissions('letters', {
  read: 'Sees which letters were sent, and what became of them.',
  send: 'Sends a letter again that failed, takes back one that waits.',
});
