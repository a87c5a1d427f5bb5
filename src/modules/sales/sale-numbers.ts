import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';

type Numbered = 'sale' | 'sale_return';

/** The next number of a kind, branch and year, without gaps: its counter is held until the end, so ask last. */
export async function nextNumber(
  tx: Tx,
  kind: Numbered,
  { branchId, onDate }: { branchId: string; onDate: string },
): Promise<{ year: number; sequence: number }> {
  const year = Number(onDate.slice(0, 4));
  const { last } = await tx.one<{ last: number }>(sql`
    insert into sale_counters as c (kind, branch_id, year, last) values (${kind}, ${branchId}, ${year}, 1)
    on conflict (kind, branch_id, year) do update set last = c.last + 1 returning last`);
  return { year, sequence: last };
}

/** `S-2026-000012`, of a row by its alias. */
export const numberOf = (kind: Numbered, row: 's' | 't'): Sql => {
  const prefix = kind === 'sale' ? sql`'S-'` : sql`'SR-'`;
  const [year, sequence] = [sql.ident(`${row}.year`), sql.ident(`${row}.sequence`)];
  return sql`(${prefix} || ${year} || '-' || lpad(${sequence}::text, 6, '0'))`;
};
