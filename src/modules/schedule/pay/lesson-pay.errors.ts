import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const LessonPayNotSet = defineError({
  code: 'lesson-pay.not-set',
  kind: 'not_found',
  en: { title: 'No pay was set for this lesson', detail: 'Its pay goes by the pay schemes.' },
  ru: { title: 'Оплата этого занятия не назначена', detail: 'Оно оплачивается по схемам оплаты.' },
});
export const LessonPaySetMeanwhile = defineError({
  code: 'lesson-pay.set-meanwhile',
  kind: 'conflict',
  en: {
    title: 'Somebody set it at the same moment',
    detail: 'Read what is set now, and set it again if it is wrong.',
  },
  ru: {
    title: 'Оплату только что назначили',
    detail: 'Посмотрите, что назначено, и при ошибке назначьте снова.',
  },
});

translateConstraint('lesson_pay_overrides_lesson_key', LessonPaySetMeanwhile);
