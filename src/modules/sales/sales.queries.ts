import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import type { SaleReturnQuote, SaleReturned } from './return-requests.dto.js';
import type { Returned } from './return-money.js';
import type { SaleReturn } from './returns.dto.js';
import {
  BUYER,
  FROM_SALES,
  LINE,
  METHODS,
  SELLER,
  STATUS,
  costOf,
  moneyOf,
  saleFilters,
  salesReach,
} from './sale-columns.js';
import { numberOf } from './sale-numbers.js';
import type { Sale, SaleCard, SaleListQuery } from './sales.dto.js';
import { SaleNotFound } from './sales.errors.js';
import { Sales } from './sales.permissions.js';

const CHARGED = sql`charges c where c.subject_id in (select coalesce(l.subscription_id, l.id) from sale_lines l where l.sale_id = s.id)
  and c.kind in ('sale', 'subscription') and c.reversed_at is null`;

const sale = (actor: Actor): Sql => sql`
  select s.id, ${numberOf('sale', 's')} as number, s.branch_id as "branchId", s.on_date as "onDate", s.sold_at as "soldAt",
         ${BUYER} as buyer, s.payer_account_id as "payerAccountId", ${SELLER} as seller, s.cashier_id as "cashierId",
         ${STATUS} as status, ${moneyOf(actor, sql`s.gross`)} as gross, ${moneyOf(actor, sql`s.discount`)} as discount,
         ${moneyOf(actor, sql`s.total`)} as total, ${moneyOf(actor, sql`s.vat`)} as vat,
         ${moneyOf(actor, sql`(select sum(l.returned_net)::bigint from sale_lines l where l.sale_id = s.id)`)} as returned,
         ${moneyOf(actor, sql`coalesce((select sum(c.amount - c.credited - c.paid)::bigint from ${CHARGED}), 0)`)} as open,
         ${METHODS} as methods, (select count(*)::integer from sale_lines l where l.sale_id = s.id) as "lineCount",
         s.waybill_id as "waybillId", s.comment, s.created_by as "createdBy"`;

const payments = (actor: Actor): Sql => sql`
  (select coalesce(jsonb_agg(jsonb_build_object('paymentId', p.id, 'number', p.number, 'method', p.method,
            'amount', ${moneyOf(actor, sql`p.amount`)}, 'reversedAt', utc(p.reversed_at)) order by p.id), '[]')
   from sale_payments x join payments p on p.id = x.payment_id where x.sale_id = s.id)`;

const lines = (actor: Actor): Sql => sql`
  (select jsonb_agg(to_jsonb(q) - 'nth' order by q.nth) from (select ${LINE(actor)}, l.nth from sale_lines l where l.sale_id = s.id) q)`;

const returnColumns = (actor: Actor): Sql => sql`
  t.id, ${numberOf('sale_return', 't')} as number, t.sale_id as "saleId", t.on_date as "onDate", utc(t.returned_at) as "returnedAt", t.reason,
  ${moneyOf(actor, sql`t.net`)} as net, ${moneyOf(actor, sql`t.paid_out`)} as "paidOut", t.waybill_id as "waybillId",
  (select jsonb_agg(jsonb_build_object('id', r.id, 'lineId', r.sale_line_id, 'quantity', trim_scale(r.quantity)::text,
            'net', ${moneyOf(actor, sql`r.net`)}, 'vat', ${moneyOf(actor, sql`r.vat`)},
            'cost', ${costOf(actor, sql`r.cost`)}) order by r.id)
   from sale_return_lines r where r.return_id = t.id) as lines,
  (select coalesce(jsonb_agg(jsonb_build_object('refundId', f.id, 'number', f.number, 'method', f.method,
            'amount', ${moneyOf(actor, sql`f.amount`)}) order by f.id), '[]')
   from sale_refunds x join refunds f on f.id = x.refund_id where x.return_id = t.id) as refunds,
  t.created_by as "createdBy"`;

const returns = (actor: Actor): Sql => sql`
  (select coalesce(jsonb_agg(to_jsonb(q) order by q.id), '[]')
   from (select ${returnColumns(actor)} from sale_returns t where t.sale_id = s.id) q)`;

@Injectable()
export class SalesQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: SaleListQuery): Promise<Page<Sale>> {
    return keysetPage<Sale>(this.db, {
      query,
      sorts: { soldAt: { column: sql`s.sold_at`, type: 'timestamptz' } },
      defaultSort: '-soldAt',
      id: sql`s.id`,
      select: sql`${sale(actor)} ${FROM_SALES}`,
      where: [
        ...saleFilters(actor, query),
        query.itemId !== undefined &&
          sql`exists (select from sale_lines l where l.sale_id = s.id and l.item_id = ${query.itemId})`,
        query.kind !== undefined &&
          sql`exists (select from sale_lines l where l.sale_id = s.id and l.kind = ${query.kind})`,
        query.status !== undefined && sql`${STATUS} = ${query.status}`,
      ],
    });
  }

  /** The sale as a command answers with it: whoever may make it may see it, its money apart. */
  card(reader: Reader, actor: Actor, id: string): Promise<SaleCard> {
    return this.find(reader, actor, id, sql`true`);
  }

  getInReach(actor: Actor, id: string): Promise<SaleCard> {
    return this.find(this.db, actor, id, salesReach(actor, Sales.read));
  }

  /** A return that was just made. */
  async returned(tx: Tx, actor: Actor, id: string): Promise<SaleReturned> {
    const made = await tx.one<SaleReturn>(sql`
      select ${returnColumns(actor)} from sale_returns t join sales s on s.id = t.sale_id where t.id = ${id}`);
    return { ...made, sale: await this.card(tx, actor, made.saleId) };
  }

  /** What has just been tried and will be taken back. */
  async quote(
    tx: Tx,
    { id, payerAccountId }: { id: string; payerAccountId: string },
    returned: readonly Returned[],
  ): Promise<SaleReturnQuote> {
    const rows = returned.map(({ line, quantity, net }) => ({ id: line.id, quantity, net }));
    const total = rows.reduce((sum, { net }) => sum + net, 0);
    const money = (value: Sql): Sql => moneyOf(tx.actor, value);
    return tx.one<SaleReturnQuote>(sql`
      select s.id as "saleId", ${money(sql`${total}::bigint`)} as net,
             ${money(sql`least(${total}::bigint, (select greatest(balance, 0) from payer_accounts where id = ${payerAccountId}))`)} as payable,
             (select coalesce(jsonb_agg(jsonb_build_object('lineId', l.id, 'name', l.name, 'quantity', r.quantity,
                       'net', ${money(sql`r.net`)}, 'subscriptionId', l.subscription_id) order by l.nth), '[]')
              from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, quantity text, net bigint)
              join sale_lines l on l.id = r.id) as lines
      from sales s where s.id = ${id}`);
  }

  private async find(reader: Reader, actor: Actor, id: string, condition: Sql): Promise<SaleCard> {
    const found = await reader.find<SaleCard>(sql`
      ${sale(actor)}, ${lines(actor)} as lines, ${payments(actor)} as payments, ${returns(actor)} as returns
      ${FROM_SALES} where s.id = ${id} and ${condition}`);
    if (found === null) throw SaleNotFound({ id });
    return found;
  }
}
