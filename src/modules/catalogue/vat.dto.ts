import { IsString, Matches } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { CodeText, LocalDateText, Optional, Text } from '../../platform/http/validators.js';

/** From a day on things of a kind are taxed by this code. */
export class VatRateRequest {
  /**
   * The code that takes effect; its kind says what it follows.
   * @example "20"
   */
  @CodeText()
  code: string;

  /**
   * First day it holds; later than today.
   * @example "2190-01-01"
   */
  @LocalDateText()
  effectiveFrom: string;

  /**
   * The law it comes from.
   * @example "Tax Code, art. 164.3"
   */
  @Text(500)
  source: string;
}

/** A VAT code and the days it is in force. */
export class VatRateView {
  /** @example "0193a5e0-c16f-7b8d-90cf-5cb0bf708192" */
  id: string;
  /**
   * Country, ISO 3166.
   * @example "RU"
   */
  country: string;
  /**
   * What kind of rate it is; codes of one kind follow one another.
   * @example "standard"
   */
  kind: string;
  /**
   * The code that activities, plans, goods and charges carry.
   * @example "22"
   */
  code: string;
  /**
   * What it is called in Russian.
   * @example "НДС 22 %"
   */
  nameRu: string;
  /**
   * What it is called in English.
   * @example "VAT 22 %"
   */
  nameEn: string;
  /**
   * Percent of the price without VAT, as a decimal text; null: no VAT is charged at all.
   * @example "22.00"
   */
  percent: string | null;
  /**
   * First day it holds.
   * @example "2026-01-01"
   */
  effectiveFrom: string;
  /**
   * Last day it holds; null until further notice.
   * @example null
   */
  effectiveTo: string | null;
  /**
   * The law it comes from.
   * @example "Tax Code of Russia, art. 164.3"
   */
  source: string;
  /** @example 1 */
  version: number;
  /** When it was made. */
  createdAt: string;
  /** Who made it. */
  createdBy: Signature;
  /** When it was last changed. */
  updatedAt: string;
  /** Who changed it last. */
  updatedBy: Signature;
}

export class VatRatePage extends PageOf(VatRateView) {}

/** Which rates. */
export class VatRateListQuery extends PageQuery {
  /**
   * Those in force on this day.
   * @example "2026-01-01"
   */
  @LocalDateText()
  @Optional()
  on?: string;

  /**
   * Of this country.
   * @example "RU"
   */
  @Matches(/^[A-Z]{2}$/)
  @IsString()
  @Optional()
  country?: string;

  /**
   * Of this code.
   * @example "22"
   */
  @CodeText()
  @Optional()
  code?: string;
}
