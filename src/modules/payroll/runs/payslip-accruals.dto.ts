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
