import { Injectable } from '@nestjs/common';
import { invalid } from '../../../kernel/faults.js';
import { addMinutes, instantOf, localDateOf } from '../../../platform/clock/clock.js';
import { newId } from '../../../platform/database/ids.js';
import { reach } from '../../../platform/database/reach.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import { Events } from '../../../platform/events/events.js';
import { holdCalendar } from '../rooms/opening.js';
import { GroupsService } from '../groups/groups.service.js';
import { faultsOfPair, faultsOfPlace } from '../groups/places.js';
import { warningsOf } from '../groups/warnings.js';
import {
  lessonCancelled,
  lessonMoved,
  lessonOverridden,
  lessonPlanned,
  lessonRestored,
} from '../schedule.events.js';
import { Schedule } from '../schedule.permissions.js';
import { assertFree, bookGranted, EVERYTHING, idsOf, queueFor, type Asked } from './booking.js';
import type { MoveRequest } from './lesson-actions.dto.js';
import { assertPlanned, because, findLesson, type LessonTimes } from './lesson-in-hand.js';
import { LessonClientRow, LessonRow } from './lesson.entity.js';
import type { LessonCancellationRequest, LessonPatch, LessonRequest } from './lesson-requests.dto.js';
import type { Lesson, PlannedLesson } from './lessons.dto.js';
import { LessonNotCancelled, LessonNotFound } from './lessons.errors.js';
import { LessonsQueries } from './lessons.queries.js';
import { keepOverrides, overlapOf, takePlace, type Granted, type Override } from './overrides.js';
import { takeGroupPlaces, takeRooms } from './places-of-lesson.js';
import { wantedLesson } from './planning.js';

/** Single lessons: planning, moving, cancelling. A cancellation is a status, never a delete. */
@Injectable()
export class LessonsService {
  constructor(
    private readonly queries: LessonsQueries,
    private readonly groups: GroupsService,
    private readonly events: Events,
  ) {}

  async plan(tx: Tx, input: LessonRequest): Promise<PlannedLesson> {
    const { slot, clientIds } = await wantedLesson(tx, this.groups, input);
    await queueFor(tx, idsOf(slot));
    const granted = await takePlace(tx, slot, input.override);
    await bookGranted(tx, [{ ...slot, ...overlapOf(granted) }]);
    await tx.insert(
      LessonClientRow,
      clientIds.map((clientId) => ({ id: newId(), lessonId: slot.id, clientId })),
    );
    await this.events.record(tx, lessonPlanned({ lessonId: slot.id }), {
      subjectId: slot.id,
      branchId: slot.branchId,
    });
    return this.settle(tx, { id: slot.id, branchId: slot.branchId }, granted, input.override, 'room');
  }

  async change(tx: Tx, id: string, patch: LessonPatch, base: EditBase): Promise<PlannedLesson> {
    const { override, ...changes } = patch;
    const current = await this.queueToPlace(tx, id, changes);
    let granted: Granted = { overridden: [] };
    await editRecord(tx, {
      table: 'lessons',
      id,
      patch: {
        roomId: changes.roomId,
        teacherId: changes.teacherId,
        secondTeacherId: changes.secondTeacherId,
        topic: changes.topic,
        ...newTimes(changes, current),
      },
      base,
      notFound: LessonNotFound,
      reach: reach(tx.actor, Schedule.write, { branch: sql`r.branch_id` }),
      check: async (merged) => {
        const wanted = merged as unknown as LessonTimes;
        assertPlanned(wanted);
        const faults = faultsOfPair(wanted, changes);
        if (faults.length > 0) throw invalid(faults);
        granted = await takePlace(tx, wanted, override, askedBy(changes));
      },
      // Whoever is named here is the teacher: nobody is substituted any more.
      derive: () => ({
        ...overlapOf(granted),
        ...(changes.teacherId === undefined ? {} : { plannedTeacherId: null }),
        ...(changes.secondTeacherId === undefined ? {} : { plannedSecondTeacherId: null }),
      }),
    });
    await this.events.record(tx, lessonMoved({ lessonId: id }), {
      subjectId: id,
      branchId: current.branchId,
    });
    return this.settle(
      tx,
      current,
      granted,
      override,
      recounted(current, changes, newTimes(changes, current)),
    );
  }

  /** Another time, another room, or both; from where to where, by whom and why stands in the lesson's history. */
  async move(tx: Tx, id: string, input: MoveRequest): Promise<PlannedLesson> {
    const seen = await this.queueToPlace(tx, id, input);
    const startsAt = startOf(input, seen);
    const lesson = await findLesson(tx, id, true);
    assertPlanned(lesson);
    const endsAt = addMinutes(startsAt, input.minutes ?? lesson.minutes);
    const place = { roomId: input.roomId ?? lesson.roomId, startsAt, endsAt };
    const granted = await takePlace(tx, { ...lesson, ...place }, input.override);
    await because(tx, input.reason);
    const onDate = localDateOf(startsAt, lesson.timeZone);
    await tx.update(LessonRow, id, { ...place, onDate, ...overlapOf(granted) });
    await this.events.record(tx, lessonMoved({ lessonId: id }), { subjectId: id, branchId: lesson.branchId });
    return this.settle(tx, lesson, granted, input.override, recounted(lesson, input, { onDate }));
  }

  async cancel(tx: Tx, id: string, input: LessonCancellationRequest): Promise<Lesson> {
    const lesson = await findLesson(tx, id, true);
    assertPlanned(lesson);
    const status = input.by === 'centre' ? 'cancelled_by_centre' : 'cancelled_by_client';
    await tx.update(LessonRow, id, { status, cancelReason: input.reason ?? null });
    await this.events.record(tx, lessonCancelled({ lessonId: id, by: input.by }), {
      subjectId: id,
      branchId: lesson.branchId,
    });
    return this.queries.get(tx, id);
  }

  /** Puts a cancelled lesson back into its time, if nobody else has taken it. */
  async restore(tx: Tx, id: string): Promise<Lesson> {
    const seen = await findLesson(tx, id);
    await queueFor(tx, idsOf(seen));
    const lesson = await findLesson(tx, id, true);
    if (!lesson.status.startsWith('cancelled')) throw LessonNotCancelled({ status: lesson.status });
    await assertFree(tx, lesson);
    await tx.update(LessonRow, id, { status: 'planned', cancelReason: null });
    await this.events.record(tx, lessonRestored({ lessonId: id }), {
      subjectId: id,
      branchId: lesson.branchId,
    });
    return this.queries.get(tx, id);
  }

  /** Whoever moves the lesson holds the same place in the line, so the times given back stand until we are done. */
  private async queueToPlace(
    tx: Tx,
    id: string,
    wanted: { roomId?: string; teacherId?: string; secondTeacherId?: string | null },
  ): Promise<LessonTimes> {
    const seen = await findLesson(tx, id);
    const { roomId, teacherId, secondTeacherId } = wanted;
    const faults = await faultsOfPlace(tx, { branchId: seen.branchId, roomId, teacherId, secondTeacherId });
    if (faults.length > 0) throw invalid(faults);
    // As everybody does who counts places or plans for a group: the calendar, the groups, the line.
    await holdCalendar(tx);
    await tx.query(sql`select from groups where id = any (${seen.groupIds}::uuid[]) order by id for update`);
    const given = [roomId, teacherId, secondTeacherId].filter((one) => typeof one === 'string');
    await queueFor(tx, [...idsOf(seen), ...given]);
    return findLesson(tx, id);
  }

  /** The lesson stands: does the room hold who is expected, what was overridden, and what is worth a look. */
  private async settle(
    tx: Tx,
    lesson: { id: string; branchId: string },
    granted: Granted,
    override: Override | undefined,
    asked: Recount,
  ): Promise<PlannedLesson> {
    const { id, branchId } = lesson;
    const full = [
      ...(asked === 'nothing' ? [] : await takeRooms(tx, [id], override)),
      ...(asked === 'all' ? await takeGroupPlaces(tx, id, override) : []),
    ];
    const overridden = [...granted.overridden, ...full];
    if (overridden.length > 0) {
      await keepOverrides(tx, id, overridden, override);
      const what = [...new Set(overridden.map((one) => one.what))];
      await this.events.record(tx, lessonOverridden({ lessonId: id, what }), { subjectId: id, branchId });
    }
    const warnings = await warningsOf(tx, { lessonIds: [id] });
    return { ...(await this.queries.get(tx, id)), warnings };
  }
}

/** Which places a lesson counts anew: another room has others, and on another day others belong to the group. */
type Recount = 'nothing' | 'room' | 'all';

function recounted(
  was: { roomId: string; onDate: string },
  asked: { roomId?: string },
  is: { onDate?: string },
): Recount {
  if (is.onDate !== undefined && is.onDate !== was.onDate) return 'all';
  return asked.roomId === undefined ? 'nothing' : 'room';
}

/** What a change asks for anew: another time asks for everything, another room or teacher for that one alone. */
function askedBy({ roomId, teacherId, secondTeacherId, startsAt, minutes }: LessonPatch): Asked {
  if (startsAt !== undefined || minutes !== undefined) return EVERYTHING;
  const teacherIds = [teacherId, secondTeacherId].flatMap((id) => id?.toLowerCase() ?? []);
  const what = [
    ...(roomId === undefined ? [] : (['room'] as const)),
    ...(teacherIds.length === 0 ? [] : (['teacher'] as const)),
  ];
  return { what, teacherIds };
}

/** When a moved lesson begins: an instant, or a day and a time by the branch's clock, each the old one when not given. */
function startOf(input: MoveRequest, lesson: LessonTimes): string {
  const { startsAt, onDate, localStart, minutes, roomId } = input;
  const isLocal = onDate !== undefined || localStart !== undefined;
  if (startsAt !== undefined && isLocal) {
    const detail = 'Give startsAt, or onDate and localStart, not both.';
    throw invalid([{ pointer: '/startsAt', code: 'move.time-twice', detail }]);
  }
  if (isLocal) return instantOf(onDate ?? lesson.onDate, localStart ?? lesson.localStart, lesson.timeZone);
  if (startsAt === undefined && minutes === undefined && roomId === undefined) {
    const detail = 'Give another time, another room, or both.';
    throw invalid([{ pointer: '', code: 'move.nowhere', detail }]);
  }
  return startsAt ?? lesson.startsAt;
}

/** The columns of time that the patch means. Instants are written as PostgreSQL shows them in JSON, so equal ones compare equal. */
function newTimes(
  patch: LessonPatch,
  current: LessonTimes,
): { startsAt?: string; endsAt?: string; onDate?: string } {
  if (patch.startsAt === undefined && patch.minutes === undefined) return {};
  const startsAt = patch.startsAt ?? current.startsAt;
  const endsAt = addMinutes(startsAt, patch.minutes ?? current.minutes);
  return {
    startsAt: asStored(startsAt),
    endsAt: asStored(endsAt),
    onDate: localDateOf(startsAt, current.timeZone),
  };
}

const asStored = (at: string): string => at.replace(/(\.000)?Z$/, '+00:00');
