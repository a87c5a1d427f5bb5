import { defineError } from '../../../kernel/errors.js';

export const LessonNotYet = defineError({
  code: 'lesson.not-yet',
  kind: 'rule',
  en: {
    title: 'The lesson is still to come',
    detail: 'A lesson is completed on its day, {onDate}, or later; today is {today}.',
  },
  ru: {
    title: 'Занятия ещё не было',
    detail: 'Занятие проводят в его день, {onDate}, или позже; сегодня {today}.',
  },
});
export const LessonNotCompleted = defineError({
  code: 'lesson.not-completed',
  kind: 'conflict',
  en: { title: 'The lesson is not completed', detail: 'There is nothing to undo: the lesson is {status}.' },
  ru: { title: 'Занятие не проведено', detail: 'Отменять нечего: занятие — {status}.' },
});
export const CorrectionTooLate = defineError({
  code: 'lesson.correction-too-late',
  kind: 'forbidden',
  en: {
    title: 'Too late to correct',
    detail:
      'Marks are corrected within {days} days after the lesson; later that needs the permission {permission}.',
  },
  ru: {
    title: 'Исправлять поздно',
    detail: 'Отметки исправляют в течение {days} дней после занятия; позже нужно право {permission}.',
  },
});
export const MaterialsShort = defineError({
  code: 'lesson.materials-short',
  kind: 'conflict',
  en: {
    title: 'Materials are lacking',
    detail:
      'This activity is held with all its materials only; conflicts[] names what lacks: itemId, sku, name, wanted, available.',
  },
  ru: {
    title: 'Не хватает материалов',
    detail:
      'Это занятие проводят только со всеми материалами; conflicts[] называет, чего не хватает: itemId, sku, name, wanted, available.',
  },
});
