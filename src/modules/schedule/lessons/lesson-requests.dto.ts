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
import { EditPatch } from '../../../platform/http/page.dto.js';
import { IdText, InstantText, Nullable, Optional, Text } from '../../../platform/http/validators.js';
import { OverrideField, OverrideWord } from '../groups/override.dto.js';

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
