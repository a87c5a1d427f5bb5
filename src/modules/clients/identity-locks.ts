import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';

const WHOLE_REGISTER = 'clients';

/**
 * Holds the names and phones of a person until the end of the transaction. Keys come sorted, so two registrations
 * cannot wait for each other; the register itself is shared, so that an import can have it alone.
 */
export function lockIdentities(tx: Tx, keys: readonly string[]): void {
  tx.later(sql`
    select pg_advisory_xact_lock_shared(hashtextextended(${WHOLE_REGISTER}, 0))
    union all
    select pg_advisory_xact_lock(k.hash)
    from (select distinct hashtextextended(u.key, 0) as hash from unnest(${keys}::text[]) as u(key) order by 1) k`);
}

/** The whole register at once: an import of thousands would need more locks than the server has room for. */
export async function lockRegister(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${WHOLE_REGISTER}, 0))`);
}
