import { defineError } from '../../kernel/errors.js';

export const SheetEmpty = defineError({
  code: 'sheet.empty',
  kind: 'rule',
  en: { title: 'The file is empty', detail: 'There is nothing in the file but, at most, a header.' },
  ru: { title: 'Файл пуст', detail: 'В файле нет ничего, кроме, самое большее, заголовка.' },
});
export const SheetUnknownFormat = defineError({
  code: 'sheet.unknown-format',
  kind: 'unsupported_media',
  en: {
    title: 'Not a spreadsheet we read',
    detail: 'The content is neither CSV nor XLSX, whatever the name says; save it as one of them.',
  },
  ru: {
    title: 'Такие таблицы не читаем',
    detail: 'Внутри не CSV и не XLSX, как бы файл ни назывался; сохраните в одном из этих форматов.',
  },
});
export const SheetProtected = defineError({
  code: 'sheet.protected',
  kind: 'rule',
  en: {
    title: 'The file is protected or of the old format',
    detail: 'Save it as XLSX or CSV without a password.',
  },
  ru: { title: 'Файл под паролем или старого формата', detail: 'Сохраните его как XLSX или CSV без пароля.' },
});
export const SheetBroken = defineError({
  code: 'sheet.broken',
  kind: 'rule',
  en: { title: 'The file is broken', detail: 'It cannot be read to the end: {reason}.' },
  ru: { title: 'Файл повреждён', detail: 'Его не прочитать до конца: {reason}.' },
});
export const SheetTooLarge = defineError({
  code: 'sheet.too-large',
  kind: 'too_large',
  en: { title: 'The table is too large', detail: 'At most {limit} {what}; divide the file.' },
  ru: { title: 'Таблица слишком велика', detail: 'Самое большее {limit} ({what}); разделите файл.' },
});
export const SheetNotFound = defineError({
  code: 'sheet.not-found',
  kind: 'rule',
  en: { title: 'No such sheet', detail: 'There is no sheet "{sheet}"; there are: {sheets}.' },
  ru: { title: 'Нет такого листа', detail: 'Листа «{sheet}» нет; есть: {sheets}.' },
});
