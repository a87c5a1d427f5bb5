import { sql, type Sql } from '../../platform/database/sql.js';

/** Those in use unless asked otherwise. */
export function archivedIs(column: Sql, wanted = 'false'): Sql | null {
  if (wanted === 'any') return null;
  return wanted === 'true' ? sql`${column} is not null` : sql`${column} is null`;
}

/** What a part of a text is matched by; null when none is asked for. */
export const partOf = (q: string | undefined): string | null =>
  q === undefined ? null : `%${q.replace(/[\\%_]/g, '\\$&')}%`;
