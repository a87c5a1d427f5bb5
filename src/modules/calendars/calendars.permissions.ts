import { definePermissions } from '../../kernel/permissions.js';

export const Calendars = definePermissions('calendars', {
  write: 'Makes calendar feeds of what they may see, sees and revokes them.',
});
