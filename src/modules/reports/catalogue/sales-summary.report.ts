import { MONEY, STOCK_COSTS } from '../../../kernel/field-groups.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { defineReport } from '../report.js';
import { column, money } from './column.js';
import { FULL_NAME } from './marks.sql.js';
import { METHODS_TOGETHER } from './methods.js';
import { LINE_KINDS, LINES_ASKED, registerOf, SUBJECT_ID } from './sales.sql.js';

/** What the rows are: their key, and as people call them; a subject as it was called last. */
const BY: Readonly<Record<string, readonly [id: Sql, name: Sql]>> = {
  item: [sql`${SUBJECT_ID}::text`, sql`(array_agg(s.name order by s.at desc, s.id))[1]`],
  kind: [sql`s.kind`, sql`s.kind`],
  seller: [
    sql`s.seller_id::text`,
    sql`coalesce(max(${FULL_NAME('e')}) filter (where e.id is not null), 'no_seller')`,
  ],
  method: [sql`coalesce(s.methods, 'not_at_once')`, sql`coalesce(s.methods, 'not_at_once')`],
  day: [sql`s.on_date::text`, sql`s.on_date::text`],
};

export const salesSummary = defineReport({
  code: 'sales-summary',
  title: { ru: 'Продажи: итоги', en: 'Sales in sum' },
  description: {
    ru: 'Реестр продаж по тому, что продано, по видам, продавцам, способам оплаты или дням: сколько продано и возвращено, сумма, НДС, себестоимость и валовая прибыль. Сумма и НДС: продано минус возвращено, возврат считается в свой день. Валовая прибыль: сумма товаров без НДС минус их себестоимость; у абонементов и услуг её нет. Продажа, оплаченная разными способами, стоит отдельной строкой.',
    en: 'The register of sales by what was sold, by kind, seller, method of payment or day: how much was sold and came back, net, VAT, cost and gross margin. Net and VAT are sold less returned, a return counting on its own day. Gross margin: net of goods without VAT less their cost; plans and services have none. A sale paid by several methods has a row of its own.',
  },
  permission: 'sales:read',
  period: 'this_month',
  hasAsOf: true,
  parameters: {
    by: {
      ...{ kind: 'choice', values: ['item', 'kind', 'seller', 'method', 'day'], default: 'item' },
      title: { ru: 'По', en: 'By' },
      description: 'What the rows are; `item`: each item, plan, activity and service.',
    },
    ...LINES_ASKED,
  },
  columns: [
    column('of', 'text', ['Разрез', 'Of'], {
      labels: {
        ...LINE_KINDS,
        ...METHODS_TOGETHER,
        no_seller: { ru: 'Без продавца', en: 'Without a seller' },
        not_at_once: { ru: 'Не сразу', en: 'Not at once' },
      },
    }),
    column('ofId', 'text', ['Ид.', 'Id'], { only: 'json', description: 'Or the code, or the day.' }),
    column('kind', 'text', ['Вид', 'Kind'], { labels: LINE_KINDS, description: 'Of `by` `item` alone.' }),
    column('sales', 'integer', ['Продаж', 'Sales'], {
      ...{ figure: 'good', description: 'Of several rows one sale may be; in the total it counts once.' },
    }),
    column('lines', 'integer', ['Строк', 'Lines'], { total: 'sum', only: 'data', description: 'Sold.' }),
    column('sold', 'decimal', ['Продано, кол-во', 'Sold'], {
      description: 'Quantity; of `by` `item` alone.',
    }),
    column('returned', 'decimal', ['Возвращено, кол-во', 'Returned'], {
      description: 'Quantity; of `by` `item` alone.',
    }),
    money('discount', [MONEY], ['Скидки', 'Discounts'], { figure: 'bad' }),
    money('returnedNet', [MONEY], ['Возвраты', 'Returns'], { figure: 'bad' }),
    money('net', [MONEY], ['Сумма', 'Net'], { figure: 'good', description: 'Sold less returned, with VAT.' }),
    column('share', 'percent', ['Доля', 'Share'], { share: { of: 'net', in: 'allNet' } }),
    money('vat', [MONEY], ['НДС', 'VAT'], { description: 'Within net.' }),
    money('cost', [STOCK_COSTS], ['Себестоимость', 'Cost'], { description: 'Of goods alone.' }),
    money('margin', [MONEY, STOCK_COSTS], ['Валовая прибыль', 'Gross margin'], {
      ...{ figure: 'good', description: 'Of goods alone, without VAT.' },
    }),
    column('marginShare', 'percent', ['Рентабельность', 'Gross margin, %'], {
      ...{ share: { of: 'margin', in: 'goodsNet' }, description: 'Of what goods brought without VAT.' },
    }),
    money('goodsNet', [MONEY], ['Товары без НДС', 'Goods without VAT'], { only: 'nowhere' }),
    column('allNet', 'money', ['Вся сумма', 'Net of all'], { groups: [MONEY], only: 'nowhere' }),
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'Сумма и валовая прибыль', en: 'Net and gross margin' } },
    ...{ by: 'of', of: ['net', 'margin'], horizontal: true, most: 15 },
  },
  rows: (question) => {
    const { by } = question.parameters;
    const [id, name] = BY[by] ?? [sql`s.kind`, sql`s.kind`];
    const isItem = by === 'item';
    return sql`
    select ${name} as of, ${id} as "ofId", case when ${isItem}::boolean then min(s.kind) end as kind,
           count(distinct s.sale_id) filter (where ${SOLD}) as sales, count(*) filter (where ${SOLD}) as lines,
           case when ${isItem}::boolean then coalesce(sum(s.quantity) filter (where ${SOLD}), 0)::float8 end as sold,
           case when ${isItem}::boolean then coalesce(-sum(s.quantity) filter (where not ${SOLD}), 0)::float8 end as returned,
           sum(s.discount)::bigint as discount, coalesce(-sum(s.net) filter (where not ${SOLD}), 0)::bigint as "returnedNet",
           sum(s.net)::bigint as net, sum(s.vat)::bigint as vat, sum(s.cost)::bigint as cost,
           sum(s.net - s.vat - s.cost)::bigint as margin, sum(s.net - s.vat) filter (where s.cost is not null)::bigint as "goodsNet",
           (sum(sum(s.net)) over ())::bigint as "allNet"
    from report_sales s left join employees e on e.id = s.seller_id
    where ${registerOf(question)} group by 2 order by ${by === 'day' ? sql`"ofId"` : sql`net desc, of, "ofId"`}`;
  },
  totals: (question) => sql`
    select count(distinct s.sale_id) filter (where ${SOLD}) as sales, sum(s.net)::bigint as "allNet"
    from report_sales s where ${registerOf(question)}`,
});

const SOLD = sql`s.entry = 'sale'`;
