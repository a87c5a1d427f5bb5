import { COSTS, MONEY, PAY, STOCK_COSTS } from '../../../kernel/field-groups.js';
import { sql } from '../../../platform/database/sql.js';
import { defineReport } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column, money } from './column.js';

const COST = [COSTS, PAY, STOCK_COSTS];

export const revenueByActivity = defineReport({
  code: 'revenue-by-activity',
  title: { ru: 'Выручка и прибыль по занятиям', en: 'Revenue and profit by activity' },
  description: {
    ru: 'Сколько принесли и стоили проведённые занятия каждого вида: признанная стоимость посещений, оплата труда, взносы, материалы, кабинет и накладные по нормам. Сгоревшие посещения и прочие начисления не относятся ни к какому занятию и сюда не входят. Всё по тому, что известно теперь.',
    en: 'What the lessons held of each activity brought and cost: the recognised value of visits, pay, contributions, materials, room and overhead by norms. Burnt visits and other charges belong to no lesson and are left out. All by what is known now.',
  },
  permission: Reports.finance,
  period: 'this_month',
  hasAsOf: false,
  parameters: {},
  columns: [
    column('activity', 'text', ['Занятие', 'Activity']),
    column('activityId', 'text', ['Ид. занятия', 'Activity id'], { only: 'json' }),
    column('lessons', 'integer', ['Проведено', 'Lessons held'], { total: 'sum' }),
    column('attendees', 'integer', ['Пришло', 'Attendees'], { total: 'sum' }),
    money('revenue', [MONEY], ['Выручка', 'Revenue'], { figure: 'good', description: 'With VAT.' }),
    column('share', 'percent', ['Доля выручки', 'Share'], {
      share: { of: 'revenue', in: 'all' },
      groups: [MONEY],
    }),
    money('vat', [MONEY], ['НДС', 'VAT'], { only: 'data' }),
    money('netRevenue', [MONEY], ['Без НДС', 'Net revenue']),
    money('pay', [PAY], ['Оплата труда', 'Pay']),
    money('contributions', [PAY], ['Взносы', 'Contributions']),
    money('materials', [STOCK_COSTS], ['Материалы', 'Materials']),
    money('room', [COSTS], ['Кабинет', 'Room']),
    money('overhead', COST, ['Накладные', 'Overhead']),
    money('cost', COST, ['Затраты', 'Cost'], { figure: 'neither' }),
    money('profit', [MONEY, ...COST], ['Прибыль', 'Profit'], { figure: 'good' }),
    column('margin', 'percent', ['Рентабельность', 'Margin'], {
      share: { of: 'profit', in: 'netRevenue' },
      figure: 'good',
    }),
    column('profitRank', 'integer', ['Место по прибыли', 'Rank by profit'], {
      ...{ rank: { by: 'profit', first: 'most' }, only: 'data' },
    }),
    column('all', 'money', ['Вся выручка', 'All revenue'], { groups: [MONEY], only: 'nowhere' }),
  ],
  chart: {
    ...{
      kind: 'bar',
      title: { ru: 'Выручка без НДС, затраты и прибыль', en: 'Net revenue, cost and profit' },
    },
    ...{ by: 'activity', of: ['netRevenue', 'cost', 'profit'], horizontal: true, most: 12 },
  },
  rows: ({ actor, from, to, within }) => sql`
    select v.name as activity, v.id as "activityId", s.*, (sum(s.revenue) over ())::bigint as all
    from (
      select c.activity_id as id, count(*) as lessons, sum(c.attendees)::bigint as attendees, sum(c.revenue)::bigint as revenue,
             sum(c.vat)::bigint as vat, sum(c.revenue - c.vat)::bigint as "netRevenue", sum(c.pay)::bigint as pay,
             sum(c.contributions)::bigint as contributions, sum(c.materials)::bigint as materials, sum(c.room)::bigint as room,
             sum(c.overhead)::bigint as overhead, sum(c.cost)::bigint as cost, sum(c.profit)::bigint as profit
      from lesson_costs c
      where c.on_date >= ${from} and c.on_date < ${to}
        and ${within({ branch: sql`c.branch_id`, own: sql`c.teacher_id = ${actor.employeeId}` })}
      group by 1
    ) s
    join activities v on v.id = s.id order by s.profit desc, v.name, v.id`,
  totals: ({ actor, from, to, within }) => sql`
    select coalesce(sum(c.revenue), 0)::bigint as all from lesson_costs c
    where c.on_date >= ${from} and c.on_date < ${to}
      and ${within({ branch: sql`c.branch_id`, own: sql`c.teacher_id = ${actor.employeeId}` })}`,
});
