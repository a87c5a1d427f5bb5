import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Schedule } from '../schedule.permissions.js';
import { LessonNotFound, LessonNotPlanned } from './lessons.errors.js';
import { lessonReach } from './lessons.queries.js';

/** A lesson as those who change it need it. */
export interface LessonTimes {
  id: string;
  branchId: string;
  groupId: string | null;
  groupIds: string[];
  teacherId: string;
  plannedTeacherId: string | null;
  secondTeacherId: string | null;
  plannedSecondTeacherId: string | null;
  roomId: string;
  onDate: string;
  localStart: string;
  startsAt: string;
  endsAt: string;
  status: string;
  minutes: number;
  timeZone: string;
}

/** One within reach for changing; under its row lock when asked. */
export async function findLesson(tx: Tx, id: string, locked = false): Promise<LessonTimes> {
  const lesson = await tx.find<LessonTimes>(sql`
    select l.id, l.branch_id as "branchId", l.group_id as "groupId", l.group_ids as "groupIds", l.teacher_id as "teacherId",
           l.planned_teacher_id as "plannedTeacherId", l.second_teacher_id as "secondTeacherId",
           l.planned_second_teacher_id as "plannedSecondTeacherId", l.room_id as "roomId", l.on_date as "onDate",
           to_char(l.starts_at at time zone b.time_zone, 'HH24:MI') as "localStart",
           l.starts_at as "startsAt", l.ends_at as "endsAt", l.status, b.time_zone as "timeZone",
           (extract(epoch from l.ends_at - l.starts_at) / 60)::integer as minutes
    from lessons l join branches b on b.id = l.branch_id
    where l.id = ${id} and ${lessonReach(tx.actor, Schedule.write)} ${locked ? sql`for update of l` : sql.empty}`);
  if (lesson === null) throw LessonNotFound({ id });
  return lesson;
}

export function assertPlanned(lesson: { status: string }): void {
  if (lesson.status !== 'planned') throw LessonNotPlanned({ status: lesson.status });
}

/** Why the lessons of this transaction change: the database writes it into their history. */
export async function because(tx: Tx, reason: string | undefined): Promise<void> {
  await tx.run(sql`select set_config('kruzhok.reason', ${reason ?? ''}, true)`);
}
