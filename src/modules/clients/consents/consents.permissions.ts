import { definePermissions } from '../../../kernel/permissions.js';

export const Consents = definePermissions('consents', {
  read: 'Sees what families agreed to, and the texts. Own: of the clients one teaches.',
  write: 'Writes down consents and their revocations.',
  texts: 'Makes purposes and texts of consent.',
});
