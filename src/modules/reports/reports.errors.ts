import { defineError } from '../../kernel/errors.js';

export const ReportNotFound = defineError({
  code: 'report.not-found',
  kind: 'not_found',
  en: { title: 'No such report', detail: 'There is no report {code}, or it is not for you.' },
  ru: { title: 'Нет такого отчёта', detail: 'Отчёта {code} нет, или он не для вас.' },
});
export const ReportTooLarge = defineError({
  code: 'report.too-large',
  kind: 'rule',
  en: {
    title: 'Too much to answer at once',
    detail:
      'More than {rows} rows, or more than {seconds} seconds. Ask for less, or have it made by POST to the `runs` of the report.',
  },
  ru: {
    title: 'Слишком много для немедленного ответа',
    detail:
      'Больше {rows} строк или больше {seconds} секунд. Запросите меньше или закажите отчёт: POST на его `runs`.',
  },
});
export const ReportFileTooLarge = defineError({
  code: 'report.file-too-large',
  kind: 'rule',
  en: {
    title: 'Too much for a file of this format',
    detail:
      'More than {rows} rows, which is the most {format} takes, or a statement of more than {seconds} seconds. Ask for less, or for CSV, which takes the most.',
  },
  ru: {
    title: 'Слишком много для файла этого формата',
    detail:
      'Больше {rows} строк (это предел {format}) или запрос дольше {seconds} секунд. Запросите меньше или CSV: он вмещает больше всего.',
  },
});
export const ReportFormatUnknown = defineError({
  code: 'report.not-acceptable',
  kind: 'not_acceptable',
  en: { title: 'No such format', detail: 'A report comes as JSON, CSV, XLSX, PDF or HTML.' },
  ru: { title: 'Нет такого формата', detail: 'Отчёт бывает в JSON, CSV, XLSX, PDF и HTML.' },
});
