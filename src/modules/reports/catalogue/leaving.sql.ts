import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Question } from '../report.js';
import { taughtBy } from './marks.sql.js';

/** Memberships somebody left and came back to none, in the words of the report of teachers: left, and in no group within the days of return. */
export function refusalsOf(
  { actor, asOf, from, to, within }: Question,
  { returnDays, activityId }: { returnDays: number; activityId: string | null },
): Sql {
  return sql`refusals as (
      select m.client_id, coalesce(m.leave_reason, '—') as reason, m.left_on - m.joined_on as days
      from group_members m join groups g on g.id = m.group_id join branches b on b.id = g.branch_id
      where m.left_on > ${from} and m.left_on <= ${to} and m.left_on > m.joined_on and m.created_at <= ${asOf}
        and m.left_on <= (${asOf}::timestamptz at time zone b.time_zone)::date
        and (${activityId}::uuid is null or g.activity_id = ${activityId})
        and ${within({ branch: sql`g.branch_id`, own: taughtBy(actor, 'g') })}
        and not exists (
          select from group_members n
          where n.client_id = m.client_id and n.id <> m.id and n.created_at <= ${asOf}
            and n.joined_on <= m.left_on + ${returnDays}::integer
            and (n.left_on is null or (n.left_on > n.joined_on and n.left_on > m.left_on)))
    )`;
}
