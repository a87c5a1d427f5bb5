import { earlier, later, type LocalDate } from '../../../kernel/local-date.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { bookFree, clashesOf, idsOf, queueFor, stepAside, type Clash } from '../lessons/booking.js';
import { meets } from '../lessons/overlap.rules.js';
import {
  keepOverridesOf,
  overlapOf,
  overriddenOf,
  takePlaces,
  type Granted,
  type OverriddenLesson,
  type Override,
} from '../lessons/overrides.js';
import { takeRooms } from '../lessons/places-of-lesson.js';
import { shutAt, type Shut } from '../rooms/opening.js';
import { daysOfSeries, slotOn, type SeriesInHand, type SeriesSlot } from './horizon.js';
import {
  inEachOthersWay,
  isSame,
  replan,
  type LessonOfSeries,
  type Move,
  type Replan,
} from './replan.rules.js';

/** Brings the lessons of a series in step with its plan, all of them or none. */
export interface Replanning {
  /** The series as its lessons were planned so far; what differs from that was changed one by one. */
  was: SeriesInHand;
  is: SeriesInHand;
  from: LocalDate;
  /** Last day; null: as far as lessons are made. */
  to: LocalDate | null;
  includeChanged: boolean;
  reason: string;
  droppedBy: 'plan' | 'exception';
  /** What does not fit is left out instead of refusing everything. */
  whereFree?: boolean;
  /** A permitted user's word over what is in the way. */
  override?: Override | undefined;
}

export type Replanned = Replan<LessonOfSeries, SeriesSlot> & {
  /** What the override was used for. */
  overridden: OverriddenLesson[];
};

/** The caller holds the calendar and the series. */
export async function applyPlan(tx: Tx, work: Replanning): Promise<Replanned> {
  const { is, was } = work;
  await queueFor(tx, idsOf(is));
  const lessons = await lessonsOf(tx, work);
  const made = later(is.materialisedUntil ?? is.horizon, is.horizon);
  const wanted = daysOfSeries(is, work.from, earlier(work.to ?? made, made)).map((day) => slotOn(is, day));
  const shut = await shutAt(tx, wanted);
  const closed = new Set(shut.filter(({ why }) => why === 'closure').map(({ id }) => id));
  const plan = replan(lessons, wanted, {
    now: tx.now,
    isClosed: (slot) => closed.has(slot.id),
    isAsPlanned: (lesson) => work.includeChanged || isSame(lesson, slotOn(was, lesson.seriesDay)),
  });
  await drop(tx, plan, work);
  const fitting = await fit(tx, plan, shut, work);
  await move(tx, [...fitting.moved, ...fitting.revived]);
  await bookFree(tx, fitting.added);
  const overridden = await keepGranted(tx, fitting, work);
  return { ...fitting, overridden };
}

/**
 * Once the lessons stand where they are wanted: do their rooms hold who is expected, and what was overridden. A day
 * that only comes back, or is one more, meets in the room the series has anyway.
 */
async function keepGranted(
  tx: Tx,
  { moved, revived, added, granted }: Fitting,
  { override, droppedBy, whereFree = false }: Replanning,
): Promise<OverriddenLesson[]> {
  const changing = moved
    .filter(({ lesson, to }) => lesson.roomId !== to.roomId)
    .map(({ lesson }) => lesson.id);
  const entering = [...revived.map(({ lesson }) => lesson.id), ...added.map(({ id }) => id)];
  const isCounted = droppedBy === 'plan' && !whereFree;
  const full = await takeRooms(tx, isCounted ? [...changing, ...entering] : [], override);
  const all = [...overriddenOf(granted), ...full];
  await keepOverridesOf(tx, all, override);
  return all;
}

function lessonsOf(tx: Tx, { is, from, to }: Replanning): Promise<LessonOfSeries[]> {
  return tx.query<LessonOfSeries>(sql`
    select l.id, l.series_day as "seriesDay", l.starts_at as "startsAt", l.ends_at as "endsAt", l.room_id as "roomId",
           l.teacher_id as "teacherId", l.second_teacher_id as "secondTeacherId", l.status, l.dropped_by as "droppedBy"
    from lessons l
    where l.series_id = ${is.id} and l.series_day >= ${from}::date and (${to}::date is null or l.series_day <= ${to}::date)
    order by l.id for update`);
}

async function drop(tx: Tx, plan: Replan<LessonOfSeries, SeriesSlot>, work: Replanning): Promise<void> {
  await tx.run(sql`
    update lessons set status = 'cancelled_by_centre', cancel_reason = ${work.reason}, dropped_by = ${work.droppedBy}
    where id = any (${plan.dropped.map(({ id }) => id)}::uuid[])`);
  await tx.run(sql`
    update lessons set dropped_by = ${work.droppedBy}, closure_id = null
    where id = any (${plan.abandoned.map(({ id }) => id)}::uuid[])`);
  await place(tx, plan.asleep, sql`l.status`);
}

type Fitting = Replan<LessonOfSeries, SeriesSlot> & { granted: ReadonlyMap<string, Granted> };
type Entering = SeriesSlot & { slotId: string; was: LessonOfSeries | null };

/** Refuses the plan with everything that is in its way, or takes out of it what does not fit. */
async function fit(
  tx: Tx,
  plan: Replan<LessonOfSeries, SeriesSlot>,
  shut: readonly Shut[],
  { whereFree = false, override }: Replanning,
): Promise<Fitting> {
  const replaced = [...plan.moved, ...plan.revived].map(({ lesson, to }) => ({
    ...{ ...to, id: lesson.id, slotId: to.id },
    was: lesson.status === 'planned' ? lesson : null,
  }));
  const entering: Entering[] = [
    ...replaced,
    ...plan.added.map((slot) => ({ ...slot, slotId: slot.id, was: null })),
  ];
  const outside = shut.flatMap((one) => {
    const lesson = entering.find(({ slotId }) => slotId === one.id);
    return lesson === undefined ? [] : [{ ...one, id: lesson.id }];
  });
  const found = await clashesOfEntering(tx, entering, new Set(plan.moved.map(({ lesson }) => lesson.id)));
  const { clashes } = found;
  if (!whereFree) {
    const granted = await takePlaces(tx, entering, { ...found, outside }, override);
    const withGrant = <S extends { id: string }>(id: string, slot: S): S => ({
      ...slot,
      ...overlapOf(granted.get(id)),
    });
    const go = ({ lesson, to }: Move<LessonOfSeries, SeriesSlot>) => ({
      lesson,
      to: withGrant(lesson.id, to),
    });
    const [moved, revived] = [plan.moved.map(go), plan.revived.map(go)];
    return { ...plan, moved, revived, added: plan.added.map((slot) => withGrant(slot.id, slot)), granted };
  }
  const fits = (id: string, slot: SeriesSlot): boolean =>
    !outside.some((one) => one.id === id) && !clashes.some((clash) => meets(clash, slot));
  return {
    ...plan,
    moved: plan.moved.filter(({ lesson, to }) => fits(lesson.id, to)),
    revived: plan.revived.filter(({ lesson, to }) => fits(lesson.id, to)),
    added: plan.added.filter((slot) => fits(slot.id, slot)),
    granted: new Map(),
  };
}

/**
 * What is in the way. A lesson that keeps its time and its room, or a teacher, is not asked for those anew: that stands.
 */
async function clashesOfEntering(
  tx: Tx,
  entering: readonly Entering[],
  moving: ReadonlySet<string>,
): Promise<{ clashes: Clash[]; standing: Clash[] }> {
  const all = (await clashesOf(tx, entering)).filter(({ lessonId }) => !moving.has(lessonId));
  const isInTheWay = (clash: Clash): boolean =>
    entering.some((one) => meets(clash, one) && !stands(one, clash));
  return { clashes: all.filter(isInTheWay), standing: all.filter((clash) => !isInTheWay(clash)) };
}

function stands({ was, ...one }: Entering, { what, teacherId }: Clash): boolean {
  if (was === null || was.startsAt !== one.startsAt || was.endsAt !== one.endsAt) return false;
  if (what === 'room') return was.roomId === one.roomId;
  return what === 'group' || teacherId === was.teacherId || teacherId === was.secondTeacherId;
}

type Moves = readonly Move<LessonOfSeries, SeriesSlot>[];

/** A lesson whose place another still has to leave steps aside first: each row is checked as it is written. */
async function move(tx: Tx, moves: Moves): Promise<void> {
  const aside = inEachOthersWay(moves).filter(({ status }) => status === 'planned');
  await stepAside(
    tx,
    aside.map(({ id }) => id),
  );
  await place(tx, moves, sql`'planned'`);
}

async function place(tx: Tx, moves: Moves, status: ReturnType<typeof sql>): Promise<void> {
  if (moves.length === 0) return;
  const rows = moves.map(({ lesson, to }) => ({ ...to, id: lesson.id }));
  await tx.run(sql`
    update lessons l set room_id = m."roomId", teacher_id = m."teacherId", planned_teacher_id = null,
           second_teacher_id = m."secondTeacherId", planned_second_teacher_id = null, on_date = m."onDate", starts_at = m."startsAt",
           ends_at = m."endsAt", room_overlap_id = coalesce(m."roomOverlapId", l.room_overlap_id),
           teacher_overlap_id = coalesce(m."teacherOverlapId", l.teacher_overlap_id), status = ${status}, cancel_reason = case when ${status} = 'planned' then null else l.cancel_reason end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as m(id uuid, "roomId" uuid, "teacherId" uuid, "secondTeacherId" uuid, "onDate" date, "startsAt" timestamptz, "endsAt" timestamptz,
        "roomOverlapId" uuid, "teacherOverlapId" uuid)
    where l.id = m.id`);
}
