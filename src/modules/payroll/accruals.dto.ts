import { IsIn } from 'class-validator';
import { SignedMoney } from '../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, LocalDateText, Optional } from '../../platform/http/validators.js';
import { PayFormulaView } from './pay-formula.dto.js';
import { accrualKinds, type AccrualKind } from './pay.types.js';

/** An entry of pay, or one against such an entry. Entries are never changed. */
export class Accrual {
  /**
   * Id of the entry.
   * @example "0193a5e0-d270-7c9e-a1d0-6dc1c08192a3"
   */
  id: string;
  /**
   * Whose pay it is.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  employeeId: string;
  /**
   * Branch where the work was done.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  branchId: string;
  /**
   * `work` of a lesson, a `premium` on top of it, `salary` of a part of a month, a percentage of a `payment` or a `sale`;
   * by hand `bonus`, `penalty`, `advance`, `deduction`; or the `reversal` of any of these.
   * @example "work"
   */
  kind: AccrualKind;
  /**
   * The piece of work it pays: one entry for each, beside it its premiums.
   * @example "0193a5e0-e381-7daf-b2e1-7ed2d192a3b4"
   */
  workId: string;
  /**
   * The lesson that was held; null for what hangs on no lesson.
   * @example "0193a5e0-b05e-7a7c-8fbe-4bafae6f7081"
   */
  lessonId: string | null;
  /**
   * Day it was earned: of the lesson in its branch, of the payment or sale, the last one of a salary's part.
   * @example "2026-11-23"
   */
  onDate: string;
  /**
   * First day a salary is for; null for the other kinds.
   * @example null
   */
  periodFrom: string | null;
  /**
   * The day after the last one a salary is for.
   * @example null
   */
  periodTo: string | null;
  /**
   * What is owed; below zero in a penalty, an advance, a deduction, and in the reversal of what is owed.
   * @example {"amount": 90000, "currency": "RUB"}
   */
  amount: SignedMoney;
  /**
   * The scheme that was in effect; null when there was none and nothing is owed.
   * @example "0193a5e0-c16f-7b8d-90cf-5cb0bf708192"
   */
  schemeId: string | null;
  /** How the amount came about. */
  formula: PayFormulaView;
  /**
   * Why, of what was entered by hand.
   * @example null
   */
  reason: string | null;
  /**
   * The entry that this one reverses.
   * @example null
   */
  reversesId: string | null;
  /**
   * When it was recorded.
   * @example "2026-11-23T09:30:00.000Z"
   */
  createdAt: string;
  /** Who held the lesson, or undid it; who entered it. */
  createdBy: Signature;
}

/** A page of accruals with the sum of the whole list. */
export class AccrualPage extends PageOf(Accrual) {
  /**
   * Sum of all entries that fit the filters, not of this page alone.
   * @example {"amount": 90000, "currency": "RUB"}
   */
  sum: SignedMoney;
}

/** Filters of accruals. */
export class AccrualListQuery extends PageQuery {
  /**
   * Only of this employee.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  @IdText()
  @Optional()
  employeeId?: string;

  /**
   * Only of this kind.
   * @example "work"
   */
  @IsIn(accrualKinds)
  @Optional()
  kind?: AccrualKind;

  /**
   * Only for this lesson.
   * @example "0193a5e0-b05e-7a7c-8fbe-4bafae6f7081"
   */
  @IdText()
  @Optional()
  lessonId?: string;

  /**
   * Only for work in this branch.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * From this day of work on.
   * @example "2026-11-01"
   */
  @LocalDateText()
  @Optional()
  from?: string;

  /**
   * Before this day of work.
   * @example "2026-12-01"
   */
  @LocalDateText()
  @Optional()
  to?: string;
}
