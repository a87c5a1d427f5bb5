import { definePermissions } from '../../../kernel/permissions.js';

export const Cash = definePermissions('cash', {
  read: 'Sees cash desks, their shifts and reports.',
  work: 'Opens and closes shifts, puts cash in and takes it out.',
  manage: 'Makes, renames and archives cash desks.',
});
