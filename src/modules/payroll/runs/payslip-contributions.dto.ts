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
