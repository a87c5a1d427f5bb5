import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { STOCK_COSTS } from '../../../kernel/field-groups.js';
import type { Page } from '../../../kernel/page.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { masked } from '../../../platform/database/masked.js';
import { reach } from '../../../platform/database/reach.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import type { WaybillLine, WaybillLineListQuery } from './lines.dto.js';
import type { WaybillTotals, WaybillVatTotal } from './waybills.dto.js';
import { WaybillLineNotFound } from './waybills.errors.js';

const shownTo =
  (actor: Actor, otherwise = sql`null`) =>
  (value: Sql): Sql =>
    masked(
      actor,
      STOCK_COSTS,
      value,
      (permission) => reach(actor, permission, { branch: sql`l.branch_id` }),
      otherwise,
    );

/** The first entry of a line says what it moved: a transfer and a loan say the same again. */
const COST = sql`
  (select abs(e.value) from stock_entries e where e.line_id = l.id and e.reverses_id is null order by e.id limit 1)`;
const AMOUNT = sql`round(l.quantity * l.price)::bigint`;

const lineFor = (actor: Actor): Sql => {
  const shown = shownTo(actor);
  return sql`
    select l.id, l.key, l.item_id as "itemId", i.sku, i.name, i.unit, trim_scale(l.quantity) as quantity,
           ${shown(sql`money(l.price)`)} as price, ${shown(sql`money(${AMOUNT})`)} as amount, l.vat, ${shown(sql`money(${COST})`)} as cost,
           l.note, l.source_line_id as "sourceLineId", trim_scale(l.expected) as expected,
           trim_scale(l.quantity - l.expected) as difference, l.counted_at as "countedAt", l.version,
           l.created_at as "createdAt", l.created_by as "createdBy", l.updated_at as "updatedAt", l.updated_by as "updatedBy"
    from waybill_lines l join items i on i.id = l.item_id`;
};

/** Lines of waybills; whoever asks has seen the waybill. */
@Injectable()
export class LinesQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, waybillId: string, query: WaybillLineListQuery): Promise<Page<WaybillLine>> {
    return keysetPage<WaybillLine>(this.db, {
      query,
      sorts: { createdAt: { column: sql`l.created_at`, type: 'timestamptz' } },
      defaultSort: 'createdAt',
      id: sql`l.id`,
      select: lineFor(actor),
      where: [sql`l.waybill_id = ${waybillId}`],
    });
  }

  first(reader: Reader, actor: Actor, waybillId: string, limit: number): Promise<WaybillLine[]> {
    return reader.query<WaybillLine>(
      sql`${lineFor(actor)} where l.waybill_id = ${waybillId} order by l.id limit ${limit}`,
    );
  }

  async get(reader: Reader, actor: Actor, waybillId: string, id: string): Promise<WaybillLine> {
    const [line] = await this.getMany(reader, actor, waybillId, [id]);
    if (line === undefined) throw WaybillLineNotFound({ id });
    return line;
  }

  /** In the order asked; those that are not there are left out. */
  async getMany(
    reader: Reader,
    actor: Actor,
    waybillId: string,
    ids: readonly string[],
  ): Promise<WaybillLine[]> {
    const found = await reader.query<WaybillLine>(
      sql`${lineFor(actor)} where l.waybill_id = ${waybillId} and l.id = any (${ids}::uuid[])`,
    );
    const byId = new Map(found.map((line) => [line.id, line]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** Prices hold the VAT: of 120 at 20 % it is 20. */
  async totals(reader: Reader, actor: Actor, waybillId: string): Promise<WaybillTotals> {
    const shown = shownTo(actor, sql`null::bigint`);
    const byVat = await reader.query<WaybillVatTotal & Pick<WaybillTotals, 'cost'>>(sql`
      select vat, money(sum(amount)::bigint) as amount, money(sum(cost)::bigint) as cost,
             money(case when sum(amount) is not null then vat_of(sum(amount)::bigint, rate) end) as "vatAmount"
      from (
        select l.vat, k.percent as rate, ${shown(AMOUNT)} as amount, ${shown(COST)} as cost
        from waybill_lines l join vat_codes k on k.code = l.vat where l.waybill_id = ${waybillId}
      ) t group by vat, rate order by coalesce(rate, 0), vat`);
    const sum = (parts: (WaybillTotals['amount'] | undefined)[]) =>
      parts.reduce<WaybillTotals['amount']>(
        (total, part) =>
          part == null ? total : { ...part, amount: part.amount + (total === null ? 0 : total.amount) },
        null,
      );
    return {
      amount: sum(byVat.map(({ amount }) => amount)),
      cost: sum(byVat.map(({ cost }) => cost)),
      byVat: byVat.map(({ vat, amount, vatAmount }) => ({ vat, amount, vatAmount })),
    };
  }
}
