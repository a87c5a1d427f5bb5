import type { LedgerCheck } from '../../platform/database/ledger-check.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { CHANGED_BRANCHES, membersByMonth } from './rollups/memberships.sql.js';
import { FIGURES, added, daysWhere, figures, recordedOf, workOf } from './rollups/teaching.sql.js';

/** Rows of two sets that are not the same in both; what one says to a key and the other does not. */
const apart = (one: Sql, other: Sql): Sql =>
  sql`(select * from (${one}) a except all select * from (${other}) b) union all (select * from (${other}) b except all select * from (${one}) a)`;

const everyDay = daysWhere(() => sql`true`);
const settled = (row: Sql): Sql => sql`not exists (
  select from teaching_changes c where c.branch_id = ${row}.branch_id and c.on_date = ${row}.on_date)`;
const sameFigures = sql.join(
  FIGURES.map((figure) => sql`coalesce(d.${sql.ident(figure)}, 0) = coalesce(w.${sql.ident(figure)}, 0)`),
  sql` and `,
);
/** Branches whose rollup is not about to be made anew. */
const SETTLED_BRANCHES = sql`${CHANGED_BRANCHES}, keys as materialized (
      select f.branch_id, f.next_left_on from membership_folds f where f.branch_id not in (select branch_id from changed_branches)
    ), ${membersByMonth(sql`m.left_on < k.next_left_on`)}`;

/** Rollups say what the ledgers say, wherever no change waits to be rolled up. */
export const reportChecks: readonly LedgerCheck[] = [
  {
    name: 'what a teacher held and cost on a day is rolled up as the ledgers have it',
    sql: sql`
      with ${workOf({ asOf: 'infinity', days: everyDay, by: 'day' })}
      select branch_id, on_date, employee_id, amount, to_jsonb(d) as rolled, to_jsonb(w) as ledger
      from teaching_days d full join work w using (branch_id, on_date, employee_id, amount)
      where not (${sameFigures})
        and not exists (select from teaching_changes c where c.branch_id = coalesce(d.branch_id, w.branch_id) and c.on_date = coalesce(d.on_date, w.on_date))`,
  },
  {
    name: 'a month rolled up is the sum of its days',
    sql: sql`
      with summed as (
        select branch_id, date_trunc('month', on_date)::date as month, employee_id, amount, ${added} from teaching_days group by 1, 2, 3, 4)
      ${apart(
        sql`select branch_id, month, employee_id, amount, ${figures} from teaching_months`,
        sql`select branch_id, month, employee_id, amount, ${figures} from summed`,
      )}`,
  },
  {
    name: 'a day rolled up answers from when the last thing about it was recorded',
    sql: sql`
      with ${recordedOf(everyDay)}
      select r.branch_id, r.on_date, r.until, f.recorded_until
      from recorded r left join teaching_folds f using (branch_id, on_date)
      where f.recorded_until is distinct from r.until and ${settled(sql`r`)}`,
  },
  {
    name: 'members are rolled up by month as their memberships have it',
    sql: sql`
      with ${SETTLED_BRANCHES}
      ${apart(
        sql`select branch_id, employee_id, kind, reason, month, previous, people from counted`,
        sql`select branch_id, employee_id, kind, reason, month, previous, people from membership_months
            where branch_id not in (select branch_id from changed_branches)`,
      )}`,
  },
  {
    name: 'who belongs to several branches is in no rollup, and a branch rolled up knows until when it is true',
    sql: sql`
      with ${SETTLED_BRANCHES}
      select r.client_id as id, 'roams' as what from roaming r where r.client_id not in (select client_id from roaming_clients)
      union all
      select s.client_id, 'roams no more' from simple s where s.client_id in (select client_id from roaming_clients)
      union all
      select k.branch_id, 'recorded or left since' from keys k join membership_folds f using (branch_id) join simple s using (branch_id)
      group by k.branch_id having max(s.created_at) > min(f.recorded_until)
        or bool_or(s.left_on > f.last_left_on and s.left_on < f.next_left_on)
      union all
      select g.branch_id, 'never rolled up' from groups g join group_members m on m.group_id = g.id
      where g.branch_id not in (select branch_id from membership_folds) and g.branch_id not in (select branch_id from membership_changes)
      group by 1`,
  },
];
