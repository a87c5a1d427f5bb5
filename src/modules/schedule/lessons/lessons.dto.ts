import { IsIn, IsInt, Max, Min } from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, InstantText, Nullable, Optional, Text } from '../../../platform/http/validators.js';
import { NamedRef } from '../groups/groups.dto.js';

/** A single lesson. */
export class LessonRequest {
  /**
   * The group it is for.
   * @example "01932f6e-0000-7000-8000-000000000006"
   */
  @IdText()
  groupId: string;

  /**
   * The room; the group's when absent.
   * @example "01932f6e-0000-7000-8000-000000000004"
   */
  @IdText()
  @Optional()
  roomId?: string;

  /**
   * Who teaches; the group's teacher when absent.
   * @example "01932f6e-0000-7000-8000-000000000003"
   */
  @IdText()
  @Optional()
  teacherId?: string;

  /**
   * When it begins.
   * @example "2026-11-23T15:00:00.000Z"
   */
  @InstantText()
  startsAt: string;

  /**
   * How long it is.
   * @example 60
   */
  @Max(1440)
  @Min(5)
  @IsInt()
  minutes: number;

  /**
   * What it is about.
   * @example "Present perfect"
   */
  @Text(500)
  @Optional()
  topic?: string;
}

/** Changes of a planned lesson: another time, another room, a substitute. */
export class LessonPatch extends EditPatch {
  /**
   * The room.
   * @example "01932f6e-0000-7000-8000-000000000004"
   */
  @IdText()
  @Optional()
  roomId?: string;

  /**
   * Who teaches.
   * @example "01932f6e-0000-7000-8000-000000000003"
   */
  @IdText()
  @Optional()
  teacherId?: string;

  /**
   * When it begins; the length stays unless `minutes` is given too.
   * @example "2026-11-23T16:00:00.000Z"
   */
  @InstantText()
  @Optional()
  startsAt?: string;

  /**
   * How long it is.
   * @example 90
   */
  @Max(1440)
  @Min(5)
  @IsInt()
  @Optional()
  minutes?: number;

  /**
   * What it is about; null clears.
   * @example "Present perfect"
   */
  @Text(500)
  @Nullable()
  topic?: string | null;
}

/** A lesson is cancelled. */
export class LessonCancellationRequest {
  /**
   * Who cancels: the centre or the client.
   * @example "centre"
   */
  @IsIn(['centre', 'client'])
  by: 'centre' | 'client';

  /**
   * Why.
   * @example "the teacher is ill"
   */
  @Text(500)
  @Optional()
  reason?: string;
}

/** A lesson. */
export class Lesson {
  id: string;
  branchId: string;
  groupId: string;
  /** @example "English A1, Mon and Wed" */
  groupName: string;
  activityId: string;
  /** @example "English" */
  activityName: string;
  teacher: NamedRef;
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
  topic: string | null;
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
  /** A member of the group on that day; otherwise a guest: trial, make-up or free. */
  isMember: boolean;
  /** The mark; null while the lesson is not completed. */
  mark: string | null;
  /** What paid the visit: a subscription, nothing yet (unpaid), or there was nothing to pay; null while not completed. */
  charged: string | null;
}

/** A lesson with everybody on its list. */
export class LessonCard extends Lesson {
  attendees: LessonAttendee[];
}

export class LessonPage extends PageOf(Lesson) {}

/** Which lessons. */
export class LessonListQuery extends PageQuery {
  /** Lessons of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** Lessons of this group. */
  @IdText()
  @Optional()
  groupId?: string;

  /** Lessons taught by this employee. */
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
