import { defineEvent } from '../../platform/events/event.js';

export const clientRegistered = defineEvent<{ clientId: string }>('client.registered');
export const clientChanged = defineEvent<{ clientId: string }>('client.changed');
