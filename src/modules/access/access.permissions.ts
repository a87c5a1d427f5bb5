import { definePermissions } from '../../kernel/permissions.js';

export const Users = definePermissions('users', {
  read: 'Sees users and roles.',
  write: 'Makes users, changes their roles, branches and passwords.',
});
