import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const HealthChangedMeanwhile = defineError({
  code: 'health-record.changed',
  kind: 'conflict',
  en: {
    title: 'The health record was changed meanwhile',
    detail: 'Edits of health are not merged: read the record again and repeat the edit on its version.',
  },
  ru: {
    title: 'Карта здоровья тем временем изменена',
    detail: 'Правки здоровья не сливаются: прочитайте карту снова и повторите правку на её версии.',
  },
});
export const MeasurementNotFound = defineError({
  code: 'measurement.not-found',
  kind: 'not_found',
  en: { title: 'No such measurement', detail: 'There is no measurement {id} of this client.' },
  ru: { title: 'Нет такого измерения', detail: 'Измерения {id} у этого клиента нет.' },
});
export const MeasurementReplaced = defineError({
  code: 'measurement.replaced',
  kind: 'conflict',
  en: {
    title: 'The measurement does not stand',
    detail: 'It was corrected or taken back already; correct the entry that stands.',
  },
  ru: {
    title: 'Измерение уже не действует',
    detail: 'Его уже исправили или отменили; исправляйте действующую запись.',
  },
});
export const MemberNotAllowed = defineError({
  code: 'member.not-allowed',
  kind: 'forbidden',
  en: {
    title: 'A part of the request is not allowed',
    detail: '{member} needs the permission {permission}.',
  },
  ru: { title: 'Часть запроса не разрешена', detail: 'Для {member} нужно право {permission}.' },
});

translateConstraint('health_records_client_key', HealthChangedMeanwhile);
translateConstraint('measurements_replaced_once_key', MeasurementReplaced);
