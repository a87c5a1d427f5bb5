import type { LedgerCheck } from '../../platform/database/ledger-check.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';

/** What is numbered: `purchase_order`, or `waybill.receipt` where each kind counts for itself. */
export interface DocumentSeries {
  document: string;
  branchId: string;
  /** Of the document, on the branch's calendar. */
  year: number;
}

/**
 * The number after the last. The counter stays locked until the transaction ends, and a number of one that is rolled back
 * is given again: so there are no gaps, and whoever numbers does it as late as can be, after all other locks.
 */
export async function nextNumber(tx: Tx, { document, branchId, year }: DocumentSeries): Promise<number> {
  const { last } = await tx.one<{ last: number }>(sql`
    insert into document_counters as c (document, branch_id, year, last) values (${document}, ${branchId}, ${year}, 1)
    on conflict (document, branch_id, year) do update set last = c.last + 1 returning last`);
  return last;
}

/** The law of such numbers. `given`: rows of document, branch_id, year and sequence, of everything that got one. */
export const numbersHaveNoGaps = (
  what: string,
  { documents, given }: { documents: readonly string[]; given: Sql },
): LedgerCheck => ({
  name: `numbers of ${what} have no gaps, and the counter knows the last`,
  sql: sql`
    select document, branch_id, year, n.count, n.highest, c.last from (
      select document, branch_id, year, count(*)::integer as count, max(sequence) as highest
      from (${given}) g group by document, branch_id, year
    ) n full join (select * from document_counters where document = any (${documents}::text[])) c using (document, branch_id, year)
    where n.count is distinct from n.highest or n.highest is distinct from c.last`,
});
