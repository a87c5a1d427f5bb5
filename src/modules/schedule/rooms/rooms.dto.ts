import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, Name, Optional } from '../../../platform/http/validators.js';

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
}
