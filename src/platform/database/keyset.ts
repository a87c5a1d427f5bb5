import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Page } from '../../kernel/page.js';
import { invalid } from '../../kernel/faults.js';
import { Json } from './json.js';
import type { Reader } from './reader.js';
import { sql, type Sql } from './sql.js';

/** What a caller asks of a list. */
export interface PageRequest {
  limit?: number;
  cursor?: string;
  sort?: string;
  include?: string;
}

export interface SortColumn<Row> {
  column: Sql;
  type: 'text' | 'timestamptz' | 'date' | 'bigint';
  /** The column's value in a row; without it, the row's member of the sort's own name. */
  value?: (row: Row) => unknown;
}

export interface KeysetList<Row> {
  query: PageRequest;
  /** Allowed sorts by name. A column must never be null. */
  sorts: Readonly<Record<string, SortColumn<Row>>>;
  /** Such as `name` or `-createdAt`. */
  defaultSort: string;
  id: Sql;
  idType?: 'uuid' | 'bigint';
  /** `select … from …` without where; the row must have a member `id`. */
  select: Sql;
  where: readonly (Sql | null | false | undefined)[];
  /** Plan with the values (search by part of a text). */
  planWithValues?: boolean;
}

const DEFAULT_LIMIT = 50;
let secret = 'set by configureCursors';

/** Cursors are signed, so that a caller cannot make one up; every process of an installation signs alike. */
export function configureCursors(signingSecret: string): void {
  secret = signingSecret;
}

/** One page by keyset: reads limit + 1 rows after the cursor, so a deep page costs what the first one does. */
export async function keysetPage<Row extends { id: string }>(
  reader: PageReader,
  list: KeysetList<Row>,
): Promise<Page<Row>> {
  const { limit, order, sort, direction, filters, after } = planOf(list);
  const rows = await ask<Row>(
    reader,
    list,
    sql`${list.select} where ${sql.and([filters, after])}
    order by ${sort.column} ${direction}, ${list.id} ${direction} limit ${sql.whole(limit + 1)}`,
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const nextCursor =
    rows.length > limit && last !== undefined ? encode(order, valueOf(sort, order, last), last.id) : null;
  return { items, page: await pageInfo(reader, list, { limit, nextCursor }) };
}

/** What a page of ready JSON needs beside: how an item is shown, once the rows of the page are known as `page (id, key)`. */
export interface JsonList<Row> extends KeysetList<Row> {
  /** Common table expressions over `page`, such as what is worked out for all its rows at once. */
  beside: readonly Sql[];
  /** The select of one item: `select … from … where … = page.id`. */
  item: Sql;
}

/** The same page as the text PostgreSQL makes of it. `select` chooses the rows, `item` shows one. */
export async function keysetJson<Row>(reader: PageReader, list: JsonList<Row>): Promise<Json<Page<Row>>> {
  const plan = planOf(list);
  const rows = await shownRows(reader, list, plan);
  const items = rows.slice(0, plan.limit);
  const last = items.at(-1);
  const nextCursor =
    rows.length > plan.limit && last !== undefined ? encode(plan.order, last.key, last.id) : null;
  const whole = { ...list, select: sql`select from ${list.select}` };
  const page = await pageInfo(reader, whole, { limit: plan.limit, nextCursor });
  return new Json(`{"items":[${items.map(({ json }) => json).join(',')}],"page":${JSON.stringify(page)}}`);
}

interface ShownRow {
  json: string;
  key: string;
  id: string;
}

/**
 * One statement. Where the plan must see its values, two: planned with them is what chooses the rows, and what shows them has a
 * plan that is kept. To plan that anew cost more than a search.
 */
async function shownRows<Row>(
  reader: PageReader,
  list: JsonList<Row>,
  { limit, sort, direction, filters, after }: Plan<Row>,
): Promise<ShownRow[]> {
  const chosen = sql`select ${list.id} as id, ${sort.column} as key from ${list.select} where ${sql.and([filters, after])}
    order by ${sort.column} ${direction}, ${list.id} ${direction} limit ${sql.whole(limit + 1)}`;
  const show = (page: Sql) =>
    reader.query<ShownRow>(sql`
      with page as materialized (${page}), ${sql.join(list.beside, sql`, `)}
      select row_to_json(item)::text as json, page.key::text as key, page.id
      from page cross join lateral (${list.item}) item order by page.key ${direction}, page.id ${direction}`);
  if (list.planWithValues !== true || reader.search === undefined) return show(chosen);
  const page = await reader.search<{ id: string; key: string }>(
    sql`select id, key::text as key from (${chosen}) chosen`,
  );
  if (page.length === 0) return [];
  const [ids, keys] = [page.map(({ id }) => id), page.map(({ key }) => key)];
  return show(sql`
    select id, key from unnest(${ids}::${sql.ident(list.idType ?? 'uuid')}[], ${keys}::${sql.ident(sort.type)}[]) as chosen(id, key)`);
}

type PageReader = Reader & { search?: Reader['query'] };

interface Plan<Row> {
  limit: number;
  order: string;
  sort: SortColumn<Row>;
  direction: Sql;
  filters: Sql;
  after: Sql | null;
}

function planOf<Row>(list: KeysetList<Row>): Plan<Row> {
  const order = list.query.sort ?? list.defaultSort;
  const descending = order.startsWith('-');
  const sort = list.sorts[descending ? order.slice(1) : order];
  if (sort === undefined) throw unknownSort(order, Object.keys(list.sorts));
  return {
    ...{ limit: list.query.limit ?? DEFAULT_LIMIT, order, sort },
    direction: descending ? sql`desc` : sql`asc`,
    filters: sql.and(list.where),
    after: list.query.cursor === undefined ? null : afterCursor(list, sort, order, descending),
  };
}

const ask = <T>(
  reader: PageReader,
  { planWithValues }: { planWithValues?: boolean },
  statement: Sql,
): Promise<T[]> =>
  planWithValues === true && reader.search !== undefined
    ? reader.search<T>(statement)
    : reader.query<T>(statement);

async function pageInfo<Row>(
  reader: PageReader,
  list: KeysetList<Row>,
  page: { limit: number; nextCursor: string | null },
): Promise<Page<Row>['page']> {
  if (list.query.include !== 'totalCount') return page;
  return { ...page, totalCount: await count(reader, list) };
}

async function count<Row>(reader: PageReader, list: KeysetList<Row>): Promise<number> {
  const whole = sql`${list.select} where ${sql.and(list.where)}`;
  const [row] = await ask<{ total: number }>(
    reader,
    list,
    sql`select count(*) as total from (${whole}) as whole`,
  );
  return row?.total ?? 0;
}

function afterCursor<Row>(
  list: KeysetList<Row>,
  sort: SortColumn<Row>,
  order: string,
  descending: boolean,
): Sql {
  const { value, id } = decode(list.query.cursor ?? '', order);
  const cast = sql.ident(sort.type);
  const key = sql.ident(list.idType ?? 'uuid');
  return descending
    ? sql`(${sort.column}, ${list.id}) < (${value}::${cast}, ${id}::${key})`
    : sql`(${sort.column}, ${list.id}) > (${value}::${cast}, ${id}::${key})`;
}

function valueOf<Row>(sort: SortColumn<Row>, order: string, row: Row): unknown {
  if (sort.value !== undefined) return sort.value(row);
  return (row as Record<string, unknown>)[order.replace('-', '')];
}

function encode(order: string, value: unknown, id: string): string {
  const body = Buffer.from(JSON.stringify([order, value, id])).toString('base64url');
  return `${body}.${sign(body)}`;
}

function decode(cursor: string, order: string): { value: unknown; id: string } {
  const [body = '', signature = ''] = cursor.split('.');
  const expected = sign(body);
  const genuine =
    signature.length === expected.length && timingSafeEqual(Buffer.from(signature), Buffer.from(expected));
  if (!genuine) throw wrongCursor('is not one this list gave out');
  const [sortedBy, value, id] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [
    string,
    unknown,
    string,
  ];
  if (sortedBy !== order) throw wrongCursor('belongs to another sort');
  return { value, id };
}

const sign = (body: string): string =>
  createHmac('sha256', secret).update(body).digest('base64url').slice(0, 22);

const wrongCursor = (why: string) =>
  invalid([{ parameter: 'cursor', code: 'cursor.not-valid', detail: `The cursor ${why}.` }]);

const unknownSort = (sort: string, allowed: string[]) =>
  invalid([
    {
      parameter: 'sort',
      code: 'sort.not-allowed',
      detail: `Cannot sort by "${sort}". Allowed: ${allowed.join(', ')}, each with "-" before it for descending.`,
      params: { allowed },
    },
  ]);
