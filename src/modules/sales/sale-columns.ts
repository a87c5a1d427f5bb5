import type { Actor } from '../../kernel/actor.js';
import { MONEY, STOCK_COSTS } from '../../kernel/field-groups.js';
import { masked, restriction } from '../../platform/database/masked.js';
import { reach } from '../../platform/database/reach.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { Clients } from '../clients/index.js';
import { numberOf } from './sale-numbers.js';
import type { SaleListQuery } from './sales.dto.js';
import { Sales } from './sales.permissions.js';

/** What the list, the card and the register say alike: `s` is a sale, `l` a line of it, `k` its client. */

export const salesReach = (actor: Actor, permission: string): Sql =>
  reach(actor, permission, { branch: sql`s.branch_id` });

export const moneyOf = (actor: Actor, amount: Sql): Sql =>
  masked(actor, MONEY, sql`money(${amount})`, (permission) => salesReach(actor, permission));

const onlyFor = (actor: Actor, value: Sql): Sql =>
  masked(actor, MONEY, value, (permission) => salesReach(actor, permission));

/** Null stays null: what has no cost did not cost nothing. */
export const costOf = (actor: Actor, cost: Sql): Sql =>
  masked(actor, STOCK_COSTS, sql`case when ${cost} is not null then money(${cost}) end`, (permission) =>
    salesReach(actor, permission),
  );

export const FROM_SALES = sql`
  from sales s left join clients k on k.id = s.client_id left join employees e on e.id = s.seller_id`;

export const BUYER = sql`jsonb_build_object('kind', case when s.client_id is null then 'walk_in' else 'client' end, 'id', s.client_id,
  'name', coalesce(k.last_name || ' ' || k.first_name, s.buyer_name))`;

export const SELLER = sql`case when s.seller_id is not null then
  jsonb_build_object('id', s.seller_id, 'name', e.last_name || ' ' || e.first_name) end`;

export const METHODS = sql`(
  select coalesce(jsonb_agg(distinct p.method order by p.method), '[]')
  from sale_payments x join payments p on p.id = x.payment_id where x.sale_id = s.id)`;

/** Of a whole sale: nothing, something or everything of it has come back. */
export const STATUS = sql`(
  select case when bool_and(l.returned = l.quantity) then 'returned' when bool_or(l.returned > 0) then 'partly_returned' else 'sold' end
  from sale_lines l where l.sale_id = s.id)`;

export const LINE = (actor: Actor): Sql => sql`
  l.id, l.kind, l.item_id as "itemId", l.plan_id as "planId", l.activity_id as "activityId", l.service_id as "serviceId",
  l.subscription_id as "subscriptionId", l.name, trim_scale(l.quantity)::text as quantity,
  ${moneyOf(actor, sql`l.unit_price`)} as "unitPrice", ${moneyOf(actor, sql`l.gross`)} as gross,
  ${moneyOf(actor, sql`l.discount`)} as discount, ${onlyFor(actor, sql`l.discount_reason`)} as "discountReason",
  ${onlyFor(actor, sql`l.discount_id`)} as "discountId", ${moneyOf(actor, sql`l.net`)} as net, l.vat_code as "vatCode",
  l.vat_percent::text as "vatPercent", ${moneyOf(actor, sql`l.vat`)} as vat, ${costOf(actor, sql`l.cost`)} as cost, l.note,
  trim_scale(l.returned)::text as returned, ${moneyOf(actor, sql`l.returned_net`)} as "returnedNet"`;

/** What is asked of the sale itself; a name of a client finds only for those who may see the client. */
export function saleFilters(actor: Actor, query: SaleListQuery): (Sql | false)[] {
  const { branchId, from, to, clientId, cashierId, sellerId, method, q } = query;
  return [
    salesReach(actor, Sales.read),
    branchId !== undefined && sql`s.branch_id = ${branchId}`,
    from !== undefined && sql`s.on_date >= ${from}`,
    to !== undefined && sql`s.on_date < ${to}`,
    clientId !== undefined && sql`s.client_id = ${clientId}`,
    cashierId !== undefined && sql`s.cashier_id = ${cashierId}`,
    sellerId !== undefined && sql`s.seller_id = ${sellerId}`,
    method !== undefined &&
      sql`exists (select from sale_payments x join payments p on p.id = x.payment_id where x.sale_id = s.id and p.method = ${method})`,
    q !== undefined && matches(actor, q),
  ];
}

function matches(actor: Actor, q: string): Sql {
  const part = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  const seesClient = restriction(actor, [Clients.read], (permission) =>
    reach(actor, permission, { branch: sql`k.branch_id` }),
  );
  return sql`(${numberOf('sale', 's')} ilike ${part} or s.buyer_name ilike ${part}
    or (k.last_name || ' ' || k.first_name ilike ${part} and ${seesClient ?? sql`true`}))`;
}
