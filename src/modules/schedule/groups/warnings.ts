import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { clientName } from './client-reach.js';
import type { ScheduleWarning } from './warnings.dto.js';

const MOST = 100;

/** Of whom the warnings speak: everybody at these lessons, or one client only. */
export interface WarningsOf {
  lessonIds: readonly string[];
  clientId?: string;
}

/** Clients who would be in two lessons at once. It never refuses anything: a child may well miss one of the two. */
export function warningsOf(tx: Tx, { lessonIds, clientId }: WarningsOf): Promise<ScheduleWarning[]> {
  return tx.query<ScheduleWarning>(sql`
    select 'client.two-lessons' as code, c.id as "clientId", ${clientName(tx.actor)} as "clientName", l.id as "lessonId",
           o.id as "otherLessonId", o.starts_at as "startsAt", o.ends_at as "endsAt"
    from lessons l
    cross join lateral (
      select p.client_id from lesson_people p where p.lesson_id = l.id
      union
      select q.client_id from lesson_guests q where q.lesson_id = l.id and q.cancelled_at is null
    ) p
    join clients c on c.id = p.client_id
    cross join lateral client_lessons(p.client_id, l.starts_at, l.ends_at) x
    join lessons o on o.id = x.lesson_id and o.id <> l.id and o.status in ('planned', 'completed')
    where l.id = any (${lessonIds}::uuid[]) and l.status in ('planned', 'completed')
      and (${clientId ?? null}::uuid is null or p.client_id = ${clientId ?? null}::uuid)
    order by o.starts_at, o.id, c.id limit ${MOST}`);
}

/** The same for one who joins a group: in the lessons that are planned from their first day on. */
export async function warningsOfMember(
  tx: Tx,
  member: { groupId: string; clientId: string; joinedOn: string },
): Promise<ScheduleWarning[]> {
  const lessons = await tx.query<{ id: string }>(sql`
    select l.id from lesson_groups x join lessons l on l.id = x.lesson_id
    where x.group_id = ${member.groupId} and l.status = 'planned' and l.on_date >= ${member.joinedOn}::date and l.ends_at > ${tx.now}::timestamptz
    order by l.starts_at limit ${MOST}`);
  if (lessons.length === 0) return [];
  return warningsOf(tx, { lessonIds: lessons.map((lesson) => lesson.id), clientId: member.clientId });
}
