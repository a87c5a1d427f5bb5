import { STOCK_COSTS } from '../../../kernel/field-groups.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { defineReport, type Question } from '../report.js';
import { column, money } from './column.js';

export const suppliers = defineReport({
  code: 'suppliers',
  title: { ru: 'Заказы поставщикам', en: 'Orders by supplier' },
  description: {
    ru: 'Заказы, утверждённые в этом периоде, по поставщикам: отправлено, подтверждено, пришло и вовремя ли. Срок строки: обещанный поставщиком день, а без него нужный нам. Вовремя: пришла целиком не позже срока; поздно: пришла позже или не пришла, а срок прошёл. Исполнение: сколько пришло от заказанного, каждая строка весит одинаково, лишнее не считается. Отменённые заказы только в своём столбце. Заказано и открыто: по последней цене поступления.',
    en: 'Orders approved in the period, by supplier: sent, confirmed, received and whether in time. A line is due on the day the supplier promised, else on the day we need it. In time: it came whole by then; late: it came later, or did not come and is due. Fill rate: what came of what was ordered, each line weighing the same, more than ordered not counting. Cancelled orders are in their own column alone. Ordered and open: at the latest price of a receipt.',
  },
  permission: 'purchase-orders:read',
  period: 'this_quarter',
  hasAsOf: false,
  parameters: {
    supplierId: {
      ...{ kind: 'id', title: { ru: 'Поставщик', en: 'Supplier' } },
      description: 'This supplier alone.',
    },
  },
  columns: [
    column('supplier', 'text', ['Поставщик', 'Supplier']),
    column('supplierId', 'text', ['Ид. поставщика', 'Supplier id'], { only: 'json' }),
    column('orders', 'integer', ['Заказов', 'Orders'], { total: 'sum', figure: 'neither' }),
    column('sent', 'integer', ['Отправлено', 'Sent'], { total: 'sum' }),
    column('failed', 'integer', ['Не ушло', 'Failed'], { total: 'sum' }),
    column('confirmed', 'integer', ['Подтверждено', 'Confirmed'], { total: 'sum' }),
    column('received', 'integer', ['Пришло целиком', 'Received'], { total: 'sum' }),
    column('open', 'integer', ['Открыто', 'Open'], { total: 'sum', figure: 'neither' }),
    column('cancelled', 'integer', ['Отменено', 'Cancelled'], { total: 'sum' }),
    column('lines', 'integer', ['Строк', 'Lines'], { total: 'sum', only: 'data' }),
    column('inTime', 'integer', ['Вовремя', 'In time'], { total: 'sum' }),
    column('late', 'integer', ['Поздно', 'Late'], { total: 'sum', figure: 'bad' }),
    column('inTimeShare', 'percent', ['Доля вовремя', 'In time, %'], {
      share: { of: 'inTime', in: 'due' },
      figure: 'good',
    }),
    column('fillRate', 'percent', ['Исполнение', 'Fill rate'], {
      share: { of: 'filled', in: 'lines' },
      figure: 'good',
    }),
    column('days', 'decimal', ['Дней до прихода', 'Days to come'], {
      description: 'From approval to the day a line had come whole, on average.',
    }),
    money('ordered', [STOCK_COSTS], ['Заказано', 'Ordered']),
    money('receivedValue', [STOCK_COSTS], ['Пришло на сумму', 'Received value'], { figure: 'neither' }),
    money('openValue', [STOCK_COSTS], ['Открыто на сумму', 'Open value'], { figure: 'neither' }),
    column('due', 'integer', ['Срок наступил', 'Due'], { total: 'sum', only: 'nowhere' }),
    column('filled', 'decimal', ['Исполнено строк', 'Lines filled'], { total: 'sum', only: 'nowhere' }),
  ],
  chart: {
    ...{ kind: 'stacked', title: { ru: 'Строки вовремя и поздно', en: 'Lines in time and late' } },
    ...{ by: 'supplier', of: ['inTime', 'late'], horizontal: true, most: 15 },
  },
  rows: (question) => sql`
    with ${linesOf(question)}, of_orders as (
      select supplier_id, count(*) filter (where not is_cancelled) as orders, count(*) filter (where sent_at is not null and not is_cancelled) as sent,
             count(*) filter (where stage = 'failed') as failed, count(*) filter (where confirmed_at is not null and not is_cancelled) as confirmed,
             count(*) filter (where receipt = 'wholly' and not is_cancelled) as received,
             count(*) filter (where receipt <> 'wholly' and not is_cancelled) as open, count(*) filter (where is_cancelled) as cancelled
      from ordered group by 1
    ), of_lines as (
      select supplier_id, count(*) as lines, count(*) filter (where is_in_time) as in_time, count(*) filter (where is_late) as late,
             sum(least(received / quantity, 1)) as filled, sum(came_on - approved_on) as days, count(came_on) as came,
             sum(round(quantity * price))::bigint as ordered, sum(value)::bigint as received_value, sum(round(missing * price))::bigint as open_value
      from lines group by 1
    )
    select s.name as supplier, s.id as "supplierId", o.orders, o.sent, o.failed, o.confirmed, o.received, o.open, o.cancelled, coalesce(l.lines, 0) as lines,
           coalesce(l.in_time, 0) as "inTime", coalesce(l.late, 0) as late, coalesce(l.in_time + l.late, 0) as due, coalesce(l.filled, 0)::float8 as filled,
           round(l.days::numeric / nullif(l.came, 0), 1)::float8 as days, coalesce(l.ordered, 0) as ordered,
           coalesce(l.received_value, 0) as "receivedValue", coalesce(l.open_value, 0) as "openValue"
    from of_orders o join suppliers s on s.id = o.supplier_id left join of_lines l on l.supplier_id = o.supplier_id
    order by s.name, s.id`,
  totals: (question) => sql`
    with ${linesOf(question)}
    select round(sum(came_on - approved_on)::numeric / nullif(count(came_on), 0), 1)::float8 as days from lines`,
});

/** Orders of the period, and the lines of those that stand: when each had come whole, and what it should cost. */
function linesOf({
  asOf,
  from,
  to,
  parameters,
  within,
}: Question & { parameters: { supplierId: string | null } }): Sql {
  return sql`ordered as (
      select o.*, o.stage = 'cancelled' as is_cancelled, (o.approved_at at time zone b.time_zone)::date as approved_on,
             (${asOf}::timestamptz at time zone b.time_zone)::date as today
      from purchase_orders o join branches b on b.id = o.branch_id
      where o.approved_at >= ${from}::date - interval '1 day' and o.approved_at < ${to}::date + interval '1 day'
        and (o.approved_at at time zone b.time_zone)::date >= ${from} and (o.approved_at at time zone b.time_zone)::date < ${to}
        and (${parameters.supplierId}::uuid is null or o.supplier_id = ${parameters.supplierId}) and ${within({ branch: sql`o.branch_id` })}
    ), lines as (
      select o.supplier_id, o.approved_on, l.quantity, l.received, greatest(l.quantity - l.received, 0) as missing, p.price, c.value, c.came_on,
             coalesce(c.came_on <= d.due_on, false) as is_in_time,
             coalesce(c.came_on > d.due_on, c.came_on is null and d.due_on < o.today, false) as is_late
      from ordered o join purchase_order_lines l on l.order_id = o.id
      cross join lateral (select coalesce(o.expected_on, l.needed_by) as due_on) d
      cross join lateral (
        -- Each receipt with all before it: the first that makes the line whole is when it came.
        select min(x.on_date) filter (where x.so_far >= l.quantity) as came_on, coalesce(sum(x.value), 0)::bigint as value
        from (
          select r.on_date, sum(sum(k.quantity)) over (order by r.on_date, r.id) as so_far,
                 (select coalesce(sum(e.value), 0) from stock_entries e where e.waybill_id = r.id and e.item_id = l.item_id) as value
          from waybills r join waybill_lines k on k.waybill_id = r.id and k.item_id = l.item_id
          where r.purchase_order_id = o.id and r.status = 'posted' group by r.id
        ) x
      ) c
      left join lateral (
        select k.price from waybill_lines k join waybills r on r.id = k.waybill_id
        where k.item_id = l.item_id and r.kind = 'receipt' and r.status = 'posted' order by r.posted_at desc, k.id desc limit 1) p on true
      where not o.is_cancelled
    )`;
}
