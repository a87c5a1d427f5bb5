import { earlier, later, type LocalDate } from '../../../kernel/local-date.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { bookFree, clashesOf, queueFor, stepAside } from '../lessons/booking.js';
import { LessonClash } from '../lessons/lessons.errors.js';
import { roomClosed, shutAt, type Shut } from '../rooms/opening.js';
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
}

export type Replanned = Replan<LessonOfSeries, SeriesSlot>;

/** The caller holds the calendar and the series. */
export async function applyPlan(tx: Tx, work: Replanning): Promise<Replanned> {
  const { is, was } = work;
  await queueFor(tx, [is.roomId, is.teacherId, is.groupId]);
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
  const fitting = await fit(tx, plan, shut, work.whereFree === true);
  await move(tx, [...fitting.moved, ...fitting.revived]);
  await bookFree(tx, fitting.added);
  return fitting;
}

function lessonsOf(tx: Tx, { is, from, to }: Replanning): Promise<LessonOfSeries[]> {
  return tx.query<LessonOfSeries>(sql`
    select l.id, l.series_day as "seriesDay", l.starts_at as "startsAt", l.ends_at as "endsAt", l.room_id as "roomId",
           l.teacher_id as "teacherId", l.status, l.dropped_by as "droppedBy"
    from lessons l
    where l.series_id = ${is.id} and l.series_day >= ${from}::date and (${to}::date is null or l.series_day <= ${to}::date)
    order by l.id for update`);
}

async function drop(tx: Tx, plan: Replanned, work: Replanning): Promise<void> {
  await tx.run(sql`
    update lessons set status = 'cancelled_by_centre', cancel_reason = ${work.reason}, dropped_by = ${work.droppedBy}
    where id = any (${plan.dropped.map(({ id }) => id)}::uuid[])`);
  await tx.run(sql`
    update lessons set dropped_by = ${work.droppedBy}, closure_id = null
    where id = any (${plan.abandoned.map(({ id }) => id)}::uuid[])`);
  await place(tx, plan.asleep, sql`l.status`);
}

/** Refuses the plan with everything that is in its way, or takes out of it what does not fit. */
async function fit(tx: Tx, plan: Replanned, shut: readonly Shut[], whereFree: boolean): Promise<Replanned> {
  const replaced = [...plan.moved, ...plan.revived].map(({ lesson, to }) => ({
    ...to,
    id: lesson.id,
    slotId: to.id,
  }));
  const entering = [...replaced, ...plan.added.map((slot) => ({ ...slot, slotId: slot.id }))];
  const outside = shut.filter(({ id }) => entering.some(({ slotId }) => slotId === id));
  if (outside.length > 0 && !whereFree) {
    throw roomClosed(outside);
  }
  const moving = new Set(plan.moved.map(({ lesson }) => lesson.id));
  const clashes = (await clashesOf(tx, entering)).filter(({ lessonId }) => !moving.has(lessonId));
  if (clashes.length > 0 && !whereFree) throw LessonClash({}, { conflicts: clashes });
  const fits = (slot: SeriesSlot): boolean =>
    !outside.some(({ id }) => id === slot.id) &&
    !clashes.some((clash) => clash.startsAt < slot.endsAt && slot.startsAt < clash.endsAt);
  return {
    ...plan,
    moved: plan.moved.filter(({ to }) => fits(to)),
    revived: plan.revived.filter(({ to }) => fits(to)),
    added: plan.added.filter(fits),
  };
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
    update lessons l set room_id = m."roomId", teacher_id = m."teacherId", planned_teacher_id = null, on_date = m."onDate", starts_at = m."startsAt",
           ends_at = m."endsAt", status = ${status}, cancel_reason = case when ${status} = 'planned' then null else l.cancel_reason end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as m(id uuid, "roomId" uuid, "teacherId" uuid, "onDate" date, "startsAt" timestamptz, "endsAt" timestamptz)
    where l.id = m.id`);
}
