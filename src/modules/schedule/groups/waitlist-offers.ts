import { addMinutes } from '../../../platform/clock/clock.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { Events } from '../../../platform/events/events.js';
import { offerExpired, placeFree } from '../schedule.events.js';

interface Entry {
  id: string;
  groupId: string;
  clientId: string;
  branchId: string;
}

/**
 * Offers every place that is free to whoever has waited longest. An offer keeps its place until it is accepted, given up
 * or ended. Offers that have ended are closed first, so their places go to the next. Groups are locked in order of id.
 */
export async function offerFreePlaces(tx: Tx, events: Events, groupIds: readonly string[]): Promise<void> {
  await tx.query(sql`select from groups where id = any (${groupIds}::uuid[]) order by id for update`);
  const expired = await closeEnded(tx, groupIds);
  const { hours } = await tx.one<{ hours: number }>(sql`select waitlist_offer_hours as hours from settings`);
  const offerEndsAt = addMinutes(tx.now, hours * 60);
  const offered = await tx.query<Entry>(sql`
    with line as (
      select w.id, w.group_id, w.client_id, g.branch_id, row_number() over (partition by w.group_id order by w.since, w.id) as place,
             group_places_free(g.id, (${tx.now}::timestamptz at time zone b.time_zone)::date, ${tx.now}::timestamptz) as free
      from waitlist_entries w join groups g on g.id = w.group_id join branches b on b.id = g.branch_id
      where w.group_id = any (${groupIds}::uuid[]) and w.status = 'waiting' and g.archived_at is null
    )
    update waitlist_entries w set status = 'offered', offered_at = ${tx.now}, offer_ends_at = ${offerEndsAt}
    from line where line.id = w.id and line.place <= line.free
    returning w.id, w.group_id as "groupId", w.client_id as "clientId", line.branch_id as "branchId"`);
  await events.recordMany(tx, [
    ...expired.map(({ id: entryId, groupId, clientId, branchId }) => ({
      event: offerExpired({ groupId, entryId, clientId }),
      place: { subjectId: groupId, branchId },
    })),
    ...offered.map(({ id: entryId, groupId, clientId, branchId }) => ({
      event: placeFree({ groupId, entryId, clientId, offerEndsAt }),
      place: { subjectId: groupId, branchId },
    })),
  ]);
}

function closeEnded(tx: Tx, groupIds: readonly string[]): Promise<Entry[]> {
  return tx.query<Entry>(sql`
    update waitlist_entries w set status = 'expired', decided_at = ${tx.now}
    from groups g
    where g.id = w.group_id and w.group_id = any (${groupIds}::uuid[]) and w.status = 'offered' and w.offer_ends_at <= ${tx.now}::timestamptz
    returning w.id, w.group_id as "groupId", w.client_id as "clientId", g.branch_id as "branchId"`);
}
