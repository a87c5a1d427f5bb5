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
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { LocalDateText, Name, Nullable, Optional } from '../../platform/http/validators.js';
import { UNITS, START_RULES, type Unit, type StartRule } from './plan-choices.js';
import { PlanTermsRequest } from './plan-terms-requests.dto.js';

/** A plan to put on sale. */
export class PlanRequest extends PlanTermsRequest {
  /**
   * Its name, one of a kind.
   * @example "Chess, 8 visits"
   */
  @Name()
  name: string;

  /**
   * The activities whose visits it pays.
   * @example ["019aa5f0-0000-7000-8000-000000000010"]
   */
  @IsUUID('all', { each: true })
  @ArrayUnique()
  @ArrayMaxSize(100)
  @ArrayMinSize(1)
  @IsArray()
  activityIds: string[];

  /** What it costs. */
  @MoneyField()
  price: MoneyDto;

  /**
   * How many visits it holds; null or absent is unlimited.
   * @example 8
   */
  @Max(1000)
  @Min(1)
  @IsInt()
  @Nullable()
  visits?: number | null;

  /**
   * How many days or months it is valid; not with `dates`.
   * @example 1
   */
  @Max(1200)
  @Min(1)
  @IsInt()
  @Nullable()
  validityCount?: number | null;

  /**
   * Days, months to the same day less one, or `dates`: from `validFrom` to `validUntil`, such as a school term.
   * @example "month"
   */
  @IsIn(UNITS)
  validityUnit: Unit;

  /**
   * What starts it: the sale, the first visit, or a day chosen at the sale. Default: `sale`.
   * @example "sale"
   */
  @IsIn(START_RULES)
  @Optional()
  startRule?: StartRule;

  /**
   * How many days from the sale it must start within; a first visit later than that finds it expired. Default: 30.
   * @example 30
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  startWithinDays?: number;

  /**
   * How many days it may be frozen in all. Default: 0, never.
   * @example 14
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  freezeMaxDays?: number;

  /**
   * How many times it may be frozen. Default: 0.
   * @example 2
   */
  @Max(100)
  @Min(0)
  @IsInt()
  @Optional()
  freezeMaxTimes?: number;

  /**
   * How many days a freeze has at least. Default: 1.
   * @example 3
   */
  @Max(365)
  @Min(1)
  @IsInt()
  @Optional()
  freezeMinDays?: number;

  /**
   * Only visits of these groups; null or absent: of any group of its activities.
   * @example ["019aa5f0-0000-7000-8000-000000000030"]
   */
  @IsUUID('all', { each: true })
  @ArrayUnique()
  @ArrayMaxSize(100)
  @ArrayMinSize(1)
  @IsArray()
  @Nullable()
  groupIds?: string[] | null;

  /**
   * At most so many visits in a day; null or absent: no limit.
   * @example 1
   */
  @Max(100)
  @Min(1)
  @IsInt()
  @Nullable()
  maxPerDay?: number | null;

  /**
   * At most so many visits in a week, from Monday; null or absent: no limit.
   * @example 2
   */
  @Max(100)
  @Min(1)
  @IsInt()
  @Nullable()
  maxPerWeek?: number | null;

  /**
   * With `dates`: the first day it can be used.
   * @example "2026-09-01"
   */
  @LocalDateText()
  @Nullable()
  validFrom?: string | null;

  /**
   * With `dates`: the last day it can be used.
   * @example "2027-05-31"
   */
  @LocalDateText()
  @Nullable()
  validUntil?: string | null;
}
