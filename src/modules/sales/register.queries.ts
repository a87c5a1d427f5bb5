import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { MONEY, STOCK_COSTS, type FieldGroup } from '../../kernel/field-groups.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { masked } from '../../platform/database/masked.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { RegisterLine, RegisterPage, RegisterQuery, RegisterTotals } from './register.dto.js';
import { BUYER, LINE, METHODS, SELLER, saleFilters, salesReach } from './sale-columns.js';
import { numberOf } from './sale-numbers.js';

const FROM = sql`
  from sale_lines l join sales s on s.id = l.sale_id
  left join clients k on k.id = s.client_id left join employees e on e.id = s.seller_id`;

const LINE_STATUS = sql`case when l.returned = l.quantity then 'returned' when l.returned > 0 then 'partly_returned' else 'sold' end`;

/** The register flat: a row a line. */
@Injectable()
export class RegisterQueries {
  constructor(private readonly db: Db) {}

  async list(actor: Actor, query: RegisterQuery): Promise<RegisterPage> {
    const { itemId, kind, status } = query;
    const where = [
      ...saleFilters(actor, query),
      itemId !== undefined && sql`l.item_id = ${itemId}`,
      kind !== undefined && sql`l.kind = ${kind}`,
      status !== undefined && sql`${LINE_STATUS} = ${status}`,
    ];
    const page = await keysetPage<RegisterLine>(this.db, {
      query,
      sorts: { soldAt: { column: sql`s.sold_at`, type: 'timestamptz' } },
      defaultSort: '-soldAt',
      id: sql`l.id`,
      select: sql`
        select ${LINE(actor)}, s.id as "saleId", ${numberOf('sale', 's')} as number, s.branch_id as "branchId", s.on_date as "onDate",
               s.sold_at as "soldAt", ${BUYER} as buyer, ${SELLER} as seller, s.created_by as cashier, ${METHODS} as methods
        ${FROM}`,
      where,
    });
    return { ...page, totals: await this.totals(actor, where) };
  }

  private async totals(actor: Actor, where: readonly (Sql | false)[]): Promise<RegisterTotals> {
    const sum = (column: Sql, group: FieldGroup = MONEY): Sql => {
      const shown = masked(actor, group, column, (permission) => salesReach(actor, permission));
      const seen = sql`(${shown})::bigint`;
      // Of nothing at all the sum is nothing; of what may not be seen there is none.
      return sql`case when count(*) = 0 then money(0::bigint) when count(${seen}) > 0 then money(sum(${seen})::bigint) end`;
    };
    const [totals] = await this.db.query<RegisterTotals>(sql`
      select count(*)::integer as lines, ${sum(sql`l.gross`)} as gross, ${sum(sql`l.discount`)} as discount, ${sum(sql`l.net`)} as net,
             ${sum(sql`l.vat`)} as vat, ${sum(sql`l.returned_net`)} as "returnedNet", ${sum(sql`l.cost`, STOCK_COSTS)} as cost
      ${FROM} where ${sql.and(where)}`);
    if (totals === undefined) throw new Error('a sum that gave no row');
    return totals;
  }
}
