import { ArrayMinSize, IsBoolean, IsInt, Max, Min } from 'class-validator';
import { EditPatch } from '../../platform/http/page.dto.js';
import { ListOf, Optional, PercentText } from '../../platform/http/validators.js';
import { AgeBand } from './settings.dto.js';

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
