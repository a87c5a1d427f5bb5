import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { Type } from 'class-transformer';
import { ListOf, Nullable, PercentText } from '../../../platform/http/validators.js';
import { CODE, engagements } from './tax-tables.rules.js';
import type { EngagementCode } from './tax.types.js';

/** Of the year's base, what lies above an amount and below that of the next bracket. */
export class TaxBracket {
  /**
   * Minor units of the year's base where it begins; the first is 0.
   * @example 0
   */
  @Max(1_000_000_000_000)
  @Min(0)
  @IsInt()
  from: number;

  /**
   * Percent, a decimal text.
   * @example "13"
   */
  @PercentText()
  percent: string;
}

/** How residents or others are taxed. */
export class TaxOfStatusView {
  /**
   * Whether standard deductions lower the base.
   * @example true
   */
  @IsBoolean()
  hasDeductions: boolean;

  /**
   * Brackets, rising.
   * @example [{"from": 0, "percent": "13"}, {"from": 240000000, "percent": "15"}]
   */
  @ArrayMinSize(1)
  @ListOf(() => TaxBracket, 20)
  brackets: TaxBracket[];
}

/** Income tax of a year, withheld at each payment. */
export class IncomeTaxTable {
  /**
   * Whose tax the employer withholds.
   * @example ["staff", "contractor"]
   */
  @IsIn(engagements, { each: true })
  @ArrayMaxSize(3)
  @IsArray()
  withheldFrom: EngagementCode[];

  /**
   * The tax is rounded to whole steps of so many minor units: 100 for whole roubles.
   * @example 100
   */
  @Max(1_000_000)
  @Min(1)
  @IsInt()
  roundTo: number;

  /** Residents. */
  @ValidateNested()
  @Type(() => TaxOfStatusView)
  resident: TaxOfStatusView;

  /** Those who are not. */
  @ValidateNested()
  @Type(() => TaxOfStatusView)
  nonResident: TaxOfStatusView;
}

/** A standard deduction of a month. */
export class DeductionKind {
  /**
   * Code by which employees claim it.
   * @example "child_1"
   */
  @Matches(CODE)
  @IsString()
  code: string;

  /**
   * Minor units a month.
   * @example 140000
   */
  @Max(1_000_000_000_000)
  @Min(1)
  @IsInt()
  monthly: number;

  /**
   * Given for months in which the year's income has not exceeded it, minor units; null: always.
   * @example 45000000
   */
  @Max(1_000_000_000_000)
  @Min(0)
  @IsInt()
  @Nullable()
  incomeLimit: number | null;
}
