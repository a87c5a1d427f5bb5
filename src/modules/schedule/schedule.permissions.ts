import { definePermissions } from '../../kernel/permissions.js';

export const Schedule = definePermissions('schedule', {
  read: 'Sees rooms, series, lessons and the schedule.',
  write: 'Makes and changes rooms, series and lessons, cancels lessons.',
  complete: 'Completes lessons: marks who came, charges their visits.',
  undo: 'Undoes the completion of a lesson.',
  correct: 'Corrects the marks of a completed lesson after the days the settings give its teacher.',
  override: 'Books over a taken room or teacher, or beyond a capacity, with a reason.',
});

export const Groups = definePermissions('groups', {
  read: 'Sees groups and who belongs to them.',
  write: 'Makes and changes groups, takes clients in and lets them go.',
});
