import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsUUID, Matches, Max, Min } from 'class-validator';
import {
  IdText,
  LocalDateText,
  Nullable,
  Optional,
  Text,
  TimeText,
} from '../../../platform/http/validators.js';
import { NamedRef } from '../groups/groups.dto.js';

/** What is looked for. */
export class AvailabilityQuery {
  /**
   * The branch.
   * @example "01932f6e-0000-7000-8000-000000000001"
   */
  @IdText()
  branchId: string;

  /**
   * First day, by the branch's clock.
   * @example "2026-11-23"
   */
  @LocalDateText()
  from: string;

  /**
   * The day after the last one; at most 42 days. When absent: one day.
   * @example "2026-11-30"
   */
  @LocalDateText()
  @Optional()
  to?: string;

  /**
   * Only stretches of so many minutes or longer; 5 to 1440, 60 when absent.
   * @example 90
   */
  @Max(1440)
  @Min(5)
  @IsInt()
  @Type(() => Number)
  @Optional()
  minutes?: number;

  /**
   * Only rooms that hold so many.
   * @example 12
   */
  @Max(10_000)
  @Min(1)
  @IsInt()
  @Type(() => Number)
  @Optional()
  capacity?: number;

  /** Only teachers who teach this activity: they have a group or a lesson of it. */
  @IdText()
  @Optional()
  activityId?: string;

  /** Only this teacher. */
  @IdText()
  @Optional()
  teacherId?: string;

  /** Only this room. */
  @IdText()
  @Optional()
  roomId?: string;

  /**
   * Only these weekdays, 1 Monday to 7 Sunday, with commas between.
   * @example "1,3"
   */
  @Matches(/^[1-7](,[1-7]){0,6}$/)
  @Optional()
  weekdays?: string;

  /**
   * Not before this time of the day; 08:00 when absent.
   * @example "16:00"
   */
  @TimeText()
  @Optional()
  after?: string;

  /**
   * Not after this time of the day; 22:00 when absent.
   * @example "20:00"
   */
  @TimeText()
  @Optional()
  before?: string;
}

/** A free stretch of time. */
export class FreeTime {
  startsAt: string;
  endsAt: string;
}

/** A room and when it is free within its opening hours. */
export class FreeRoom {
  id: string;
  /** @example "Blue room" */
  name: string;
  /** @example 12 */
  capacity: number;
  /** @example ["piano"] */
  equipment: string[];
  /** In order of time; empty when there is no such stretch. */
  free: FreeTime[];
}

/** A teacher and when they are free. */
export class FreeTeacher {
  id: string;
  /** @example "Petrova Anna" */
  name: string;
  free: FreeTime[];
}

/** Who and what is free. */
export class Availability {
  branchId: string;
  /** @example "Europe/Moscow" */
  timeZone: string;
  from: string;
  /** The day after the last one. */
  to: string;
  /** Rooms of the branch in use, also those with no free time. */
  rooms: FreeRoom[];
  /** Employees of the branch, employed on any of the days; a lesson in another branch takes their time too. */
  teachers: FreeTeacher[];
}

/** A series that is not there yet. */
export class SeriesAvailabilityRequest {
  /**
   * The branch.
   * @example "01932f6e-0000-7000-8000-000000000001"
   */
  @IdText()
  branchId: string;

  /**
   * RFC 5545 rule of days.
   * @example "FREQ=WEEKLY;BYDAY=MO,WE"
   */
  @Text(200)
  rule: string;

  /**
   * First day.
   * @example "2026-12-01"
   */
  @LocalDateText()
  startsOn: string;

  /**
   * Last day; without it, and at most, a year is looked at.
   * @example "2027-05-31"
   */
  @LocalDateText()
  @Nullable()
  endsOn?: string | null;

  /**
   * Wall clock of the branch.
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
   * Only rooms that hold so many.
   * @example 12
   */
  @Max(10_000)
  @Min(1)
  @IsInt()
  @Optional()
  capacity?: number;

  /** Only these rooms; all of the branch when absent. */
  @IsUUID('all', { each: true })
  @ArrayMaxSize(100)
  @IsArray()
  @Optional()
  roomIds?: string[];

  /** Only these teachers; all of the branch when absent. */
  @IsUUID('all', { each: true })
  @ArrayMaxSize(100)
  @IsArray()
  @Optional()
  teacherIds?: string[];
}

/** A day on which it does not go. */
export class TakenDay {
  onDate: string;
  /** `lesson`, `hours`, `closure`, or `employment`: the teacher is not employed then. */
  why: 'lesson' | 'hours' | 'closure' | 'employment';
  /** The lesson in the way. */
  lessonId: string | null;
}

/** Whether a room or a teacher is free for the whole series. */
export class SeriesFit {
  who: NamedRef;
  /** Free on every day; a closure does not count against it, for the series leaves those days out. */
  isFree: boolean;
  /** Days on which it is not, in order; closures among them. */
  taken: TakenDay[];
}

/** Which rooms and teachers are free for a whole series. */
export class SeriesAvailability {
  branchId: string;
  /**
   * How many lessons were looked at.
   * @example 48
   */
  lessons: number;
  rooms: SeriesFit[];
  teachers: SeriesFit[];
}
