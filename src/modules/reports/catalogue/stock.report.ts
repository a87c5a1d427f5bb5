import { STOCK_COSTS } from '../../../kernel/field-groups.js';
import { sql } from '../../../platform/database/sql.js';
import { defineReport } from '../report.js';
import { column, money } from './column.js';
import { onOrder } from './orders.sql.js';
import { PLACE, PLACE_PARAMETERS } from './places.js';

const LEVELS = {
  below: { ru: 'Ниже минимума', en: 'Below minimum' },
  at: { ru: 'На минимуме', en: 'At minimum' },
  enough: { ru: 'Достаточно', en: 'Enough' },
};

export const stock = defineReport({
  code: 'stock',
  title: { ru: 'Остатки склада', en: 'Stock' },
  description: {
    ru: 'Что лежит на складах и сколько стоит: остаток, выдано на руки, в заказах, средняя себестоимость и стоимость. Момент: как было записано к нему; документ задним числом виден с его проведения. Хватит на дней: остаток к среднему расходу в день (выдано и продано за вычетом возвратов покупателей, без списаний и выдач на руки). Минимум и резерв известны только как сейчас.',
    en: 'What lies in the warehouses and what it is worth: on hand, on loan, on order, average cost and value. As of a moment: as it was recorded by then; a paper dated back is seen from its posting. Days of cover: on hand by the use of an average day (issued and sold, less returns of customers, without write-offs and loans). Minimum and reserve are known only as they are now.',
  },
  // Of everyday work, and for whoever sees the stock itself.
  permission: 'warehouse:read',
  period: null,
  hasAsOf: true,
  parameters: {
    ...PLACE_PARAMETERS,
    short: {
      ...{ kind: 'yes-no', default: false, title: { ru: 'Только нехватка', en: 'Short only' } },
      description: 'What is at its minimum or below it alone.',
    },
    useDays: {
      ...{ kind: 'integer', min: 1, max: 365, default: 30 },
      title: { ru: 'Расход за дней', en: 'Days of use' },
      description: 'Over how many days the use of an average day is taken.',
    },
  },
  columns: [
    ...PLACE,
    column('onHand', 'decimal', ['Остаток', 'On hand']),
    column('onLoan', 'decimal', ['На руках', 'On loan']),
    column('reserved', 'decimal', ['В резерве', 'Reserved'], {
      description: 'As it is now, whatever the moment asked of.',
    }),
    column('onOrder', 'decimal', ['Заказано', 'On order'], {
      description: 'Of closed orders, what had not come.',
    }),
    column('minimum', 'decimal', ['Минимум', 'Minimum']),
    column('level', 'text', ['Запас', 'Level'], { labels: LEVELS }),
    column('usePerDay', 'decimal', ['Расход в день', 'Use a day'], { only: 'data' }),
    column('cover', 'decimal', ['Хватит на дней', 'Days of cover'], {
      description: 'None when nothing of it was used.',
    }),
    column('average', 'money', ['Средняя цена', 'Average cost'], { groups: [STOCK_COSTS] }),
    money('value', [STOCK_COSTS], ['Стоимость', 'Value'], { figure: 'neither' }),
    money('loanValue', [STOCK_COSTS], ['Стоимость на руках', 'Value on loan'], { figure: 'neither' }),
    column('places', 'integer', ['Позиций', 'Lines'], { total: 'sum', figure: 'neither', only: 'data' }),
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'Больше всего стоит', en: 'Worth most' } },
    ...{ by: 'item', of: ['value'], addsUp: true, horizontal: true, most: 15 },
  },
  rows: ({ asOf, parameters, within }) => sql`
    with places as (
      select p.warehouse_id, p.item_id, w.name as warehouse, b.id as branch_id,
             (${asOf}::timestamptz at time zone b.time_zone)::date as day, p.reserved
      from stock_balances p join warehouses w on w.id = p.warehouse_id join branches b on b.id = w.branch_id
      where ${within({ branch: sql`w.branch_id` })} and (${parameters.warehouseId}::uuid is null or w.id = ${parameters.warehouseId})
    ), folded as (
      select p.warehouse_id, p.item_id, coalesce(sum(e.quantity) filter (where e.bucket = 'on_hand'), 0) as on_hand,
             coalesce(sum(e.value) filter (where e.bucket = 'on_hand'), 0)::bigint as value,
             coalesce(sum(e.quantity) filter (where e.bucket = 'on_loan'), 0) as on_loan,
             coalesce(sum(e.value) filter (where e.bucket = 'on_loan'), 0)::bigint as loan_value,
             coalesce(-sum(e.quantity) filter (where e.bucket = 'on_hand' and not w.is_loan and w.kind in ('issue', 'customer_return')
                                                 and e.occurred_on > p.day - ${parameters.useDays}::integer and e.occurred_on <= p.day), 0) as used
      from places p join stock_entries e on e.warehouse_id = p.warehouse_id and e.item_id = p.item_id and e.created_at <= ${asOf}
      join waybills w on w.id = e.waybill_id
      group by 1, 2
    ), ${onOrder(asOf)}, told as (
      select p.*, i.name as item, i.sku, i.kind, i.unit, coalesce(f.on_hand, 0) as on_hand, coalesce(f.on_loan, 0) as on_loan,
             coalesce(f.value, 0) as value, coalesce(f.loan_value, 0) as loan_value, coalesce(o.quantity, 0) as on_order,
             i.min_quantity as minimum, round(greatest(f.used, 0) / ${parameters.useDays}::numeric, 3) as use_per_day,
             case when f.on_hand < i.min_quantity then 'below' when f.on_hand = i.min_quantity then 'at'
                  when i.min_quantity is not null then 'enough' end as level,
             round(f.on_hand * ${parameters.useDays}::numeric / nullif(greatest(f.used, 0), 0), 1) as cover
      from places p join items i on i.id = p.item_id
      left join folded f on f.warehouse_id = p.warehouse_id and f.item_id = p.item_id
      left join on_order o on o.warehouse_id = p.warehouse_id and o.item_id = p.item_id
      where ${parameters.kind}::text is null or i.kind = ${parameters.kind}
    )
    select t.item, t.item_id as "itemId", t.sku, t.kind, t.warehouse, t.warehouse_id as "warehouseId", t.unit, t.on_hand::float8 as "onHand",
           t.on_loan::float8 as "onLoan", t.reserved::float8 as reserved, t.on_order::float8 as "onOrder", t.minimum::float8 as minimum,
           t.level, t.use_per_day::float8 as "usePerDay", t.cover::float8 as cover, round(t.value / nullif(t.on_hand, 0))::bigint as average,
           t.value, t.loan_value as "loanValue", 1 as places
    from told t
    where (t.on_hand <> 0 or t.on_loan <> 0 or t.on_order <> 0 or t.level = 'below')
      and (not ${parameters.short}::boolean or t.level in ('below', 'at'))
    order by t.item, t.warehouse, t.item_id, t.warehouse_id`,
});
