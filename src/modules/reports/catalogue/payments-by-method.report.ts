import { MONEY } from '../../../kernel/field-groups.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { defineReport, type Question } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { stood } from './marks.sql.js';
import { METHODS } from './methods.js';

export const paymentsByMethod = defineReport({
  code: 'payments-by-method',
  title: { ru: 'Платежи по способам оплаты', en: 'Payments by method' },
  description: {
    ru: 'Сколько денег пришло и сколько возвращено, по способам. Отменённые платежи и переносы между лицевыми счетами не входят.',
    en: 'How much money came and how much was given back, by method. Reversed payments and moves between accounts are left out.',
  },
  permission: Reports.finance,
  period: 'this_month',
  hasAsOf: true,
  parameters: {},
  columns: [
    { code: 'method', title: { ru: 'Способ', en: 'Method' }, kind: 'text', labels: METHODS },
    { code: 'payments', title: { ru: 'Платежей', en: 'Payments' }, kind: 'integer', total: 'sum' },
    {
      ...{ code: 'received', title: { ru: 'Получено', en: 'Received' }, kind: 'money', groups: [MONEY] },
      ...{ total: 'sum', figure: 'good' },
    },
    {
      ...{ code: 'share', title: { ru: 'Доля', en: 'Share' }, kind: 'percent', groups: [MONEY] },
      share: { of: 'received', in: 'allReceived' },
    },
    { code: 'refunds', title: { ru: 'Возвратов', en: 'Refunds' }, kind: 'integer', total: 'sum' },
    {
      ...{ code: 'refunded', title: { ru: 'Возвращено', en: 'Refunded' }, kind: 'money', groups: [MONEY] },
      ...{ total: 'sum', figure: 'bad' },
    },
    {
      ...{ code: 'net', title: { ru: 'Итого пришло', en: 'Net' }, kind: 'money', groups: [MONEY] },
      ...{ total: 'sum', figure: 'good' },
    },
    {
      ...{ code: 'allReceived', title: { ru: 'Всего получено', en: 'All received' }, kind: 'money' },
      ...{ groups: [MONEY], only: 'nowhere' },
    },
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'Получено и возвращено', en: 'Received and refunded' } },
    ...{ by: 'method', of: ['received', 'refunded'] },
  },
  rows: (question) => sql`
    with ${moves(question)}
    select method, count(*) filter (where is_in) as payments, coalesce(sum(amount) filter (where is_in), 0)::bigint as received,
           count(*) filter (where not is_in) as refunds, coalesce(sum(amount) filter (where not is_in), 0)::bigint as refunded,
           sum(case when is_in then amount else -amount end)::bigint as net,
           (sum(coalesce(sum(amount) filter (where is_in), 0)) over ())::bigint as "allReceived"
    from moves group by method order by received desc, method`,
  totals: (question) => sql`
    with ${moves(question)}
    select coalesce(sum(amount) filter (where is_in), 0)::bigint as "allReceived" from moves`,
});

/** Payments and refunds of the period by the clock of their branch. */
function moves({ asOf, from, to, within }: Question): Sql {
  const between = (at: Sql): Sql => sql`
    ${at} >= ${from}::date - interval '1 day' and ${at} < ${to}::date + interval '1 day'
    and (${at} at time zone b.time_zone)::date >= ${from} and (${at} at time zone b.time_zone)::date < ${to}`;
  return sql`moves as (
    select p.method, p.amount, true as is_in from payments p join branches b on b.id = p.branch_id
    where p.method <> 'account' and ${within({ branch: sql`p.branch_id` })} and ${between(sql`p.received_at`)}
      and ${stood(sql`p.created_at`, sql`p.reversed_at`, asOf)}
    union all
    select r.method, r.amount, false from refunds r join branches b on b.id = r.branch_id
    where ${within({ branch: sql`r.branch_id` })} and ${between(sql`r.paid_at`)}
      and ${stood(sql`r.created_at`, sql`r.reversed_at`, asOf)})`;
}
