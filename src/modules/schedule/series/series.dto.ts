import { IsIn, IsInt, Max, Min } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import {
  IdText,
  LocalDateText,
  Nullable,
  Optional,
  Text,
  TimeText,
} from '../../../platform/http/validators.js';
import { NamedRef } from '../groups/groups.dto.js';
import { OverrideField, OverrideWord } from '../groups/override.dto.js';

/** Lessons by a rule. */
export class SeriesRequest {
  /**
   * The group they are for.
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
   * Who teaches beside that one; the group's second teacher when absent, null: nobody.
   * @example "01932f6e-0000-7000-8000-000000000013"
   */
  @IdText()
  @Nullable()
  secondTeacherId?: string | null;

  /**
   * RFC 5545 rule of days: FREQ DAILY, WEEKLY, MONTHLY or YEARLY with BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, INTERVAL, WKST, and
   * COUNT or UNTIL. UNTIL may be a day, a wall-clock time or an instant; it is kept as the last day.
   * @example "FREQ=WEEKLY;BYDAY=MO,WE"
   */
  @Text(200)
  rule: string;

  /**
   * First day the rule is followed from.
   * @example "2026-09-01"
   */
  @LocalDateText()
  startsOn: string;

  /**
   * Last day; without it the series goes on as long as its group.
   * @example "2027-05-31"
   */
  @LocalDateText()
  @Nullable()
  endsOn?: string | null;

  /**
   * Wall clock of the branch; it stays across clock changes.
   * @example "18:00"
   */
  @TimeText()
  localStart: string;

  /**
   * How long each lesson is.
   * @example 60
   */
  @Max(1440)
  @Min(5)
  @IsInt()
  minutes: number;

  /**
   * Over taken rooms or teachers, hours of the room, or a room too small, for all lessons planned now: needs
   * `schedule:override`. A group is never in two places.
   */
  @OverrideField()
  @Optional()
  override?: OverrideWord;
}

/** The end of a series. */
export class EndingRequest {
  /**
   * Last day of the series; planned lessons after it are cancelled by the centre.
   * @example "2026-12-31"
   */
  @LocalDateText()
  endsOn: string;
}

/** A series. */
export class Series {
  id: string;
  branchId: string;
  groupId: string;
  /** @example "English A1, Mon and Wed" */
  groupName: string;
  teacher: NamedRef;
  /** Who teaches beside them; null: nobody. */
  secondTeacher: NamedRef | null;
  room: NamedRef;
  /** @example "FREQ=WEEKLY;BYDAY=MO,WE" */
  rule: string;
  startsOn: string;
  endsOn: string | null;
  /** @example "18:00" */
  localStart: string;
  /** @example 60 */
  minutes: number;
  /** @example "Europe/Moscow" */
  timeZone: string;
  /** Lessons exist up to this day; a nightly job moves it on. */
  materialisedUntil: string | null;
  endedAt: string | null;
  /** The series it was split from; null when it was made as it is. */
  splitFromId: string | null;
  /**
   * How many of its lessons are planned.
   * @example 16
   */
  plannedLessons: number;
  /** @example 1 */
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
}

/** What a lesson of a series was planned over; the reason stands with the lesson. */
export class SeriesOverride {
  lessonId: string;
  /** @example "room" */
  what: 'room' | 'teacher' | 'room_capacity' | 'group_capacity' | 'opening';
  /** The lesson it lies over; null for a capacity or the hours of a room. */
  overLessonId: string | null;
  /** The teacher who is in both, of an override of a teacher; otherwise null. */
  teacherId: string | null;
}

/** A series that was planned, with what its lessons were planned over. */
export class PlannedSeries extends Series {
  overridden: SeriesOverride[];
}

export class SeriesPage extends PageOf(Series) {}

/** Which series. */
export class SeriesListQuery extends PageQuery {
  /** Series of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** Series of this group. */
  @IdText()
  @Optional()
  groupId?: string;

  /** `true`: only those ended; `false`: only those that go on. */
  @IsIn(['true', 'false'])
  @Optional()
  ended?: string;
}
