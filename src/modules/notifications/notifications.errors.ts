import { defineError } from '../../kernel/errors.js';

export const NotificationNotFound = defineError({
  code: 'notification.not-found',
  kind: 'not_found',
  en: { title: 'No such notification', detail: 'There is no notification {id} in your inbox.' },
  ru: { title: 'Нет такого уведомления', detail: 'Уведомления {id} в ваших входящих нет.' },
});
export const PreferencesNotFound = defineError({
  code: 'notification.preferences-not-found',
  kind: 'not_found',
  en: { title: 'No preferences', detail: 'Only a user has preferences.' },
  ru: { title: 'Нет настроек', detail: 'Настройки есть только у пользователя.' },
});
