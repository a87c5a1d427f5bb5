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
  /** The group, the first of several; null: the lesson is for named clients. */
  groupId: string | null;
  /** All groups of a joint lesson; absent: the one group. */
  groupIds?: readonly string[];
  activityId: string;
  teacherId: string;
  roomId: string;
  seriesId: string | null;
  onDate: string;
  startsAt: string;
  endsAt: string;
  topic?: string | null;
  /** Shared with the lessons it was permitted to lie over. */
  roomOverlapId?: string;
  teacherOverlapId?: string;
}

/** A lesson that is in the way, and of what. */
export interface Clash {
  lessonId: string;
  what: 'room' | 'teacher' | 'group';
  startsAt: string;
  endsAt: string;
  /** Null: a lesson of named clients. */
  groupName: string | null;
}

export type Taken = Pick<
  Slot,
  'id' | 'branchId' | 'groupId' | 'groupIds' | 'teacherId' | 'roomId' | 'startsAt' | 'endsAt'
>;

/** Inserts what fits; gives the slots that did not. Days of a series that are there already are passed over. */
export async function bookFree<S extends Slot>(tx: Tx, slots: readonly S[]): Promise<S[]> {
  if (slots.length === 0) return [];
  await queueFor(
    tx,
    slots.flatMap((slot) => [slot.roomId, slot.teacherId, ...groupIdsOf(slot)]),
  );
  const rows = slots.map((slot) => ({ ...slot, groupIds: groupIdsOf(slot) }));
  // A group that is elsewhere as one of several is looked for here: the constraint of its own table cannot be passed over.
  const booked = await tx.query<{ id: string }>(sql`
    insert into lessons (id, branch_id, group_id, group_ids, activity_id, teacher_id, room_id, series_id, series_day, on_date, starts_at, ends_at,
      status, topic, room_overlap_id, teacher_overlap_id)
    select s.id, s."branchId", s."groupId", s."groupIds", s."activityId", s."teacherId", s."roomId", s."seriesId",
           case when s."seriesId" is not null then s."onDate" end, s."onDate", s."startsAt", s."endsAt", 'planned', s.topic,
           coalesce(s."roomOverlapId", gen_random_uuid()), coalesce(s."teacherOverlapId", gen_random_uuid())
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(id uuid, "branchId" uuid, "groupId" uuid, "groupIds" uuid[], "activityId" uuid,
      "teacherId" uuid, "roomId" uuid, "seriesId" uuid, "onDate" date, "startsAt" timestamptz, "endsAt" timestamptz, topic text,
      "roomOverlapId" uuid, "teacherOverlapId" uuid)
    where not exists (select from lesson_groups x where x.group_id = any (s."groupIds") and x.is_standing
      and tstzrange(x.starts_at, x.ends_at) && tstzrange(s."startsAt", s."endsAt"))
    order by s."startsAt"
    on conflict do nothing returning id`);
  const there = new Set(booked.map((lesson) => lesson.id));
  return slots.filter((slot) => !there.has(slot.id));
}

/** Inserts all, or says what is in the way: the caller has queued and asked whether the room is open. */
export async function bookGranted(tx: Tx, slots: readonly Slot[]): Promise<void> {
  const refused = await bookFree(tx, slots);
  if (refused.length > 0) throw LessonClash({}, { conflicts: await clashesOf(tx, refused) });
}

/** Before a lesson takes another time or place. The caller has queued for all it wants; the constraint stands behind. */
export async function assertFree(
  tx: Tx,
  wanted: Taken,
  asked: readonly Clash['what'][] = ['room', 'teacher', 'group'],
): Promise<void> {
  await assertOpen(tx, [wanted]);
  const clashes = (await clashesOf(tx, [wanted])).filter((clash) => asked.includes(clash.what));
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

/**
 * Lets planned lessons leave their places for a moment, so that others of the same transaction can pass. It is no
 * cancellation: their guests and their history know nothing of it. Whoever calls it puts them back as planned.
 */
export async function stepAside(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.run(sql`select set_config('kruzhok.aside', ${ids.join(',')}, true)`);
  await tx.run(sql`update lessons set status = 'cancelled_by_centre' where id = any (${ids}::uuid[])`);
}

/** What the lessons wanted would meet, in order of time. */
export function clashesOf(tx: Tx, slots: readonly Taken[]): Promise<Clash[]> {
  const wanted = slots.map((slot) => ({ ...slot, groupIds: groupIdsOf(slot) }));
  return tx.query<Clash>(sql`
    select distinct on (l.starts_at, l.id, w.what) l.id as "lessonId", w.what, l.starts_at as "startsAt", l.ends_at as "endsAt",
           (select string_agg(g.name, ', ' order by g.name) from groups g where g.id = any (l.group_ids)) as "groupName"
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
      as s(id uuid, "groupIds" uuid[], "teacherId" uuid, "roomId" uuid, "startsAt" timestamptz, "endsAt" timestamptz)
    join lessons l on l.id <> s.id and l.status in ('planned', 'completed')
      and l.starts_at < s."endsAt" and l.ends_at > s."startsAt" and l.starts_at > s."startsAt" - interval '1 day'
      and (l.room_id = s."roomId" or l.teacher_id = s."teacherId" or l.group_ids && s."groupIds")
    cross join lateral (values ('room', l.room_id = s."roomId"), ('teacher', l.teacher_id = s."teacherId"),
      ('group', l.group_ids && s."groupIds")) as w(what, is_taken)
    where w.is_taken
    order by l.starts_at, l.id, w.what`);
}

const groupIdsOf = ({ groupId, groupIds }: Pick<Slot, 'groupId' | 'groupIds'>): readonly string[] =>
  groupIds ?? (groupId === null ? [] : [groupId]);
