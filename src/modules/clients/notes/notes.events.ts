import { defineEvent } from '../../../platform/events/event.js';

export const noteAdded = defineEvent<{ clientId: string; noteId: string; type: string }>('note.added');
