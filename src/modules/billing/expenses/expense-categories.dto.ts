import { IsBoolean, IsIn } from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { Name, Optional } from '../../../platform/http/validators.js';

/** A new category of expenses. */
export class ExpenseCategoryRequest {
  /**
   * Its name, one of a kind.
   * @example "Rent"
   */
  @Name()
  name: string;
}

/** A change of a category; members left out stay as they are. */
export class ExpenseCategoryPatch extends EditPatch {
  /**
   * Its name, one of a kind.
   * @example "Rent and utilities"
   */
  @Name()
  @Optional()
  name?: string;

  /**
   * `true` archives it, `false` takes it out of the archive.
   * @example false
   */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;
}

/** What money is spent on. */
export class ExpenseCategory {
  /** @example "019aa5f0-0000-7000-8000-000000000051" */
  id: string;
  /** @example "Rent" */
  name: string;
  /** Nothing more is spent on an archived one. */
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

export class ExpenseCategoryPage extends PageOf(ExpenseCategory) {}

/** Which categories. */
export class ExpenseCategoryListQuery extends PageQuery {
  /**
   * `false` (also when absent) gives those in use, `true` the archived, `any` both.
   * @example "false"
   */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  archived?: string;
}
