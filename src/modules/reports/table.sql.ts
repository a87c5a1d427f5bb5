import { sql, type Sql } from '../../platform/database/sql.js';
import type { Column } from './report.js';

/**
 * A report's own statement with what is made of its rows: shares, to a tenth of a percent, and places among all rows,
 * equal values sharing one. The database does it, so that nobody needs all rows at once.
 */
export function withSharesAndPlaces(columns: readonly Column[], statement: Sql): Sql {
  const shares = columns.flatMap(({ code, share }) => {
    if (share === undefined) return [];
    const [part, whole] = [sql.column(share.of), sql.column(share.in)];
    return [sql`round(${part}::numeric * 100 / nullif(${whole}, 0), 1)::float8 as ${sql.column(code)}`];
  });
  const places = columns.flatMap(({ code, rank }) => {
    if (rank === undefined) return [];
    const [by, way] = [sql.column(rank.by), rank.first === 'most' ? sql`desc` : sql`asc`];
    return [
      sql`case when ${by} is not null then rank() over (order by ${by} ${way} nulls last) end as ${sql.column(code)}`,
    ];
  });
  // Windows lose the order of rows, so these are numbered before.
  const number = places.length === 0 ? [] : [sql`row_number() over () as "inTurn"`];
  const made = sql`select ${sql.join([sql`r.*`, ...shares, ...number], sql`, `)} from (${statement}) r`;
  if (places.length === 0) return made;
  return sql`select ${sql.join([sql`r.*`, ...places], sql`, `)} from (${made}) r order by "inTurn"`;
}
