import { Injectable } from '@nestjs/common';
import { invalid } from '../../../kernel/faults.js';
import { addMinutes, localDateOf } from '../../../platform/clock/clock.js';
import { newId } from '../../../platform/database/ids.js';
import { reach } from '../../../platform/database/reach.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import { Events } from '../../../platform/events/events.js';
import { OutsideGroupDates } from '../groups/groups.errors.js';
import { GroupsService } from '../groups/groups.service.js';
import { faultsOfPlace } from '../groups/places.js';
import { lessonCancelled, lessonMoved, lessonPlanned, lessonRestored } from '../schedule.events.js';
import { Schedule } from '../schedule.permissions.js';
import { assertFree, book, queueFor } from './booking.js';
import { LessonRow } from './lesson.entity.js';
import type { LessonCancellationRequest, Lesson, LessonPatch, LessonRequest } from './lessons.dto.js';
import { LessonNotCancelled, LessonNotFound, LessonNotPlanned } from './lessons.errors.js';
import { LessonsQueries, lessonReach } from './lessons.queries.js';

interface LessonTimes {
  id: string;
  branchId: string;
  groupId: string;
  teacherId: string;
  roomId: string;
  startsAt: string;
  endsAt: string;
  status: string;
  minutes: number;
  timeZone: string;
}

/** Single lessons: planning, moving, cancelling. A cancellation is a status, never a delete. */
@Injectable()
export class LessonsService {
  constructor(
    private readonly queries: LessonsQueries,
    private readonly groups: GroupsService,
    private readonly events: Events,
  ) {}

  async plan(tx: Tx, input: LessonRequest): Promise<Lesson> {
    const group = await this.groups.hold(tx, input.groupId, Schedule.write, 'for share');
    const faults = await faultsOfPlace(tx, {
      branchId: group.branchId,
      roomId: input.roomId ?? group.roomId,
      teacherId: input.teacherId ?? group.teacherId,
    });
    if (faults.length > 0) throw invalid(faults);
    const onDate = localDateOf(input.startsAt, group.timeZone);
    if (onDate < group.startsOn || (group.endsOn !== null && onDate > group.endsOn)) {
      throw OutsideGroupDates({ startsOn: group.startsOn, endsOn: group.endsOn });
    }
    const id = newId();
    await book(tx, [
      {
        id,
        branchId: group.branchId,
        groupId: group.id,
        activityId: group.activityId,
        teacherId: input.teacherId ?? group.teacherId,
        roomId: input.roomId ?? group.roomId,
        seriesId: null,
        onDate,
        startsAt: input.startsAt,
        endsAt: addMinutes(input.startsAt, input.minutes),
        topic: input.topic ?? null,
      },
    ]);
    await this.events.record(tx, lessonPlanned({ lessonId: id }), {
      subjectId: id,
      branchId: group.branchId,
    });
    return this.queries.get(tx, id);
  }

  async change(tx: Tx, id: string, patch: LessonPatch, base: EditBase): Promise<Lesson> {
    const seen = await this.find(tx, id);
    const faults = await faultsOfPlace(tx, {
      branchId: seen.branchId,
      roomId: patch.roomId,
      teacherId: patch.teacherId,
    });
    if (faults.length > 0) throw invalid(faults);
    await queueFor(tx, [
      seen.groupId,
      seen.roomId,
      seen.teacherId,
      ...given(patch.roomId),
      ...given(patch.teacherId),
    ]);
    // Whoever moves the lesson holds the same place in the line, so these times stand until we are done.
    const current = await this.find(tx, id);
    await editRecord(tx, {
      table: 'lessons',
      id,
      patch: {
        roomId: patch.roomId,
        teacherId: patch.teacherId,
        topic: patch.topic,
        ...newTimes(patch, current),
      },
      base,
      notFound: LessonNotFound,
      reach: reach(tx.actor, Schedule.write, { branch: sql`r.branch_id` }),
      check: async (merged) => {
        if (merged['status'] !== 'planned') throw LessonNotPlanned({ status: merged['status'] });
        await assertFree(tx, merged as unknown as LessonTimes);
      },
    });
    await this.events.record(tx, lessonMoved({ lessonId: id }), {
      subjectId: id,
      branchId: current.branchId,
    });
    return this.queries.get(tx, id);
  }

  async cancel(tx: Tx, id: string, input: LessonCancellationRequest): Promise<Lesson> {
    const lesson = await this.find(tx, id, true);
    if (lesson.status !== 'planned') throw LessonNotPlanned({ status: lesson.status });
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
    const seen = await this.find(tx, id);
    await queueFor(tx, [seen.groupId, seen.roomId, seen.teacherId]);
    const lesson = await this.find(tx, id, true);
    if (!lesson.status.startsWith('cancelled')) throw LessonNotCancelled({ status: lesson.status });
    await assertFree(tx, lesson);
    await tx.update(LessonRow, id, { status: 'planned', cancelReason: null });
    await this.events.record(tx, lessonRestored({ lessonId: id }), {
      subjectId: id,
      branchId: lesson.branchId,
    });
    return this.queries.get(tx, id);
  }

  private async find(tx: Tx, id: string, locked = false): Promise<LessonTimes> {
    const lesson = await tx.find<LessonTimes>(sql`
      select l.id, l.branch_id as "branchId", l.group_id as "groupId", l.teacher_id as "teacherId", l.room_id as "roomId",
             l.starts_at as "startsAt", l.ends_at as "endsAt", l.status, b.time_zone as "timeZone",
             (extract(epoch from l.ends_at - l.starts_at) / 60)::integer as minutes
      from lessons l join branches b on b.id = l.branch_id
      where l.id = ${id} and ${lessonReach(tx.actor, Schedule.write)} ${locked ? sql`for update of l` : sql.empty}`);
    if (lesson === null) throw LessonNotFound({ id });
    return lesson;
  }
}

const given = (id: string | undefined): string[] => (id === undefined ? [] : [id]);

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
