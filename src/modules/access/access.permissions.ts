import { CONTACTS } from '../../kernel/field-groups.js';
import { definePermissions } from '../../kernel/permissions.js';

export const Users = definePermissions('users', {
  read: 'Sees users and roles.',
  write: 'Makes users, changes their roles and branches, lets them back in.',
});

export const Roles = definePermissions('roles', {
  write: 'Makes and changes the roles of the centre.',
});

CONTACTS.keep({ users: ['email'] });
