import { sql, type Sql } from '../../platform/database/sql.js';

/** What of this module is numbered, each for itself by branch and year. */
export const NUMBERED = ['sale', 'sale_return'] as const;
export type Numbered = (typeof NUMBERED)[number];

/** `S-2026-000012`, of a row by its alias. */
export const numberOf = (kind: Numbered, row: 's' | 't'): Sql => {
  const prefix = kind === 'sale' ? sql`'S-'` : sql`'SR-'`;
  const [year, sequence] = [sql.ident(`${row}.year`), sql.ident(`${row}.sequence`)];
  return sql`(${prefix} || ${year} || '-' || lpad(${sequence}::text, 6, '0'))`;
};
