import { defineError } from '../../../kernel/errors.js';

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
