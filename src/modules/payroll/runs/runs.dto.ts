import { IsIn } from 'class-validator';
import { MoneyDto, SignedMoney } from '../../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, InstantText, LocalDateText, Optional } from '../../../platform/http/validators.js';
import { runStatuses, type RunStatus } from './run-state.rules.js';

/** What all payslips of a run add up to. */
export class PayrollRunTotals {
  /**
   * How many are paid by it.
   * @example 12
   */
  payslips: number;
  /**
   * What was earned, before tax.
   * @example {"amount": 12000000, "currency": "RUB"}
   */
  income: SignedMoney;
  /**
   * Advances and deductions by hand that lower the net.
   * @example {"amount": -1000000, "currency": "RUB"}
   */
  settled: SignedMoney;
  /**
   * Income tax withheld; negative: given back.
   * @example {"amount": 1560000, "currency": "RUB"}
   */
  tax: SignedMoney;
  /**
   * Withheld by orders.
   * @example {"amount": 0, "currency": "RUB"}
   */
  withheld: SignedMoney;
  /**
   * Debts of earlier runs that are settled here, less those carried on.
   * @example {"amount": 0, "currency": "RUB"}
   */
  debtSettled: SignedMoney;
  /**
   * What the employees get.
   * @example {"amount": 9440000, "currency": "RUB"}
   */
  net: MoneyDto;
  /**
   * Contributions on top.
   * @example {"amount": 3624000, "currency": "RUB"}
   */
  contributions: SignedMoney;
  /**
   * Income and contributions.
   * @example {"amount": 15624000, "currency": "RUB"}
   */
  employerCost: SignedMoney;
  /**
   * What was paid out of the net so far.
   * @example {"amount": 0, "currency": "RUB"}
   */
  paid: MoneyDto;
}

/** A run of pay for the employees of a branch. */
export class PayrollRun {
  /**
   * Id of the run.
   * @example "0193a5e0-c16f-7b8d-90cf-5cb0bf708192"
   */
  id: string;
  /**
   * The branch.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  branchId: string;
  /**
   * First day of the period.
   * @example "2026-11-01"
   */
  periodFrom: string;
  /**
   * First day after the period.
   * @example "2026-11-16"
   */
  periodTo: string;
  /**
   * Planned day of payment.
   * @example "2026-11-20"
   */
  payOn: string;
  /**
   * What was earned before is left out.
   * @example null
   */
  collectFrom: string | null;
  /**
   * draft, approved, paid or cancelled.
   * @example "draft"
   */
  status: RunStatus;
  /**
   * SHA-256 of the canonical document of all payslips: the same facts, the same digest.
   * @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
   */
  digest: string | null;
  /** What the payslips add up to. */
  totals: PayrollRunTotals;
  /**
   * When it was approved.
   * @example null
   */
  approvedAt: string | null;
  /** Who approved it. */
  approvedBy: Signature | null;
  /**
   * When the last of it was paid.
   * @example null
   */
  paidAt: string | null;
  /**
   * When it was cancelled.
   * @example null
   */
  cancelledAt: string | null;
  /**
   * Why it was cancelled.
   * @example null
   */
  cancellationReason: string | null;
  /**
   * Version.
   * @example 1
   */
  version: number;
  /**
   * When it was drafted.
   * @example "2026-11-23T09:30:00.000Z"
   */
  createdAt: string;
  /** Who drafted it. */
  createdBy: Signature;
  /**
   * When it was changed last.
   * @example "2026-11-23T09:30:00.000Z"
   */
  updatedAt: string;
  /** Who changed it last. */
  updatedBy: Signature;
}

/** A page of payroll runs. */
export class PayrollRunPage extends PageOf(PayrollRun) {}

/** Filters of payroll runs. */
export class PayrollRunListQuery extends PageQuery {
  /**
   * Only of this branch.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * Only in this state.
   * @example "approved"
   */
  @IsIn(runStatuses)
  @Optional()
  status?: RunStatus;

  /**
   * Only those whose period ends after this day.
   * @example "2026-11-01"
   */
  @LocalDateText()
  @Optional()
  from?: string;

  /**
   * Only those whose period begins before this day.
   * @example "2026-12-01"
   */
  @LocalDateText()
  @Optional()
  to?: string;

  /**
   * Only those changed since.
   * @example "2026-11-23T00:00:00.000Z"
   */
  @InstantText()
  @Optional()
  updatedSince?: string;
}
