import { Injectable } from '@nestjs/common';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { PayrollService } from '../../payroll/index.js';
import { VisitsService, type VisitOutcome } from '../../subscriptions/index.js';
import type { LessonInHand } from './completion.types.js';
import type { Outcome } from './outcome.rules.js';

export type ClientOutcome = Outcome & { clientId: string; missedLessonId: string | null };

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

  /** Charges the visits of these clients and writes their marks down. */
  async enter(
    tx: Tx,
    lesson: LessonInHand,
    outcomes: readonly ClientOutcome[],
    under: Written,
  ): Promise<void> {
    const { id: lessonId, branchId, activityId, onDate } = lesson;
    const visits = outcomes.map(({ clientId, mark, visits: credits, price }) => ({
      clientId,
      mark,
      visits: credits,
      price,
    }));
    const charged = await this.visits.charge(tx, { lessonId, branchId, activityId, onDate, visits });
    await insertAttendances(tx, lessonId, under, outcomes, new Map(charged.map((v) => [v.clientId, v])));
  }

  /** Accrues the pay of whoever taught, one or two, by all marks that stand and what their visits brought. */
  async accrue(tx: Tx, lesson: LessonInHand, work: Taught): Promise<void> {
    const { attendees, revenue } = await this.measure(tx, lesson.id);
    const { id: lessonId, branchId, activityId, groupId, onDate, minutes, hourMinutes, localStart } = lesson;
    const { workId, teacherId, secondTeacherId } = work;
    const held = {
      ...{ workId, lessonId, branchId, activityId, groupId, localStart },
      ...{ onDate, minutes, hourMinutes, attendees, revenue, isOfTwo: secondTeacherId !== null },
    };
    await this.payroll.accrue(tx, { ...held, employeeId: teacherId, absenteeId: lesson.plannedTeacherId });
    if (secondTeacherId === null) return;
    const absenteeId = lesson.plannedSecondTeacherId;
    await this.payroll.accrue(tx, { ...held, employeeId: secondTeacherId, absenteeId, isLead: false });
  }

  /** All visits of a lesson and its pay go back where they were. */
  async reverse(tx: Tx, lessonId: string, workId: string): Promise<void> {
    await this.visits.reverse(tx, lessonId);
    await this.payroll.reverse(tx, workId);
  }

  /** How many count for pay, and what the lesson brought. */
  measure(tx: Tx, lessonId: string): Promise<{ attendees: number; revenue: number }> {
    return tx.one(sql`
      select count(*) filter (where t.counts_for_pay) as attendees, coalesce(sum(v.value), 0)::bigint as revenue
      from attendances t left join visits v on v.id = t.visit_id and v.reversed_at is null
      where t.lesson_id = ${lessonId} and t.reversed_at is null`);
  }
}

async function insertAttendances(
  tx: Tx,
  lessonId: string,
  under: Written,
  outcomes: readonly ClientOutcome[],
  charged: ReadonlyMap<string, VisitOutcome>,
): Promise<void> {
  const rows = outcomes.map(({ clientId, mark, countsForPay, givesMakeUp, missedLessonId }) => {
    const visit = charged.get(clientId);
    return {
      ...{ id: newId(), clientId, mark, countsForPay, givesMakeUp, missedLessonId },
      charged: visit?.charged ?? 'none',
      visitId: visit?.visitId ?? null,
    };
  });
  await tx.run(sql`
    insert into attendances (id, completion_id, correction_id, lesson_id, client_id, mark, charged, visit_id, counts_for_pay, gives_make_up, missed_lesson_id)
    select r.id, ${under.completionId}, ${under.correctionId}, ${lessonId}, r."clientId", r.mark, r.charged, r."visitId", r."countsForPay",
           r."givesMakeUp", r."missedLessonId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "clientId" uuid, mark text, charged text,
      "visitId" uuid, "countsForPay" boolean, "givesMakeUp" boolean, "missedLessonId" uuid)`);
}
