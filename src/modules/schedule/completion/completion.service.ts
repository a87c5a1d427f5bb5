import { Injectable } from '@nestjs/common';
import { invalid } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { PayrollService } from '../../payroll/index.js';
import { VisitsService, type VisitOutcome } from '../../subscriptions/index.js';
import { LessonRow } from '../lessons/lesson.entity.js';
import type { Lesson } from '../lessons/lessons.dto.js';
import { LessonNotPlanned } from '../lessons/lessons.errors.js';
import { LessonsQueries } from '../lessons/lessons.queries.js';
import { completionUndone, lessonCompleted } from '../schedule.events.js';
import { Schedule } from '../schedule.permissions.js';
import type { Completion, CompletionRequest } from './completion.dto.js';
import { CompletionRow } from './completion.entity.js';
import { LessonNotCompleted, LessonNotYet } from './completion.errors.js';
import { CompletionQueries, faultsOfAttendance } from './completion.queries.js';
import type { LessonInHand, RosterEntry } from './completion.types.js';
import { GUEST_MARKS, markOf, outcomeOf, type Outcome } from './outcome.rules.js';

type ClientOutcome = Outcome & { clientId: string };

/** A lesson was held: visits, pay and the schedule move together, in one transaction, once. Undone, they all move back. */
@Injectable()
export class CompletionService {
  constructor(
    private readonly queries: CompletionQueries,
    private readonly lessons: LessonsQueries,
    private readonly visits: VisitsService,
    private readonly payroll: PayrollService,
    private readonly events: Events,
  ) {}

  /** Sent again, for a lesson that is completed, it changes nothing and answers what stands. */
  async complete(tx: Tx, lessonId: string, input: CompletionRequest): Promise<Completion> {
    const lesson = await this.queries.hold(tx, lessonId, Schedule.complete);
    if (lesson.status === 'completed') return this.queries.completion(tx, lessonId);
    if (lesson.status !== 'planned') throw LessonNotPlanned({ status: lesson.status });
    if (lesson.today < lesson.onDate) throw LessonNotYet({ onDate: lesson.onDate, today: lesson.today });

    const outcomes = await this.decide(tx, lesson, input);
    const completionId = newId();
    await tx.insert(CompletionRow, { id: completionId, lessonId, teacherId: lesson.teacherId });
    const charged = await this.charge(tx, lesson, outcomes);
    await insertAttendances(tx, { completionId, lessonId }, outcomes, charged);
    await this.accrue(tx, lesson, completionId, outcomes, charged);
    await tx.update(LessonRow, lessonId, { status: 'completed' });
    await this.events.record(tx, lessonCompleted({ lessonId, completionId }), {
      subjectId: lessonId,
      branchId: lesson.branchId,
    });
    return this.queries.completion(tx, lessonId);
  }

  /** By entries: the visits and the pay are reversed, the marks stay as history, the lesson is planned again. */
  async undo(tx: Tx, lessonId: string, reason: string | null): Promise<Lesson> {
    const lesson = await this.queries.hold(tx, lessonId, Schedule.undo);
    if (lesson.status !== 'completed') throw LessonNotCompleted({ status: lesson.status });
    const { id } = await tx.one<{ id: string }>(
      sql`select id from completions where lesson_id = ${lessonId} and undone_at is null for update`,
    );
    await this.visits.reverse(tx, lessonId);
    await this.payroll.reverse(tx, id);
    await tx.update(CompletionRow, id, { undoneAt: tx.now, undoReason: reason });
    await tx.update(LessonRow, lessonId, { status: 'planned' });
    await this.events.record(tx, completionUndone({ lessonId, completionId: id }), {
      subjectId: lessonId,
      branchId: lesson.branchId,
    });
    return this.lessons.get(tx, lessonId);
  }

  private async decide(tx: Tx, lesson: LessonInHand, input: CompletionRequest): Promise<ClientOutcome[]> {
    const attendance = (input.attendance ?? []).map((one) => ({
      ...one,
      clientId: one.clientId.toLowerCase(),
    }));
    const roster = await this.queries.roster(
      tx,
      lesson,
      attendance.map((one) => one.clientId),
    );
    const faults = faultsOfAttendance(attendance, roster, GUEST_MARKS);
    if (faults.length > 0) throw invalid(faults);
    const given = new Map(attendance.map((one) => [one.clientId, one.mark]));
    return roster.map((entry: RosterEntry) => {
      const mark = markOf(given.get(entry.clientId), entry);
      return {
        clientId: entry.clientId,
        ...outcomeOf(mark, lesson.chargingPolicy, lesson, entry.missedWasCharged),
      };
    });
  }

  private async charge(
    tx: Tx,
    lesson: LessonInHand,
    outcomes: readonly ClientOutcome[],
  ): Promise<Map<string, VisitOutcome>> {
    const { id: lessonId, branchId, activityId, onDate } = lesson;
    const visits = outcomes.map(({ clientId, mark, visits: credits, price }) => ({
      clientId,
      mark,
      visits: credits,
      price,
    }));
    const charged = await this.visits.charge(tx, { lessonId, branchId, activityId, onDate, visits });
    return new Map(charged.map((visit) => [visit.clientId, visit]));
  }

  private async accrue(
    tx: Tx,
    lesson: LessonInHand,
    workId: string,
    outcomes: readonly ClientOutcome[],
    charged: ReadonlyMap<string, VisitOutcome>,
  ): Promise<void> {
    const {
      id: lessonId,
      teacherId: employeeId,
      branchId,
      activityId,
      groupId,
      onDate,
      minutes,
      hourMinutes,
    } = lesson;
    const attendees = outcomes.filter((outcome) => outcome.countsForPay).length;
    const revenue = [...charged.values()].reduce((sum, visit) => sum + visit.value, 0);
    const work = {
      workId,
      lessonId,
      employeeId,
      branchId,
      activityId,
      groupId,
      onDate,
      minutes,
      hourMinutes,
      attendees,
      revenue,
    };
    await this.payroll.accrue(tx, work);
  }
}

async function insertAttendances(
  tx: Tx,
  of: { completionId: string; lessonId: string },
  outcomes: readonly ClientOutcome[],
  charged: ReadonlyMap<string, VisitOutcome>,
): Promise<void> {
  const rows = outcomes.map(({ clientId, mark, countsForPay, givesMakeUp }) => {
    const visit = charged.get(clientId);
    return {
      id: newId(),
      clientId,
      mark,
      countsForPay,
      givesMakeUp,
      charged: visit?.charged ?? 'none',
      visitId: visit?.visitId ?? null,
    };
  });
  await tx.run(sql`
    insert into attendances (id, completion_id, lesson_id, client_id, mark, charged, visit_id, counts_for_pay, gives_make_up)
    select r.id, ${of.completionId}, ${of.lessonId}, r."clientId", r.mark, r.charged, r."visitId", r."countsForPay", r."givesMakeUp"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "clientId" uuid, mark text, charged text,
      "visitId" uuid, "countsForPay" boolean, "givesMakeUp" boolean)`);
}
