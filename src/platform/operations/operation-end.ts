import { sql, type Sql } from '../database/sql.js';
import type { Tx } from '../database/tx.js';

const KEPT_DAYS = 30;

/** The end of an operation: its input is no longer needed, and the row itself goes some day. */
export async function endOperation(tx: Tx, id: string, how: Sql): Promise<void> {
  await tx.run(sql`
    update operations set ${how}, holder = null, finished_at = ${tx.now},
           expires_at = ${tx.now}::timestamptz + make_interval(days => ${KEPT_DAYS}) where id = ${id}`);
  await tx.run(sql`delete from files where id = (select input_file_id from operations where id = ${id})`);
}
