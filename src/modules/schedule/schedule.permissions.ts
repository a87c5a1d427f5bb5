import { definePermissions } from '../../kernel/permissions.js';

export const Schedule = definePermissions('schedule', {
  read: 'Sees rooms, series, lessons and the schedule.',
  write: 'Makes and changes rooms, series and lessons, cancels lessons.',
  complete: 'Completes lessons: marks who came, charges their visits.',
  undo: 'Undoes the completion of a lesson.',
});

export const Groups = definePermissions('groups', {
  read: 'Sees groups and who belongs to them.',
  write: 'Makes and changes groups, takes clients in and lets them go.',
});
