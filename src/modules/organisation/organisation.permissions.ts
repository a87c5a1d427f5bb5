import { definePermissions } from '../../kernel/permissions.js';

export const Branches = definePermissions('branches', {
  read: 'Sees branches.',
  write: 'Makes, changes and archives branches.',
});
export const Settings = definePermissions('settings', {
  read: 'Sees the settings of the organisation.',
  write: 'Changes the settings of the organisation.',
});
