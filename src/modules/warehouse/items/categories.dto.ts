import { IsBoolean, IsIn } from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, Name, Nullable, Optional, Text } from '../../../platform/http/validators.js';

/** A new category of items. */
export class ItemCategoryRequest {
  /**
   * Name, unique below its parent.
   * @example "Paints"
   */
  @Name()
  name: string;

  /** Category it stands below; null or absent: at the top. */
  @IdText()
  @Nullable()
  parentId?: string | null;
}

/** A change of a category; members left out stay as they are. */
export class ItemCategoryPatch extends EditPatch {
  /**
   * Name, unique below its parent.
   * @example "Paints"
   */
  @Name()
  @Optional()
  name?: string;

  /** Category it stands below; null: at the top. */
  @IdText()
  @Nullable()
  parentId?: string | null;

  /**
   * `true` archives the category, `false` takes it out of the archive.
   * @example false
   */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;
}

/** A category of items; categories make a tree. */
export class ItemCategory {
  /** @example "019aa5f0-0000-7000-8000-000000000024" */
  id: string;
  /** @example "Paints" */
  name: string;
  /** Category it stands below. */
  parentId: string | null;
  /** An archived category is not offered. */
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

export class ItemCategoryPage extends PageOf(ItemCategory) {}

/** Which categories. */
export class ItemCategoryListQuery extends PageQuery {
  /** Right below this one. */
  @IdText()
  @Optional()
  parentId?: string;

  /**
   * `false` (also when absent) gives those in use, `true` the archived, `any` both.
   * @example "false"
   */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  archived?: string;

  /**
   * Part of the name.
   * @example "paint"
   */
  @Text(100)
  @Optional()
  q?: string;
}
