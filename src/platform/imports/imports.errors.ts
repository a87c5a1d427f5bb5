import { defineError } from '../../kernel/errors.js';

export const ImportUnreadable = defineError({
  code: 'import.unreadable',
  kind: 'rule',
  en: {
    title: 'The file cannot be imported',
    detail: 'The columns it needs are not among: {headers}. Name them by `mapping`.',
  },
  ru: {
    title: 'Файл не загрузить',
    detail: 'Нужных колонок нет среди: {headers}. Назовите их в mapping.',
  },
});
export const ImportColumnMissing = defineError({
  code: 'import.column-missing',
  kind: 'rule',
  en: { title: 'The mapping names other columns', detail: 'The file has no column: {headers}.' },
  ru: { title: 'В mapping другие колонки', detail: 'В файле нет колонки: {headers}.' },
});
export const ImportStopped = defineError({
  code: 'import.stopped',
  kind: 'rule',
  en: {
    title: 'Nothing was imported',
    detail: 'Rows with faults: {faulty}. Mend them, or leave them out by onError=skip.',
  },
  ru: {
    title: 'Ничего не загружено',
    detail: 'Строк с ошибками: {faulty}. Исправьте их или пропустите: onError=skip.',
  },
});
