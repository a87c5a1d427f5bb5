import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, ListOf, Name, Nullable, Optional, TimeText } from '../../../platform/http/validators.js';

/** One stretch of a weekday in which a room is open, by the branch's clock. */
export class OpeningHours {
  /**
   * 1 Monday to 7 Sunday.
   * @example 1
   */
  @Max(7)
  @Min(1)
  @IsInt()
  weekday: number;

  /**
   * When it opens.
   * @example "09:00"
   */
  @TimeText()
  from: string;

  /**
   * When it closes; `24:00` is midnight.
   * @example "21:00"
   */
  @Matches(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/)
  @IsString()
  to: string;
}

/** A new room. */
export class RoomRequest {
  /**
   * The branch it is in.
   * @example "01932f6e-0000-7000-8000-000000000001"
   */
  @IdText()
  branchId: string;

  /**
   * Its name, unlike any other in the branch.
   * @example "Blue room"
   */
  @Name()
  name: string;

  /**
   * How many people fit in.
   * @example 12
   */
  @Max(10_000)
  @Min(1)
  @IsInt()
  capacity: number;

  /**
   * When it is open; a lesson must lie within one of them whole. Absent or null: always.
   * @example [{ "weekday": 1, "from": "09:00", "to": "21:00" }]
   */
  @ListOf(() => OpeningHours, 28)
  @Nullable()
  hours?: OpeningHours[] | null;

  /**
   * What it has, as words to look for.
   * @example ["piano", "mirrors"]
   */
  @Length(1, 50, { each: true })
  @IsString({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(30)
  @IsArray()
  @Optional()
  equipment?: string[];
}

/** Changes of a room. */
export class RoomPatch extends EditPatch {
  /**
   * Its name, unlike any other in the branch.
   * @example "Blue room"
   */
  @Name()
  @Optional()
  name?: string;

  /**
   * How many people fit in.
   * @example 14
   */
  @Max(10_000)
  @Min(1)
  @IsInt()
  @Optional()
  capacity?: number;

  /**
   * Whether it is put away: nothing new is planned there, what is planned stays.
   * @example false
   */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;

  /**
   * When it is open; a lesson must lie within one of them whole. Absent or null: always.
   * @example [{ "weekday": 1, "from": "09:00", "to": "21:00" }]
   */
  @ListOf(() => OpeningHours, 28)
  @Nullable()
  hours?: OpeningHours[] | null;

  /**
   * What it has, as words to look for.
   * @example ["piano", "mirrors"]
   */
  @Length(1, 50, { each: true })
  @IsString({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(30)
  @IsArray()
  @Optional()
  equipment?: string[];
}

/** A room. */
export class Room {
  id: string;
  branchId: string;
  /** @example "Blue room" */
  name: string;
  /**
   * How many people fit in.
   * @example 12
   */
  capacity: number;
  /** When it is open by the branch's clock; null: always. */
  hours: OpeningHours[] | null;
  /**
   * What it has.
   * @example ["piano"]
   */
  equipment: string[];
  /** Whether it is put away. */
  isArchived: boolean;
  /** @example 1 */
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
}

export class RoomPage extends PageOf(Room) {}

/** Which rooms. */
export class RoomListQuery extends PageQuery {
  /** Rooms of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** `true`, `false` (when absent) or `any`. */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  archived?: string;

  /**
   * Rooms that have this.
   * @example "piano"
   */
  @Length(1, 50)
  @IsString()
  @Optional()
  equipment?: string;
}
