import { sql } from '../database/sql.js';
import type { Tx } from '../database/tx.js';
import type { RowFault } from './cells.rules.js';

/** Those found since the last step, numbered on. */
export async function keepFaults(
  tx: Tx,
  operationId: string,
  faults: readonly RowFault[],
  from: number,
): Promise<void> {
  const rows = faults.slice(from).map((fault, index) => ({ number: from + index, ...fault }));
  if (rows.length === 0) return;
  await tx.run(sql`
    insert into import_faults (operation_id, number, row_number, column_title, code, params)
    select ${operationId}, number, "row", "column", code, params
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(number integer, "row" integer, "column" text, code text, params jsonb)`);
}
