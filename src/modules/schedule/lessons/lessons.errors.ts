import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const LessonNotFound = defineError({
  code: 'lesson.not-found',
  kind: 'not_found',
  en: { title: 'No such lesson', detail: 'There is no lesson {id}, or it is out of your reach.' },
  ru: { title: 'Нет такого занятия', detail: 'Занятия {id} нет, или оно вам недоступно.' },
});
export const LessonClash = defineError({
  code: 'lesson.clash',
  kind: 'conflict',
  en: {
    title: 'The room, the teacher or the group is taken',
    detail:
      'At this time another lesson holds the room, a teacher or the group; conflicts[] names each: lessonId, what, startsAt, endsAt, groupName, of a teacher teacherId and teacherName.',
  },
  ru: {
    title: 'Помещение, преподаватель или группа заняты',
    detail:
      'В это время другое занятие занимает помещение, преподавателя или группу; conflicts[] называет каждое: lessonId, what, startsAt, endsAt, groupName, для преподавателя — teacherId и teacherName.',
  },
});
export const LessonNotPlanned = defineError({
  code: 'lesson.not-planned',
  kind: 'conflict',
  en: {
    title: 'The lesson is not planned',
    detail: 'Only a planned lesson can be changed, cancelled or completed; this one is {status}.',
  },
  ru: {
    title: 'Занятие не запланировано',
    detail: 'Менять, отменять и проводить можно только запланированное занятие; это — {status}.',
  },
});
export const LessonNotCancelled = defineError({
  code: 'lesson.not-cancelled',
  kind: 'conflict',
  en: {
    title: 'The lesson is not cancelled',
    detail: 'Only a cancelled lesson can be put back; this one is {status}.',
  },
  ru: { title: 'Занятие не отменено', detail: 'Вернуть можно только отменённое занятие; это — {status}.' },
});

export const OverrideNotPermitted = defineError({
  code: 'lesson.override-not-permitted',
  kind: 'forbidden',
  en: {
    title: 'You may not override that',
    detail: 'Booking over a clash or over a capacity needs the permission {permission} in this branch.',
  },
  ru: {
    title: 'Это нельзя перекрыть',
    detail: 'Чтобы ставить поверх занятого или сверх мест, нужно право {permission} в этом филиале.',
  },
});
export const RoomTooSmall = defineError({
  code: 'lesson.room-too-small',
  kind: 'conflict',
  en: {
    title: 'The room is too small',
    detail:
      'The room holds {capacity}, and {expected} are expected; conflicts[] names who finds no place: lessonId, startsAt, clientId, clientName, guestKind.',
  },
  ru: {
    title: 'Помещение мало',
    detail:
      'Помещение вмещает {capacity}, а ожидается {expected}; conflicts[] называет, кому не хватит места: lessonId, startsAt, clientId, clientName, guestKind.',
  },
});
export const NotSubstituted = defineError({
  code: 'lesson.not-substituted',
  kind: 'conflict',
  en: { title: 'There is no substitute', detail: 'The planned teacher teaches this lesson already.' },
  ru: { title: 'Замены нет', detail: 'Это занятие и так ведёт назначенный преподаватель.' },
});

export const TeachesAlready = defineError({
  code: 'lesson.teaches-already',
  kind: 'conflict',
  en: {
    title: 'They teach this lesson already',
    detail: 'Who is planned takes the other place of the two now: end that substitution first.',
  },
  ru: {
    title: 'Уже ведёт это занятие',
    detail:
      'Назначенный преподаватель сейчас ведёт это занятие вторым или основным: сначала снимите ту замену.',
  },
});

export const LessonNotIndividual = defineError({
  code: 'lesson.not-individual',
  kind: 'rule',
  en: {
    title: 'The lesson is for a group',
    detail: 'Clients of a group lesson are the members of its groups and its guests.',
  },
  ru: { title: 'Занятие групповое', detail: 'На групповое занятие ходят участники его групп и гости.' },
});
export const LessonClientNotFound = defineError({
  code: 'lesson.client-not-found',
  kind: 'not_found',
  en: { title: 'The lesson is not for them', detail: 'The lesson {id} is not for the client {clientId}.' },
  ru: { title: 'Занятие не для этого клиента', detail: 'Занятие {id} — не для клиента {clientId}.' },
});
export const LastClientOfLesson = defineError({
  code: 'lesson.last-client',
  kind: 'rule',
  en: { title: 'Nobody would be left', detail: 'A lesson for nobody is none: cancel it instead.' },
  ru: { title: 'Никого не останется', detail: 'Занятия ни для кого не бывает: отмените его.' },
});
export const TooManyClients = defineError({
  code: 'lesson.too-many-clients',
  kind: 'rule',
  en: { title: 'Too many clients', detail: 'An individual lesson is for {most} clients at most.' },
  ru: { title: 'Слишком много клиентов', detail: 'На индивидуальное занятие — не больше {most} клиентов.' },
});

translateConstraint('lesson_groups_free_excl', LessonClash);
translateConstraint('lessons_room_free_excl', LessonClash);
translateConstraint('lessons_teacher_free_excl', LessonClash);
translateConstraint('lesson_teachers_free_excl', LessonClash);
translateConstraint('lessons_group_free_excl', LessonClash);
