import { IsInt, Max, Min } from 'class-validator';
import { MoneyDto, MoneyField } from '../../../platform/http/money.dto.js';
import { EditPatch, PageOf, Signature } from '../../../platform/http/page.dto.js';
import {
  IdText,
  LocalDateText,
  Nullable,
  Optional,
  PercentText,
  Text,
} from '../../../platform/http/validators.js';
import { TaxFactsListQuery } from './tax-facts.dto.js';

/** What is withheld of the pay after tax for somebody else: a percent, or an amount a month. */
export class WithholdingOrderRequest {
  /**
   * Of whose pay.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  @IdText()
  employeeId: string;

  /**
   * Why and for whom.
   * @example "Writ 2-1234/2026, maintenance of a child"
   */
  @Text(500)
  reason: string;

  /**
   * Percent of what is left after tax; leave out when an amount is given.
   * @example "25"
   */
  @PercentText()
  @Nullable()
  percent?: string | null;

  /**
   * Amount a month of payment; leave out when a percent is given.
   * @example {"amount": 500000, "currency": "RUB"}
   */
  @MoneyField()
  @Nullable()
  monthlyAmount?: MoneyDto | null;

  /**
   * Withheld until so much was withheld in all.
   * @example {"amount": 5000000, "currency": "RUB"}
   */
  @MoneyField()
  @Nullable()
  totalAmount?: MoneyDto | null;

  /**
   * With all orders before it, at most this percent of what is left after tax: 20, 50, or 70 for maintenance; never above 70.
   * @example "50"
   */
  @PercentText()
  limitPercent: string;

  /**
   * Turn among the orders, 1 first.
   * @example 1
   */
  @Max(9)
  @Min(1)
  @IsInt()
  @Optional()
  priority?: number;

  /**
   * First day of payment it holds for.
   * @example "2026-11-01"
   */
  @LocalDateText()
  effectiveFrom: string;

  /**
   * First day it no longer holds for.
   * @example null
   */
  @LocalDateText()
  @Nullable()
  effectiveUntil?: string | null;
}

/** A change of a withholding order: its words and its end; another measure is another order. */
export class WithholdingOrderPatch extends EditPatch {
  /**
   * Why and for whom.
   * @example "Writ 2-1234/2026, maintenance of a child"
   */
  @Text(500)
  @Optional()
  reason?: string;

  /**
   * First day it no longer holds for; null: it goes on.
   * @example "2027-06-01"
   */
  @LocalDateText()
  @Nullable()
  effectiveUntil?: string | null;
}

/** What is withheld of the pay after tax for somebody else. */
export class WithholdingOrderView {
  /**
   * Id of the order.
   * @example "0193a5e0-c16f-7b8d-90cf-5cb0bf708192"
   */
  id: string;
  /**
   * Of whose pay.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  employeeId: string;
  /**
   * Why and for whom.
   * @example "Writ 2-1234/2026, maintenance of a child"
   */
  reason: string;
  /**
   * Percent of what is left after tax.
   * @example "25.00"
   */
  percent: string | null;
  /**
   * Amount a month of payment.
   * @example null
   */
  monthlyAmount: MoneyDto | null;
  /**
   * Withheld until so much was withheld in all.
   * @example null
   */
  totalAmount: MoneyDto | null;
  /**
   * With all orders before it, at most this percent.
   * @example "50.00"
   */
  limitPercent: string;
  /**
   * Turn among the orders.
   * @example 1
   */
  priority: number;
  /**
   * First day of payment it holds for.
   * @example "2026-11-01"
   */
  effectiveFrom: string;
  /**
   * First day it no longer holds for.
   * @example null
   */
  effectiveUntil: string | null;
  /**
   * Version, for edits.
   * @example 1
   */
  version: number;
  /**
   * When it was made.
   * @example "2026-11-23T09:30:00.000Z"
   */
  createdAt: string;
  /** Who made it. */
  createdBy: Signature;
  /**
   * When it was changed last.
   * @example "2026-11-23T09:30:00.000Z"
   */
  updatedAt: string;
  /** Who changed it last. */
  updatedBy: Signature;
}

/** A page of withholding orders. */
export class WithholdingOrderPage extends PageOf(WithholdingOrderView) {}

/** Filters of withholding orders. */
export class WithholdingOrderListQuery extends TaxFactsListQuery {}
