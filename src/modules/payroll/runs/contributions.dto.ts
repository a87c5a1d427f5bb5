import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { ListOf, Nullable, PercentText } from '../../../platform/http/validators.js';
import { CODE, engagements } from './tax-tables.rules.js';
import type { EngagementCode } from './tax.types.js';

/** Part of a tariff: from an amount of the month's base on. */
export class TariffBand {
  /**
   * Minor units of the month's base where it begins; the first is 0.
   * @example 0
   */
  @Max(1_000_000_000_000)
  @Min(0)
  @IsInt()
  monthlyFrom: number;

  /**
   * Percent while the year's base is within the limit.
   * @example "30"
   */
  @PercentText()
  within: string;

  /**
   * Percent above the limit.
   * @example "15.1"
   */
  @PercentText()
  above: string;
}

/** A tariff an employer may use. */
export class ContributionTariff {
  /**
   * Its code.
   * @example "unified"
   */
  @Matches(CODE)
  @IsString()
  code: string;

  /**
   * Bands of the month, rising.
   * @example [{"monthlyFrom": 0, "within": "30", "above": "15.1"}]
   */
  @ArrayMinSize(1)
  @ListOf(() => TariffBand, 10)
  bands: TariffBand[];
}

/** A contribution the employer pays on top. */
export class ContributionKind {
  /**
   * Its code.
   * @example "insurance"
   */
  @Matches(CODE)
  @IsString()
  code: string;

  /**
   * For whom it is paid.
   * @example ["staff", "contractor"]
   */
  @IsIn(engagements, { each: true })
  @ArrayMaxSize(3)
  @IsArray()
  paidFor: EngagementCode[];

  /**
   * Limit of the year's base, minor units; null: none.
   * @example 297900000
   */
  @Max(1_000_000_000_000)
  @Min(1)
  @IsInt()
  @Nullable()
  yearLimit: number | null;

  /**
   * Tariffs; an empty list: the percent stands in the employer's own terms.
   * @example [{"code": "unified", "bands": [{"monthlyFrom": 0, "within": "30", "above": "15.1"}]}]
   */
  @ListOf(() => ContributionTariff, 20)
  tariffs: ContributionTariff[];
}
