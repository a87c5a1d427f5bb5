import type { Language } from '../../../kernel/errors.js';
import type { NamedPeriod } from '../periods.rules.js';
import type { Report, Texts } from '../report.js';
import type { FileFormat, ScheduledReport } from './schedule.rules.js';

/** A schedule ready to be taken: its reports are those that are there, and open to whoever takes it. */
interface Template {
  readonly code: string;
  readonly title: Texts;
  readonly description: Texts;
  readonly period: NamedPeriod;
  readonly cron: string;
  readonly formats: readonly FileFormat[];
  /** By their codes, in the order of the letter. */
  readonly reports: readonly string[];
}

const templates: readonly Template[] = [
  {
    code: 'monday-digest',
    title: { ru: 'Сводка за неделю', en: 'Weekly digest' },
    description: {
      ru: 'По понедельникам в 9:00: прошедшая неделя по преподавателям, деньгам, посещаемости, абонементам, долгам и тому, что пора заказать.',
      en: 'On Mondays at 9:00: the week before by teachers, money, attendance, subscriptions, debts, and what is to be reordered.',
    },
    period: 'last_week',
    cron: '0 9 * * 1',
    formats: ['xlsx'],
    reports: [
      ...['teachers', 'payments-by-method', 'attendance', 'revenue-by-activity', 'subscriptions', 'refusals'],
      ...['debts', 'reorder'],
    ],
  },
  {
    code: 'month-close',
    title: { ru: 'Закрытие месяца', en: 'Month close' },
    description: {
      ru: 'Первого числа в 8:00: прошедший месяц для бухгалтерии и руководства.',
      en: 'On the first at 8:00: the month before, for accounting and management.',
    },
    period: 'last_month',
    cron: '0 8 1 * *',
    formats: ['xlsx', 'pdf'],
    reports: [
      ...[
        'profit-and-loss',
        'revenue-by-activity',
        'teachers',
        'payments-by-method',
        'deferred-revenue',
        'debts',
      ],
      ...['vat', 'expenses', 'payroll', 'stock'],
    ],
  },
];

export interface TemplateFilled {
  code: string;
  name: string;
  description: string;
  cron: string;
  formats: FileFormat[];
  reports: ScheduledReport[];
}

/** The templates for somebody: those of which a report is left. */
export function templatesFor(open: readonly Report[], language: Language): TemplateFilled[] {
  return templates
    .map(({ code, title, description, cron, formats, reports, period }) => ({
      ...{ code, name: title[language], description: description[language], cron, formats: [...formats] },
      reports: reports.flatMap((name) => {
        const report = open.find((one) => one.code === name);
        return report === undefined
          ? []
          : [{ report: name, parameters: report.period === null ? {} : { period } }];
      }),
    }))
    .filter(({ reports }) => reports.length > 0);
}
