import { COSTS, EXPENSES, MONEY, PAY, STOCK_COSTS } from '../../../kernel/field-groups.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { defineReport, type Question } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column, money } from './column.js';
import { stood } from './marks.sql.js';
import { recognised } from './revenue.sql.js';

const BY: Readonly<Record<string, Sql>> = {
  month: sql`to_char(f.on_date, 'YYYY-MM')`,
  branch: sql`b.name`,
};
const COST = [COSTS, EXPENSES, PAY, STOCK_COSTS];

type Asked = Question & { parameters: { by: string; overheads: string } };

export const profitAndLoss = defineReport({
  code: 'profit-and-loss',
  title: { ru: 'Прибыли и убытки', en: 'Profit and loss' },
  description: {
    ru: 'Выручка признанная: посещения в день занятия, сгоревшее и оставшееся после возврата в свой день, товары и услуги в день продажи (возврат в свой день), прочие начисления в день начисления. Прибыль: выручка без НДС минус оплата труда, взносы, себестоимость проданных товаров, материалы (остальное, что ушло со склада) и накладные: расходы, как они записаны, либо кабинеты и накладные проведённых занятий по нормам, но не вместе, чтобы аренда не посчиталась дважды. Расходы с НДС; авансы и удержания сотрудникам затратами не считаются.',
    en: 'Revenue as recognised: visits on the day of the lesson, what burnt or stayed after a refund on its day, goods and services on the day they were sold (returns on their own), other charges on the day they were made. Profit: revenue without VAT less pay, contributions, the cost of goods sold, materials (whatever else left the stock) and overheads: expenses as they were entered, or rooms and overhead of the lessons held by their norms, never both, so that rent is not counted twice. Expenses are with VAT; advances and deductions of employees are no cost.',
  },
  permission: Reports.finance,
  period: 'this_year',
  hasAsOf: true,
  parameters: {
    by: {
      ...{ kind: 'choice', values: ['month', 'branch'], default: 'month' },
      title: { ru: 'По', en: 'By' },
      description: 'What the rows are.',
    },
    overheads: {
      ...{ kind: 'choice', values: ['spent', 'norm'], default: 'spent' },
      title: { ru: 'Накладные', en: 'Overheads' },
      description: '`spent`: expenses as entered. `norm`: rooms and overhead of lessons by their norms.',
    },
  },
  columns: [
    column('of', 'text', ['Разрез', 'Of']),
    money('subscriptions', [MONEY], ['Посещения по абонементам', 'Visits by subscription'], { only: 'data' }),
    money('visits', [MONEY], ['Разовые посещения', 'Visits paid singly'], { only: 'data' }),
    money('unused', [MONEY], ['Сгорело и осталось', 'Burnt and kept'], { only: 'data' }),
    money('goods', [MONEY], ['Товары', 'Goods'], { only: 'data', description: 'Sold less returned.' }),
    money('services', [MONEY], ['Услуги', 'Services'], { only: 'data', description: 'Sold less returned.' }),
    money('other', [MONEY], ['Прочие начисления', 'Other charges'], { only: 'data' }),
    money('revenue', [MONEY], ['Выручка', 'Revenue'], { figure: 'good', description: 'With VAT.' }),
    money('vat', [MONEY], ['НДС', 'VAT']),
    money('netRevenue', [MONEY], ['Без НДС', 'Net revenue']),
    money('pay', [PAY], ['Оплата труда', 'Pay']),
    money('contributions', [PAY], ['Взносы', 'Contributions']),
    money('goodsCost', [STOCK_COSTS], ['Себестоимость товаров', 'Cost of goods'], {
      description: 'Of goods sold, less those that came back.',
    }),
    money('materials', [STOCK_COSTS], ['Материалы', 'Materials'], {
      description:
        'What else left the stock: issues, write-offs and differences of stocktakes, less returns of customers.',
    }),
    money('room', [COSTS], ['Кабинеты', 'Rooms'], { description: 'By norms; of `overheads` `norm` alone.' }),
    money('overhead', COST, ['Накладные', 'Overhead'], {
      description: 'By norms; of `overheads` `norm` alone.',
    }),
    money('expenses', [EXPENSES], ['Расходы', 'Expenses'], { description: 'Of `overheads` `spent` alone.' }),
    money('cost', COST, ['Затраты', 'Cost'], { figure: 'bad' }),
    money('profit', [MONEY, ...COST], ['Прибыль', 'Profit'], { figure: 'good' }),
    column('margin', 'percent', ['Рентабельность', 'Margin'], {
      share: { of: 'profit', in: 'netRevenue' },
      figure: 'good',
    }),
  ],
  chart: {
    ...{
      kind: 'bar',
      title: { ru: 'Выручка без НДС, затраты и прибыль', en: 'Net revenue, cost and profit' },
    },
    ...{ by: 'of', of: ['netRevenue', 'cost', 'profit'] },
  },
  rows: (question) => {
    const isSpent = question.parameters.overheads === 'spent';
    const sumOf = (what: string): Sql =>
      sql`coalesce(sum(f.amount) filter (where f.what = ${what}), 0)::bigint as ${sql.ident(what)}`;
    const summed = [...REVENUE, ...COSTS_OF].map(sumOf);
    return sql`
    with ${factsOf(question)}, sums as (
      select ${BY[question.parameters.by] ?? sql`b.name`} as of, ${sql.join(summed, sql`, `)}
      from facts f join branches b on b.id = f.branch_id group by 1
    ), told as (
      select s.*, subscription + visit + unused + goods + service + other as revenue,
             pay + contributions + goods_cost + materials + room + overhead + expenses as cost
      from sums s
    )
    select of, subscription as subscriptions, visit as visits, unused, goods, service as services, other, revenue, vat, revenue - vat as "netRevenue",
           pay, contributions, goods_cost as "goodsCost", materials,
           case when ${!isSpent}::boolean then room end as room, case when ${!isSpent}::boolean then overhead end as overhead,
           case when ${isSpent}::boolean then expenses end as expenses, cost, revenue - vat - cost as profit
    from told order by of`;
  },
  // What is left out has no total either: nought would be an amount.
  totals: ({ parameters }) =>
    parameters.overheads === 'spent'
      ? sql`select null::bigint as room, null::bigint as overhead`
      : sql`select null::bigint as expenses`,
});

const REVENUE = ['subscription', 'visit', 'unused', 'goods', 'service', 'other', 'vat'] as const;
const COSTS_OF = ['pay', 'contributions', 'goods_cost', 'materials', 'room', 'overhead', 'expenses'] as const;

/** Everything that comes and goes, each by its day and branch. */
function factsOf(question: Asked): Sql {
  const { asOf, from, to, parameters, within } = question;
  const between = (day: Sql, branch: Sql): Sql =>
    sql`${day} >= ${from} and ${day} < ${to} and ${within({ branch })}`;
  const costs = (view: string): Sql => sql`
      select k.branch_id, k.on_date, k.kind, k.amount from ${sql.ident(view)} k
      where k.kind <> 'materials' and k.recorded_at <= ${asOf} and ${between(sql`k.on_date`, sql`k.branch_id`)}`;
  const overheads = parameters.overheads === 'spent' ? spent(question, between) : byNorm(question);
  return sql`${recognised(question)}, facts(branch_id, on_date, what, amount) as (
      select branch_id, on_date, source, revenue from recognised
      union all
      select branch_id, on_date, 'vat', vat from recognised
      union all ${costs('teaching_costs')}
      union all ${costs('teaching_side_costs')}
      union all
      select e.branch_id, e.occurred_on, case when w.basis_kind in ('sale', 'sale-return') then 'goods_cost' else 'materials' end, -e.value
      from stock_entries e join waybills w on w.id = e.waybill_id
      where w.kind in ('issue', 'write_off', 'customer_return', 'stocktake') and e.created_at <= ${asOf}
        and ${between(sql`e.occurred_on`, sql`e.branch_id`)}
      union all ${overheads}
    )`;
}

const spent = ({ asOf }: Question, between: (day: Sql, branch: Sql) => Sql): Sql => sql`
      select x.branch_id, x.on_date, 'expenses', x.amount from expenses x
      where ${stood(sql`x.created_at`, sql`x.reversed_at`, asOf)} and ${between(sql`x.on_date`, sql`x.branch_id`)}`;

/** Rooms and overhead as costing counts them, of the lessons that were held by the moment asked of. */
const byNorm = ({ asOf }: Question): Sql => sql`
      select t.branch_id, t.on_date, x.what, x.amount
      from (
        select h.branch_id, h.on_date, n.overhead_percent, coalesce(k.cost, 0) + coalesce(s.cost, 0) as cost,
               coalesce(round(n.hour_cost * (extract(epoch from l.ends_at - l.starts_at) / 60)::integer / 60.0), 0)::bigint as room
        from lessons_of h join lessons l on l.id = h.id
        join completions c on c.lesson_id = l.id and ${stood(sql`c.created_at`, sql`c.undone_at`, asOf)}
        join lateral norm_of(l) n on true
        left join lateral (select sum(k.amount)::bigint as cost from teaching_costs k where k.lesson_id = l.id and k.recorded_at <= ${asOf}) k on true
        left join lateral (select sum(k.amount)::bigint as cost from teaching_side_costs k where k.lesson_id = l.id and k.recorded_at <= ${asOf}) s on true
      ) t
      cross join lateral (values ('room', t.room), ('overhead', coalesce(round((t.cost + t.room) * t.overhead_percent / 100), 0)::bigint)) x(what, amount)`;
