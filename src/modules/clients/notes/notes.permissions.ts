import { definePermissions } from '../../../kernel/permissions.js';

export const Notes = definePermissions('notes', {
  read: 'Sees notes about clients. Own: about the clients one teaches.',
  write: 'Writes notes about clients and pins them. Own: about the clients one teaches.',
  phrases: 'Edits the ready-made phrases of notes.',
});
