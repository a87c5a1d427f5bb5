import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const SeriesNotFound = defineError({
  code: 'series.not-found',
  kind: 'not_found',
  en: { title: 'No such series', detail: 'There is no series {id}, or it is out of your reach.' },
  ru: { title: 'Нет такой серии', detail: 'Серии {id} нет, или она вам недоступна.' },
});
export const SeriesEnded = defineError({
  code: 'series.ended',
  kind: 'conflict',
  en: {
    title: 'The series has ended',
    detail: 'The series was ended with the day {endsOn}; make a new one to go on.',
  },
  ru: {
    title: 'Серия завершена',
    detail: 'Серия завершена днём {endsOn}; чтобы продолжить, создайте новую.',
  },
});
export const SeriesWithoutDays = defineError({
  code: 'series.without-days',
  kind: 'rule',
  en: { title: 'The rule gives no day', detail: 'Between {startsOn} and {endsOn} the rule gives no day.' },
  ru: {
    title: 'Правило не даёт ни одного дня',
    detail: 'С {startsOn} по {endsOn} правило не даёт ни одного дня.',
  },
});
export const SeriesExceptionNotFound = defineError({
  code: 'series.exception-not-found',
  kind: 'not_found',
  en: { title: 'No such exception', detail: 'The series has no exception {id}.' },
  ru: { title: 'Нет такого исключения', detail: 'У серии нет исключения {id}.' },
});
export const SeriesDayExcepted = defineError({
  code: 'series.day-excepted',
  kind: 'conflict',
  en: { title: 'The day is an exception already', detail: 'The series has an exception for this day.' },
  ru: { title: 'День уже исключение', detail: 'Для этого дня у серии уже есть исключение.' },
});

translateConstraint('series_exceptions_day_key', SeriesDayExcepted);
