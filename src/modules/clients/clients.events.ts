import { defineEvent } from '../../platform/events/event.js';

export const clientRegistered = defineEvent<{ clientId: string }>('client.registered');
export const clientMerged = defineEvent<{ mergeId: string; survivorId: string; duplicateId: string }>(
  'client.merged',
);
export const clientMergeUndone = defineEvent<{ mergeId: string; survivorId: string; duplicateId: string }>(
  'client.merge-undone',
);
export const guardianMerged = defineEvent<{ mergeId: string; survivorId: string; duplicateId: string }>(
  'guardian.merged',
);
export const guardianMergeUndone = defineEvent<{ mergeId: string; survivorId: string; duplicateId: string }>(
  'guardian.merge-undone',
);
export const clientErased = defineEvent<{ clientId: string }>('client.erased');
export const clientChanged = defineEvent<{ clientId: string }>('client.changed');
