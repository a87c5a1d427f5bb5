import { IsBoolean, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, ListOf, LocalDateText, Nullable, Optional } from '../../../platform/http/validators.js';

/** A claim to a standard deduction. */
export class DeductionClaimDto {
  /**
   * Code of the deduction in the tax tables: `child_1` for a first child, `child_3` for a third and each further one.
   * @example "child_1"
   */
  @Matches(/^[a-z][a-z0-9_]{0,39}$/)
  @IsString()
  code: string;

  /**
   * The first day it holds; the whole month counts.
   * @example "2026-01-01"
   */
  @LocalDateText()
  from: string;

  /**
   * The first day it no longer holds; null: as long as the facts stand.
   * @example null
   */
  @LocalDateText()
  @Nullable()
  until: string | null;

  /**
   * 2 for a double deduction, as of an only parent; 1 otherwise.
   * @example 1
   */
  @Max(2)
  @Min(1)
  @IsInt()
  factor: number;
}

/** What decides an employee's taxes from a day on; of several from one day the one entered last counts. */
export class TaxFactsRequest {
  /**
   * Whose taxes.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  @IdText()
  employeeId: string;

  /**
   * First day they hold.
   * @example "2026-01-01"
   */
  @LocalDateText()
  effectiveFrom: string;

  /**
   * Whether they are a tax resident.
   * @example true
   */
  @IsBoolean()
  isResident: boolean;

  /**
   * Tax number, 5 to 20 letters and digits.
   * @example "770123456789"
   */
  @Matches(/^[0-9A-Za-z-]{5,20}$/)
  @IsString()
  @Nullable()
  taxNumber?: string | null;

  /**
   * Whether the contract of a contractor asks for insurance against accidents; staff have it by law.
   * @example false
   */
  @IsBoolean()
  @Optional()
  isInjuryInsured?: boolean;

  /**
   * Standard deductions they claim.
   * @example [{"code": "child_1", "from": "2026-01-01", "until": null, "factor": 1}]
   */
  @ListOf(() => DeductionClaimDto, 30)
  @Optional()
  deductions?: DeductionClaimDto[];
}

/** What decides an employee's taxes from a day on. */
export class TaxFacts {
  /**
   * Id of the facts.
   * @example "0193a5e0-c16f-7b8d-90cf-5cb0bf708192"
   */
  id: string;
  /**
   * Whose taxes.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  employeeId: string;
  /**
   * First day they hold.
   * @example "2026-01-01"
   */
  effectiveFrom: string;
  /**
   * Whether they are a tax resident.
   * @example true
   */
  isResident: boolean;
  /**
   * Tax number.
   * @example "770123456789"
   */
  taxNumber: string | null;
  /**
   * Whether a contractor is insured against accidents.
   * @example false
   */
  isInjuryInsured: boolean;
  /**
   * Standard deductions they claim.
   * @example [{"code": "child_1", "from": "2026-01-01", "until": null, "factor": 1}]
   */
  deductions: DeductionClaimDto[];
  /**
   * When they were entered.
   * @example "2026-11-23T09:30:00.000Z"
   */
  createdAt: string;
  /** Who entered them. */
  createdBy: Signature;
}

/** A page of tax facts. */
export class TaxFactsPage extends PageOf(TaxFacts) {}

/** Filters of tax facts. */
export class TaxFactsListQuery extends PageQuery {
  /**
   * Only of this employee.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  @IdText()
  @Optional()
  employeeId?: string;
}
