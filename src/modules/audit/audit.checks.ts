import type { LedgerCheck } from '../../platform/database/ledger-check.js';
import { sql } from '../../platform/database/sql.js';

/** How many of the newest rows of a table, and as many by chance, are looked up in the trail. */
const SAMPLE = 2_000;

/** What must hold of the trail, its seals and its reviews. */
export const auditChecks: readonly LedgerCheck[] = [
  {
    name: 'the last change of a business row is in the trail (newest rows and a sample)',
    sql: sql`select table_name as "table", record_id as id, version, traced from rows_beyond_trail(${SAMPLE}) limit 100`,
  },
  {
    name: 'each seal of the trail follows from the one before',
    sql: sql`select seal from broken_seals()`,
  },
  {
    name: 'a closed review is as it was signed',
    sql: sql`select id, number from audit_reviews r where closed_at is not null and digest is distinct from review_digest(id)`,
  },
  {
    name: 'a review holds as many changes as it took',
    sql: sql`
      select b.review_id as id, b.changes as taken, coalesce(sum(upper(r.ids) - lower(r.ids)), 0)::bigint as held
      from audit_review_boundaries b left join audit_review_ranges r on r.review_id = b.review_id
      group by b.review_id having b.changes <> coalesce(sum(upper(r.ids) - lower(r.ids)), 0)`,
  },
];

/** The same and more, over every row: minutes where there are millions. */
export const fullAuditChecks: readonly LedgerCheck[] = [
  {
    name: 'the last change of every business row is in the trail',
    sql: sql`select table_name as "table", record_id as id, version, traced from rows_beyond_trail(null) limit 100`,
  },
  {
    name: 'every settled change up to the last boundary is in a review',
    sql: sql`
      select a.id::text as id from audit_changes a
      where a.id <= (select max(decided_id) from audit_review_boundaries)
        and not exists (select from audit_review_ranges r where r.ids @> a.id) limit 100`,
  },
];
