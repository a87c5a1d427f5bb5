import { defineError } from '../../../kernel/errors.js';

export const ResultNotFound = defineError({
  code: 'result.not-found',
  kind: 'not_found',
  en: { title: 'No such result', detail: 'There is no result {id} of this client.' },
  ru: { title: 'Нет такого результата', detail: 'Результата {id} у этого клиента нет.' },
});
export const ResultFileNotFound = defineError({
  code: 'result-file.not-found',
  kind: 'not_found',
  en: { title: 'No such file', detail: 'There is no file {id} at this result.' },
  ru: { title: 'Нет такого файла', detail: 'Файла {id} у этого результата нет.' },
});
export const ResultFilesFull = defineError({
  code: 'result.files-full',
  kind: 'conflict',
  en: { title: 'No room for another file', detail: 'A result has at most {most} files.' },
  ru: { title: 'Больше файлов нельзя', detail: 'У результата не больше {most} файлов.' },
});
export const PhotoNotFound = defineError({
  code: 'photo.not-found',
  kind: 'not_found',
  en: { title: 'No photo', detail: 'The client {id} has no photo.' },
  ru: { title: 'Нет фотографии', detail: 'У клиента {id} нет фотографии.' },
});
export const FileTypeNotAccepted = defineError({
  code: 'file.type-not-accepted',
  kind: 'unsupported_media',
  en: { title: 'Such files are not taken', detail: 'By its first bytes the file is none of: {accepted}.' },
  ru: { title: 'Такие файлы не принимаются', detail: 'Судя по первым байтам, файл — не из: {accepted}.' },
});
export const FileTypeMismatch = defineError({
  code: 'file.type-mismatch',
  kind: 'rule',
  en: {
    title: 'The file is not what it is said to be',
    detail: 'By its first bytes it is {mediaType}; its Content-Type and the ending of its name must say so.',
  },
  ru: {
    title: 'Файл не тот, за кого себя выдаёт',
    detail: 'Судя по первым байтам, это {mediaType}; то же должны говорить Content-Type и окончание имени.',
  },
});
