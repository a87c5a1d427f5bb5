import { STOCK_COSTS } from '../../../kernel/field-groups.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { defineReport, type Column } from '../report.js';
import { column, money } from './column.js';
import { PLACE, PLACE_PARAMETERS } from './places.js';

interface Way {
  readonly code: string;
  /** As the statement names it. */
  readonly name: string;
  /** Entries that came or went this way; of a transfer and a stocktake their direction tells. */
  readonly is: Sql;
  readonly titles: readonly [ru: string, en: string];
}

const of = (kind: string, more = sql`true`): Sql => sql`(e.kind = ${kind} and ${more})`;
const LOAN = sql`e.is_loan`;
const SOLD = sql`not e.is_loan`;
const UP = sql`e.direction > 0`;
const DOWN = sql`e.direction < 0`;
const INS: readonly Way[] = [
  { code: 'received', name: 'received', is: of('receipt'), titles: ['Поступило', 'Received'] },
  {
    ...{ code: 'customerReturned', name: 'customer_returned', is: of('customer_return', SOLD) },
    titles: ['Вернули покупатели', 'Returned by customers'],
  },
  {
    ...{ code: 'loanReturned', name: 'loan_returned', is: of('customer_return', LOAN) },
    titles: ['Вернули выданное', 'Loans returned'],
  },
  {
    ...{ code: 'transferredIn', name: 'transferred_in', is: of('transfer', UP) },
    titles: ['Перемещено сюда', 'Transferred in'],
  },
  { code: 'surplus', name: 'surplus', is: of('stocktake', UP), titles: ['Излишки', 'Surplus'] },
];
const OUTS: readonly Way[] = [
  { code: 'issued', name: 'issued', is: of('issue', SOLD), titles: ['Выдано и продано', 'Issued and sold'] },
  { code: 'lent', name: 'lent', is: of('issue', LOAN), titles: ['Выдано на руки', 'Lent'] },
  { code: 'writtenOff', name: 'written_off', is: of('write_off'), titles: ['Списано', 'Written off'] },
  {
    ...{ code: 'supplierReturned', name: 'supplier_returned', is: of('supplier_return') },
    titles: ['Возвращено поставщикам', 'Returned to suppliers'],
  },
  {
    ...{ code: 'transferredOut', name: 'transferred_out', is: of('transfer', DOWN) },
    titles: ['Перемещено отсюда', 'Transferred out'],
  },
  { code: 'shortage', name: 'shortage', is: of('stocktake', DOWN), titles: ['Недостача', 'Shortage'] },
];

/** Quantity and value of a way, above zero where it went that way. */
const sumsOf = (way: Way, sign: Sql): Sql[] => [
  sumOf(way, sql`${sign}e.quantity`, ''),
  sumOf(way, sql`${sign}e.value`, '_value'),
];
const sumOf = ({ is, name }: Way, what: Sql, ending: string): Sql =>
  sql`coalesce(sum(${what}) filter (where e.is_in_period and ${is}), 0) as ${sql.ident(name + ending)}`;
const WAYS = sql.join(
  [...INS.flatMap((way) => sumsOf(way, sql``)), ...OUTS.flatMap((way) => sumsOf(way, sql`-`))],
  sql`, `,
);
const all = (ways: readonly Way[], ending: string): Sql =>
  sql.join(
    ways.map(({ name }) => sql.ident(`s.${name}${ending}`)),
    sql` + `,
  );

const quantityOf = ({ code, titles }: Way): Column => column(code, 'decimal', titles, { only: 'data' });
const valueOf = ({ code, titles: [ru, en] }: Way): Column =>
  money(`${code}Value`, [STOCK_COSTS], [`${ru}: стоимость`, `${en}: value`], { only: 'data' });

export const stockMovement = defineReport({
  code: 'stock-movement',
  title: { ru: 'Движение склада', en: 'Stock movement' },
  description: {
    ru: 'Оборот того, что лежит на складах: на начало, приход, расход, на конец, количеством и себестоимостью. На начало + приход − расход = на конец, по каждому товару и складу. День движения: день накладной. Сторно уменьшает тот вид движения, который отменяет. Выданное на руки уходит с остатка и возвращается на него.',
    en: 'Turnover of what lies in the warehouses: opening, in, out, closing, in quantity and cost. Opening + in − out = closing, for each item and warehouse. A movement belongs to the day of its waybill. A reversal takes away from the kind it reverses. What is lent leaves the stock on hand and comes back to it.',
  },
  // Of everyday work, and for whoever sees the stock itself.
  permission: 'warehouse:read',
  period: 'this_month',
  hasAsOf: true,
  parameters: {
    ...PLACE_PARAMETERS,
  },
  columns: [
    ...PLACE,
    column('opening', 'decimal', ['На начало', 'Opening']),
    ...INS.map(quantityOf),
    column('in', 'decimal', ['Приход', 'In']),
    ...OUTS.map(quantityOf),
    column('out', 'decimal', ['Расход', 'Out']),
    column('closing', 'decimal', ['На конец', 'Closing']),
    money('openingValue', [STOCK_COSTS], ['Стоимость на начало', 'Opening value'], { figure: 'neither' }),
    ...INS.map(valueOf),
    money('inValue', [STOCK_COSTS], ['Стоимость прихода', 'Value in'], { figure: 'neither' }),
    ...OUTS.map(valueOf),
    money('outValue', [STOCK_COSTS], ['Стоимость расхода', 'Value out'], { figure: 'neither' }),
    money('closingValue', [STOCK_COSTS], ['Стоимость на конец', 'Closing value'], { figure: 'neither' }),
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'Приход и расход, стоимость', en: 'Value in and out' } },
    ...{ by: 'item', of: ['inValue', 'outValue'], addsUp: true, horizontal: true, most: 12 },
  },
  rows: ({ asOf, from, to, parameters, within }) => sql`
    with entries as (
      select e.warehouse_id, e.item_id, e.quantity, e.value, w.kind, w.is_loan, e.occurred_on >= ${from} as is_in_period,
             sign(e.quantity) * case when e.reverses_id is null then 1 else -1 end as direction
      from stock_entries e join waybills w on w.id = e.waybill_id
      where e.bucket = 'on_hand' and e.occurred_on < ${to} and e.created_at <= ${asOf} and ${within({ branch: sql`e.branch_id` })}
        and (${parameters.warehouseId}::uuid is null or e.warehouse_id = ${parameters.warehouseId})
    ), summed as (
      select e.warehouse_id, e.item_id, count(*) filter (where e.is_in_period) as moves,
             coalesce(sum(e.quantity) filter (where not e.is_in_period), 0) as opening, sum(e.quantity) as closing,
             coalesce(sum(e.value) filter (where not e.is_in_period), 0) as opening_value, sum(e.value) as closing_value,
             ${WAYS}
      from entries e group by 1, 2
    ), turned as (
      select s.*, ${all(INS, '')} as came, ${all(OUTS, '')} as went, ${all(INS, '_value')} as came_value, ${all(OUTS, '_value')} as went_value
      from summed s
    )
    select i.name as item, i.id as "itemId", i.sku, i.kind, w.name as warehouse, w.id as "warehouseId", i.unit, s.opening::float8 as opening,
           s.received::float8 as received, s.customer_returned::float8 as "customerReturned", s.loan_returned::float8 as "loanReturned",
           s.transferred_in::float8 as "transferredIn", s.surplus::float8 as surplus, s.came::float8 as in, s.issued::float8 as issued,
           s.lent::float8 as lent, s.written_off::float8 as "writtenOff", s.supplier_returned::float8 as "supplierReturned",
           s.transferred_out::float8 as "transferredOut", s.shortage::float8 as shortage, s.went::float8 as out, s.closing::float8 as closing,
           s.opening_value::bigint as "openingValue", s.received_value::bigint as "receivedValue", s.customer_returned_value::bigint as "customerReturnedValue",
           s.loan_returned_value::bigint as "loanReturnedValue", s.transferred_in_value::bigint as "transferredInValue",
           s.surplus_value::bigint as "surplusValue", s.came_value::bigint as "inValue", s.issued_value::bigint as "issuedValue",
           s.lent_value::bigint as "lentValue", s.written_off_value::bigint as "writtenOffValue", s.supplier_returned_value::bigint as "supplierReturnedValue",
           s.transferred_out_value::bigint as "transferredOutValue", s.shortage_value::bigint as "shortageValue", s.went_value::bigint as "outValue",
           s.closing_value::bigint as "closingValue"
    from turned s join items i on i.id = s.item_id join warehouses w on w.id = s.warehouse_id
    where (s.opening <> 0 or s.closing <> 0 or s.moves > 0) and (${parameters.kind}::text is null or i.kind = ${parameters.kind})
    order by i.name, w.name, i.id, w.id`,
});
