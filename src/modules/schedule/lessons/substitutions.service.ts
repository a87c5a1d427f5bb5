import { Injectable } from '@nestjs/common';
import { invalid } from '../../../kernel/faults.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { faultsOfPlace } from '../groups/places.js';
import { lessonOverridden, lessonSubstituted, substitutionEnded } from '../schedule.events.js';
import { assertFree, queueFor } from './booking.js';
import type { SubstitutionQuery, SubstitutionRequest } from './lesson-actions.dto.js';
import { assertPlanned, because, findLesson, type LessonTimes } from './lesson-in-hand.js';
import { LessonRow } from './lesson.entity.js';
import type { Lesson } from './lessons.dto.js';
import { NotSubstituted, TeachesAlready } from './lessons.errors.js';
import { LessonsQueries } from './lessons.queries.js';
import { keepOverrides, overlapOf, takePlace } from './overrides.js';

/** Somebody else teaches a lesson. The planned teacher is remembered; pay goes to who taught. */
@Injectable()
export class SubstitutionsService {
  constructor(
    private readonly queries: LessonsQueries,
    private readonly events: Events,
  ) {}

  /** Said of a place that has a substitute already, it is another substitute; the planned teacher stays remembered. */
  async substitute(tx: Tx, id: string, input: SubstitutionRequest): Promise<Lesson> {
    const { role = 'lead' } = input;
    const teacherId = input.teacherId.toLowerCase();
    const seen = await findLesson(tx, id);
    const faults = await faultsOfPlace(tx, { branchId: seen.branchId, teacherId });
    if (faults.length > 0) throw invalid(faults);
    await queueFor(tx, [...teachersOf(seen), teacherId]);
    const lesson = await findLesson(tx, id, true);
    assertPlanned(lesson);
    const planned = plannedOf(lesson, role);
    if (planned === null) {
      const detail = 'The lesson has no second teacher: name one by a change of the lesson.';
      throw invalid([{ pointer: '/role', code: 'substitution.nobody', detail }]);
    }
    if (teacherId === planned || teachersOf(lesson).includes(teacherId)) {
      const detail = 'Name somebody else than who teaches the lesson, or is planned to.';
      throw invalid([{ pointer: '/teacherId', code: 'substitution.same-teacher', detail }]);
    }
    const taken = role === 'lead' ? { teacherId } : { secondTeacherId: teacherId };
    const asked = { what: ['teacher'] as const, teacherIds: [teacherId] };
    const granted = await takePlace(tx, { ...lesson, ...taken }, input.override, asked);
    await because(tx, input.reason);
    await tx.update(LessonRow, id, { ...taken, ...remembered(role, planned), ...overlapOf(granted) });
    const place = { subjectId: id, branchId: lesson.branchId };
    const happened = { lessonId: id, role, fromTeacherId: planned, toTeacherId: teacherId };
    await this.events.record(tx, lessonSubstituted(happened), place);
    if (granted.overridden.length > 0) {
      await keepOverrides(tx, id, granted.overridden, input.override);
      const what = [...new Set(granted.overridden.map((one) => one.what))];
      await this.events.record(tx, lessonOverridden({ lessonId: id, what }), place);
    }
    return this.queries.get(tx, id);
  }

  /** The planned teacher teaches after all, when they are free. */
  async end(tx: Tx, id: string, { role = 'lead', reason }: SubstitutionQuery): Promise<Lesson> {
    const seen = await findLesson(tx, id);
    await queueFor(tx, [...teachersOf(seen), plannedOf(seen, role) ?? seen.teacherId]);
    const lesson = await findLesson(tx, id, true);
    assertPlanned(lesson);
    const teacherId = role === 'lead' ? lesson.plannedTeacherId : lesson.plannedSecondTeacherId;
    if (teacherId === null) throw NotSubstituted();
    if (teachersOf(lesson).includes(teacherId)) throw TeachesAlready();
    const back = role === 'lead' ? { teacherId } : { secondTeacherId: teacherId };
    await assertFree(tx, { ...lesson, ...back }, { what: ['teacher'], teacherIds: [teacherId] });
    await because(tx, reason);
    await tx.update(LessonRow, id, { ...back, ...remembered(role, null) });
    const place = { subjectId: id, branchId: lesson.branchId };
    await this.events.record(tx, substitutionEnded({ lessonId: id, role, teacherId }), place);
    return this.queries.get(tx, id);
  }
}

const teachersOf = ({ teacherId, secondTeacherId }: LessonTimes): string[] => [
  teacherId,
  ...(secondTeacherId === null ? [] : [secondTeacherId]),
];

/** Who was to teach in this role; null: nobody. */
const plannedOf = (lesson: LessonTimes, role: 'lead' | 'second'): string | null =>
  role === 'lead'
    ? (lesson.plannedTeacherId ?? lesson.teacherId)
    : (lesson.plannedSecondTeacherId ?? lesson.secondTeacherId);

const remembered = (role: 'lead' | 'second', id: string | null): Partial<LessonRow> =>
  role === 'lead' ? { plannedTeacherId: id } : { plannedSecondTeacherId: id };
