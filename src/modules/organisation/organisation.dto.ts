import {
  ArrayMinSize,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import { EditPatch, PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import {
  InstantText,
  ListOf,
  Name,
  Nullable,
  Optional,
  PercentText,
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

/** One age category. */
export class AgeBand {
  /**
   * What clients of these ages are called in `ageCategory`: small letters, digits, dash.
   * @example "junior"
   */
  @Matches(/^[a-z][a-z0-9-]{0,39}$/)
  @IsString()
  code: string;

  /**
   * Everybody younger than this who is in no earlier band; null in the last one, which has no end.
   * @example 11
   */
  @Max(120)
  @Min(1)
  @IsInt()
  @ValidateIf((_, value) => value !== null)
  under: number | null;
}

/** A change of the settings; members left out stay as they are. */
export class SettingsPatch extends EditPatch {
  /**
   * A subscription with this many visits left, or fewer, turns amber; 0 to 100.
   * @example 2
   */
  @Max(100)
  @Min(0)
  @IsInt()
  @Optional()
  runningOutVisits?: number;

  /**
   * A subscription that ends within this many days turns amber; 0 to 365.
   * @example 7
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  expiringDays?: number;

  /**
   * Days a client has to pay for a subscription, when its sale names no day; 0 to 365.
   * @example 7
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  paymentDueDays?: number;

  /**
   * How many weeks ahead lessons are planned from their series; 1 to 52.
   * @example 8
   */
  @Max(52)
  @Min(1)
  @IsInt()
  @Optional()
  scheduleHorizonWeeks?: number;

  /**
   * Days of grace after the due day before a charge is late, 0 to 90. Charges made before keep theirs.
   * @example 3
   */
  @Max(90)
  @Min(0)
  @IsInt()
  @Optional()
  paymentGraceDays?: number;

  /**
   * Days of grace after the day a loan is due before it is overdue, 0 to 90.
   * @example 0
   */
  @Max(90)
  @Min(0)
  @IsInt()
  @Optional()
  loanGraceDays?: number;

  /**
   * Whether people take and give cash only in an open shift.
   * @example false
   */
  @IsBoolean()
  @Optional()
  cashShiftRequired?: boolean;

  /**
   * A medical certificate that ends within this many days turns a client amber; 0 to 365.
   * @example 30
   */
  @Max(365)
  @Min(0)
  @IsInt()
  @Optional()
  certificateAlertDays?: number;

  /**
   * The age categories, the youngest first; the whole list takes the place of the one before.
   * @example [{"code": "child", "under": 18}, {"code": "adult", "under": null}]
   */
  @ArrayMinSize(1)
  @ListOf(() => AgeBand, 20)
  @Optional()
  ageBands?: AgeBand[];

  /**
   * An absence told this many hours before a lesson, or earlier, is excused; 0 to 168.
   * @example 3
   */
  @Max(168)
  @Min(0)
  @IsInt()
  @Optional()
  absenceNoticeHours?: number;

  /**
   * Whoever drafted or recalculated a payroll run does not approve it.
   * @example false
   */
  @IsBoolean()
  @Optional()
  payrollFourEyes?: boolean;

  /**
   * A missed lesson can be made up within so many days; 1 to 366.
   * @example 30
   */
  @Max(366)
  @Min(1)
  @IsInt()
  @Optional()
  makeUpDays?: number;

  /**
   * Whoever completes lessons may correct marks within so many days after the lesson; 0 to 366.
   * @example 3
   */
  @Max(366)
  @Min(0)
  @IsInt()
  @Optional()
  correctionDays?: number;

  /**
   * How many hours a place offered to one who waits is kept; 1 to 720.
   * @example 48
   */
  @Max(720)
  @Min(1)
  @IsInt()
  @Optional()
  waitlistOfferHours?: number;

  /**
   * What the employer pays to the funds on top of pay, in percent, as a decimal text: a part of what lessons cost.
   * @example "30.20"
   */
  @PercentText()
  @Optional()
  payContributionsPercent?: string;
}

/** The settings of the whole organisation. */
export class SettingsView {
  /**
   * Id of the only row.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  id: string;
  /**
   * ISO 4217 code of the organisation's one currency; it is set at installation.
   * @example "RUB"
   */
  currency: string;
  /**
   * A subscription with this many visits left, or fewer, turns amber.
   * @example 2
   */
  runningOutVisits: number;
  /**
   * A subscription that ends within this many days turns amber.
   * @example 7
   */
  expiringDays: number;
  /**
   * Days a client has to pay for a subscription, when its sale names no day.
   * @example 7
   */
  paymentDueDays: number;
  /**
   * How many weeks ahead lessons are planned from their series.
   * @example 8
   */
  scheduleHorizonWeeks: number;
  /**
   * Days of grace after the due day before a charge is late.
   * @example 0
   */
  paymentGraceDays: number;
  /**
   * Days of grace after the day a loan is due before it is overdue.
   * @example 0
   */
  loanGraceDays: number;
  /**
   * Whether people take and give cash only in an open shift.
   * @example false
   */
  cashShiftRequired: boolean;

  /**
   * A medical certificate that ends within this many days turns a client amber.
   * @example 30
   */
  certificateAlertDays: number;
  /** The age categories, the youngest first. */
  ageBands: AgeBand[];

  /**
   * An absence told this many hours before a lesson, or earlier, is excused.
   * @example 3
   */
  absenceNoticeHours: number;
  /**
   * Whoever drafted or recalculated a payroll run does not approve it.
   * @example false
   */
  payrollFourEyes: boolean;
  /**
   * A missed lesson can be made up within so many days.
   * @example 30
   */
  makeUpDays: number;
  /**
   * Whoever completes lessons may correct marks within so many days after the lesson.
   * @example 3
   */
  correctionDays: number;
  /**
   * How many hours a place offered to one who waits is kept.
   * @example 48
   */
  waitlistOfferHours: number;
  /**
   * Country whose rates hold, ISO 3166; it is set at installation.
   * @example "RU"
   */
  country: string;
  /**
   * What the employer pays to the funds on top of pay, in percent.
   * @example "30.20"
   */
  payContributionsPercent: string;
  /**
   * Grows by one with every change.
   * @example 1
   */
  version: number;
  /**
   * When they were made.
   * @example "2026-11-23T09:30:00.000Z"
   */
  createdAt: string;
  /** Who made them. */
  createdBy: Signature;
  /**
   * When they were last changed.
   * @example "2026-11-23T09:30:00.000Z"
   */
  updatedAt: string;
  /** Who changed them last. */
  updatedBy: Signature;
}
