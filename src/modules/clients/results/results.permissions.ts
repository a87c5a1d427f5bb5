import { definePermissions } from '../../../kernel/permissions.js';

export const Results = definePermissions('results', {
  read: 'Sees what clients achieved, with the files. Own: of the clients one teaches.',
  write: 'Writes down what clients achieved and attaches files. Own: of the clients one teaches.',
});
