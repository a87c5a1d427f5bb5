import { MONEY } from '../../../kernel/field-groups.js';
import { sql } from '../../../platform/database/sql.js';
import { defineReport } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column } from './column.js';
import { endOf, lastDayOf } from './moments.sql.js';

export const subscriptions = defineReport({
  code: 'subscriptions',
  title: { ru: 'Абонементы: воронка', en: 'Subscriptions: the funnel' },
  description: {
    ru: 'Что стало с абонементами каждого плана. За период: продано, из них продлений; истекло и отменено. На последний день: действуют, из них заканчиваются (мало занятий или дней, по настройкам), израсходованы. Продление: у истёкшего за период или израсходованного есть следующий. Переданные другому клиенту не продажи.',
    en: 'What became of the subscriptions of each plan. In the period: sold, renewals among them; expired and cancelled. On the last day: in force, running out among them (few visits or days left, by the settings), depleted. Renewed: one that expired in the period, or is depleted, has a next one. What was transferred to another client is no sale.',
  },
  permission: Reports.read,
  period: 'this_month',
  hasAsOf: true,
  parameters: {
    activityId: {
      ...{ kind: 'id', title: { ru: 'Занятие', en: 'Activity' } },
      description: 'Subscriptions that cover this activity.',
    },
  },
  columns: [
    column('plan', 'text', ['План', 'Plan']),
    column('planId', 'text', ['Ид. плана', 'Plan id'], { only: 'json' }),
    column('sold', 'integer', ['Продано', 'Sold'], { total: 'sum', figure: 'good' }),
    column('renewals', 'integer', ['Из них продлений', 'Renewals'], { total: 'sum', figure: 'good' }),
    column('amount', 'money', ['Сумма продаж', 'Amount sold'], {
      ...{ groups: [MONEY], total: 'sum', figure: 'good' },
      description: 'Prices less discounts of those sold.',
    }),
    column('inForce', 'integer', ['Действуют', 'In force'], {
      ...{ total: 'sum', figure: 'good' },
      description: 'Active, frozen or waiting for their first day.',
    }),
    column('runningOut', 'integer', ['Заканчиваются', 'Running out'], { total: 'sum', figure: 'neither' }),
    column('depleted', 'integer', ['Израсходованы', 'Depleted'], { total: 'sum' }),
    column('expired', 'integer', ['Истекли', 'Expired'], { total: 'sum', figure: 'bad' }),
    column('cancelled', 'integer', ['Отменены', 'Cancelled'], { total: 'sum' }),
    column('renewed', 'integer', ['Продлены', 'Renewed'], { total: 'sum', only: 'data' }),
    column('ended', 'integer', ['Закончились', 'Ended'], { total: 'sum', only: 'data' }),
    column('renewalRate', 'percent', ['Доля продлений', 'Renewal rate'], {
      ...{ share: { of: 'renewed', in: 'ended' }, figure: 'good' },
      description: 'Renewed of those depleted, or expired in the period.',
    }),
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'Воронка по планам', en: 'The funnel by plan' } },
    ...{ by: 'plan', of: ['sold', 'inForce', 'runningOut', 'depleted', 'expired'], most: 10 },
  },
  rows: (question) => {
    const { actor, asOf, from, to, parameters, within } = question;
    const taught = sql`exists (select from client_teachers t where t.client_id = s.client_id and t.employee_id = ${actor.employeeId})`;
    return sql`
    with relevant as (
      select s, d.at, d.day from subscriptions s join branches b on b.id = s.branch_id
      cross join lateral (select ${endOf(question)} as at, ${lastDayOf(question)} as day) d
      where s.created_at <= d.at and ${within({ branch: sql`s.branch_id`, own: taught })}
        and (${parameters.activityId}::uuid is null or ${parameters.activityId} = any (s.activity_ids))
        -- Of one that had ended before and was not touched since nothing is to be said.
        and (s.sold_on >= ${from} or coalesce(s.ends_on, s.activate_by, 'infinity') >= ${from} or s.cancelled_on >= ${from}
             or exists (select from subscription_revisions r where r.subscription_id = s.id and r.created_at > d.at))
    ), then_known as (
      select x.id, x.plan_id, x.price - x.discount as amount, r.day, r.at, x.sold_on, x.renews_id, x.transferred_from_id, x.cancelled_on,
             coalesce(x.ends_on, x.activate_by) as last_day, subscription_status_at(x, r.day, r.at) as status,
             subscription_reasons(x, 0, 0, o, r.day) && '{running_out,expiring}' as is_running_out
      from relevant r cross join settings o cross join lateral subscription_at(r.s, r.at, r.day) x
    ), told as (
      select t.*, t.sold_on >= ${from} and t.sold_on < ${to} and t.transferred_from_id is null as is_sold,
             t.status in ('active', 'frozen', 'pending') as is_in_force, t.status = 'depleted' as is_depleted,
             t.status = 'expired' and t.last_day >= ${from} and t.last_day < ${to} as is_expired,
             coalesce(t.status = 'cancelled' and t.cancelled_on >= ${from} and t.cancelled_on < ${to}, false) as is_cancelled,
             exists (select from subscriptions n where n.renews_id = t.id and n.created_at <= least(${asOf}::timestamptz, t.at)) as is_renewed
      from then_known t
    )
    select p.name as plan, p.id as "planId", count(*) filter (where is_sold) as sold,
           count(*) filter (where is_sold and renews_id is not null) as renewals,
           coalesce(sum(t.amount) filter (where is_sold), 0)::bigint as amount, count(*) filter (where is_in_force) as "inForce",
           count(*) filter (where is_in_force and is_running_out) as "runningOut", count(*) filter (where is_depleted) as depleted,
           count(*) filter (where is_expired) as expired, count(*) filter (where is_cancelled) as cancelled,
           count(*) filter (where (is_expired or is_depleted) and is_renewed) as renewed,
           count(*) filter (where is_expired or is_depleted) as ended
    from told t join plans p on p.id = t.plan_id
    where is_sold or is_in_force or is_depleted or is_expired or is_cancelled
    group by p.id order by p.name, p.id`;
  },
});
