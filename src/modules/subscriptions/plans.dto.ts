import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsUUID,
  Max,
  Min,
} from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { EditPatch, PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, Name, Nullable, Optional } from '../../platform/http/validators.js';

const UNITS = ['day', 'month'] as const;
const START_RULES = ['sale', 'first_visit', 'date'] as const;
type Unit = (typeof UNITS)[number];
type StartRule = (typeof START_RULES)[number];

/** A plan to put on sale. */
export class PlanRequest {
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
   * How many days or months it is valid.
   * @example 1
   */
  @Max(1200)
  @Min(1)
  @IsInt()
  validityCount: number;

  /**
   * Days, or months to the same day less one.
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
}

/** Changes to a plan; what was sold keeps the terms it was sold with. */
export class PlanPatch extends EditPatch {
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
   * How many days or months it is valid.
   * @example 1
   */
  @Max(1200)
  @Min(1)
  @IsInt()
  @Optional()
  validityCount?: number;

  /**
   * Days, or months to the same day less one.
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
   * `true` takes it off sale, `false` puts it back.
   * @example true
   */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;
}

/** A plan: the terms a subscription is sold on. */
export class Plan {
  id: string;
  /** @example "Chess, 8 visits" */
  name: string;
  /** The activities whose visits it pays. */
  activityIds: string[];
  /** What it costs. */
  price: MoneyDto;
  /**
   * How many visits it holds; null is unlimited.
   * @example 8
   */
  visits: number | null;
  /** @example 1 */
  validityCount: number;
  /** @example "month" */
  validityUnit: Unit;
  /** @example "sale" */
  startRule: StartRule;
  /** @example 30 */
  startWithinDays: number;
  /** @example 14 */
  freezeMaxDays: number;
  /** @example 2 */
  freezeMaxTimes: number;
  /** @example 3 */
  freezeMinDays: number;
  /** Whether it is off sale. */
  isArchived: boolean;
  /** @example 1 */
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
}

export class PlanPage extends PageOf(Plan) {}

/** Which plans. */
export class PlanListQuery extends PageQuery {
  /** Plans that pay visits of this activity. */
  @IdText()
  @Optional()
  activityId?: string;

  /**
   * `false` (default): on sale; `true`: archived; `any`: both.
   * @example "any"
   */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  archived?: 'true' | 'false' | 'any';
}
