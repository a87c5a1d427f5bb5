import { Injectable } from '@nestjs/common';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { LessonRow } from '../lessons/lesson.entity.js';
import type { Lesson } from '../lessons/lessons.dto.js';
import { LessonNotPlanned } from '../lessons/lessons.errors.js';
import { LessonsQueries } from '../lessons/lessons.queries.js';
import { completionUndone, lessonCompleted } from '../schedule.events.js';
import { Schedule } from '../schedule.permissions.js';
import { AttendanceLedger, measureOf } from './attendance.ledger.js';
import type { Completion, CompletionRequest } from './completion.dto.js';
import { CompletionRow } from './completion.entity.js';
import { LessonNotCompleted, LessonNotYet } from './completion.errors.js';
import { CompletionQueries } from './completion.queries.js';
import { LessonMaterials } from './lesson-materials.js';
import { issuedMaterials } from './materials.ledger.js';
import { headsOf } from './materials.rules.js';
import { completionOutcomes, decideOutcomes } from './outcomes.js';

/** A lesson was held: visits, pay, materials and the schedule move together, in one transaction, once. Undone, they all move back. */
@Injectable()
export class CompletionService {
  constructor(
    private readonly queries: CompletionQueries,
    private readonly lessons: LessonsQueries,
    private readonly ledger: AttendanceLedger,
    private readonly materials: LessonMaterials,
    private readonly events: Events,
  ) {}

  /** Sent again, for a lesson that is completed, it changes nothing and answers what stands. */
  async complete(tx: Tx, lessonId: string, input: CompletionRequest): Promise<Completion> {
    const lesson = await this.queries.hold(tx, lessonId, Schedule.complete);
    if (lesson.status === 'completed') return this.queries.completion(tx, lessonId, true);
    if (lesson.status !== 'planned') throw LessonNotPlanned({ status: lesson.status });
    if (lesson.today < lesson.onDate) throw LessonNotYet({ onDate: lesson.onDate, today: lesson.today });

    const outcomes = await decideOutcomes(tx, this.queries, lesson, input.attendance ?? []);
    const completionId = newId();
    const { teacherId, secondTeacherId } = lesson;
    const work = { workId: completionId, teacherId, secondTeacherId };
    const charged = await this.ledger.complete(tx, lesson, outcomes, work);
    const [shown] = await Promise.all([
      this.lessons.get(tx, lessonId),
      this.ledger.lookAt(tx, charged),
      this.ledger.accrue(tx, lesson, work, measureOf(outcomes, charged)),
    ]);
    const heads = headsOf(outcomes.map(({ mark }) => mark));
    await this.materials.issue(tx, lesson, completionId, heads);
    await this.events.record(tx, lessonCompleted({ lessonId, completionId }), {
      subjectId: lessonId,
      branchId: lesson.branchId,
    });
    const materials = lesson.materials.length > 0 ? await issuedMaterials(tx, lessonId) : [];
    return { lesson: shown, outcomes: completionOutcomes(outcomes, charged), materials };
  }

  /** By entries: visits, pay and materials are reversed, the marks stay as history, the lesson is planned again. */
  async undo(tx: Tx, lessonId: string, reason: string | null): Promise<Lesson> {
    const lesson = await this.queries.hold(tx, lessonId, Schedule.undo);
    if (lesson.status !== 'completed') throw LessonNotCompleted({ status: lesson.status });
    const { id, workId, hasMaterials } = await this.queries.standing(tx, lessonId);
    await this.ledger.reverse(tx, lessonId, workId);
    if (hasMaterials) await this.materials.undo(tx, lesson, id, reason);
    await tx.run(
      sql`update attendances set reversed_at = ${tx.now} where completion_id = ${id} and reversed_at is null`,
    );
    await tx.update(CompletionRow, id, { undoneAt: tx.now, undoReason: reason });
    await tx.update(LessonRow, lessonId, { status: 'planned' });
    await this.events.record(tx, completionUndone({ lessonId, completionId: id }), {
      subjectId: lessonId,
      branchId: lesson.branchId,
    });
    return this.lessons.get(tx, lessonId);
  }
}
