import { IsBoolean, IsIn, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import {
  InstantText,
  Name,
  Nullable,
  Optional,
  Phone,
  Text,
  TimeZone,
} from '../../platform/http/validators.js';

const CODE = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,19}$/u;

/** A new branch. */
export class BranchRequest {
  /**
   * Short code, unique in the organisation: letters, digits, dash; up to 20 characters.
   * @example "CENTRE"
   */
  @Matches(CODE)
  @IsString()
  code: string;

  /**
   * Name that people read.
   * @example "Lighthouse on the embankment"
   */
  @Name()
  name: string;

  /**
   * IANA time zone: its days, schedule and nightly runs go by this clock.
   * @example "Europe/Moscow"
   */
  @TimeZone()
  @IsString()
  timeZone: string;

  /**
   * Postal address.
   * @example "12 Embankment, Saint Petersburg"
   */
  @Text(500)
  @Nullable()
  address?: string | null;

  /**
   * Phone in any spelling; kept in E.164.
   * @example "+78125550123"
   */
  @Phone()
  @Nullable()
  phone?: string | null;

  /**
   * Days of grace before a charge made here is late, 0 to 90; null: as the settings say.
   * @example 3
   */
  @Max(90)
  @Min(0)
  @IsInt()
  @Nullable()
  paymentGraceDays?: number | null;
}

/** A change of a branch; members left out stay as they are. */
export class BranchPatch extends EditPatch {
  /**
   * Short code, unique in the organisation.
   * @example "CENTRE"
   */
  @Matches(CODE)
  @IsString()
  @Optional()
  code?: string;

  /**
   * Name that people read.
   * @example "Lighthouse on the embankment"
   */
  @Name()
  @Optional()
  name?: string;

  /**
   * IANA time zone; lessons that are planned already keep their instants.
   * @example "Europe/Moscow"
   */
  @TimeZone()
  @IsString()
  @Optional()
  timeZone?: string;

  /**
   * Postal address; null clears it.
   * @example "12 Embankment, Saint Petersburg"
   */
  @Text(500)
  @Nullable()
  address?: string | null;

  /**
   * Phone in any spelling; null clears it.
   * @example "+78125550123"
   */
  @Phone()
  @Nullable()
  phone?: string | null;

  /**
   * Days of grace before a charge made here is late, 0 to 90; null: as the settings say.
   * @example 3
   */
  @Max(90)
  @Min(0)
  @IsInt()
  @Nullable()
  paymentGraceDays?: number | null;

  /**
   * `true` archives the branch, `false` takes it out of the archive.
   * @example false
   */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;
}

/** A branch of the organisation. */
export class Branch {
  /**
   * Id of the branch.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  id: string;
  /**
   * Short code, unique in the organisation.
   * @example "CENTRE"
   */
  code: string;
  /**
   * Name that people read.
   * @example "Lighthouse on the embankment"
   */
  name: string;
  /**
   * IANA time zone.
   * @example "Europe/Moscow"
   */
  timeZone: string;
  /**
   * Postal address.
   * @example "12 Embankment, Saint Petersburg"
   */
  address: string | null;
  /**
   * Phone in E.164.
   * @example "+78125550123"
   */
  phone: string | null;
  /**
   * Days of grace before a charge made here is late; null: as the settings say.
   * @example null
   */
  paymentGraceDays: number | null;
  /**
   * An archived branch takes nothing new; what it has stays.
   * @example false
   */
  isArchived: boolean;
  /**
   * Grows by one with every change.
   * @example 1
   */
  version: number;
  /**
   * When it was made.
   * @example "2026-11-23T09:30:00.000Z"
   */
  createdAt: string;
  /** Who made it. */
  createdBy: Signature;
  /**
   * When it was last changed.
   * @example "2026-11-23T09:30:00.000Z"
   */
  updatedAt: string;
  /** Who changed it last. */
  updatedBy: Signature;
}

export class BranchPage extends PageOf(Branch) {}

/** Filters of branches. */
export class BranchListQuery extends PageQuery {
  /**
   * Part of a code or a name.
   * @example "embankment"
   */
  @Text(100)
  @Optional()
  q?: string;

  /**
   * `false` (also when absent) gives those in use, `true` the archived, `any` both.
   * @example "false"
   */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  archived?: string;

  /**
   * Only those changed at this instant or later.
   * @example "2026-11-23T00:00:00Z"
   */
  @InstantText()
  @Optional()
  updatedSince?: string;
}
