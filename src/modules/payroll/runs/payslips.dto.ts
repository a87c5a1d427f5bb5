import { IsIn } from 'class-validator';
import { MoneyDto } from '../../../platform/http/money.dto.js';
import { PageOf, PageQuery } from '../../../platform/http/page.dto.js';
import { IdText, LocalDateText, Optional } from '../../../platform/http/validators.js';
import { SignedMoney } from '../payroll.dto.js';
import { runStatuses, type RunStatus } from './run-state.rules.js';
import type { EngagementCode } from './tax.types.js';

/** What was accrued of one kind. */
export class AccruedKind {
  /**
   * Kind of the entries; of a reversal, the kind it takes back.
   * @example "work"
   */
  kind: string;
  /**
   * Whether it was earned before the period: a change that came late.
   * @example false
   */
  isAdjustment: boolean;
  /**
   * How many entries.
   * @example 8
   */
  count: number;
  /**
   * Their sum, minor units.
   * @example 720000
   */
  amount: number;
}

/** One entry of the ledger that is paid. */
export class AccrualPaid {
  /**
   * Id of the accrual.
   * @example "0193a5e0-c16f-7b8d-90cf-5cb0bf708192"
   */
  id: string;
  /**
   * Kind; of a reversal, the kind it takes back.
   * @example "work"
   */
  nature: string;
  /**
   * Day it was earned.
   * @example "2026-11-12"
   */
  onDate: string;
  /**
   * Minor units.
   * @example 90000
   */
  amount: number;
  /**
   * Earned before the period.
   * @example false
   */
  isAdjustment: boolean;
}

/** A standard deduction that lowers the year's base. */
export class DeductionGivenView {
  /**
   * Its code.
   * @example "child_1"
   */
  code: string;
  /**
   * Minor units a month.
   * @example 140000
   */
  monthly: number;
  /**
   * Months of the year it was given for.
   * @example ["2026-01", "2026-02"]
   */
  months: string[];
  /**
   * Minor units so far this year.
   * @example 280000
   */
  amount: number;
  /**
   * Given while the year's income does not exceed it, minor units.
   * @example 45000000
   */
  incomeLimit: number | null;
}

/** The tax of one bracket. */
export class TaxStepView {
  /**
   * Percent.
   * @example "13"
   */
  percent: string;
  /**
   * Where the bracket begins, minor units.
   * @example 0
   */
  from: number;
  /**
   * What of the year's base lies in it, minor units.
   * @example 720000
   */
  base: number;
  /**
   * Its tax before rounding of the whole, minor units.
   * @example 93600
   */
  tax: number;
}

/** Income tax: of the year to date, less what was withheld before. Minor units. */
export class PayslipTax {
  /**
   * resident, non_resident or not_withheld.
   * @example "resident"
   */
  status: 'resident' | 'non_resident' | 'not_withheld';
  /**
   * Taxed this year before.
   * @example 0
   */
  incomeBefore: number;
  /**
   * Taxed now.
   * @example 720000
   */
  income: number;
  /**
   * Taxed this year with this payslip.
   * @example 720000
   */
  incomeToDate: number;
  /** Deductions of the year to date. */
  deductions: DeductionGivenView[];
  /**
   * Their sum.
   * @example 0
   */
  deductionsToDate: number;
  /**
   * What is left to be taxed of the year.
   * @example 720000
   */
  base: number;
  /** The brackets it reaches. */
  steps: TaxStepView[];
  /**
   * Tax of the year, rounded.
   * @example 93600
   */
  toDate: number;
  /**
   * Withheld this year before.
   * @example 0
   */
  before: number;
  /**
   * Withheld now; negative: given back.
   * @example 93600
   */
  amount: number;
  /**
   * The same in words.
   * @example "13 % of 7200.00 = 936.00, withheld before 0.00: 936.00"
   */
  text: string;
}

/** What of a base counts at a percent. */
export class ContributionSlice {
  /**
   * Percent.
   * @example "30"
   */
  percent: string;
  /**
   * Minor units.
   * @example 720000
   */
  base: number;
}

/** A contribution of the employer. Minor units. */
export class PayslipContribution {
  /**
   * Its code.
   * @example "insurance"
   */
  code: string;
  /**
   * Base of the year before.
   * @example 0
   */
  baseBefore: number;
  /**
   * Base of this payslip.
   * @example 720000
   */
  base: number;
  /**
   * Limit of the year's base.
   * @example 297900000
   */
  yearLimit: number | null;
  /** The base of this payslip by percent. */
  slices: ContributionSlice[];
  /**
   * Contribution of the year.
   * @example 216000
   */
  toDate: number;
  /**
   * Charged before.
   * @example 0
   */
  before: number;
  /**
   * Charged now.
   * @example 216000
   */
  amount: number;
  /**
   * The same in words.
   * @example "30 % of 7200.00 = 2160.00, charged before 0.00: 2160.00"
   */
  text: string;
}

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
