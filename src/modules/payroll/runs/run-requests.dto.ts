import { IsString, IsUUID, Matches, ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray } from 'class-validator';
import {
  IdText,
  ListOf,
  LocalDateText,
  Nullable,
  Optional,
  Text,
} from '../../../platform/http/validators.js';

/** A new payroll run of a branch: half a month, a month, any days; no two of them overlap. */
export class PayrollRunRequest {
  /**
   * Whose employees it pays.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  branchId: string;

  /**
   * First day of the period.
   * @example "2026-11-01"
   */
  @LocalDateText()
  periodFrom: string;

  /**
   * First day after the period.
   * @example "2026-11-16"
   */
  @LocalDateText()
  periodTo: string;

  /**
   * Planned day of payment: it decides the tax year.
   * @example "2026-11-20"
   */
  @LocalDateText()
  payOn: string;

  /**
   * Leaves out what was earned before this day; when absent, as the branch's run before. For a centre that begins with runs.
   * @example "2026-11-01"
   */
  @LocalDateText()
  @Nullable()
  collectFrom?: string | null;
}

/** An approval. */
export class PayrollRunApproval {
  /**
   * Digest of the run as it was looked at; a run that is another by now is refused.
   * @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
   */
  @Matches(/^[0-9a-f]{64}$/)
  @IsString()
  @Optional()
  digest?: string;
}

/** Why a draft is given up. */
export class PayrollRunCancellation {
  /**
   * The reason.
   * @example "Wrong days"
   */
  @Text(500)
  reason: string;
}

/** The receipt of a self-employed person. */
export class PayReceipt {
  /**
   * Whose.
   * @example "0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"
   */
  @IdText()
  employeeId: string;

  /**
   * Its number.
   * @example "2001a7bq1z"
   */
  @Text(100)
  number: string;
}

/** That a run, or some of its people, were paid. */
export class PayrollRunPayment {
  /**
   * The day; in the tax year of the run.
   * @example "2026-11-20"
   */
  @LocalDateText()
  paidOn: string;

  /**
   * Only these employees; when absent, all who are not paid yet.
   * @example ["0193a5e0-8d2b-7d4f-8c8b-1e7d2b3c4d5e"]
   */
  @IsUUID('all', { each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @IsArray()
  @Optional()
  employeeIds?: string[];

  /**
   * Receipts of the self-employed, without which they are not paid.
   * @example []
   */
  @ListOf(() => PayReceipt, 1000)
  @Optional()
  receipts?: PayReceipt[];
}
