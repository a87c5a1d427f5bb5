import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { assertOpen, holdCalendar } from '../rooms/opening.js';
import { LessonClash } from './lessons.errors.js';
import { meets } from './overlap.rules.js';

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
  /** Who teaches beside them; null: nobody. */
  secondTeacherId: string | null;
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
  /** Which teacher is taken, in whatever role; null of a room or a group. */
  teacherId: string | null;
  teacherName: string | null;
}

export type Taken = Pick<
  Slot,
  | 'id'
  | 'branchId'
  | 'groupId'
  | 'groupIds'
  | 'teacherId'
  | 'secondTeacherId'
  | 'roomId'
  | 'startsAt'
  | 'endsAt'
>;

/** Everything a lesson wants for its time: its room, its teachers and its groups. */
export const idsOf = (slot: Omit<Taken, 'id' | 'branchId' | 'startsAt' | 'endsAt'>): string[] => [
  ...[slot.roomId, slot.teacherId, ...groupIdsOf(slot)],
  ...(slot.secondTeacherId === null ? [] : [slot.secondTeacherId]),
];

/** What a lesson asks for anew; of its teachers only those who enter, when they are named. */
export interface Asked {
  what: readonly Clash['what'][];
  teacherIds?: readonly string[];
}

export const EVERYTHING: Asked = { what: ['room', 'teacher', 'group'] };

export const isAsked = ({ what, teacherId }: Clash, asked: Asked): boolean =>
  asked.what.includes(what) &&
  (teacherId === null || asked.teacherIds === undefined || asked.teacherIds.includes(teacherId));

/** Inserts what fits; gives the slots that did not. Days of a series that are there already are passed over. */
export async function bookFree<S extends Slot>(tx: Tx, slots: readonly S[]): Promise<S[]> {
  if (slots.length === 0) return [];
  await queueFor(tx, slots.flatMap(idsOf));
  const rows = apart(slots).map((slot) => ({ ...slot, groupIds: groupIdsOf(slot) }));
  // A group that is elsewhere as one of several, and a teacher as one of two, are looked for here: the constraints of
  // tables of their own cannot be passed over.
  const booked = await tx.query<{ id: string }>(sql`
    insert into lessons (id, branch_id, group_id, group_ids, activity_id, teacher_id, second_teacher_id, room_id, series_id, series_day, on_date, starts_at, ends_at,
      status, topic, room_overlap_id, teacher_overlap_id)
    select s.id, s."branchId", s."groupId", s."groupIds", s."activityId", s."teacherId", s."secondTeacherId", s."roomId", s."seriesId",
           case when s."seriesId" is not null then s."onDate" end, s."onDate", s."startsAt", s."endsAt", 'planned', s.topic,
           coalesce(s."roomOverlapId", gen_random_uuid()), coalesce(s."teacherOverlapId", gen_random_uuid())
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(id uuid, "branchId" uuid, "groupId" uuid, "groupIds" uuid[], "activityId" uuid,
      "teacherId" uuid, "secondTeacherId" uuid, "roomId" uuid, "seriesId" uuid, "onDate" date, "startsAt" timestamptz,
      "endsAt" timestamptz, topic text,
      "roomOverlapId" uuid, "teacherOverlapId" uuid)
    where not exists (select from lesson_groups x where x.group_id = any (s."groupIds") and x.is_standing
      and tstzrange(x.starts_at, x.ends_at) && tstzrange(s."startsAt", s."endsAt"))
      and not exists (select from lesson_teachers x where (x.teacher_id = s."teacherId" or x.teacher_id = s."secondTeacherId") and x.is_standing
        and x.starts_at > s."startsAt" - interval '1 day' and x.starts_at < s."endsAt" and x.ends_at > s."startsAt"
        and x.overlap_id is distinct from s."teacherOverlapId")
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
export async function assertFree(tx: Tx, wanted: Taken, asked: Asked = EVERYTHING): Promise<void> {
  await assertOpen(tx, [wanted]);
  const clashes = (await clashesOf(tx, [wanted])).filter((clash) => isAsked(clash, asked));
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
    select distinct on (l.starts_at, l.id, w.what, w.teacher_id) l.id as "lessonId", w.what, l.starts_at as "startsAt", l.ends_at as "endsAt",
           (select string_agg(g.name, ', ' order by g.name) from groups g where g.id = any (l.group_ids)) as "groupName",
           e.id as "teacherId", concat_ws(' ', e.last_name, e.first_name) as "teacherName"
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
      as s(id uuid, "groupIds" uuid[], "teacherId" uuid, "secondTeacherId" uuid, "roomId" uuid, "startsAt" timestamptz, "endsAt" timestamptz)
    join lessons l on l.id <> s.id and l.status in ('planned', 'completed')
      and l.starts_at < s."endsAt" and l.ends_at > s."startsAt" and l.starts_at > s."startsAt" - interval '1 day'
      and (l.room_id = s."roomId" or l.teacher_id in (s."teacherId", s."secondTeacherId")
        or l.second_teacher_id in (s."teacherId", s."secondTeacherId") or l.group_ids && s."groupIds")
    cross join lateral (
      select 'room' as what, null::uuid as teacher_id where l.room_id = s."roomId"
      union all select 'group', null where l.group_ids && s."groupIds"
      union all select 'teacher', t.id from (values (l.teacher_id), (l.second_teacher_id)) as t(id)
        where t.id in (s."teacherId", s."secondTeacherId")) w
    left join employees e on e.id = w.teacher_id
    order by l.starts_at, l.id, w.what, w.teacher_id`);
}

/**
 * Of slots that go into one statement, those that do not meet another of them with a teacher who is a second one here or
 * there: these the statement cannot find by itself.
 */
function apart<S extends Slot>(slots: readonly S[]): readonly S[] {
  if (slots.every(({ secondTeacherId }) => secondTeacherId === null)) return slots;
  const busy = new Map<string, Slot[]>();
  return [...slots].sort(byStart).filter((slot) => {
    const teachers = [slot.teacherId, ...(slot.secondTeacherId === null ? [] : [slot.secondTeacherId])];
    const inTheWay = teachers
      .flatMap((id) => busy.get(id) ?? [])
      .filter((other) => slot.secondTeacherId !== null || other.secondTeacherId !== null);
    if (inTheWay.some((other) => meets(other, slot))) return false;
    for (const id of teachers)
      busy.set(id, [...(busy.get(id) ?? []).filter((other) => meets(other, slot)), slot]);
    return true;
  });
}

const byStart = (a: Slot, b: Slot): number => Date.parse(a.startsAt) - Date.parse(b.startsAt);

const groupIdsOf = ({ groupId, groupIds }: Pick<Slot, 'groupId' | 'groupIds'>): readonly string[] =>
  groupIds ?? (groupId === null ? [] : [groupId]);
