import { IsIn, IsInt, Max, Min } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import {
  IdText,
  LocalDateText,
  Name,
  Nullable,
  Optional,
  TimeText,
} from '../../../platform/http/validators.js';

/** Days, or hours of days, without lessons. */
export class ClosureRequest {
  /**
   * The branch; null or absent: all branches.
   * @example "01932f6e-0000-7000-8000-000000000001"
   */
  @IdText()
  @Nullable()
  branchId?: string | null;

  /**
   * One room of the branch; null or absent: the whole branch.
   * @example "01932f6e-0000-7000-8000-000000000004"
   */
  @IdText()
  @Nullable()
  roomId?: string | null;

  /**
   * Why; cancelled lessons show it as their reason.
   * @example "Repair of the hall"
   */
  @Name()
  name: string;

  /**
   * `closure` when absent.
   * @example "closure"
   */
  @IsIn(['holiday', 'closure'])
  @Optional()
  kind?: 'holiday' | 'closure';

  /**
   * `cancel` (when absent): planned lessons inside are cancelled by the centre. `keep`: they stay, only nothing new is
   * planned.
   * @example "cancel"
   */
  @IsIn(['cancel', 'keep'])
  @Optional()
  policy?: 'cancel' | 'keep';

  /**
   * First day, by the clock of the branch.
   * @example "2026-12-28"
   */
  @LocalDateText()
  fromOn: string;

  /**
   * Last day, at most a year later; the first when absent.
   * @example "2026-12-30"
   */
  @LocalDateText()
  @Optional()
  toOn?: string;

  /**
   * From this time of each of the days; with `localTo`. Absent: the whole day.
   * @example "12:00"
   */
  @TimeText()
  @Nullable()
  localFrom?: string | null;

  /**
   * Up to this time of each of the days.
   * @example "15:00"
   */
  @TimeText()
  @Nullable()
  localTo?: string | null;
}

/** Which holidays to take over. */
export class HolidaysRequest {
  /**
   * ISO 3166 code of the country.
   * @example "RU"
   */
  @IsIn(['RU'])
  country: 'RU';

  /**
   * The year.
   * @example 2027
   */
  @Max(2027)
  @Min(2026)
  @IsInt()
  year: number;

  /**
   * For this branch; null or absent: for all.
   * @example "01932f6e-0000-7000-8000-000000000001"
   */
  @IdText()
  @Nullable()
  branchId?: string | null;

  /**
   * What becomes of lessons planned on them; `cancel` when absent.
   * @example "keep"
   */
  @IsIn(['cancel', 'keep'])
  @Optional()
  policy?: 'cancel' | 'keep';
}

/** Days, or hours of days, without lessons. */
export class Closure {
  id: string;
  /** Null: all branches. */
  branchId: string | null;
  /** Null: the whole branch. */
  roomId: string | null;
  /** @example "Repair of the hall" */
  name: string;
  kind: 'holiday' | 'closure';
  policy: 'cancel' | 'keep';
  fromOn: string;
  toOn: string;
  /**
   * Null: the whole day.
   * @example "12:00"
   */
  localFrom: string | null;
  /** @example "15:00" */
  localTo: string | null;
  /**
   * Of a holiday that was taken over: which one it is.
   * @example "RU-2027-03-08"
   */
  code: string | null;
  /** When it was lifted; null while it holds. */
  liftedAt: string | null;
  /** @example 1 */
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
}

export class ClosurePage extends PageOf(Closure) {}

/** Which closures. */
export class ClosureListQuery extends PageQuery {
  /** Those that shut this branch, also those of all branches. */
  @IdText()
  @Optional()
  branchId?: string;

  /** Those that end on this day or later. */
  @LocalDateText()
  @Optional()
  from?: string;

  /** Those that begin before this day. */
  @LocalDateText()
  @Optional()
  to?: string;

  /** Of this kind. */
  @IsIn(['holiday', 'closure'])
  @Optional()
  kind?: string;

  /** `false` (also when absent): those that hold; `true`: those lifted; `any`: both. */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  lifted?: string;
}
