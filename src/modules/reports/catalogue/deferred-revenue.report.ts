import { MONEY } from '../../../kernel/field-groups.js';
import { sql } from '../../../platform/database/sql.js';
import { defineReport, type Column } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column } from './column.js';
import { endOf, startOf } from './moments.sql.js';

const money = (
  code: string,
  titles: readonly [string, string],
  more: Omit<Column, 'code' | 'kind' | 'title'> = {},
): Column => column(code, 'money', titles, { groups: [MONEY], total: 'sum', ...more });

export const deferredRevenue = defineReport({
  code: 'deferred-revenue',
  title: { ru: 'Отложенная выручка', en: 'Deferred revenue' },
  description: {
    ru: 'Сколько проданных занятий ещё не проведено, деньгами: на начало, продано, перенесено между абонементами, признано занятиями и сгоранием, возвращено, на конец. На начало + продано + перенесено − признано − возвращено = на конец. Операция относится к периоду, в котором она записана: так сходится каждое закрытое число.',
    en: 'What was sold and is not delivered yet, in money: opening, sold, moved between subscriptions, recognised by visits and by burning, given back, closing. Opening + sold + moved − recognised − given back = closing. An entry belongs to the period in which it was recorded, so figures once reported stand.',
  },
  permission: Reports.finance,
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
    column('subscriptions', 'integer', ['Абонементов', 'Subscriptions'], {
      ...{ total: 'sum' },
      description: 'With something to deliver at the end.',
    }),
    money('opening', ['На начало', 'Opening']),
    money('sold', ['Продано', 'Sold'], { figure: 'good' }),
    money('moved', ['Перенесено', 'Moved']),
    money('recognised', ['Признано', 'Recognised'], { figure: 'good' }),
    money('refunded', ['Возвращено', 'Given back'], { figure: 'bad' }),
    money('closing', ['На конец', 'Closing'], { figure: 'neither' }),
    column('visitsLeft', 'integer', ['Осталось занятий', 'Visits left'], { total: 'sum' }),
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'На начало и на конец', en: 'Opening and closing' } },
    ...{ by: 'plan', of: ['opening', 'closing'], horizontal: true, most: 12 },
  },
  rows: (question) => sql`
    with sales as (
      select s.id, s.plan_id, s.created_at, s.price - s.discount as price, s.visits_total is not null as is_counted,
             ${startOf(question)} as opens, ${endOf(question)} as closes
      from subscriptions s join branches b on b.id = s.branch_id
      where s.created_at <= ${endOf(question)} and ${question.within({ branch: sql`s.branch_id` })}
        and (${question.parameters.activityId}::uuid is null or ${question.parameters.activityId} = any (s.activity_ids))
    ), folded as (
      select s.id, sum(e.value) filter (where e.kind = 'transfer' and e.created_at <= s.opens) as moved_before,
             sum(e.value) filter (where e.kind = 'transfer') as moved,
             sum(e.value) filter (where e.kind <> 'transfer' and e.created_at <= s.opens) as recognised_before,
             sum(e.value) filter (where e.kind <> 'transfer') as recognised, sum(e.visits) as visits
      from sales s join visit_entries e on e.subscription_id = s.id and e.created_at <= s.closes group by s.id
    ), sides as (
      select s.*, s.created_at > s.opens as is_new, case when s.is_counted then coalesce(f.visits, 0) end as visits,
             coalesce(f.moved_before, 0) as moved_before, coalesce(f.moved, 0) as moved,
             coalesce(f.recognised_before, 0) as recognised_before, coalesce(f.recognised, 0) as recognised,
             coalesce(r.created_at <= s.opens, false) as was_given, coalesce(r.created_at <= s.closes, false) as is_given
      from sales s left join folded f on f.id = s.id left join subscription_refunds r on r.subscription_id = s.id
    ), figures as (
      select plan_id, visits, case when is_new then price else 0 end as sold, moved - moved_before as moved, recognised - recognised_before as recognised,
             case when is_new or was_given then 0 else price + moved_before - recognised_before end as opening,
             case when is_given then 0 else price + moved - recognised end as closing,
             case when is_given then price + moved - recognised else 0 end
               - case when was_given then price + moved_before - recognised_before else 0 end as refunded
      from sides
    )
    select p.name as plan, p.id as "planId", count(*) filter (where f.closing <> 0) as subscriptions, sum(f.opening)::bigint as opening,
           sum(f.sold)::bigint as sold, sum(f.moved)::bigint as moved, sum(f.recognised)::bigint as recognised,
           sum(f.refunded)::bigint as refunded, sum(f.closing)::bigint as closing,
           coalesce(sum(f.visits) filter (where f.closing <> 0), 0)::bigint as "visitsLeft"
    from figures f join plans p on p.id = f.plan_id
    where f.opening <> 0 or f.sold <> 0 or f.moved <> 0 or f.recognised <> 0 or f.refunded <> 0 or f.closing <> 0
    group by p.id order by p.name, p.id`,
});
