import { IsIn } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { PageQuery } from '../../platform/http/page.dto.js';
import { IdText, LocalDateText, Optional, Text } from '../../platform/http/validators.js';
import { adjustmentKinds, type AdjustmentKind } from './pay.types.js';

/** What is added to an employee's pay, or taken off it, by hand. */
export class PayAdjustmentRequest {
  /**
   * Whose pay it is.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  @IdText()
  employeeId: string;

  /**
   * A `bonus` adds to what was earned, a `penalty` lowers it; an `advance` was paid out before, a `deduction` is kept from
   * what is paid out.
   * @example "bonus"
   */
  @IsIn(adjustmentKinds)
  kind: AdjustmentKind;

  /**
   * The day it belongs to.
   * @example "2026-11-23"
   */
  @LocalDateText()
  onDate: string;

  /**
   * How much; above zero, whatever the kind.
   * @example {"amount": 300000, "currency": "RUB"}
   */
  @MoneyField()
  amount: MoneyDto;

  /**
   * Why.
   * @example "open lesson for parents"
   */
  @Text(500)
  reason: string;
}

/** Why an adjustment is taken back. */
export class PayAdjustmentReversalRequest {
  /**
   * Why.
   * @example "entered twice"
   */
  @Text(500)
  reason: string;
}

/** Filters of what was entered by hand. */
export class PayAdjustmentListQuery extends PageQuery {
  /**
   * Only of this employee.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  @IdText()
  @Optional()
  employeeId?: string;

  /**
   * Only of employees of this branch.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * Only of this kind.
   * @example "bonus"
   */
  @IsIn(adjustmentKinds)
  @Optional()
  kind?: AdjustmentKind;

  /**
   * From this day on.
   * @example "2026-11-01"
   */
  @LocalDateText()
  @Optional()
  from?: string;

  /**
   * Before this day.
   * @example "2026-12-01"
   */
  @LocalDateText()
  @Optional()
  to?: string;
}
