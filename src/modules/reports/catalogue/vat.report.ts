import { EXPENSES, MONEY } from '../../../kernel/field-groups.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { defineReport, type Question } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column, money } from './column.js';
import { stood } from './marks.sql.js';
import { recognised } from './revenue.sql.js';

const percent = (rate: string) => ({ ru: `НДС ${rate} %`, en: `VAT ${rate} %` });
const CODES = {
  exempt: { ru: 'Освобождено от НДС', en: 'Exempt from VAT' },
  none: { ru: 'Без НДС', en: 'Without VAT' },
  ...Object.fromEntries(['0', '5', '7', '10', '20', '22'].map((rate) => [rate, percent(rate)])),
};

export const vat = defineReport({
  code: 'vat',
  title: { ru: 'НДС', en: 'VAT' },
  description: {
    ru: 'По кодам и ставкам, две стороны рядом. Начислено: что выставлено плательщикам за период по дню записи (продажи минус скидки после продажи и отмены), с налогом каждой записи. Признано: что оказано за период: посещения в день занятия, сгоревшее, товары и услуги в день продажи (возврат в свой день), прочие начисления; это налоговая база по отгрузке, она идёт в декларацию. Разница между ними: оплаченное вперёд. Необлагаемое стоит отдельно от базы. Входной НДС: расходы периода; закупки на склад без расхода сюда не входят.',
    en: 'By code and rate, two sides beside each other. Charged: what was charged to payers in the period, by the day it was recorded (sales less later credits and what was taken back), with the tax of each entry. Recognised: what was delivered in it: visits on the day of the lesson, what burnt, goods and services on the day they were sold (returns on their own), other charges; this is the tax base by delivery, which feeds the return. Between them lies what is paid ahead. What is not taxed stands apart from the base. Input VAT: expenses of the period; goods bought for stock without an expense are left out.',
  },
  permission: Reports.finance,
  period: 'last_quarter',
  hasAsOf: true,
  parameters: {},
  columns: [
    column('code', 'text', ['Код', 'Code'], { labels: CODES }),
    column('rate', 'percent', ['Ставка', 'Rate'], { description: 'None: no VAT is charged at all.' }),
    money('sales', [MONEY], ['Продажи', 'Sales'], { only: 'data', description: 'With VAT.' }),
    money('credits', [MONEY], ['Скидки и отмены', 'Credits'], {
      ...{ only: 'data', description: 'Credited and taken back in the period, with VAT.' },
    }),
    money('charged', [MONEY], ['Начислено', 'Charged'], {
      description: 'Sales less credits, with VAT.',
    }),
    money('chargedBase', [MONEY], ['База начисленного', 'Base charged'], {
      description: 'Taxable, without its VAT; nothing for what is not taxed.',
    }),
    money('chargedVat', [MONEY], ['НДС начисленный', 'VAT charged'], { figure: 'neither' }),
    money('chargedExempt', [MONEY], ['Начислено без налога', 'Untaxed charged']),
    money('recognised', [MONEY], ['Признано', 'Recognised'], { description: 'Delivered, with VAT.' }),
    money('goods', [MONEY], ['Признано: товары', 'Recognised: goods'], {
      ...{ only: 'data', description: 'Of that, goods sold less returned.' },
    }),
    money('services', [MONEY], ['Признано: услуги', 'Recognised: services'], {
      ...{ only: 'data', description: 'Of that, services sold less returned.' },
    }),
    money('base', [MONEY], ['База к декларации', 'Base for return'], {
      description: 'Taxable part of what is recognised, without its VAT.',
    }),
    money('vat', [MONEY], ['НДС к декларации', 'VAT for return'], { figure: 'neither' }),
    money('exempt', [MONEY], ['Не облагается', 'Untaxed'], {
      ...{ figure: 'neither', description: 'Recognised without VAT: exempt, or of who owes none.' },
    }),
    money('expenses', [EXPENSES], ['Расходы', 'Expenses'], { only: 'data', description: 'With VAT.' }),
    money('inputVat', [EXPENSES], ['Входной НДС', 'Input VAT'], { figure: 'neither' }),
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'НДС начисленный и к декларации', en: 'VAT charged and for the return' } },
    ...{ by: 'code', of: ['chargedVat', 'vat', 'inputVat'] },
  },
  rows: (question) => sql`
    with ${recognised(question)}, moves as (${moves(question)})
    select x.code, x.percent::float8 as rate, x.sales, -x.credits as credits, x.sales + x.credits as charged,
           case when x.percent is null then 0 else x.sales + x.credits - x.charged_vat end as "chargedBase", x.charged_vat as "chargedVat",
           case when x.percent is null then x.sales + x.credits else 0 end as "chargedExempt", x.recognised, x.goods, x.services,
           case when x.percent is null then 0 else x.recognised - x.vat end as base, x.vat,
           case when x.percent is null then x.recognised else 0 end as exempt, x.expenses, x.input_vat as "inputVat"
    from (
      select m.code, m.percent, ${sql.join(
        ['sales', 'credits', 'recognised', 'expenses'].map(
          (side) =>
            sql`coalesce(sum(m.amount) filter (where m.side = ${side}), 0)::bigint as ${sql.ident(side)}`,
        ),
        sql`, `,
      )}, coalesce(sum(m.vat) filter (where m.side in ('sales', 'credits')), 0)::bigint as charged_vat,
             coalesce(sum(m.amount) filter (where m.source = 'goods'), 0)::bigint as goods,
             coalesce(sum(m.amount) filter (where m.source = 'service'), 0)::bigint as services,
             coalesce(sum(m.vat) filter (where m.side = 'recognised'), 0)::bigint as vat,
             coalesce(sum(m.vat) filter (where m.side = 'expenses'), 0)::bigint as input_vat
      from moves m group by 1, 2
    ) x
    -- Taxed first, by rate, then what is not.
    order by x.percent desc nulls last, x.code`,
});

/** What was charged, delivered and spent, each with its VAT. A charge that became instalments is no sale and no credit. */
function moves({ asOf, from, to, within }: Question): Sql {
  return sql`
      select m.vat_code as code, m.vat_percent as percent,
             case when m.kind in ('credit', 'credit_reversal', 'charge_reversal') then 'credits' else 'sales' end as side, null as source, m.amount, m.vat
      from charge_vat_between(${from}::date - interval '1 day', ${to}::date + interval '1 day') m join branches b on b.id = m.branch_id
      where m.created_at <= ${asOf} and (m.created_at at time zone b.time_zone)::date >= ${from}
        and (m.created_at at time zone b.time_zone)::date < ${to} and ${within({ branch: sql`m.branch_id` })}
      union all
      select r.vat_code, r.percent, 'recognised', r.source, r.revenue, r.vat from recognised r
      union all
      select e.vat_code, e.vat_percent, 'expenses', null, e.amount, vat_of(e.amount, e.vat_percent) from expenses e
      where e.on_date >= ${from} and e.on_date < ${to} and ${stood(sql`e.created_at`, sql`e.reversed_at`, asOf)}
        and ${within({ branch: sql`e.branch_id` })}`;
}
