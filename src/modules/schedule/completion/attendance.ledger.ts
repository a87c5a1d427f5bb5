import { Injectable } from '@nestjs/common';
import type { Minor } from '../../../kernel/money.js';
import { newId } from '../../../platform/database/ids.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { PayrollService } from '../../payroll/index.js';
import { VisitsService, type VisitOutcome } from '../../subscriptions/index.js';
import type { LessonInHand } from './completion.types.js';
import type { Outcome } from './outcome.rules.js';

export type ClientOutcome = Outcome & {
  clientId: string;
  missedLessonId: string | null;
  /** Null for those who may not see it. */
  clientName: string | null;
  /** Which one by name. */
  place: number;
};

/** How many count for pay, and what the lesson brought. */
export interface Measure {
  attendees: number;
  revenue: Minor;
}

/** Where marks are written down: under a completion, by a correction of it perhaps. */
export interface Written {
  completionId: string;
  correctionId: string | null;
}

/** A piece of work and who did it: the lead teacher, and perhaps a second one. */
export interface Taught {
  workId: string;
  teacherId: string;
  secondTeacherId: string | null;
}

/** What completing and correcting both do with marks: visits, rows, pay. A constant number of statements. */
@Injectable()
export class AttendanceLedger {
  constructor(
    private readonly visits: VisitsService,
    private readonly payroll: PayrollService,
  ) {}

  /** Charges the visits of these clients, writes their marks down, and the completion: what became of the subscriptions is still to be looked at. */
  async complete(
    tx: Tx,
    lesson: LessonInHand,
    outcomes: readonly ClientOutcome[],
    { workId: id, teacherId, secondTeacherId }: Taught,
  ): Promise<VisitOutcome[]> {
    const charged = await this.charge(tx, lesson, outcomes);
    const under = { completionId: id, correctionId: null };
    tx.later(sql`
      with completion as (
        insert into completions (id, lesson_id, work_id, teacher_id, second_teacher_id)
        values (${id}, ${lesson.id}, ${id}, ${teacherId}, ${secondTeacherId})
      ), marks as (${attendances(lesson.id, under, outcomes, charged)})
      update lessons set status = 'completed' where id = ${lesson.id}`);
    return charged;
  }

  /** Charges the visits of these clients and writes their marks down anew. */
  async correct(
    tx: Tx,
    lesson: LessonInHand,
    outcomes: readonly ClientOutcome[],
    under: Written,
  ): Promise<void> {
    const charged = await this.charge(tx, lesson, outcomes);
    tx.later(attendances(lesson.id, under, outcomes, charged));
    await this.visits.lookAt(tx, charged);
  }

  private charge(tx: Tx, lesson: LessonInHand, outcomes: readonly ClientOutcome[]): Promise<VisitOutcome[]> {
    const { id: lessonId, branchId, activityId, groupId, onDate } = lesson;
    const visits = outcomes.map(({ clientId, mark, visits: credits, price }) => ({
      clientId,
      mark,
      visits: credits,
      price,
    }));
    return this.visits.charge(tx, { lessonId, branchId, activityId, groupId, onDate, visits });
  }

  /** What the subscriptions that paid have become is said by itself. */
  lookAt(tx: Tx, charged: readonly VisitOutcome[]): Promise<void> {
    return this.visits.lookAt(tx, charged);
  }

  /** Accrues the pay of whoever taught, one or two, by all marks that stand and what their visits brought. */
  async accrue(tx: Tx, lesson: LessonInHand, work: Taught, { attendees, revenue }: Measure): Promise<void> {
    const { id: lessonId, branchId, activityId, groupId, onDate, minutes, hourMinutes, localStart } = lesson;
    const { workId, teacherId, secondTeacherId } = work;
    const held = {
      ...{ workId, lessonId, branchId, activityId, groupId, localStart },
      ...{ onDate, minutes, hourMinutes, attendees, revenue, isOfTwo: secondTeacherId !== null },
    };
    const absenteeId = lesson.plannedSecondTeacherId;
    await Promise.all([
      this.payroll.accrue(tx, { ...held, employeeId: teacherId, absenteeId: lesson.plannedTeacherId }),
      secondTeacherId !== null &&
        this.payroll.accrue(tx, { ...held, employeeId: secondTeacherId, absenteeId, isLead: false }),
    ]);
  }

  /** All visits of a lesson and its pay go back where they were. */
  async reverse(tx: Tx, lessonId: string, workId: string): Promise<void> {
    await this.visits.reverse(tx, lessonId);
    await this.payroll.reverse(tx, workId);
  }

  /** Of the marks that stand. */
  measure(tx: Tx, lessonId: string): Promise<Measure> {
    return tx.one(sql`
      select count(*) filter (where t.counts_for_pay) as attendees, coalesce(sum(v.value), 0)::bigint as revenue
      from attendances t left join visits v on v.id = t.visit_id and v.reversed_at is null
      where t.lesson_id = ${lessonId} and t.reversed_at is null`);
  }
}

/** Of marks that were just written, and of visits that were charged with them. */
export const measureOf = (outcomes: readonly ClientOutcome[], charged: readonly VisitOutcome[]): Measure => ({
  attendees: outcomes.filter(({ countsForPay }) => countsForPay).length,
  revenue: charged.reduce((sum, { value }) => sum + value, 0),
});

function attendances(
  lessonId: string,
  under: Written,
  outcomes: readonly ClientOutcome[],
  charged: readonly VisitOutcome[],
): Sql {
  const visits = new Map(charged.map((visit) => [visit.clientId, visit]));
  const rows = outcomes.map(({ clientId, mark, countsForPay, givesMakeUp, missedLessonId }) => {
    const visit = visits.get(clientId);
    return {
      ...{ id: newId(), clientId, mark, countsForPay, givesMakeUp, missedLessonId },
      charged: visit?.charged ?? 'none',
      visitId: visit?.visitId ?? null,
    };
  });
  return sql`
    insert into attendances (id, completion_id, correction_id, lesson_id, client_id, mark, charged, visit_id, counts_for_pay, gives_make_up, missed_lesson_id)
    select r.id, ${under.completionId}, ${under.correctionId}, ${lessonId}, r."clientId", r.mark, r.charged, r."visitId", r."countsForPay",
           r."givesMakeUp", r."missedLessonId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "clientId" uuid, mark text, charged text,
      "visitId" uuid, "countsForPay" boolean, "givesMakeUp" boolean, "missedLessonId" uuid)`;
}
