import { IsBoolean, IsIn, IsString, Matches } from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, InstantText, Name, Nullable, Optional, Text } from '../../../platform/http/validators.js';

const CODE = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u;

/** A new warehouse. */
export class WarehouseRequest {
  /**
   * Branch it serves.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  branchId: string;

  /**
   * Name, unique in the branch.
   * @example "Main store"
   */
  @Name()
  name: string;

  /**
   * Short code, unique: letters, digits, `.`, `_`, `-`.
   * @example "MAIN"
   */
  @Matches(CODE)
  @IsString()
  code: string;

  /**
   * Whether it is the one the branch uses when nobody names another; the first one of a branch always is.
   * @example true
   */
  @IsBoolean()
  @Optional()
  isDefault?: boolean;

  /** Employee who answers for it. */
  @IdText()
  @Nullable()
  responsibleId?: string | null;
}

/** A change of a warehouse; members left out stay as they are. */
export class WarehousePatch extends EditPatch {
  /**
   * Name, unique in the branch.
   * @example "Main store"
   */
  @Name()
  @Optional()
  name?: string;

  /**
   * Short code, unique.
   * @example "MAIN"
   */
  @Matches(CODE)
  @IsString()
  @Optional()
  code?: string;

  /**
   * `true` makes it the one its branch uses, in the place of the one before.
   * @example true
   */
  @IsBoolean()
  @Optional()
  isDefault?: boolean;

  /** Employee who answers for it; null: nobody. */
  @IdText()
  @Nullable()
  responsibleId?: string | null;

  /**
   * `true` archives the warehouse, which must be empty; `false` takes it out of the archive.
   * @example false
   */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;
}

/** A place where stock lies. */
export class Warehouse {
  /** @example "019aa5f0-0000-7000-8000-000000000021" */
  id: string;
  /** Branch it serves. */
  branchId: string;
  /** @example "Main store" */
  name: string;
  /** @example "MAIN" */
  code: string;
  /** Whether the branch uses it when nobody names another. */
  isDefault: boolean;
  /** Employee who answers for it. */
  responsibleId: string | null;
  /** In an archived warehouse nothing moves. */
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

export class WarehousePage extends PageOf(Warehouse) {}

/** Which warehouses. */
export class WarehouseListQuery extends PageQuery {
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

  /**
   * Part of the name or the code.
   * @example "main"
   */
  @Text(100)
  @Optional()
  q?: string;

  /** Changed at this instant or later. */
  @InstantText()
  @Optional()
  updatedSince?: string;
}
