import { reachesBranch } from '../../../kernel/actor.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { roomClosed, shutAt, type Shut } from '../rooms/opening.js';
import { Schedule } from '../schedule.permissions.js';
import { clashesOf, EVERYTHING, isAsked, type Asked, type Clash, type Taken } from './booking.js';
import { LessonOverrideRow } from './lesson.entity.js';
import { LessonClash, OverrideNotPermitted } from './lessons.errors.js';
import { heapsOf, meets, type Heap } from './overlap.rules.js';

/** The word of one who may say it: over a taken room or teacher, or a full room, and why. */
export interface Override {
  reason: string;
}

type Resource = 'room' | 'teacher';

/** What an override was used for, to be kept once the lesson stands there. */
export interface Overridden {
  what: Resource | 'room_capacity' | 'group_capacity' | 'opening';
  overLessonId: string | null;
  /** The teacher who is in both, of a word over a teacher. */
  teacherId: string | null;
}

const OPENING: Overridden = { what: 'opening', overLessonId: null, teacherId: null };

/** A place a lesson may take, and what has to be kept of how it got there. */
export interface Granted {
  roomOverlapId?: string;
  teacherOverlapId?: string;
  overridden: Overridden[];
}

export type OverriddenLesson = Overridden & { lessonId: string };

/** Of many lessons, each under its id. */
export const overriddenOf = (granted: ReadonlyMap<string, Granted>): OverriddenLesson[] =>
  [...granted].flatMap(([lessonId, { overridden }]) => overridden.map((one) => ({ ...one, lessonId })));

/** The columns that let a lesson lie over others; none when nothing was overridden. */
export const overlapOf = ({ roomOverlapId, teacherOverlapId }: Partial<Granted> = {}): Pick<
  Granted,
  'roomOverlapId' | 'teacherOverlapId'
> => ({
  ...(roomOverlapId === undefined ? {} : { roomOverlapId }),
  ...(teacherOverlapId === undefined ? {} : { teacherOverlapId }),
});

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
  asked: Asked = EVERYTHING,
): Promise<Granted> {
  const opening = asked.what.includes('room') ? await takeOpening(tx, wanted, override) : [];
  const found = await clashesOf(tx, [wanted]);
  const clashes = found.filter((clash) => isAsked(clash, asked));
  if (clashes.length === 0) return { overridden: opening };
  if (override === undefined || clashes.some((clash) => clash.what === 'group'))
    throw LessonClash({}, { conflicts: clashes });
  assertMayOverride(tx, wanted.branchId);
  const standing = found.filter((clash) => !isAsked(clash, asked) && asked.what.includes(clash.what));
  const granted = await letIn(tx, [wanted], clashes, standing);
  const { overridden = [], ...overlaps } = granted.get(wanted.id) ?? {};
  return { ...overlaps, overridden: [...opening, ...overridden] };
}

/**
 * The same for many lessons that want one room and one teacher at different times: all are let in, or everything in the
 * way is named. `clashes` and `outside` are what was found in their way; `standing` is what was permitted before, with a
 * teacher who stays.
 */
export async function takePlaces(
  tx: Tx,
  wanted: readonly Taken[],
  inTheWay: { clashes: readonly Clash[]; standing?: readonly Clash[]; outside: readonly Shut[] },
  override: Override | undefined,
): Promise<Map<string, Granted>> {
  const { clashes, standing = [], outside } = inTheWay;
  const [first] = wanted;
  if (first === undefined || (clashes.length === 0 && outside.length === 0)) return new Map();
  if (override === undefined && outside.length > 0) throw roomClosed(outside);
  if (override === undefined || clashes.some((clash) => clash.what === 'group'))
    throw LessonClash({}, { conflicts: clashes });
  assertMayOverride(tx, first.branchId);
  const granted = await letIn(tx, wanted, clashes, standing);
  for (const { id } of outside) {
    const { overridden = [], ...overlaps } = granted.get(id) ?? {};
    granted.set(id, { ...overlaps, overridden: [...overridden, OPENING] });
  }
  return granted;
}

/**
 * What each lesson that meets others needs to stand over them. With those a teacher who stays was permitted to meet, it
 * still stands in one heap.
 */
async function letIn(
  tx: Tx,
  wanted: readonly Taken[],
  clashes: readonly Clash[],
  standing: readonly Clash[],
): Promise<Map<string, Granted>> {
  const granted = new Map<string, Granted>();
  for (const what of ['room', 'teacher'] as const) {
    const fresh = clashes.filter((clash) => clash.what === what);
    const entering = wanted.filter((one) => fresh.some((clash) => meets(clash, one)));
    const heaps = heapsOf(entering, [...fresh, ...standing.filter((clash) => clash.what === what)]);
    const ids = await shareOverlaps(tx, what, heaps);
    for (const [index, heap] of heaps.entries())
      for (const one of heap.wanted) {
        const { overridden = [], ...overlaps } = granted.get(one.id) ?? {};
        const met = heap.clashes.filter((clash) => fresh.includes(clash) && meets(clash, one));
        const over = met.map(({ lessonId, teacherId }) => ({ what, overLessonId: lessonId, teacherId }));
        granted.set(one.id, {
          ...{ ...overlaps, [`${what}OverlapId`]: ids[index] },
          overridden: [...overridden, ...over],
        });
      }
  }
  return granted;
}

/** A room outside its hours, or in a closure, refuses the lesson too, unless an override is given. */
async function takeOpening(tx: Tx, wanted: Taken, override: Override | undefined): Promise<Overridden[]> {
  const shut = await shutAt(tx, [wanted]);
  if (shut.length === 0) return [];
  if (override === undefined) throw roomClosed(shut);
  assertMayOverride(tx, wanted.branchId);
  return [OPENING];
}

/** Keeps what was overridden, once the lesson is there. */
export async function keepOverrides(
  tx: Tx,
  lessonId: string,
  overridden: readonly Overridden[],
  override: Override | undefined,
): Promise<void> {
  await keepOverridesOf(
    tx,
    overridden.map((one) => ({ ...one, lessonId })),
    override,
  );
}

/** The same for many lessons at once. */
export async function keepOverridesOf(
  tx: Tx,
  overridden: readonly OverriddenLesson[],
  override: Override | undefined,
): Promise<void> {
  if (override === undefined) return;
  await tx.insert(
    LessonOverrideRow,
    overridden.map(({ lessonId, what, overLessonId, teacherId }) => ({
      ...{ id: newId(), lessonId, what, overLessonId, teacherId },
      reason: override.reason,
    })),
  );
}

/**
 * One overlap id for all lessons of a heap, so that the new ones can carry it too. Lessons that already lie over others
 * keep theirs and the rest take it; two such heaps cannot be made one, because their members would meet on the way.
 */
async function shareOverlaps(
  tx: Tx,
  what: Resource,
  heaps: readonly Heap<Taken, Clash>[],
): Promise<string[]> {
  if (heaps.length === 0) return [];
  const ids = [...new Set(heaps.flatMap((heap) => heap.clashes.map((clash) => clash.lessonId)))];
  const column = sql.ident(`${what}_overlap_id`);
  await tx.query(sql`select from lessons where id = any (${ids}::uuid[]) order by id for update`);
  const shared = await tx.query<{ lessonId: string; overlapId: string }>(sql`
    select l.id as "lessonId", l.${column} as "overlapId" from lessons l
    where l.id = any (${ids}::uuid[]) and exists (select from lessons o where o.${column} = l.${column} and o.id <> l.id
      and o.status in ('planned', 'completed') and tstzrange(o.starts_at, o.ends_at) && tstzrange(l.starts_at, l.ends_at))`);
  const sharedBy = new Map(shared.map(({ lessonId, overlapId }) => [lessonId, overlapId]));
  const targets = heaps.map(({ clashes }) => {
    const there = new Set(clashes.flatMap(({ lessonId }) => sharedBy.get(lessonId) ?? []));
    if (there.size > 1) throw LessonClash({}, { conflicts: clashes });
    return [...there][0] ?? newId();
  });
  const rows = heaps.flatMap(({ clashes }, index) =>
    clashes.map(({ lessonId }) => ({ id: lessonId, target: targets[index] })),
  );
  await tx.run(sql`
    update lessons l set ${column} = t.target from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, target uuid)
    where l.id = t.id and l.${column} <> t.target`);
  // Without this word the database gives a lesson that moves an overlap id of its own again.
  const setting = `kruzhok.${what}_overlap`;
  await tx.run(sql`select set_config(${setting},
    concat_ws(',', nullif(current_setting(${setting}, true), ''), ${targets.join(',')}::text), true)`);
  return targets;
}
