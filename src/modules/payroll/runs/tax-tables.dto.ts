import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Matches, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { ListOf, LocalDateText, Optional, Text } from '../../../platform/http/validators.js';
import { ContributionKind } from './contributions.dto.js';
import { IncomeTaxTable, DeductionKind } from './income-tax.dto.js';
import { COUNTRY, taxTableKinds, type TaxTableKind } from './tax-tables.rules.js';

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
