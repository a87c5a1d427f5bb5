import { IsBoolean, IsIn } from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, Name, Optional } from '../../../platform/http/validators.js';

/** A new cash desk. */
export class CashDeskRequest {
  /**
   * Branch it stands in.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  branchId: string;

  /**
   * Name, unique in the branch.
   * @example "Front desk"
   */
  @Name()
  name: string;
}

/** A change of a cash desk; members left out stay as they are. */
export class CashDeskPatch extends EditPatch {
  /**
   * Name, unique in the branch.
   * @example "Front desk"
   */
  @Name()
  @Optional()
  name?: string;

  /**
   * `true` archives the desk, `false` takes it out of the archive.
   * @example false
   */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;
}

/** A place where cash is kept. */
export class CashDesk {
  /** @example "019aa5f0-0000-7000-8000-000000000006" */
  id: string;
  /** Branch it stands in. */
  branchId: string;
  /** @example "Front desk" */
  name: string;
  /** The shift that is open there. */
  openShiftId: string | null;
  /** An archived desk opens no shifts. */
  isArchived: boolean;
  /** @example 1 */
  version: number;
  /** When it was made. */
  createdAt: string;
  /** Who made it. */
  createdBy: Signature;
  /** When it was last changed. */
  updatedAt: string;
  /** Who changed it last. */
  updatedBy: Signature;
}

export class CashDeskPage extends PageOf(CashDesk) {}

/** Which desks. */
export class CashDeskListQuery extends PageQuery {
  /** Of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * `false` (also when absent) gives those in use, `true` the archived, `any` both.
   * @example "false"
   */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  archived?: string;
}
