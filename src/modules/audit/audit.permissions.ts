import { definePermissions } from '../../kernel/permissions.js';

export const Audit = definePermissions('audit', {
  read: 'Sees who changed what, and when, and whether the trail is whole.',
  review: 'Opens reviews of the trail, marks and questions changes, closes and signs.',
});
