import { defineError } from '../../../kernel/errors.js';

export const ClosureNotFound = defineError({
  code: 'closure.not-found',
  kind: 'not_found',
  en: { title: 'No such closure', detail: 'There is no closure {id}, or it is out of your reach.' },
  ru: { title: 'Нет такого закрытия', detail: 'Закрытия {id} нет, или оно вам недоступно.' },
});
export const ClosureLifted = defineError({
  code: 'closure.lifted',
  kind: 'conflict',
  en: { title: 'The closure is lifted already', detail: 'The closure was lifted at {liftedAt}.' },
  ru: { title: 'Закрытие уже снято', detail: 'Закрытие снято {liftedAt}.' },
});
export const ClosureNeedsAll = defineError({
  code: 'closure.needs-all-branches',
  kind: 'forbidden',
  en: {
    title: 'Not all branches are yours',
    detail: 'A closure of all branches is for those who reach them all; name a branch.',
  },
  ru: {
    title: 'Вам доступны не все филиалы',
    detail: 'Закрыть все филиалы может тот, кому доступны все; назовите филиал.',
  },
});
