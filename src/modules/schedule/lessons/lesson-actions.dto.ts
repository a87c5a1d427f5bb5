import { IsIn, IsInt, Max, Min } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import {
  IdText,
  InstantText,
  LocalDateText,
  Optional,
  Text,
  TimeText,
} from '../../../platform/http/validators.js';
import { NamedRef } from '../groups/groups.dto.js';
import { OverrideField, OverrideWord } from '../groups/override.dto.js';
import { ReasonQuery } from '../groups/reason.dto.js';

/** Of two teachers of a lesson: who leads it, and who teaches beside them. */
export type TeacherRole = 'lead' | 'second';

/** Somebody else teaches the lesson; the planned teacher is remembered, and pay goes to who taught. */
export class SubstitutionRequest {
  /**
   * Whose place they take: the `lead` teacher's (when absent) or the `second` one's.
   * @example "lead"
   */
  @IsIn(['lead', 'second'])
  @Optional()
  role?: 'lead' | 'second';

  /**
   * The substitute.
   * @example "01932f6e-0000-7000-8000-000000000013"
   */
  @IdText()
  teacherId: string;

  /**
   * Why.
   * @example "the teacher is ill"
   */
  @Text(500)
  reason: string;

  /** Over another lesson of the substitute: needs `schedule:override`. */
  @OverrideField()
  @Optional()
  override?: OverrideWord;
}

/** Another time, another room, or both. Say the time as `startsAt`, or as `onDate` and `localStart` by the branch's clock. */
export class MoveRequest {
  /**
   * When it begins.
   * @example "2026-11-24T15:00:00.000Z"
   */
  @InstantText()
  @Optional()
  startsAt?: string;

  /**
   * The day, by the branch's clock; the same day when only `localStart` is given.
   * @example "2026-11-24"
   */
  @LocalDateText()
  @Optional()
  onDate?: string;

  /**
   * The time, by the branch's clock; the same time when only `onDate` is given.
   * @example "18:00"
   */
  @TimeText()
  @Optional()
  localStart?: string;

  /**
   * How long it is; as long as before when absent.
   * @example 60
   */
  @Max(1440)
  @Min(5)
  @IsInt()
  @Optional()
  minutes?: number;

  /**
   * The room; the same when absent.
   * @example "01932f6e-0000-7000-8000-000000000004"
   */
  @IdText()
  @Optional()
  roomId?: string;

  /**
   * Why.
   * @example "the hall is repaired"
   */
  @Text(500)
  reason: string;

  /** Over a taken room or teacher, or a room too small: needs `schedule:override`. */
  @OverrideField()
  @Optional()
  override?: OverrideWord;
}

/** What happened to a lesson, once. */
export class LessonChange {
  id: string;
  /** @example "moved" */
  kind: 'moved' | 'substituted' | 'substitution_ended' | 'teacher_changed' | 'cancelled' | 'restored';
  /** @example "the hall is repaired" */
  reason: string | null;
  /**
   * The lesson's status afterwards.
   * @example "planned"
   */
  status: string;
  fromStartsAt: string | null;
  toStartsAt: string | null;
  fromRoom: NamedRef | null;
  toRoom: NamedRef | null;
  /** Of a substitution or another teacher: which of two; otherwise null. */
  teacherRole: 'lead' | 'second' | null;
  /** Null also when there was no second teacher before. */
  fromTeacher: NamedRef | null;
  /** Null also when there is no second teacher any more. */
  toTeacher: NamedRef | null;
  createdAt: string;
  createdBy: Signature;
}

export class LessonChangePage extends PageOf(LessonChange) {}

/** Whose substitution ends. */
export class SubstitutionQuery extends ReasonQuery {
  /** The `lead` teacher's (when absent) or the `second` one's. */
  @IsIn(['lead', 'second'])
  @Optional()
  role?: 'lead' | 'second';
}

/** Which changes. */
export class LessonChangeListQuery extends PageQuery {}
