import { IsIn } from 'class-validator';
import { MoneyDto, SignedMoney } from '../../../platform/http/money.dto.js';
import { PageOf, PageQuery } from '../../../platform/http/page.dto.js';
import { IdText, LocalDateText, Optional } from '../../../platform/http/validators.js';
import { AccruedKind, AccrualPaid } from './payslip-accruals.dto.js';
import { PayslipContribution } from './payslip-contributions.dto.js';
import { PayslipTax } from './payslip-tax.dto.js';
import { runStatuses, type RunStatus } from './run-state.rules.js';
import type { EngagementCode } from './tax.types.js';

/** What an order took. Minor units. */
export class PayslipWithholding {
  /**
   * The order.
   * @example "0193a5e0-c16f-7b8d-90cf-5cb0bf708192"
   */
  orderId: string;
  /**
   * What it asked for.
   * @example 156600
   */
  wanted: number;
  /**
   * What was withheld.
   * @example 156600
   */
  amount: number;
  /**
   * The same in words.
   * @example "25 % of 6264.00: 1566.00"
   */
  text: string;
}

/** What one employee gets by one run, and what each number is made of. */
export class Payslip {
  /**
   * Id of the payslip.
   * @example "0193a5e0-c16f-7b8d-90cf-5cb0bf708192"
   */
  id: string;
  /**
   * The run.
   * @example "0193a5e0-c16f-7b8d-90cf-5cb0bf708193"
   */
  payrollRunId: string;
  /**
   * State of the run.
   * @example "approved"
   */
  status: RunStatus;
  /**
   * Whose it is.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  employeeId: string;
  /**
   * Their name.
   * @example "Petrova Anna Sergeevna"
   */
  employeeName: string;
  /**
   * Branch of the run.
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
   * How they were engaged when it was computed.
   * @example "staff"
   */
  engagement: EngagementCode;
  /** What was accrued, by kind. */
  accrued: AccruedKind[];
  /** Each entry that is paid. */
  accruals: AccrualPaid[];
  /**
   * Earned, before tax.
   * @example {"amount": 720000, "currency": "RUB"}
   */
  income: SignedMoney;
  /**
   * Advances and deductions by hand.
   * @example {"amount": 0, "currency": "RUB"}
   */
  settled: SignedMoney;
  /** Income tax. */
  tax: PayslipTax;
  /** What orders took. */
  withheld: PayslipWithholding[];
  /**
   * Owed to the centre from the payslip before.
   * @example {"amount": 0, "currency": "RUB"}
   */
  debtBefore: MoneyDto;
  /**
   * Owed to the centre after this one: carried to the next.
   * @example {"amount": 0, "currency": "RUB"}
   */
  debtAfter: MoneyDto;
  /**
   * What they get.
   * @example {"amount": 626400, "currency": "RUB"}
   */
  net: MoneyDto;
  /** Contributions on top. */
  contributions: PayslipContribution[];
  /**
   * Income and contributions.
   * @example {"amount": 936000, "currency": "RUB"}
   */
  employerCost: SignedMoney;
  /**
   * How the net came about.
   * @example "7200.00 - tax 936.00 - withheld 0.00 + settled 0.00 - debt 0.00 = 6264.00"
   */
  text: string;
  /**
   * The day they were paid.
   * @example null
   */
  paidOn: string | null;
  /**
   * Number of the receipt of the self-employed.
   * @example null
   */
  receiptNumber: string | null;
  /**
   * When it was computed first.
   * @example "2026-11-23T09:30:00.000Z"
   */
  createdAt: string;
}

/** A page of payslips. */
export class PayslipPage extends PageOf(Payslip) {}

/** Pages of the payslips of a run. */
export class PayslipListQuery extends PageQuery {}

/** Filters of payslips. */
export class PayslipsQuery extends PageQuery {
  /**
   * Only of this employee.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  @IdText()
  @Optional()
  employeeId?: string;

  /**
   * Only of runs in this state.
   * @example "paid"
   */
  @IsIn(runStatuses)
  @Optional()
  status?: RunStatus;

  /**
   * Paid on this day or later, as planned.
   * @example "2026-01-01"
   */
  @LocalDateText()
  @Optional()
  from?: string;

  /**
   * Paid before this day, as planned.
   * @example "2027-01-01"
   */
  @LocalDateText()
  @Optional()
  to?: string;
}

/** How a payslip is drawn. */
export class PayslipFileQuery {
  /**
   * Language of the paper: ru (when absent) or en.
   * @example "ru"
   */
  @IsIn(['ru', 'en'])
  @Optional()
  language?: 'ru' | 'en';
}
