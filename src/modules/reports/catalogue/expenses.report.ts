import { EXPENSES } from '../../../kernel/field-groups.js';
import { sql } from '../../../platform/database/sql.js';
import { defineReport } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column, money } from './column.js';
import { stood } from './marks.sql.js';

export const expenses = defineReport({
  code: 'expenses',
  title: { ru: 'Расходы по статьям', en: 'Expenses by category' },
  description: {
    ru: 'На что потрачено, по статьям и дню, к которому расход относится; с НДС. Отменённые расходы не входят. Закупка товаров на склад здесь, только если она записана расходом.',
    en: 'What was spent on what, by category and the day an expense belongs to; with VAT. Reversed expenses are left out. Goods bought for stock are here only when they were entered as an expense.',
  },
  permission: Reports.finance,
  period: 'this_month',
  hasAsOf: true,
  parameters: {},
  columns: [
    column('category', 'text', ['Статья', 'Category']),
    column('categoryId', 'text', ['Ид. статьи', 'Category id'], { only: 'json' }),
    column('expenses', 'integer', ['Расходов', 'Expenses'], { total: 'sum' }),
    money('amount', [EXPENSES], ['Сумма', 'Amount'], { figure: 'bad' }),
    column('share', 'percent', ['Доля', 'Share'], {
      share: { of: 'amount', in: 'all' },
      groups: [EXPENSES],
    }),
    money('vat', [EXPENSES], ['В том числе НДС', 'VAT within']),
    money('cash', [EXPENSES], ['Из кассы', 'From cash desks']),
    money('bank', [EXPENSES], ['Со счёта', 'From the bank']),
    column('all', 'money', ['Всего', 'All'], { groups: [EXPENSES], only: 'nowhere' }),
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'По статьям', en: 'By category' } },
    ...{ by: 'category', of: ['amount'], horizontal: true, most: 15 },
  },
  rows: ({ asOf, from, to, within }) => sql`
    select g.name as category, g.id as "categoryId", count(*) as expenses, sum(x.amount)::bigint as amount, sum(x.vat)::bigint as vat,
           coalesce(sum(x.amount) filter (where x.paid_from = 'cash'), 0)::bigint as cash,
           coalesce(sum(x.amount) filter (where x.paid_from = 'bank'), 0)::bigint as bank, (sum(sum(x.amount)) over ())::bigint as all
    from (
      -- What was taken back since stood then with its VAT.
      select e.category_id, e.amount, vat_of(e.amount, e.vat_percent) as vat, e.paid_from from expenses e
      where e.on_date >= ${from} and e.on_date < ${to} and ${stood(sql`e.created_at`, sql`e.reversed_at`, asOf)}
        and ${within({ branch: sql`e.branch_id` })}
    ) x
    join expense_categories g on g.id = x.category_id
    group by g.id order by amount desc, g.name, g.id`,
  totals: ({ asOf, from, to, within }) => sql`
    select coalesce(sum(e.amount), 0)::bigint as all from expenses e
    where e.on_date >= ${from} and e.on_date < ${to} and ${stood(sql`e.created_at`, sql`e.reversed_at`, asOf)}
      and ${within({ branch: sql`e.branch_id` })}`,
});
