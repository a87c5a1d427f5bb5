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
