import { defineError } from '../../kernel/errors.js';

export const CalendarNotFound = defineError({
  code: 'calendar.not-found',
  kind: 'not_found',
  en: { title: 'No such calendar', detail: 'There is no such calendar, or it was revoked.' },
  ru: { title: 'Нет такого календаря', detail: 'Такого календаря нет, или он отозван.' },
});
