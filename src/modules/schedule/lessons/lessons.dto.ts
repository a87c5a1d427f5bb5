import { IsIn } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, InstantText, Optional } from '../../../platform/http/validators.js';
import { NamedRef } from '../groups/groups.dto.js';
import { ScheduleWarning } from '../groups/warnings.dto.js';

/** Something that said no and was overridden. */
export class LessonOverride {
  /** @example "room" */
  what: 'room' | 'teacher' | 'room_capacity' | 'group_capacity' | 'opening';
  /** The lesson it lies over; null for a capacity. */
  overLessonId: string | null;
  /** The teacher who is in both, of an override of a teacher; otherwise null. */
  teacherId: string | null;
  /** @example "both choirs rehearse together this once" */
  reason: string;
  at: string;
  by: Signature;
}

/** A lesson. */
export class Lesson {
  id: string;
  branchId: string;
  /** Of one group, of several together, or of named clients. */
  kind: 'group' | 'joint' | 'individual';
  /** The group, of several the leading one; null for an individual lesson. */
  groupId: string | null;
  /**
   * Names of all its groups; null for an individual lesson.
   * @example "English A1, Mon and Wed"
   */
  groupName: string | null;
  /** All its groups; empty for an individual lesson. */
  groups: NamedRef[];
  /** Whom an individual lesson is for; otherwise empty. */
  clientIds: string[];
  activityId: string;
  /** @example "English" */
  activityName: string;
  /** Who teaches, a substitute if there is one. */
  teacher: NamedRef;
  /** Who was to teach, when a substitute does; otherwise null. */
  plannedTeacher: NamedRef | null;
  /** Who teaches beside them, a substitute if there is one; null: nobody. */
  secondTeacher: NamedRef | null;
  /** Who was to be the second one, when a substitute is; otherwise null. */
  plannedSecondTeacher: NamedRef | null;
  room: NamedRef;
  /** The series that planned it; null for a single lesson. */
  seriesId: string | null;
  /** The day in the branch's zone. */
  onDate: string;
  startsAt: string;
  endsAt: string;
  /**
   * Wall clock of the branch.
   * @example "18:00"
   */
  localStart: string;
  /** @example "19:00" */
  localEnd: string;
  /** @example 60 */
  minutes: number;
  status: 'planned' | 'completed' | 'cancelled_by_centre' | 'cancelled_by_client';
  cancelReason: string | null;
  /** When its journal was filled; null while it is not completed. */
  completedAt: string | null;
  /** Who filled it. */
  completedBy: Signature | null;
  topic: string | null;
  /** What was overridden for it to stand where it stands. */
  overrides: LessonOverride[];
  /** @example 1 */
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
}

/** One who is expected at a lesson, or was there. */
export class LessonAttendee {
  clientId: string;
  /** Null when you may not see this client. */
  clientName: string | null;
  /** Expected by right: a member of a group of the lesson on that day, or one it is for. Otherwise a guest. */
  isMember: boolean;
  /** How a guest who is planned comes: trial, make_up or free; null for others. */
  guestKind: string | null;
  /** The mark they get when nobody says otherwise: by an absence told ahead, or as a guest; null for others. */
  plannedMark: string | null;
  /** The mark; null while the lesson is not completed. */
  mark: string | null;
  /** What paid the visit: a subscription, nothing yet (unpaid), or there was nothing to pay; null while not completed. */
  charged: string | null;
  /** The visit that was charged; null when there was none. */
  visitId: string | null;
}

/** A lesson with everybody on its list. */
export class LessonCard extends Lesson {
  attendees: LessonAttendee[];
}

/** A lesson that was planned or moved, with what is worth a look. */
export class PlannedLesson extends Lesson {
  /** Clients who would be in two lessons at once. */
  warnings: ScheduleWarning[];
}

export class LessonPage extends PageOf(Lesson) {}

/** Which lessons. */
export class LessonListQuery extends PageQuery {
  /** Lessons of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** Of one group, joint, or individual. */
  @IsIn(['group', 'joint', 'individual'])
  @Optional()
  kind?: string;

  /** Lessons of this group, also joint ones. */
  @IdText()
  @Optional()
  groupId?: string;

  /** Lessons taught by this employee, as the first or the second one. */
  @IdText()
  @Optional()
  teacherId?: string;

  /** Lessons in this room. */
  @IdText()
  @Optional()
  roomId?: string;

  /** Lessons of this series. */
  @IdText()
  @Optional()
  seriesId?: string;

  /** Lessons in this status. */
  @IsIn(['planned', 'completed', 'cancelled_by_centre', 'cancelled_by_client'])
  @Optional()
  status?: string;

  /** Lessons that begin at this instant or later. */
  @InstantText()
  @Optional()
  from?: string;

  /** Lessons that begin before this instant. */
  @InstantText()
  @Optional()
  to?: string;
}
