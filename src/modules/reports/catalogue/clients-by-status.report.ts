import { sql } from '../../../platform/database/sql.js';
import { defineReport } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column } from './column.js';
import { endOf, lastDayOf, startOf } from './moments.sql.js';

const BANDS = {
  toddler: { ru: 'Малыши', en: 'Toddlers' },
  preschool: { ru: 'Дошкольники', en: 'Preschool' },
  junior: { ru: 'Младшие школьники', en: 'Junior school' },
  middle: { ru: 'Средние школьники', en: 'Middle school' },
  teen: { ru: 'Подростки', en: 'Teens' },
  adult: { ru: 'Взрослые', en: 'Adults' },
  unknown: { ru: 'Возраст не указан', en: 'Age unknown' },
};
const STATUSES = ['lead', 'trial', 'active', 'paused', 'left'] as const;

export const clientsByStatus = defineReport({
  code: 'clients-by-status',
  title: { ru: 'Клиенты по статусам и возрасту', en: 'Clients by status and age' },
  description: {
    ru: 'Сколько клиентов каждого статуса и возраста было на конец периода (или на момент, если он раньше), сколько заведено и сколько ушло за период. Возраст считается на последний день. Объединённые карточки не считаются.',
    en: 'How many clients of each status and age there were at the end of the period (or at the moment asked of, if that is earlier), how many were registered and how many left in it. Age is of the last day. Merged records are not counted.',
  },
  permission: Reports.read,
  period: 'this_month',
  hasAsOf: true,
  parameters: {},
  columns: [
    column('ageCategory', 'text', ['Возраст', 'Age'], { labels: BANDS }),
    column('lead', 'integer', ['Интересуются', 'Leads'], { total: 'sum' }),
    column('trial', 'integer', ['На пробном', 'On trial'], { total: 'sum' }),
    column('active', 'integer', ['Занимаются', 'Active'], { total: 'sum', figure: 'good' }),
    column('paused', 'integer', ['На паузе', 'Paused'], { total: 'sum' }),
    column('left', 'integer', ['Ушли', 'Left'], { total: 'sum' }),
    column('clients', 'integer', ['Всего', 'All'], { total: 'sum', figure: 'neither' }),
    column('activeShare', 'percent', ['Доля активных', 'Active share'], {
      share: { of: 'active', in: 'clients' },
    }),
    column('registered', 'integer', ['Заведено за период', 'Registered'], { total: 'sum', figure: 'good' }),
    column('departed', 'integer', ['Ушло за период', 'Departed'], {
      ...{ total: 'sum', figure: 'bad' },
      description: 'Who came to the status `left` in the period, whatever became of them since.',
    }),
  ],
  chart: {
    ...{ kind: 'stacked', title: { ru: 'Клиенты по возрасту и статусу', en: 'Clients by age and status' } },
    ...{ by: 'ageCategory', of: STATUSES },
  },
  rows: (question) => {
    const { actor, within } = question;
    const taught = sql`exists (select from client_teachers t where t.client_id = c.id and t.employee_id = ${actor.employeeId})`;
    return sql`
    with people as (
      -- A status was held until the first change after: that one says what it had been.
      select coalesce((select code from age_category(extract(year from age(d.day, c.birth_date))::integer)), 'unknown') as category,
             coalesce(n.from_status, c.status) as status, c.created_at >= ${startOf(question)} as is_new,
             exists (select from client_status_changes w where w.client_id = c.id and w.to_status = 'left'
                     and w.created_at >= ${startOf(question)} and w.created_at < d.at) as has_left
      from clients c join branches b on b.id = c.branch_id
      cross join lateral (select ${endOf(question)} as at, ${lastDayOf(question)} as day) d
      left join lateral (
        select w.from_status from client_status_changes w where w.client_id = c.id and w.created_at >= d.at
        order by w.created_at, w.id limit 1) n on true
      where c.created_at < d.at and ${within({ branch: sql`c.branch_id`, own: taught })}
        and not exists (select from client_merges m where m.duplicate_id = c.id and m.created_at < d.at
                        and (m.undone_at is null or m.undone_at >= d.at))
    )
    select category as "ageCategory", ${sql.join(
      STATUSES.map((status) => sql`count(*) filter (where status = ${status}) as ${sql.ident(status)}`),
      sql`, `,
    )},
           count(*) as clients, count(*) filter (where is_new) as registered, count(*) filter (where has_left) as departed
    from people group by category
    order by (select place from settings cross join jsonb_array_elements(age_bands) with ordinality as x(band, place)
              where band ->> 'code' = category) nulls last`;
  },
});
