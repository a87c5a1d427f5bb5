import { ApiProperty } from '@nestjs/swagger';
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
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import {
  IdText,
  ListOf,
  LocalDateText,
  Nullable,
  Optional,
  PercentText,
  Text,
} from '../../../platform/http/validators.js';
import { engagements, taxTableKinds, type TaxTableKind } from './tax-tables.rules.js';
import type { EngagementCode } from './tax.types.js';

const CODE = /^[a-z][a-z0-9_]{0,39}$/;
const COUNTRY = /^[A-Z]{2}$/;

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

/** Tax tables of a country from a day on: exactly one of incomeTax, deductions and contributions. */
export class TaxTableRequest {
  /**
   * ISO 3166 code.
   * @example "RU"
   */
  @Matches(COUNTRY)
  @IsString()
  country: string;

  /**
   * First day it holds; after the last day an approved run was computed for.
   * @example "2199-01-01"
   */
  @LocalDateText()
  effectiveFrom: string;

  /**
   * Where it is written: the law, the order.
   * @example "Tax Code of Russia, article 224"
   */
  @Text(500)
  source: string;

  /** Income tax. */
  @ValidateNested()
  @Type(() => IncomeTaxTable)
  @Optional()
  incomeTax?: IncomeTaxTable;

  /**
   * Standard deductions.
   * @example [{"code": "child_1", "monthly": 140000, "incomeLimit": 45000000}]
   */
  @ListOf(() => DeductionKind, 50)
  @Optional()
  deductions?: DeductionKind[];

  /**
   * Contributions of the employer.
   * @example [{"code": "injury", "paidFor": ["staff"], "yearLimit": null, "tariffs": []}]
   */
  @ListOf(() => ContributionKind, 20)
  @Optional()
  contributions?: ContributionKind[];
}

/** What a country takes of pay, from a day on. */
export class TaxTable {
  /**
   * Id of the table.
   * @example "0193a5e0-c16f-7b8d-90cf-5cb0bf708192"
   */
  id: string;
  /**
   * ISO 3166 code.
   * @example "RU"
   */
  country: string;
  /**
   * What it is of: income_tax, deductions or contributions.
   * @example "income_tax"
   */
  @ApiProperty({ enum: taxTableKinds })
  kind: TaxTableKind;
  /**
   * First day it holds; the newest that holds is taken.
   * @example "2025-01-01"
   */
  effectiveFrom: string;
  /**
   * Where it is written.
   * @example "Tax Code of Russia, article 224"
   */
  source: string;
  /** Income tax, when it is of that. */
  incomeTax: IncomeTaxTable | null;
  /**
   * Standard deductions, when it is of those.
   * @example null
   */
  @ApiProperty({ type: () => DeductionKind, isArray: true, nullable: true })
  deductions: DeductionKind[] | null;
  /**
   * Contributions, when it is of those.
   * @example null
   */
  @ApiProperty({ type: () => ContributionKind, isArray: true, nullable: true })
  contributions: ContributionKind[] | null;
  /**
   * When it was added.
   * @example "2026-11-23T09:30:00.000Z"
   */
  createdAt: string;
  /** Who added it. */
  createdBy: Signature;
}

/** A page of tax tables. */
export class TaxTablePage extends PageOf(TaxTable) {}

/** Filters of tax tables. */
export class TaxTableListQuery extends PageQuery {
  /**
   * Only of this country.
   * @example "RU"
   */
  @Matches(COUNTRY)
  @IsString()
  @Optional()
  country?: string;

  /**
   * Only of this kind.
   * @example "income_tax"
   */
  @IsIn(taxTableKinds)
  @Optional()
  kind?: TaxTableKind;
}

/** By what the employer pays contributions, from a day on; of several from one day the one entered last counts. */
export class EmployerTermsRequest {
  /**
   * Of one branch; leave out for the organisation. A branch's go before the organisation's.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  @Nullable()
  branchId?: string | null;

  /**
   * First day they hold.
   * @example "2026-12-01"
   */
  @LocalDateText()
  effectiveFrom: string;

  /**
   * ISO 3166 code of the country whose tables hold.
   * @example "RU"
   */
  @Matches(COUNTRY)
  @IsString()
  country: string;

  /**
   * Code of the tariff of contributions; the country's newest table must have it.
   * @example "unified"
   */
  @Matches(CODE)
  @IsString()
  tariff: string;

  /**
   * Percent of insurance against accidents, by the class of risk.
   * @example "0.20"
   */
  @PercentText()
  injuryPercent: string;
}

/** By what the employer pays contributions, from a day on. */
export class EmployerTermsView {
  /**
   * Id of the terms.
   * @example "0193a5e0-c16f-7b8d-90cf-5cb0bf708192"
   */
  id: string;
  /**
   * Of one branch; null for the organisation.
   * @example null
   */
  branchId: string | null;
  /**
   * First day they hold.
   * @example "2026-12-01"
   */
  effectiveFrom: string;
  /**
   * ISO 3166 code.
   * @example "RU"
   */
  country: string;
  /**
   * Tariff of contributions.
   * @example "unified"
   */
  tariff: string;
  /**
   * Percent of insurance against accidents.
   * @example "0.20"
   */
  injuryPercent: string;
  /**
   * When they were entered.
   * @example "2026-11-23T09:30:00.000Z"
   */
  createdAt: string;
  /** Who entered them. */
  createdBy: Signature;
}

/** A page of terms of the employer. */
export class EmployerTermsPage extends PageOf(EmployerTermsView) {}

/** Filters of terms of the employer. */
export class EmployerTermsListQuery extends PageQuery {}
