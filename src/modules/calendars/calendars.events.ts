import { defineEvent } from '../../platform/events/event.js';

export const calendarOpened = defineEvent<{ calendarId: string; kind: string }>('calendar.opened');
export const calendarRevoked = defineEvent<{ calendarId: string }>('calendar.revoked');
