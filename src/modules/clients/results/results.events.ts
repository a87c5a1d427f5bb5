import { defineEvent } from '../../../platform/events/event.js';

export const resultAdded = defineEvent<{ clientId: string; resultId: string; kind: string }>('result.added');
