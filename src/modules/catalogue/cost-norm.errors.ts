import { defineError } from '../../kernel/errors.js';
import { translateConstraint } from '../../platform/database/constraints.js';

export const CostNormNotFound = defineError({
  code: 'cost-norm.not-found',
  kind: 'not_found',
  en: { title: 'No such norm', detail: 'There is no cost norm {id}, or it is out of your reach.' },
  ru: { title: 'Нет такой нормы', detail: 'Нормы затрат {id} нет, или она вам недоступна.' },
});
export const CostNormOverlap = defineError({
  code: 'cost-norm.overlap',
  kind: 'conflict',
  en: {
    title: 'Two norms on one day',
    detail: 'Another norm of the same activity and branch holds on some of these days.',
  },
  ru: {
    title: 'Две нормы в один день',
    detail: 'Другая норма того же занятия и филиала действует в часть этих дней.',
  },
});
export const CostNormBegun = defineError({
  code: 'cost-norm.begun',
  kind: 'conflict',
  en: {
    title: 'The norm has begun',
    detail: 'Lessons were counted by it: it can only be ended, on a day that is not over.',
  },
  ru: {
    title: 'Норма уже действует',
    detail: 'По ней уже посчитаны занятия: её можно только завершить, днём, который ещё не прошёл.',
  },
});
export const CostNormForAll = defineError({
  code: 'cost-norm.for-all',
  kind: 'forbidden',
  en: { title: 'For every branch', detail: 'Who writes a norm for every branch must reach them all.' },
  ru: { title: 'Для всех филиалов', detail: 'Норму для всех филиалов ведёт тот, кому доступны все.' },
});

translateConstraint('cost_norms_no_overlap_excl', CostNormOverlap);
translateConstraint('cost_norms_begun_check', CostNormBegun);
