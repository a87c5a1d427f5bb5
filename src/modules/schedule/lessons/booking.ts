import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { assertOpen, holdCalendar } from '../rooms/opening.js';
import { LessonClash } from './lessons.errors.js';

/**
 * Room, teacher and group cannot be in two places: exclusion constraints say so. Here a lesson is put into its time,
 * and when it does not fit, the lessons in the way are named.
 */
export interface Slot {
  id: string;
  branchId: string;
  groupId: string;
  activityId: string;
  teacherId: string;
  roomId: string;
  seriesId: string | null;
  onDate: string;
  startsAt: string;
  endsAt: string;
  topic?: string | null;
}

/** A lesson that is in the way, and of what. */
export interface Clash {
  lessonId: string;
  what: 'room' | 'teacher' | 'group';
  startsAt: string;
  endsAt: string;
  groupName: string;
}

type Taken = Pick<Slot, 'id' | 'branchId' | 'groupId' | 'teacherId' | 'roomId' | 'startsAt' | 'endsAt'>;

/** Inserts what fits; gives the slots that did not. Days of a series that are there already are passed over. */
export async function bookFree<S extends Slot>(tx: Tx, slots: readonly S[]): Promise<S[]> {
  if (slots.length === 0) return [];
  await queueFor(
    tx,
    slots.flatMap((slot) => [slot.roomId, slot.teacherId, slot.groupId]),
  );
  const booked = await tx.query<{ id: string }>(sql`
    insert into lessons (id, branch_id, group_id, activity_id, teacher_id, room_id, series_id, series_day, on_date, starts_at, ends_at, status, topic)
    select s.id, s."branchId", s."groupId", s."activityId", s."teacherId", s."roomId", s."seriesId",
           case when s."seriesId" is not null then s."onDate" end, s."onDate", s."startsAt", s."endsAt", 'planned', s.topic
    from jsonb_to_recordset(${JSON.stringify(slots)}::jsonb) as s(id uuid, "branchId" uuid, "groupId" uuid, "activityId" uuid,
      "teacherId" uuid, "roomId" uuid, "seriesId" uuid, "onDate" date, "startsAt" timestamptz, "endsAt" timestamptz, topic text)
    order by s."startsAt"
    on conflict do nothing returning id`);
  const there = new Set(booked.map((lesson) => lesson.id));
  return slots.filter((slot) => !there.has(slot.id));
}

/** Inserts all, or says which lessons are in the way. */
export async function book(tx: Tx, slots: readonly Slot[]): Promise<void> {
  await holdCalendar(tx);
  await assertOpen(tx, slots);
  const refused = await bookFree(tx, slots);
  if (refused.length > 0) throw LessonClash({}, { conflicts: await clashesOf(tx, refused) });
}

/** Before a lesson takes another time or place. The caller has queued for all it wants; the constraint stands behind. */
export async function assertFree(tx: Tx, wanted: Taken): Promise<void> {
  await assertOpen(tx, [wanted]);
  const clashes = await clashesOf(tx, [wanted]);
  if (clashes.length > 0) throw LessonClash({}, { conflicts: clashes });
}

/**
 * Writers who want the same room, teacher or group stand in one line, in one order, till they commit. Without it they
 * would wait for each other inside the constraint, and the database would have to kill one of them as a deadlock.
 */
export async function queueFor(tx: Tx, ids: readonly string[]): Promise<void> {
  await holdCalendar(tx);
  const sorted = [...new Set(ids)].sort();
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('lesson:' || x.id, 0))
    from unnest(${sorted}::text[]) with ordinality as x(id, place)`);
}

/** The lessons in the way of these. */
export function clashesOf(tx: Tx, slots: readonly Taken[]): Promise<Clash[]> {
  return tx.query<Clash>(sql`
    select distinct on (l.starts_at, l.id, w.what) l.id as "lessonId", w.what, l.starts_at as "startsAt", l.ends_at as "endsAt", g.name as "groupName"
    from jsonb_to_recordset(${JSON.stringify(slots)}::jsonb)
      as s(id uuid, "groupId" uuid, "teacherId" uuid, "roomId" uuid, "startsAt" timestamptz, "endsAt" timestamptz)
    join lessons l on l.id <> s.id and l.status in ('planned', 'completed')
      and tstzrange(l.starts_at, l.ends_at) && tstzrange(s."startsAt", s."endsAt")
      and (l.room_id = s."roomId" or l.teacher_id = s."teacherId" or l.group_id = s."groupId")
    join groups g on g.id = l.group_id
    cross join lateral (values ('room', l.room_id = s."roomId"), ('teacher', l.teacher_id = s."teacherId"),
      ('group', l.group_id = s."groupId")) as w(what, is_taken)
    where w.is_taken
    order by l.starts_at, l.id, w.what`);
}
