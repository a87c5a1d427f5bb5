import { IsString, Matches } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, LocalDateText, Nullable, PercentText } from '../../../platform/http/validators.js';
import { CODE, COUNTRY } from './tax-tables.rules.js';

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
