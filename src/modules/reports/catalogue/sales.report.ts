import { MONEY, STOCK_COSTS } from '../../../kernel/field-groups.js';
import { sql } from '../../../platform/database/sql.js';
import { defineReport } from '../report.js';
import { CLIENT_NAMES, column, money } from './column.js';
import { FULL_NAME } from './marks.sql.js';
import { METHODS_TOGETHER } from './methods.js';
import { LINE_KINDS, LINES_ASKED, registerOf, SUBJECT_ID } from './sales.sql.js';

export const sales = defineReport({
  code: 'sales',
  title: { ru: 'Продажи: кто что получил', en: 'Sales: who got what' },
  description: {
    ru: 'Реестр построчно: кто, что, когда, сколько и за сколько получил и у кого. Каждый возврат стоит своей строкой с минусом в свой день, поэтому итог: продано минус возвращено. Сумма с НДС, после скидки. Способ: чем заплатили (или что выплатили) сразу; пусто, если ничем. Проданное мимо реестра сюда не входит.',
    en: 'The register line by line: who got what, when, how much, for how much and from whom. What came back has a line of its own below zero on its own day, so that totals are sold less returned. Net is after discount, with VAT. Method: how it was paid, or paid out, at once; empty when it was not. What was sold past the register is not here.',
  },
  permission: 'sales:read',
  period: 'this_month',
  hasAsOf: true,
  parameters: LINES_ASKED,
  columns: [
    column('number', 'text', ['Номер', 'Number']),
    column('saleId', 'text', ['Ид. продажи', 'Sale id'], { only: 'json' }),
    // On a page the number and the minus tell it.
    column('entry', 'text', ['Что это', 'Entry'], {
      only: 'data',
      labels: { sale: { ru: 'Продажа', en: 'Sale' }, return: { ru: 'Возврат', en: 'Return' } },
    }),
    column('onDate', 'date', ['День', 'Day']),
    column('branch', 'text', ['Филиал', 'Branch'], { only: 'data' }),
    column('buyer', 'text', ['Покупатель', 'Buyer'], {
      groups: [CLIENT_NAMES],
      description: 'Empty: a walk-in buyer who gave no name.',
    }),
    column('buyerKind', 'text', ['Вид покупателя', 'Kind of buyer'], {
      labels: { client: { ru: 'Клиент', en: 'Client' }, walk_in: { ru: 'Розничный', en: 'Walk-in' } },
      only: 'data',
    }),
    column('clientId', 'text', ['Ид. клиента', 'Client id'], { only: 'json' }),
    column('kind', 'text', ['Вид', 'Kind'], { labels: LINE_KINDS, only: 'data' }),
    column('subject', 'text', ['Что', 'What'], { description: 'As it was called when it was sold.' }),
    column('subjectId', 'text', ['Ид. предмета', 'Subject id'], {
      ...{ only: 'json', description: 'Of the item, plan, activity or service.' },
    }),
    column('quantity', 'decimal', ['Количество', 'Quantity']),
    column('unitPrice', 'money', ['Цена', 'Price'], { groups: [MONEY] }),
    money('gross', [MONEY], ['До скидки', 'Gross'], { only: 'data' }),
    money('discount', [MONEY], ['Скидка', 'Discount'], {
      ...{ figure: 'bad', description: 'Of what came back nothing: its worth is after discount.' },
    }),
    money('net', [MONEY], ['Сумма', 'Net'], { figure: 'good', description: 'With VAT.' }),
    column('vatCode', 'text', ['Код НДС', 'VAT code'], { only: 'data' }),
    money('vat', [MONEY], ['НДС', 'VAT'], { figure: 'neither', description: 'Within net.' }),
    money('cost', [STOCK_COSTS], ['Себестоимость', 'Cost'], { only: 'data', description: 'Of goods alone.' }),
    column('seller', 'text', ['Продавец', 'Seller']),
    column('cashier', 'text', ['Оформил', 'Cashier'], {
      only: 'data',
      description: 'Who sold or took back at the desk.',
    }),
    column('methods', 'text', ['Способ', 'Method'], { labels: METHODS_TOGETHER }),
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'Что принесло больше всего', en: 'What brought most' } },
    ...{ by: 'subject', of: ['net'], horizontal: true, addsUp: true, most: 15 },
  },
  rows: (question) => sql`
    select s.number, s.sale_id as "saleId", s.entry, s.on_date::text as "onDate", b.name as branch, s.buyer,
           case when s.client_id is null then 'walk_in' else 'client' end as "buyerKind", s.client_id as "clientId", s.kind, s.name as subject,
           ${SUBJECT_ID} as "subjectId", s.quantity::float8 as quantity, s.unit_price as "unitPrice", s.gross, s.discount, s.net,
           s.vat_code as "vatCode", s.vat, s.cost, case when e.id is not null then ${FULL_NAME('e')} end as seller, s.cashier, s.methods
    from report_sales s join branches b on b.id = s.branch_id left join employees e on e.id = s.seller_id
    where ${registerOf(question)} order by s.at, s.number, s.id`,
});
