import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import {
  IdText,
  LocalDateText,
  Nullable,
  Optional,
  Text,
  TimeText,
} from '../../../platform/http/validators.js';
import { OverrideField, OverrideWord } from '../groups/override.dto.js';
import { PlannedSeries } from './series.dto.js';

/** Another plan for the lessons to come; members left out stay as they are. */
export class SeriesChangeRequest extends EditPatch {
  /**
   * `all`: every lesson still to come. `this_and_following`: from a lesson on; the series ends the day before and a new
   * one carries on. One single lesson is changed by `PATCH /v1/lessons/{id}`; the series remembers whose day it was.
   * @example "this_and_following"
   */
  @IsIn(['all', 'this_and_following'])
  scope: 'all' | 'this_and_following';

  /**
   * For `this_and_following`: the first lesson of the new plan. Give it or `from`.
   * @example "01932f6e-0000-7000-8000-000000000007"
   */
  @IdText()
  @Optional()
  lessonId?: string;

  /**
   * For `this_and_following`: the first day of the new plan, today or later.
   * @example "2026-12-01"
   */
  @LocalDateText()
  @Optional()
  from?: string;

  /**
   * RFC 5545 rule of days. A rule for following lessons begins with its first day; for all, with the first day of the series.
   * @example "FREQ=WEEKLY;BYDAY=TU,TH"
   */
  @Text(200)
  @Optional()
  rule?: string;

  /**
   * Wall clock of the branch.
   * @example "18:30"
   */
  @TimeText()
  @Optional()
  localStart?: string;

  /**
   * How long each lesson is.
   * @example 90
   */
  @Max(1440)
  @Min(5)
  @IsInt()
  @Optional()
  minutes?: number;

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
   * Last day; null: as long as the group.
   * @example "2027-05-31"
   */
  @LocalDateText()
  @Nullable()
  endsOn?: string | null;

  /**
   * `true` brings also lessons that were moved one by one back into the plan.
   * @example false
   */
  @IsBoolean()
  @Optional()
  includeChanged?: boolean;

  /**
   * Why; lessons that fall out of the plan are cancelled by the centre with it.
   * @example "the hall is let on Mondays"
   */
  @Text(500)
  @Optional()
  reason?: string;

  /**
   * Over taken rooms or teachers, hours of the room, or a room too small, for all lessons that take a place now: needs
   * `schedule:override`. A group is never in two places.
   */
  @OverrideField()
  @Optional()
  override?: OverrideWord;
}

/** A lesson that a change touches. */
export class LessonOfPlan {
  /** In a rehearsal, an added lesson has an id that is not kept. */
  lessonId: string;
  /** Its day in the series. */
  onDate: string;
  startsAt: string;
  endsAt: string;
  /** When it began before; null unless it was moved. */
  wasAt: string | null;
}

/** What becomes of the lessons; each lesson to come is in one of the lists. */
export class PlanOutcome {
  /** Stay where they are. */
  kept: LessonOfPlan[];
  /** Keep their id and take another time, room or teacher. */
  moved: LessonOfPlan[];
  /** New, or back after having fallen out of the plan. */
  added: LessonOfPlan[];
  /** Fall out of the plan: cancelled by the centre. */
  dropped: LessonOfPlan[];
  /** Held, begun, cancelled by a person, or changed one by one. */
  untouched: LessonOfPlan[];
}

/** A changed series with its lessons; for `this_and_following` the new one, which names the old as `splitFromId`. */
export class SeriesChange extends PlannedSeries {
  lessons: PlanOutcome;
}

/** A day that goes against the rule. */
export class SeriesExceptionRequest {
  /**
   * The day, today or later.
   * @example "2026-12-30"
   */
  @LocalDateText()
  onDate: string;

  /**
   * `skip` (when absent): no lesson on a day of the rule, its lesson is cancelled by the centre. `extra`: a lesson on
   * another day.
   * @example "skip"
   */
  @IsIn(['skip', 'extra'])
  @Optional()
  kind?: 'skip' | 'extra';

  /**
   * Why.
   * @example "New Year concert"
   */
  @Text(500)
  @Optional()
  reason?: string;
}

/** A day that goes against the rule. */
export class SeriesException {
  id: string;
  seriesId: string;
  onDate: string;
  kind: 'skip' | 'extra';
  reason: string | null;
  /** @example 1 */
  version: number;
  createdAt: string;
  createdBy: Signature;
}

/** An exception and what it did to the lessons. */
export class SeriesExceptionOutcome extends SeriesException {
  lessons: PlanOutcome;
}

export class SeriesExceptionPage extends PageOf(SeriesException) {}

/** Which exceptions. */
export class SeriesExceptionListQuery extends PageQuery {
  /** Only those on this day or later. */
  @LocalDateText()
  @Optional()
  from?: string;
}
