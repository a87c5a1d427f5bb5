import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsUUID,
  Max,
  Min,
} from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, InstantText, Nullable, Optional, Text } from '../../../platform/http/validators.js';
import { NamedRef } from '../groups/groups.dto.js';
import { OverrideField, OverrideWord } from '../groups/override.dto.js';
import { ScheduleWarning } from '../groups/warnings.dto.js';

/** A single lesson: of a group, of several groups together, or of named clients; give exactly one of the three. */
export class LessonRequest {
  /**
   * The group it is for.
   * @example "01932f6e-0000-7000-8000-000000000006"
   */
  @IdText()
  @Optional()
  groupId?: string;

  /**
   * A joint lesson: the groups that meet in one room with one teacher. All of one branch and one activity; room and
   * teacher are the first one's when absent.
   * @example ["01932f6e-0000-7000-8000-000000000006", "01932f6e-0000-7000-8000-000000000016"]
   */
  @IsUUID('all', { each: true })
  @ArrayUnique()
  @ArrayMaxSize(20)
  @ArrayMinSize(2)
  @IsArray()
  @Optional()
  groupIds?: string[];

  /**
   * An individual lesson: the clients it is for. It names its activity, room and teacher itself; the activity's single
   * price holds for whoever has no subscription.
   * @example ["01932f6e-0000-7000-8000-000000000005"]
   */
  @IsUUID('all', { each: true })
  @ArrayUnique()
  @ArrayMaxSize(50)
  @ArrayMinSize(1)
  @IsArray()
  @Optional()
  clientIds?: string[];

  /**
   * What is taught at an individual lesson; a group's lesson teaches what the group learns.
   * @example "01932f6e-0000-7000-8000-000000000002"
   */
  @IdText()
  @Optional()
  activityId?: string;

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
   * Who teaches beside that one, somebody else; the group's second teacher when absent, null: nobody.
   * @example "01932f6e-0000-7000-8000-000000000013"
   */
  @IdText()
  @Nullable()
  secondTeacherId?: string | null;

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

  /** Over a taken room or teacher, or a room too small: needs `schedule:override`. */
  @OverrideField()
  @Optional()
  override?: OverrideWord;
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
   * Who teaches beside that one; null: nobody.
   * @example "01932f6e-0000-7000-8000-000000000013"
   */
  @IdText()
  @Nullable()
  secondTeacherId?: string | null;

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

  /** Over a taken room or teacher, or a room too small: needs `schedule:override`. */
  @OverrideField()
  @Optional()
  override?: OverrideWord;
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
