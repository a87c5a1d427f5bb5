import { definePermissions } from '../../kernel/permissions.js';

export const Clients = definePermissions('clients', {
  read: 'Sees clients, their guardians and their standing; own: the clients one teaches.',
  write: 'Registers clients and changes them and their guardians.',
  import: 'Imports clients from a file.',
});
