import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const ReportScheduleNotFound = defineError({
  code: 'report-schedule.not-found',
  kind: 'not_found',
  en: { title: 'No such schedule', detail: 'There is no schedule of reports {id}, or it is not yours.' },
  ru: { title: 'Нет такого расписания', detail: 'Расписания отчётов {id} нет, или оно не ваше.' },
});
export const ReportScheduleNameTaken = defineError({
  code: 'report-schedule.name-taken',
  kind: 'conflict',
  en: { title: 'The name is taken', detail: 'Another schedule of the same owner has this name.' },
  ru: { title: 'Название занято', detail: 'Такое название есть у другого расписания того же владельца.' },
});
export const ReportScheduleArchived = defineError({
  code: 'report-schedule.archived',
  kind: 'conflict',
  en: {
    title: 'The schedule is archived',
    detail: 'An archived schedule sends nothing; take it out of the archive first.',
  },
  ru: {
    title: 'Расписание в архиве',
    detail: 'Из архива ничего не отправляется; сначала верните расписание.',
  },
});
export const ReportScheduleOwnerless = defineError({
  code: 'report-schedule.ownerless',
  kind: 'rule',
  en: { title: 'Only a user has schedules', detail: 'Reports are computed on behalf of a user.' },
  ru: { title: 'Расписание бывает только у пользователя', detail: 'Отчёты строятся от имени пользователя.' },
});
export const ReportDeliveryNotFound = defineError({
  code: 'report-delivery.not-found',
  kind: 'not_found',
  en: { title: 'No such delivery', detail: 'The schedule has no delivery {id}.' },
  ru: { title: 'Нет такой отправки', detail: 'У расписания нет отправки {id}.' },
});
export const ReportDeliveryNothingToResend = defineError({
  code: 'report-delivery.nothing-to-resend',
  kind: 'conflict',
  en: {
    title: 'Nothing to send again',
    detail:
      'Only a delivery that failed is made again, and only letters that failed, or whose fate is unknown, leave again.',
  },
  ru: {
    title: 'Отправлять снова нечего',
    detail:
      'Заново готовят только неудавшуюся отправку, а письма уходят снова, если они не ушли или их судьба неизвестна.',
  },
});

translateConstraint('report_schedules_name_key', ReportScheduleNameTaken);
