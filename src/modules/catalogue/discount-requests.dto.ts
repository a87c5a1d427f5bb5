import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  IsUUID,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { EditPatch } from '../../platform/http/page.dto.js';
import {
  IdText,
  LocalDateText,
  Name,
  Nullable,
  Optional,
  PercentText,
} from '../../platform/http/validators.js';
import { discountKinds, type DiscountKind } from './discount.rules.js';

/** A new discount. */
export class DiscountRequest {
  /**
   * Name, unique; it is the reason that a sale shows.
   * @example "Second child"
   */
  @Name()
  name: string;

  /**
   * `sibling` and `activities` come by themselves when earned, `promo` by its code, `manual` by the hand of who sells.
   * @example "sibling"
   */
  @IsIn(discountKinds)
  kind: DiscountKind;

  /**
   * The branch it is given in; null or absent: every branch.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  @Nullable()
  branchId?: string | null;

  /**
   * Percent of the price, above 0, up to 100. Give either this or `amount`; of a manual one it is the most that may be given.
   * @example "10"
   */
  @PercentText()
  @Optional()
  percent?: string;

  /** An amount off the price, instead of `percent`. */
  @MoneyField()
  @Optional()
  amount?: MoneyDto;

  /** What a percentage gives at most. */
  @MoneyField()
  @Optional()
  maxAmount?: MoneyDto;

  /**
   * Of `sibling` and `activities`, and required there: from how many brothers and sisters who attend, or activities attended besides.
   * @example 1
   */
  @Max(100)
  @Min(1)
  @IsInt()
  @Optional()
  minCount?: number;

  /**
   * Of `promo`, and required there: letters, digits and dashes, in any case of letters.
   * @example "AUTUMN26"
   */
  @Matches(/^[\p{L}\p{N}][\p{L}\p{N}_-]{2,39}$/u)
  @IsString()
  @Optional()
  promoCode?: string;

  /**
   * Of `promo`: how many times it can be used in all; any number when absent.
   * @example 100
   */
  @Max(1_000_000)
  @Min(1)
  @IsInt()
  @Optional()
  maxUses?: number;

  /**
   * The first day it is given.
   * @example "2026-09-01"
   */
  @LocalDateText()
  effectiveFrom: string;

  /**
   * The last day it is given; null or absent: until further notice.
   * @example "2026-12-31"
   */
  @LocalDateText()
  @Nullable()
  effectiveTo?: string | null;

  /**
   * The plans it is limited to.
   * @example ["019aa5f0-0000-7000-8000-000000000011"]
   */
  @ArrayUnique()
  @ArrayMaxSize(200)
  @IsUUID('all', { each: true })
  @IsArray()
  @Optional()
  planIds?: string[];

  /**
   * The activities it is limited to: plans that cover one of them. With neither it is given on everything.
   * @example ["0193a5e0-9e3c-7e5a-8d9c-2f8e3c4d5e6f"]
   */
  @ArrayUnique()
  @ArrayMaxSize(200)
  @IsUUID('all', { each: true })
  @IsArray()
  @Optional()
  activityIds?: string[];
}

/** A change of a discount; members left out stay as they are. Its kind, its measure and what it is limited to stay: make another. */
export class DiscountPatch extends EditPatch {
  /**
   * Name, unique.
   * @example "Second child"
   */
  @Name()
  @Optional()
  name?: string;

  /**
   * Of `promo`: how many times it can be used in all; null: any number.
   * @example 100
   */
  @Max(1_000_000)
  @Min(1)
  @IsInt()
  @Nullable()
  maxUses?: number | null;

  /**
   * The first day it is given.
   * @example "2026-09-01"
   */
  @LocalDateText()
  @Optional()
  effectiveFrom?: string;

  /**
   * The last day it is given; null: until further notice.
   * @example "2026-12-31"
   */
  @LocalDateText()
  @Nullable()
  effectiveTo?: string | null;

  /**
   * `true` archives the discount, `false` takes it out of the archive.
   * @example false
   */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;
}
