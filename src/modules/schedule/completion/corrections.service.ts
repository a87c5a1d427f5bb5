import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../../kernel/actor.js';
import { daysBetween } from '../../../kernel/local-date.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { PayrollService } from '../../payroll/index.js';
import { VisitsService } from '../../subscriptions/index.js';
import { attendanceCorrected } from '../schedule.events.js';
import { Schedule } from '../schedule.permissions.js';
import { AttendanceLedger, type ClientOutcome } from './attendance.ledger.js';
import type { Completion, CorrectionRequest } from './completion.dto.js';
import { CompletionRow, CorrectionRow } from './completion.entity.js';
import { CorrectionTooLate, LessonNotCompleted } from './completion.errors.js';
import { CompletionQueries } from './completion.queries.js';
import type { LessonInHand, Mark } from './completion.types.js';
import { LessonMaterials } from './lesson-materials.js';
import { headsOf } from './materials.rules.js';
import { decideOutcomes } from './outcomes.js';

/** Marks changed after completion: reversal and new entry for just these clients, whatever the size of the group. */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly queries: CompletionQueries,
    private readonly ledger: AttendanceLedger,
    private readonly visits: VisitsService,
    private readonly payroll: PayrollService,
    private readonly materials: LessonMaterials,
    private readonly events: Events,
  ) {}

  /** Marks that are already so change nothing; when none is another, nothing happens at all. */
  async correct(tx: Tx, lessonId: string, input: CorrectionRequest): Promise<Completion> {
    const lesson = await this.queries.hold(tx, lessonId, Schedule.complete);
    if (lesson.status !== 'completed') throw LessonNotCompleted({ status: lesson.status });
    assertInTime(tx, lesson);
    const standing = await this.queries.standing(tx, lessonId);
    const { changed, heads } = await this.changes(tx, lesson, input);
    if (changed.length === 0) return this.queries.completion(tx, lessonId, standing.hasMaterials);
    const before = await this.ledger.measure(tx, lessonId);

    const correctionId = newId();
    await tx.insert(CorrectionRow, { id: correctionId, completionId: standing.id, reason: input.reason });
    const clientIds = changed.map((one) => one.clientId);
    await this.visits.reverse(tx, lessonId, clientIds);
    await tx.run(sql`
      update attendances set reversed_at = ${tx.now}
      where lesson_id = ${lessonId} and client_id = any (${clientIds}::uuid[]) and reversed_at is null`);
    await this.ledger.correct(tx, lesson, changed, { completionId: standing.id, correctionId });
    await this.repay(tx, lesson, { ...standing, correctionId, before });
    if (standing.hasMaterials)
      await this.materials.adjust(tx, lesson, { completionId: standing.id, correctionId }, heads);
    await this.events.record(tx, attendanceCorrected({ lessonId, completionId: standing.id, correctionId }), {
      subjectId: lessonId,
      branchId: lesson.branchId,
    });
    return this.queries.completion(tx, lessonId, standing.hasMaterials);
  }

  /** What the marks given mean, of those clients alone whose mark becomes another; how many more, or fewer, are there. */
  private async changes(
    tx: Tx,
    lesson: LessonInHand,
    input: CorrectionRequest,
  ): Promise<{ changed: ClientOutcome[]; heads: number }> {
    const outcomes = await decideOutcomes(tx, this.queries, lesson, input.attendance);
    const marks = await tx.query<{ clientId: string; mark: Mark }>(sql`
      select client_id as "clientId", mark from attendances where lesson_id = ${lesson.id} and reversed_at is null`);
    const now = new Map(marks.map((one) => [one.clientId, one.mark]));
    const named = new Set(input.attendance.map((one) => one.clientId.toLowerCase()));
    const changed = outcomes.filter(
      ({ clientId, mark }) => named.has(clientId) && now.get(clientId) !== mark,
    );
    const were = changed.flatMap(({ clientId }) => now.get(clientId) ?? []);
    return { changed, heads: headsOf(changed.map(({ mark }) => mark)) - headsOf(were) };
  }

  /** Pay that depends on who came, or on what they brought, is taken back and accrued anew, as new work. */
  private async repay(
    tx: Tx,
    lesson: LessonInHand,
    of: {
      id: string;
      workId: string;
      teacherId: string;
      secondTeacherId: string | null;
      correctionId: string;
      before: { attendees: number; revenue: number };
    },
  ): Promise<void> {
    const after = await this.ledger.measure(tx, lesson.id);
    if (after.attendees === of.before.attendees && after.revenue === of.before.revenue) return;
    if (!(await this.payroll.dependsOnPresence(tx, of.workId))) return;
    await this.payroll.reverse(tx, of.workId);
    const { correctionId: workId, teacherId, secondTeacherId } = of;
    await this.ledger.accrue(tx, lesson, { workId, teacherId, secondTeacherId }, after);
    await tx.update(CompletionRow, of.id, { workId: of.correctionId });
  }
}

/** For some days by whoever completes lessons; later by those who may correct. */
function assertInTime(tx: Tx, lesson: LessonInHand): void {
  if (daysBetween(lesson.onDate, lesson.today) <= lesson.correctionDays) return;
  if (reachesBranch(tx.actor, Schedule.correct, lesson.branchId)) return;
  throw CorrectionTooLate({ days: lesson.correctionDays, permission: Schedule.correct });
}
