import { defineError } from '../../kernel/errors.js';
import { translateConstraint } from '../../platform/database/constraints.js';

export const AuditTableUnknown = defineError({
  code: 'audit-table.not-found',
  kind: 'not_found',
  en: { title: 'No such table', detail: 'The trail keeps no table "{table}".' },
  ru: { title: 'Нет такой таблицы', detail: 'Журнал не ведётся для таблицы «{table}».' },
});
export const RecordUnknown = defineError({
  code: 'audit-record.not-found',
  kind: 'not_found',
  en: {
    title: 'Nothing is known of the record then',
    detail: 'At that moment there was no such record, or it is out of your reach.',
  },
  ru: {
    title: 'О записи на тот момент ничего нет',
    detail: 'В тот момент такой записи не было, или она вам недоступна.',
  },
});
export const ReviewNotFound = defineError({
  code: 'review.not-found',
  kind: 'not_found',
  en: { title: 'No such review', detail: 'There is no review {id}.' },
  ru: { title: 'Нет такой проверки', detail: 'Проверки {id} нет.' },
});
export const ReviewOpenAlready = defineError({
  code: 'review.open-already',
  kind: 'conflict',
  en: { title: 'A review is open', detail: 'Close or cancel it first: one review is open at a time.' },
  ru: { title: 'Проверка уже открыта', detail: 'Сначала закройте или отмените её: открыта одна проверка.' },
});
export const ReviewNotOpen = defineError({
  code: 'review.not-open',
  kind: 'conflict',
  en: { title: 'The review is not open', detail: 'It was closed or cancelled; nothing in it changes.' },
  ru: { title: 'Проверка не открыта', detail: 'Она закрыта или отменена; в ней ничего не меняется.' },
});
export const WholeOrganisationOnly = defineError({
  code: 'audit.whole-organisation',
  kind: 'forbidden',
  en: {
    title: 'This is of the whole organisation',
    detail: 'Reviews and seals know no branches: the permission must reach all of them.',
  },
  ru: {
    title: 'Это касается всей организации',
    detail: 'Проверки и печати не делятся по филиалам: право должно охватывать все.',
  },
});
export const ReviewQuestionsOpen = defineError({
  code: 'review.questions-open',
  kind: 'conflict',
  en: {
    title: 'Questions are open',
    detail: '{questions} questions have no answer yet; close with force and a reason to leave them so.',
  },
  ru: {
    title: 'Есть вопросы без ответа',
    detail: 'Без ответа вопросов: {questions}; чтобы так и оставить, закройте с force и причиной.',
  },
});
export const QuestionNotFound = defineError({
  code: 'question.not-found',
  kind: 'not_found',
  en: { title: 'No such question', detail: 'There is no question {id}, or it is not yours to see.' },
  ru: { title: 'Нет такого вопроса', detail: 'Вопроса {id} нет, или он не для вас.' },
});
export const QuestionOfOneself = defineError({
  code: 'question.asked-by-oneself',
  kind: 'rule',
  en: { title: 'It is your own question', detail: 'Who asks does not answer.' },
  ru: { title: 'Это ваш вопрос', detail: 'Кто спросил, тот не отвечает.' },
});
export const QuestionWithdrawn = defineError({
  code: 'question.withdrawn',
  kind: 'conflict',
  en: { title: 'The question is withdrawn', detail: 'The changes it was about have been marked otherwise.' },
  ru: { title: 'Вопрос снят', detail: 'Изменения, о которых он был, отмечены иначе.' },
});

translateConstraint('audit_reviews_one_open_key', ReviewOpenAlready);
translateConstraint('audit_reviews_number_key', ReviewOpenAlready);
