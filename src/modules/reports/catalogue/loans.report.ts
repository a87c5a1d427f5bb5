import { MONEY } from '../../../kernel/field-groups.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { defineReport, type Question } from '../report.js';
import { CLIENT_NAMES, column, money } from './column.js';
import { FULL_NAME } from './marks.sql.js';
import { UNITS } from './places.js';
import { stands } from './revenue.sql.js';

const STATES = {
  out: { ru: 'На руках', en: 'Out' },
  overdue: { ru: 'Просрочено', en: 'Overdue' },
  closed: { ru: 'Закрыто', en: 'Closed' },
};
/** Which lines `x`. */
const WHICH: Readonly<Record<string, Sql>> = {
  out: sql`x.out > 0`,
  overdue: sql`x.is_overdue`,
  lost: sql`x.lost > 0`,
  all: sql`true`,
};

interface Asked {
  readonly groupId: string | null;
  readonly itemId: string | null;
  readonly clientId: string | null;
}

export const loans = defineReport({
  code: 'loans',
  title: { ru: 'Выданное на руки', en: 'Loans' },
  description: {
    ru: 'Учебники и оборудование на руках, просроченные и утраченные: строка на каждую вещь каждой выдачи. Количества, как они были записаны к моменту; срок, как он известен сейчас (дата, окончание курса или ухода из группы), просрочка с учётом дней отсрочки. Стоимость на руках: по цене замены. Начислено: что стоит из начислений за утраченное.',
    en: 'Textbooks and equipment that are out, overdue or lost: a row for each thing of each loan. Quantities are as they had been recorded by the moment; the due day is as it is known now (a date, the end of the course or of the membership), overdue after the days of grace. Value out is at the replacement price. Charged: what stands of the charges for what was lost.',
  },
  permission: 'loans:read',
  period: null,
  hasAsOf: true,
  parameters: {
    status: {
      ...{ kind: 'choice', values: Object.keys(WHICH), default: 'out' },
      title: { ru: 'Состояние', en: 'Status' },
      description:
        '`out`: something is out, overdue or not. `overdue`: it is late. `lost`: some of it was lost. `all`: whatever was lent.',
    },
    groupId: {
      ...{ kind: 'id', title: { ru: 'Группа', en: 'Group' } },
      description: 'Lent for this group alone.',
    },
    itemId: {
      ...{ kind: 'id', title: { ru: 'Товар', en: 'Item' } },
      description: 'This item alone.',
    },
    clientId: {
      ...{ kind: 'id', title: { ru: 'Клиент', en: 'Client' } },
      description: 'Lent to this client alone.',
    },
  },
  columns: [
    column('item', 'text', ['Вещь', 'Item']),
    column('itemId', 'text', ['Ид. товара', 'Item id'], { only: 'json' }),
    column('sku', 'text', ['Артикул', 'SKU'], { only: 'data' }),
    column('unit', 'text', ['Ед.', 'Unit'], { labels: UNITS, only: 'data' }),
    column('client', 'text', ['Кому', 'Client'], { groups: [CLIENT_NAMES] }),
    column('clientId', 'text', ['Ид. клиента', 'Client id'], { only: 'json' }),
    column('group', 'text', ['Группа', 'Group']),
    column('groupId', 'text', ['Ид. группы', 'Group id'], { only: 'json' }),
    column('branch', 'text', ['Филиал', 'Branch'], { only: 'data' }),
    column('number', 'integer', ['Выдача №', 'Loan no.']),
    column('loanId', 'text', ['Ид. выдачи', 'Loan id'], { only: 'json' }),
    column('lentOn', 'date', ['Выдано', 'Lent on']),
    column('dueOn', 'date', ['Вернуть до', 'Due on'], { description: 'Empty: no end in sight.' }),
    column('overdueDays', 'integer', ['Дней просрочки', 'Days overdue'], {
      description: 'Since it was due.',
    }),
    column('status', 'text', ['Состояние', 'Status'], { labels: STATES }),
    column('lent', 'decimal', ['Выдано, кол-во', 'Lent'], { total: 'sum', only: 'data' }),
    column('returned', 'decimal', ['Возвращено', 'Returned'], { total: 'sum', only: 'data' }),
    column('out', 'decimal', ['На руках', 'Out'], { total: 'sum', figure: 'neither' }),
    column('overdue', 'decimal', ['Просрочено', 'Overdue'], { total: 'sum', figure: 'bad' }),
    column('inTerm', 'decimal', ['В срок', 'In term'], { total: 'sum', only: 'data' }),
    column('lost', 'decimal', ['Утрачено', 'Lost'], { total: 'sum', figure: 'bad' }),
    column('value', 'money', ['Стоимость на руках', 'Value out'], { total: 'sum', figure: 'neither' }),
    money('charged', [MONEY], ['Начислено', 'Charged'], {
      description: 'For what was lost; stands at that moment.',
    }),
  ],
  chart: {
    ...{ kind: 'stacked', title: { ru: 'На руках по вещам', en: 'Out, by item' } },
    ...{ by: 'item', of: ['inTerm', 'overdue'], horizontal: true, addsUp: true, most: 15 },
  },
  rows: (question) => sql`
    with ${linesOf(question)}
    select x.item, x.item_id as "itemId", x.sku, x.unit, x.client, x.client_id as "clientId", x.group, x.group_id as "groupId", x.branch,
           x.number, x.loan_id as "loanId", x.lent_on::text as "lentOn", x.due_on::text as "dueOn",
           case when x.is_overdue then x.today - x.due_on end as "overdueDays",
           case when x.out = 0 then 'closed' when x.is_overdue then 'overdue' else 'out' end as status,
           x.lent::float8 as lent, x.returned::float8 as returned, x.out::float8 as out,
           case when x.is_overdue then x.out else 0 end::float8 as overdue, case when x.is_overdue then 0 else x.out end::float8 as "inTerm",
           x.lost::float8 as lost, round(x.out * x.price)::bigint as value, x.charged
    from lines x where ${WHICH[question.parameters.status] ?? sql`true`}
    order by x.is_overdue desc, x.due_on, x.item, x.client, x.number, x.id`,
});

/** Each line of a loan as it had been recorded by the moment: entries are added up, a loan of later has none. */
function linesOf({ actor, asOf, parameters, within }: Question & { parameters: Asked }): Sql {
  const { groupId, itemId, clientId } = parameters;
  const own = sql`exists (select from client_teachers t where t.client_id = l.client_id and t.employee_id = ${actor.employeeId})`;
  const sumOf = (kind: string): Sql => sql`coalesce(sum(e.quantity) filter (where m.kind = ${kind}), 0)`;
  return sql`entered as (
      select e.line_id, ${sumOf('lent')} as lent, ${sumOf('returned')} as returned, ${sumOf('lost')} as lost,
             coalesce(sum(k.stands) filter (where m.reverses_id is null), 0)::bigint as charged
      from loan_entries e join loan_movements m on m.id = e.movement_id
      left join charges c on c.id = e.charge_id left join lateral (${stands(asOf)}) k on true
      where m.created_at <= ${asOf} group by 1
    ), told as (
      select n.id, l.id as loan_id, l.number, l.lent_on, l.due_on, l.client_id, l.group_id, n.item_id, i.name as item, i.sku, i.unit,
             ${FULL_NAME('c')} as client, g.name as group, b.name as branch, v.lent, v.returned, v.lost, v.charged,
             v.lent - v.returned - v.lost as out, coalesce(i.replacement_price, i.price) as price, o.loan_grace_days,
             (${asOf}::timestamptz at time zone b.time_zone)::date as today
      from loans_due l join loan_lines n on n.loan_id = l.id join entered v on v.line_id = n.id join items i on i.id = n.item_id
      join branches b on b.id = l.branch_id join clients c on c.id = l.client_id left join groups g on g.id = l.group_id cross join settings o
      where ${sql.and([
        within({ branch: sql`l.branch_id`, own }),
        groupId !== null && sql`l.group_id = ${groupId}`,
        itemId !== null && sql`n.item_id = ${itemId}`,
        clientId !== null && sql`l.client_id = ${clientId}`,
      ])}
    ), lines as (
      select t.*, coalesce(t.out > 0 and t.due_on + t.loan_grace_days < t.today, false) as is_overdue from told t
    )`;
}
