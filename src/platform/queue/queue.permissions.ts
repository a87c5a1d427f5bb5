import { definePermissions } from '../../kernel/permissions.js';

export const Queues = definePermissions('queues', {
  read: 'Looks into the queues of work at /queues.',
});
