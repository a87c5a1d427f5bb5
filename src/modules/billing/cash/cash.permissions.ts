import { CASH } from '../../../kernel/field-groups.js';
import { definePermissions } from '../../../kernel/permissions.js';

export const Cash = definePermissions('cash', {
  read: 'Sees cash desks, their shifts and reports.',
  work: 'Opens and closes shifts, puts cash in and takes it out.',
  manage: 'Makes, renames and archives cash desks.',
});

CASH.keep({ cash_shifts: ['opening_float', 'expected', 'counted', 'difference'], cash_entries: ['amount'] });
