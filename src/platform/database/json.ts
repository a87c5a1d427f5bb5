import type { Reader } from './reader.js';
import { sql, type Sql } from './sql.js';

/**
 * JSON as PostgreSQL wrote it, to be sent as it is; `T` is what it says. A read that is only passed on need not be taken
 * apart and put together again.
 */
export class Json<T> {
  declare protected readonly says: T;

  constructor(readonly text: string) {}
}

/** The only row of a select as JSON, or null. Instants are to be shown by `utc`: PostgreSQL would write them its own way. */
export async function findJson<T>(reader: Pick<Reader, 'find'>, select: Sql): Promise<Json<T> | null> {
  const row = await reader.find<{ json: string }>(
    sql`select row_to_json(r)::text as json from (${select}) r`,
  );
  return row === null ? null : new Json(row.json);
}
