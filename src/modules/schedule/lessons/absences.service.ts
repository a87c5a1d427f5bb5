import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { absenceAnnounced, absenceWithdrawn } from '../schedule.events.js';
import { LessonAbsenceRow } from './attendance-plan.entity.js';
import type { Absence, AbsenceRequest } from './attendance-plans.dto.js';
import { AbsenceNotFound } from './attendance-plans.errors.js';
import { AttendancePlansQueries } from './attendance-plans.queries.js';
import { assertPlanned, findLesson } from './lesson-in-hand.js';

/** Absences told ahead. In time they are excused, too late they are plain absences; whoever completes may say otherwise. */
@Injectable()
export class AbsencesService {
  constructor(
    private readonly queries: AttendancePlansQueries,
    private readonly events: Events,
  ) {}

  async announce(tx: Tx, lessonId: string, input: AbsenceRequest): Promise<Absence> {
    const clientId = input.clientId.toLowerCase();
    const lesson = await findLesson(tx, lessonId, true);
    assertPlanned(lesson);
    await tx.query(sql`select from clients where id = ${clientId} for key share`);
    const { isExpected, isLate } = await tx.one<{ isExpected: boolean; isLate: boolean }>(sql`
      select exists (select from lesson_people where lesson_id = ${lessonId} and client_id = ${clientId}) as "isExpected",
             ${tx.now}::timestamptz > ${lesson.startsAt}::timestamptz - make_interval(hours => o.absence_notice_hours) as "isLate"
      from settings o`);
    if (!isExpected) throw invalid([unknownReference('/clientId')]);
    const id = newId();
    await tx.insert(LessonAbsenceRow, { id, lessonId, clientId, reason: input.reason ?? null, isLate });
    const place = { subjectId: lessonId, branchId: lesson.branchId };
    await this.events.record(tx, absenceAnnounced({ lessonId, clientId, isLate }), place);
    return this.shown(tx, id);
  }

  async withdraw(tx: Tx, lessonId: string, clientId: string): Promise<Absence> {
    const lesson = await findLesson(tx, lessonId, true);
    assertPlanned(lesson);
    const absence = await tx.find<{ id: string }>(sql`
      select id from lesson_absences where lesson_id = ${lessonId} and client_id = ${clientId} and withdrawn_at is null for update`);
    if (absence === null) throw AbsenceNotFound({ id: lessonId, clientId });
    await tx.update(LessonAbsenceRow, absence.id, { withdrawnAt: tx.now });
    const place = { subjectId: lessonId, branchId: lesson.branchId };
    await this.events.record(tx, absenceWithdrawn({ lessonId, clientId }), place);
    return this.shown(tx, absence.id);
  }

  private async shown(tx: Tx, id: string): Promise<Absence> {
    const absence = await this.queries.absence(tx, tx.actor, id);
    if (absence === null) throw new Error('an absence just written is not there');
    return absence;
  }
}
