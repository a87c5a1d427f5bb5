import { defineError } from '../../kernel/errors.js';

export const OperationNotFound = defineError({
  code: 'operation.not-found',
  kind: 'not_found',
  en: { title: 'No such operation', detail: 'There is no operation {id} of yours.' },
  ru: { title: 'Нет такой операции', detail: 'Операции {id} у вас нет.' },
});
export const OperationFileNotFound = defineError({
  code: 'operation.file-not-found',
  kind: 'not_found',
  en: { title: 'No such file', detail: 'The operation has no file {id}, or its time is over.' },
  ru: { title: 'Нет такого файла', detail: 'Файла {id} у операции нет, или срок его вышел.' },
});
export const OperationFinished = defineError({
  code: 'operation.finished',
  kind: 'conflict',
  en: { title: 'Finished already', detail: 'The operation is {status}; there is nothing to cancel.' },
  ru: { title: 'Уже завершена', detail: 'Операция завершена ({status}); отменять нечего.' },
});
export const OperationNotAllowed = defineError({
  code: 'operation.not-allowed',
  kind: 'forbidden',
  en: {
    title: 'No longer allowed',
    detail: 'Whoever asked for this may not do it any more: {permission}.',
  },
  ru: { title: 'Больше не разрешено', detail: 'Тому, кто это начал, этого больше нельзя: {permission}.' },
});
export const OperationGivenUp = defineError({
  code: 'operation.given-up',
  kind: 'internal',
  en: {
    title: 'Given up',
    detail: 'The work was begun {tries} times and never came to its end; tell us the request id.',
  },
  ru: {
    title: 'Не удалось',
    detail: 'Работа начиналась {tries} раз и не дошла до конца; сообщите номер запроса.',
  },
});
