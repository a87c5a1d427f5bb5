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
import { PlanTermsPatch } from './plan-terms-patches.dto.js';

/** Changes to a plan; what was sold keeps the terms it was sold with. */
export class PlanPatch extends PlanTermsPatch {
  /**
   * Its name, one of a kind.
   * @example "Chess, 8 visits"
   */
  @Name()
  @Optional()
  name?: string;

  /** The activities whose visits it pays, all of them. */
  @IsUUID('all', { each: true })
  @ArrayUnique()
  @ArrayMaxSize(100)
  @ArrayMinSize(1)
  @IsArray()
  @Optional()
  activityIds?: string[];

  /** What it costs. */
  @MoneyField()
  @Optional()
  price?: MoneyDto;

  /**
   * How many visits it holds; null is unlimited.
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
   * Days, months to the same day less one, or `dates`.
   * @example "month"
   */
  @IsIn(UNITS)
  @Optional()
  validityUnit?: Unit;

  /**
   * What starts it.
   * @example "first_visit"
   */
  @IsIn(START_RULES)
  @Optional()
  startRule?: StartRule;

  /**
   * How many days from the sale it must start within.
   * @example 30
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  startWithinDays?: number;

  /**
   * How many days it may be frozen in all.
   * @example 14
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  freezeMaxDays?: number;

  /**
   * How many times it may be frozen.
   * @example 2
   */
  @Max(100)
  @Min(0)
  @IsInt()
  @Optional()
  freezeMaxTimes?: number;

  /**
   * How many days a freeze has at least.
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
