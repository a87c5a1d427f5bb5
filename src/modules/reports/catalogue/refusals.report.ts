import { sql } from '../../../platform/database/sql.js';
import { defineReport } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column } from './column.js';
import { refusalsOf } from './leaving.sql.js';

export const refusals = defineReport({
  code: 'refusals',
  title: { ru: 'Отказы по причинам', en: 'Refusals by reason' },
  description: {
    ru: 'Почему уходят. Отказ: участник вышел из группы в этом периоде и не вернулся ни в одну за срок возврата; вернувшийся перестаёт быть отказом. Человек с двумя причинами есть в обеих строках, в итоге он один.',
    en: 'Why people leave. A refusal: left a group in this period and came back to none within the days of return; who comes back is none any more. Somebody with two reasons is in both rows and once in the total.',
  },
  permission: Reports.read,
  period: 'this_month',
  hasAsOf: true,
  parameters: {
    returnDays: {
      ...{ kind: 'integer', min: 0, max: 365, default: 30 },
      title: { ru: 'Срок возврата, дней', en: 'Days of return' },
      description: 'Who left and came back within so many days has not refused.',
    },
    activityId: {
      ...{ kind: 'id', title: { ru: 'Занятие', en: 'Activity' } },
      description: 'Groups of this activity alone.',
    },
  },
  columns: [
    column('reason', 'text', ['Причина', 'Reason']),
    column('refusals', 'integer', ['Отказов', 'Refusals'], { figure: 'bad' }),
    column('share', 'percent', ['Доля', 'Share'], { share: { of: 'refusals', in: 'everybody' } }),
    column('early', 'integer', ['Из них в первые 60 дней', 'Within 60 days'], {
      description: 'Who had been members for 60 days at most.',
    }),
    column('days', 'decimal', ['Занимались, дней', 'Days a member'], { description: 'On average.' }),
    column('everybody', 'integer', ['Всего', 'Everybody'], { only: 'nowhere' }),
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'Отказы по причинам', en: 'Refusals by reason' } },
    ...{ by: 'reason', of: ['refusals'], horizontal: true, most: 15 },
  },
  rows: (question) => sql`
    with ${refusalsOf(question, question.parameters)}
    select reason, count(distinct client_id) as refusals, count(distinct client_id) filter (where days <= 60) as early,
           round(avg(days), 2)::float8 as days, (select count(distinct client_id) from refusals) as everybody
    from refusals group by reason order by refusals desc, reason`,
  totals: (question) => sql`
    with ${refusalsOf(question, question.parameters)}
    select count(distinct client_id) as refusals, count(distinct client_id) as everybody,
           count(distinct client_id) filter (where days <= 60) as early, round(avg(days), 2)::float8 as days
    from refusals`,
});
