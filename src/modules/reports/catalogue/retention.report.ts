import { sql } from '../../../platform/database/sql.js';
import { defineReport, type Column } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column } from './column.js';
import { taughtBy } from './marks.sql.js';

const MONTHS = [1, 2, 3, 6, 12] as const;

const columnsOf = (months: number): Column[] => [
  column(
    `month${String(months)}`,
    'percent',
    [`Через ${String(months)} мес.`, `After ${String(months)} mo.`],
    {
      share: { of: `kept${String(months)}`, in: `due${String(months)}` },
      description: `Still a member of some group ${String(months)} month(s) after the first day, of those for whom that day has come.`,
    },
  ),
  column(`kept${String(months)}`, 'integer', ['Остались', 'Kept'], { total: 'sum', only: 'nowhere' }),
  column(`due${String(months)}`, 'integer', ['Дожили', 'Due'], { total: 'sum', only: 'nowhere' }),
];

export const retention = defineReport({
  code: 'retention',
  title: { ru: 'Удержание по месяцам прихода', en: 'Retention by cohort' },
  description: {
    ru: 'Сколько пришедших остаётся. Когорта: люди, чьё самое первое членство в группе началось в этом месяце; филиал берётся по той первой группе. Через сколько-то месяцев: в этот день состоит хотя бы в одной группе, от тех, у кого этот день наступил. Пауза между группами, попавшая на этот день, считается отсутствием.',
    en: 'How many of those who came stay. A cohort: people whose very first membership of a group began in that month; the branch is that of this first group. After some months: a member of at least one group on that day, of those for whom it has come. A gap between groups that falls on that day counts as absence.',
  },
  permission: Reports.read,
  period: 'this_year',
  hasAsOf: true,
  parameters: {
    activityId: {
      ...{ kind: 'id', title: { ru: 'Занятие', en: 'Activity' } },
      description: 'Who came first to a group of this activity.',
    },
  },
  columns: [
    column('cohort', 'text', ['Месяц прихода', 'Month']),
    column('size', 'integer', ['Пришло', 'Came'], { total: 'sum', figure: 'good' }),
    column('stay', 'integer', ['Занимаются', 'Stay'], {
      ...{ total: 'sum', figure: 'good' },
      description: 'Members of some group today, or on the day asked of.',
    }),
    column('stayShare', 'percent', ['Доля', 'Share'], { share: { of: 'stay', in: 'size' }, figure: 'good' }),
    ...MONTHS.flatMap(columnsOf),
  ],
  chart: {
    ...{ kind: 'line', title: { ru: 'Остались через месяцы', en: 'Stayed for months' } },
    ...{ by: 'cohort', of: ['month1', 'month3', 'month6', 'month12'] },
  },
  rows: ({ actor, asOf, from, to, parameters, within }) => sql`
    with firsts as (
      select m.client_id, m.joined_on, (${asOf}::timestamptz at time zone b.time_zone)::date as today
      from group_members m join groups g on g.id = m.group_id join branches b on b.id = g.branch_id
      where m.joined_on >= ${from} and m.joined_on < ${to} and m.created_at <= ${asOf}
        and m.joined_on <= (${asOf}::timestamptz at time zone b.time_zone)::date
        and (m.left_on is null or m.left_on > m.joined_on)
        and (${parameters.activityId}::uuid is null or g.activity_id = ${parameters.activityId})
        and ${within({ branch: sql`g.branch_id`, own: taughtBy(actor, 'g') })}
        and not exists (
          select from group_members n
          where n.client_id = m.client_id and n.created_at <= ${asOf} and (n.left_on is null or n.left_on > n.joined_on)
            and (n.joined_on, n.id) < (m.joined_on, m.id))
    ), days as (
      select f.*, k.months, case when k.months = 0 then f.today else (f.joined_on + make_interval(months => k.months))::date end as day
      from firsts f cross join unnest(array[0, ${sql.join(
        MONTHS.map((months) => sql.whole(months)),
        sql`, `,
      )}]) k(months)
    ), kept as (
      select d.*, exists (
        select from group_members n where n.client_id = d.client_id and n.created_at <= ${asOf}
          and n.joined_on <= d.day and (n.left_on is null or n.left_on > d.day)) as is_kept
      from days d where d.day <= d.today
    )
    select to_char(joined_on, 'YYYY-MM') as cohort, count(*) filter (where months = 0) as size,
           count(*) filter (where months = 0 and is_kept) as stay, ${sql.join(
             MONTHS.map((months) => {
               const of = sql`months = ${sql.whole(months)}`;
               const [kept, due] = [sql.ident(`kept${String(months)}`), sql.ident(`due${String(months)}`)];
               return sql`count(*) filter (where ${of} and is_kept) as ${kept}, count(*) filter (where ${of}) as ${due}`;
             }),
             sql`, `,
           )}
    from kept group by 1 order by 1`,
});
