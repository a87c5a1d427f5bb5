import type { LedgerCheck } from '../../platform/database/ledger-check.js';
import { sql } from '../../platform/database/sql.js';

/** What is kept of clients beside what they and their guardians say. */
export const clientChecks: readonly LedgerCheck[] = [
  {
    name: 'clients: each is looked for by the search texts of their family, and nobody who was merged or erased is',
    sql: sql`
      select client_id as id, s.words, t.words as said
      from client_search s full join client_search_said t using (client_id)
      where s.words is distinct from t.words`,
  },
];
