import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const LessonFull = defineError({
  code: 'lesson.full',
  kind: 'conflict',
  en: {
    title: 'The lesson is full',
    detail:
      'Members, guests and offered places take all places of the lesson. When a lesson moves, conflicts[] names who finds no place: lessonId, startsAt, clientId, clientName, guestKind.',
  },
  ru: {
    title: 'На занятии нет мест',
    detail:
      'Участники, гости и предложенные места заняли все места. При переносе conflicts[] называет, кому не хватит места: lessonId, startsAt, clientId, clientName, guestKind.',
  },
});
export const AlreadyExpected = defineError({
  code: 'lesson.already-expected',
  kind: 'conflict',
  en: { title: 'Already expected', detail: 'The client is expected at this lesson already.' },
  ru: { title: 'Уже в списке', detail: 'Клиент и так ожидается на этом занятии.' },
});
export const GuestNotFound = defineError({
  code: 'lesson.guest-not-found',
  kind: 'not_found',
  en: { title: 'No such guest', detail: 'The client {clientId} is no guest of the lesson {id}.' },
  ru: { title: 'Нет такого гостя', detail: 'Клиент {clientId} не записан гостем на занятие {id}.' },
});
export const AbsenceTold = defineError({
  code: 'lesson.absence-told',
  kind: 'conflict',
  en: { title: 'Told already', detail: 'The absence of this client is told already.' },
  ru: { title: 'Уже предупредили', detail: 'Об отсутствии этого клиента уже предупредили.' },
});
export const AbsenceNotFound = defineError({
  code: 'lesson.absence-not-found',
  kind: 'not_found',
  en: {
    title: 'No such absence',
    detail: 'No absence of the client {clientId} is told for the lesson {id}.',
  },
  ru: {
    title: 'Не предупреждали',
    detail: 'Об отсутствии клиента {clientId} на занятии {id} не предупреждали.',
  },
});
export const MakeUpNotGiven = defineError({
  code: 'make-up.not-given',
  kind: 'rule',
  en: {
    title: 'There is nothing to make up',
    detail:
      'The lesson {missedLessonId} gives this client no right to make it up at a lesson of this activity.',
  },
  ru: {
    title: 'Отрабатывать нечего',
    detail:
      'Занятие {missedLessonId} не даёт этому клиенту права отработать его на занятии по этому предмету.',
  },
});
export const MakeUpExpired = defineError({
  code: 'make-up.expired',
  kind: 'rule',
  en: { title: 'Too late to make up', detail: 'The missed lesson could be made up until {until}.' },
  ru: { title: 'Отрабатывать поздно', detail: 'Пропущенное занятие можно было отработать до {until}.' },
});
export const MakeUpUsed = defineError({
  code: 'make-up.used',
  kind: 'conflict',
  en: { title: 'The right is used', detail: 'Another lesson makes the missed one up already.' },
  ru: { title: 'Право использовано', detail: 'Пропущенное занятие уже отрабатывают на другом.' },
});

translateConstraint('lesson_clients_once_key', AlreadyExpected);
translateConstraint('lesson_guests_once_key', AlreadyExpected);
translateConstraint('lesson_guests_make_up_key', MakeUpUsed);
translateConstraint('attendances_make_up_key', MakeUpUsed);
translateConstraint('lesson_absences_once_key', AbsenceTold);
