import { definePermissions } from '../../kernel/permissions.js';

export const Clients = definePermissions('clients', {
  read: 'Sees clients, their guardians and their standing; own: the clients one teaches.',
  write: 'Registers clients and changes them and their guardians.',
  merge: 'Merges two records of one person, says who is not the same, and undoes merges.',
  reasons: 'Keeps the dictionary of reasons why clients come to a status.',
  import: 'Imports clients from a file.',
});
