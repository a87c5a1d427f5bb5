import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { clientName } from '../groups/client-reach.js';
import { LessonFull } from './attendance-plans.errors.js';
import { RoomTooSmall } from './lessons.errors.js';
import { assertMayOverride, type OverriddenLesson, type Override } from './overrides.js';

/** How many are expected at a lesson, and how many places there are. */
interface Places {
  lessonId: string;
  branchId: string;
  room: number;
  /** Places of its groups; null: a lesson of named clients has none. */
  groups: number | null;
  expected: number;
  /** Without those let in over the capacity of a group by a word of their own. */
  counted: number;
  /** A word over the room's capacity stands already. */
  isRoomOverridden: boolean;
}

/** One who finds no place: who was taken in last goes first, guests before members. */
export interface WithoutPlace {
  lessonId: string;
  startsAt: string;
  clientId: string;
  /** Null when the actor may not see this client. */
  clientName: string | null;
  guestKind: string | null;
}

/** Rooms with fewer places than are expected refuse their lessons, unless an override is given or stands. */
export async function takeRooms(
  tx: Tx,
  lessonIds: readonly string[],
  override: Override | undefined,
): Promise<OverriddenLesson[]> {
  const full = (await placesOf(tx, lessonIds)).filter(
    (one) => one.expected > one.room && !one.isRoomOverridden,
  );
  return letStand(tx, full, 'room_capacity', override);
}

/** The same when one more is let in: a word that was spoken for others is no word for them. */
export async function takeRoom(
  tx: Tx,
  lessonId: string,
  override: Override | undefined,
): Promise<OverriddenLesson[]> {
  const full = (await placesOf(tx, [lessonId])).filter((one) => one.expected > one.room);
  return letStand(tx, full, 'room_capacity', override);
}

/** On another day others belong to the group: a lesson that moves there asks again. The caller holds the groups. */
export async function takeGroupPlaces(
  tx: Tx,
  lessonId: string,
  override: Override | undefined,
): Promise<OverriddenLesson[]> {
  const full = (await placesOf(tx, [lessonId])).filter(
    ({ groups, expected, counted }) => groups !== null && expected > groups && counted > groups,
  );
  return letStand(tx, full, 'group_capacity', override);
}

async function letStand(
  tx: Tx,
  full: readonly Places[],
  what: 'room_capacity' | 'group_capacity',
  override: Override | undefined,
): Promise<OverriddenLesson[]> {
  const [first] = full;
  if (first === undefined) return [];
  if (override === undefined) {
    const conflicts = await withoutPlace(tx, full, what === 'room_capacity' ? 'room' : 'groups');
    if (what === 'group_capacity') throw LessonFull({}, { conflicts });
    throw RoomTooSmall({ capacity: first.room, expected: first.expected }, { conflicts });
  }
  assertMayOverride(tx, first.branchId);
  return full.map(({ lessonId }) => ({ lessonId, what, overLessonId: null, teacherId: null }));
}

function placesOf(tx: Tx, lessonIds: readonly string[]): Promise<Places[]> {
  if (lessonIds.length === 0) return Promise.resolve([]);
  return tx.query<Places>(sql`
    select l.id as "lessonId", l.branch_id as "branchId", r.capacity as room,
           (select sum(g.capacity) from groups g where g.id = any (l.group_ids)) as groups,
           p.expected, p.counted,
           exists (select from lesson_overrides v where v.lesson_id = l.id and v.what = 'room_capacity' and v.ended_at is null) as "isRoomOverridden"
    from lessons l join rooms r on r.id = l.room_id
    cross join lateral (
      select count(*) as expected, count(*) filter (where not p.is_let_in) as counted from (
        select p.client_id, coalesce(bool_or(p.is_let_in), false) as is_let_in from (${EXPECTED}) p group by p.client_id) p
    ) p
    where l.id = any (${lessonIds}::uuid[]) order by l.starts_at`);
}

/** Who is expected at the lesson `l`: by right, and as guests who are planned. */
const EXPECTED = sql`
  select x.client_id, null as guest_kind, m.override_reason is not null as is_let_in, m.since
  from lesson_people x
  left join lateral (
    select m.override_reason, m.created_at as since from group_members m
    where m.group_id = any (l.group_ids) and m.client_id = x.client_id and daterange(m.joined_on, m.left_on) @> l.on_date
    order by m.override_reason nulls first limit 1) m on true
  where x.lesson_id = l.id
  union all
  select q.client_id, q.kind, q.override_reason is not null, q.created_at from lesson_guests q
  where q.lesson_id = l.id and q.cancelled_at is null`;

function withoutPlace(tx: Tx, full: readonly Places[], places: 'room' | 'groups'): Promise<WithoutPlace[]> {
  const rows = full.map((one) => ({ id: one.lessonId, places: one[places] }));
  return tx.query<WithoutPlace>(sql`
    select l.id as "lessonId", l.starts_at as "startsAt", c.id as "clientId", ${clientName(tx.actor)} as "clientName", p.guest_kind as "guestKind"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f(id uuid, places integer)
    join lessons l on l.id = f.id
    cross join lateral (
      select k.client_id, k.guest_kind, row_number() over (order by k.guest_kind is not null, k.since, k.client_id) as place
      from (select p.client_id, min(p.guest_kind) as guest_kind, min(p.since) as since from (${EXPECTED}) p group by p.client_id) k
    ) p
    join clients c on c.id = p.client_id
    where p.place > f.places order by l.starts_at, p.place limit 100`);
}
