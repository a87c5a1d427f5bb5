import { Injectable } from '@nestjs/common';
import { invalid } from '../../../kernel/faults.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { faultsOfPlace } from '../groups/places.js';
import { lessonOverridden, lessonSubstituted, substitutionEnded } from '../schedule.events.js';
import { assertFree, queueFor } from './booking.js';
import type { SubstitutionRequest } from './lesson-actions.dto.js';
import { assertPlanned, because, findLesson } from './lesson-in-hand.js';
import { LessonRow } from './lesson.entity.js';
import type { Lesson } from './lessons.dto.js';
import { NotSubstituted } from './lessons.errors.js';
import { LessonsQueries } from './lessons.queries.js';
import { keepOverrides, overlapOf, takePlace } from './overrides.js';

/** Somebody else teaches a lesson. The planned teacher is remembered; pay goes to who taught. */
@Injectable()
export class SubstitutionsService {
  constructor(
    private readonly queries: LessonsQueries,
    private readonly events: Events,
  ) {}

  /** Said of a lesson that has a substitute already, it is another substitute; the planned teacher stays remembered. */
  async substitute(tx: Tx, id: string, input: SubstitutionRequest): Promise<Lesson> {
    const teacherId = input.teacherId.toLowerCase();
    const seen = await findLesson(tx, id);
    const faults = await faultsOfPlace(tx, { branchId: seen.branchId, teacherId });
    if (faults.length > 0) throw invalid(faults);
    await queueFor(tx, [seen.teacherId, teacherId]);
    const lesson = await findLesson(tx, id, true);
    assertPlanned(lesson);
    const planned = lesson.plannedTeacherId ?? lesson.teacherId;
    if (teacherId === lesson.teacherId || teacherId === planned) {
      const detail = 'Name somebody else than who teaches the lesson, or is planned to.';
      throw invalid([{ pointer: '/teacherId', code: 'substitution.same-teacher', detail }]);
    }
    const granted = await takePlace(tx, { ...lesson, teacherId }, input.override, ['teacher']);
    await because(tx, input.reason);
    await tx.update(LessonRow, id, { teacherId, plannedTeacherId: planned, ...overlapOf(granted) });
    const place = { subjectId: id, branchId: lesson.branchId };
    const happened = lessonSubstituted({ lessonId: id, fromTeacherId: planned, toTeacherId: teacherId });
    await this.events.record(tx, happened, place);
    if (granted.overridden.length > 0) {
      await keepOverrides(tx, id, granted.overridden, input.override);
      const what = [...new Set(granted.overridden.map((one) => one.what))];
      await this.events.record(tx, lessonOverridden({ lessonId: id, what }), place);
    }
    return this.queries.get(tx, id);
  }

  /** The planned teacher teaches after all, when they are free. */
  async end(tx: Tx, id: string, reason: string | undefined): Promise<Lesson> {
    const seen = await findLesson(tx, id);
    await queueFor(tx, [seen.teacherId, seen.plannedTeacherId ?? seen.teacherId]);
    const lesson = await findLesson(tx, id, true);
    assertPlanned(lesson);
    const teacherId = lesson.plannedTeacherId;
    if (teacherId === null) throw NotSubstituted();
    await assertFree(tx, { ...lesson, teacherId }, ['teacher']);
    await because(tx, reason);
    await tx.update(LessonRow, id, { teacherId, plannedTeacherId: null });
    const place = { subjectId: id, branchId: lesson.branchId };
    await this.events.record(tx, substitutionEnded({ lessonId: id, teacherId }), place);
    return this.queries.get(tx, id);
  }
}
