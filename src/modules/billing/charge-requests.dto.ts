import { ArrayMaxSize, ArrayMinSize } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { CodeText, IdText, ListOf, LocalDateText, Optional, Text } from '../../platform/http/validators.js';

/** A charge made by hand: another service, a fine. */
export class ChargeRequest {
  /**
   * Whose payer owes it.
   * @example "019aa5f0-0000-7000-8000-000000000001"
   */
  @IdText()
  clientId: string;

  /** How much, above zero. */
  @MoneyField()
  amount: MoneyDto;

  /**
   * What it is for, as the payer reads it.
   * @example "Costume for the concert"
   */
  @Text(500)
  description: string;

  /**
   * How it is taxed: a code of `/v1/vat-rates`. Default: `none`.
   * @example "none"
   */
  @CodeText()
  @Optional()
  vatCode?: string;

  /**
   * The last day to pay without being late; today when absent.
   * @example "2026-12-01"
   */
  @LocalDateText()
  @Optional()
  dueOn?: string;
}

/** Why a charge is taken back. */
export class ChargeReversal {
  /**
   * The reason, kept with the charge.
   * @example "Entered for the wrong child"
   */
  @Text(500)
  reason: string;
}

/** A part of a charge to take off. */
export class CreditRequest {
  /** How much: above zero, at most what stands of the charge. */
  @MoneyField()
  amount: MoneyDto;

  /**
   * Why; kept in the ledger.
   * @example "The lesson was cut short"
   */
  @Text(500)
  reason: string;
}

/** One instalment. */
export class InstalmentRequest {
  /**
   * The last day to pay it without being late.
   * @example "2026-12-01"
   */
  @LocalDateText()
  dueOn: string;

  /** How much, above zero. */
  @MoneyField()
  amount: MoneyDto;
}

/** How what is open of a charge is paid in parts. */
export class InstalmentsRequest {
  /**
   * The parts, each due on another day; together they are what is open of the charge.
   * @example [{"dueOn": "2026-12-01", "amount": {"amount": 400000, "currency": "RUB"}}, {"dueOn": "2027-01-01", "amount": {"amount": 400000, "currency": "RUB"}}]
   */
  @ArrayMinSize(2)
  @ArrayMaxSize(36)
  @ListOf(() => InstalmentRequest, 36)
  parts: InstalmentRequest[];

  /**
   * Why; kept where a due day moves.
   * @example "The family asked to pay in two parts"
   */
  @Text(500)
  reason: string;
}

/** Another due day for a charge. */
export class PostponementRequest {
  /**
   * The new last day to pay without being late.
   * @example "2026-12-15"
   */
  @LocalDateText()
  dueOn: string;

  /**
   * Why; kept with the charge.
   * @example "Salary comes on the tenth"
   */
  @Text(500)
  reason: string;
}
