import { reachesBranch } from '../../../kernel/actor.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { roomClosed, shutAt } from '../rooms/opening.js';
import { Schedule } from '../schedule.permissions.js';
import { clashesOf, type Clash, type Taken } from './booking.js';
import { LessonOverrideRow } from './lesson.entity.js';
import { LessonClash, OverrideNotPermitted, RoomTooSmall } from './lessons.errors.js';

/** The word of one who may say it: over a taken room or teacher, or a full room, and why. */
export interface Override {
  reason: string;
}

type Resource = 'room' | 'teacher';

/** What an override was used for, to be kept once the lesson stands there. */
export interface Overridden {
  what: Resource | 'room_capacity' | 'group_capacity' | 'opening';
  overLessonId: string | null;
}

/** A place a lesson may take, and what has to be kept of how it got there. */
export interface Granted {
  roomOverlapId?: string;
  teacherOverlapId?: string;
  overridden: Overridden[];
}

/** Whether an override may be spoken at all; a word not needed is passed over. */
export function assertMayOverride(tx: Tx, branchId: string): void {
  if (reachesBranch(tx.actor, Schedule.override, branchId)) return;
  throw OverrideNotPermitted({ permission: Schedule.override });
}

/**
 * Lets a lesson take its place. What is in the way refuses it, unless an override is given: then the lesson and those
 * it lies over share an overlap id, and the exclusion constraints, which let only lessons of one overlap id meet, still
 * refuse everybody else. A group is never in two places. The caller has queued for all it wants.
 */
export async function takePlace(
  tx: Tx,
  wanted: Taken,
  override: Override | undefined,
  asked: readonly Clash['what'][] = ['room', 'teacher', 'group'],
): Promise<Granted> {
  const opening = asked.includes('room') ? await takeOpening(tx, wanted, override) : [];
  const clashes = (await clashesOf(tx, [wanted])).filter((clash) => asked.includes(clash.what));
  if (clashes.length === 0) return { overridden: opening };
  if (override === undefined || clashes.some((clash) => clash.what === 'group'))
    throw LessonClash({}, { conflicts: clashes });
  assertMayOverride(tx, wanted.branchId);
  const roomOverlapId = await shareOverlap(tx, 'room', clashes);
  const teacherOverlapId = await shareOverlap(tx, 'teacher', clashes);
  return {
    ...(roomOverlapId === null ? {} : { roomOverlapId }),
    ...(teacherOverlapId === null ? {} : { teacherOverlapId }),
    overridden: [
      ...opening,
      ...clashes.map(({ what, lessonId }) => ({ what: what as Resource, overLessonId: lessonId })),
    ],
  };
}

/** A room outside its hours, or in a closure, refuses the lesson too, unless an override is given. */
async function takeOpening(tx: Tx, wanted: Taken, override: Override | undefined): Promise<Overridden[]> {
  const shut = await shutAt(tx, [wanted]);
  if (shut.length === 0) return [];
  if (override === undefined) throw roomClosed(shut);
  assertMayOverride(tx, wanted.branchId);
  return [{ what: 'opening', overLessonId: null }];
}

/** A room with fewer places than are expected refuses the lesson too, unless an override is given. */
export function takeRoom(
  tx: Tx,
  room: { branchId: string; capacity: number; expected: number },
  override: Override | undefined,
): Overridden[] {
  if (room.expected <= room.capacity) return [];
  if (override === undefined) throw RoomTooSmall({ capacity: room.capacity, expected: room.expected });
  assertMayOverride(tx, room.branchId);
  return [{ what: 'room_capacity', overLessonId: null }];
}

/** Keeps what was overridden, once the lesson is there. */
export async function keepOverrides(
  tx: Tx,
  lessonId: string,
  overridden: readonly Overridden[],
  override: Override | undefined,
): Promise<void> {
  if (override === undefined) return;
  await tx.insert(
    LessonOverrideRow,
    overridden.map(({ what, overLessonId }) => ({
      ...{ id: newId(), lessonId, what, overLessonId },
      reason: override.reason,
    })),
  );
}

/**
 * One overlap id for all lessons in the way, so that the new one can carry it too. Lessons that already lie over others
 * keep theirs and the rest take it; two such heaps cannot be made one, because their members would meet on the way.
 */
async function shareOverlap(tx: Tx, what: Resource, clashes: readonly Clash[]): Promise<string | null> {
  const inTheWay = clashes.filter((clash) => clash.what === what);
  if (inTheWay.length === 0) return null;
  const ids = inTheWay.map((clash) => clash.lessonId);
  const column = sql.ident(`${what}_overlap_id`);
  const heaps = await tx.query<{ id: string; isShared: boolean }>(sql`
    select l.${column} as id, bool_or(exists (select from lessons o where o.${column} = l.${column} and o.id <> l.id
      and o.status in ('planned', 'completed') and tstzrange(o.starts_at, o.ends_at) && tstzrange(l.starts_at, l.ends_at))) as "isShared"
    from lessons l where l.id = any (${ids}::uuid[]) group by l.${column}`);
  const shared = heaps.filter((heap) => heap.isShared);
  if (shared.length > 1) throw LessonClash({}, { conflicts: inTheWay });
  const target = shared[0]?.id ?? newId();
  await tx.query(sql`select from lessons where id = any (${ids}::uuid[]) order by id for update`);
  await tx.run(
    sql`update lessons set ${column} = ${target} where id = any (${ids}::uuid[]) and ${column} <> ${target}`,
  );
  // Without this word the database gives a lesson that moves an overlap id of its own again.
  await tx.run(sql`select set_config(${`kruzhok.${what}_overlap`}, ${target}, true)`);
  return target;
}
