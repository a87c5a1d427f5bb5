import type { Type } from '@nestjs/common';
import { ApiProperty, IntersectionType, PartialType } from '@nestjs/swagger';
import { Type as Convert } from 'class-transformer';
import { IsIn, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { Optional } from './validators.js';

/** What every list takes. */
export class PageQuery {
  /**
   * How many items, 1 to 200; 50 when absent.
   * @example 50
   */
  @Max(200)
  @Min(1)
  @IsInt()
  @Convert(() => Number)
  @Optional()
  limit?: number;

  /** `nextCursor` of the page before. */
  @MaxLength(1000)
  @IsString()
  @Optional()
  cursor?: string;

  /**
   * Sort, with `-` before it for descending.
   * @example "-createdAt"
   */
  @MaxLength(50)
  @IsString()
  @Optional()
  sort?: string;

  /** `totalCount` counts the whole list too. */
  @IsIn(['totalCount'])
  @Optional()
  include?: string;
}

/** Where a page ends. */
export class PageInfo {
  /**
   * Asked or default number of items.
   * @example 50
   */
  limit: number;

  /** Give it as `cursor` for the next page; null on the last one. */
  nextCursor: string | null;

  /** Size of the whole list, when `include=totalCount`. */
  totalCount?: number;
}

/** `class RoomPage extends PageOf(Room) {}` */
export function PageOf<T>(item: Type<T>): Type<{ items: T[]; page: PageInfo }> {
  class PageDto {
    @ApiProperty({ type: () => item, isArray: true, description: 'The items of this page.' })
    items: T[];

    @ApiProperty({ type: () => PageInfo, description: 'Where the page ends.' })
    page: PageInfo;
  }
  return PageDto;
}

/** What an edit says of its base. */
export class EditPatch {
  /**
   * The version the edit is based on: others' changes of other fields stand, of the same field are a conflict.
   * @example 1
   */
  @Max(2_147_483_647)
  @Min(1)
  @IsInt()
  @Optional()
  version?: number;
}

/**
 * `class ItemPatch extends EditOf(ItemRequest) {}`: an edit that says the same of each member as the request that made
 * the record, each of them optional. Null stays a fault where the request refuses it.
 */
export function EditOf<T extends object>(request: Type<T>): Type<EditPatch & Partial<T>> {
  // Of types not known yet TypeScript cannot say what their intersection is.
  const edit: unknown = IntersectionType(EditPatch, PartialType(request, { skipNullProperties: false }));
  return edit as Type<EditPatch & Partial<T>>;
}

/** Who made or changed a record. */
export class Signature {
  /** @example "anna" */
  login: string;
  /** @example "Anna Petrova" */
  name: string;
}
