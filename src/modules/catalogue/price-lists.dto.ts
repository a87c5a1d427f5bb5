import { ArrayMaxSize, ArrayMinSize, IsBoolean, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { EditPatch, PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, ListOf, LocalDateText, Name, Nullable, Optional } from '../../platform/http/validators.js';

/** A price of a plan, or of single visits of an activity. */
export class PriceLineRequest {
  /**
   * The plan. Give either this or `activityId`.
   * @example "019aa5f0-0000-7000-8000-000000000011"
   */
  @IdText()
  @Optional()
  planId?: string;

  /**
   * The activity.
   * @example "0193a5e0-9e3c-7e5a-8d9c-2f8e3c4d5e6f"
   */
  @IdText()
  @Optional()
  activityId?: string;

  /** The price of the plan, or of a single visit; an activity's may be left out when its trial price is given. */
  @MoneyField()
  @Optional()
  price?: MoneyDto;

  /** The price of a trial lesson of the activity; when absent, its own. */
  @MoneyField()
  @Optional()
  trialPrice?: MoneyDto;
}

/** A new price list. */
export class PriceListRequest {
  /**
   * Name, unique.
   * @example "Autumn 2026"
   */
  @Name()
  name: string;

  /**
   * The branch it is for; null or absent: every branch. A branch's own list goes before one for all.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  @Nullable()
  branchId?: string | null;

  /**
   * The first day it is in force.
   * @example "2026-12-01"
   */
  @LocalDateText()
  effectiveFrom: string;

  /**
   * The last day it is in force; null or absent: until further notice.
   * @example "2027-05-31"
   */
  @LocalDateText()
  @Nullable()
  effectiveTo?: string | null;

  /** The prices; what is not here keeps its own. */
  @ListOf(() => PriceLineRequest, 1000)
  lines: PriceLineRequest[];
}

/** A change of a price list; members left out stay as they are. */
export class PriceListPatch extends EditPatch {
  /**
   * Name, unique.
   * @example "Autumn 2026"
   */
  @Name()
  @Optional()
  name?: string;

  /**
   * The first day it is in force.
   * @example "2026-12-01"
   */
  @LocalDateText()
  @Optional()
  effectiveFrom?: string;

  /**
   * The last day it is in force; null: until further notice.
   * @example "2027-05-31"
   */
  @LocalDateText()
  @Nullable()
  effectiveTo?: string | null;
}

/** All prices of a list, in place of those it had. */
export class PriceLinesRequest extends EditPatch {
  /** The prices; what is not here keeps its own. */
  @ArrayMinSize(0)
  @ArrayMaxSize(1000)
  @ListOf(() => PriceLineRequest, 1000)
  lines: PriceLineRequest[];
}

/** A price list made from another. */
export class PriceListCopyRequest {
  /**
   * Name, unique.
   * @example "Spring 2027"
   */
  @Name()
  name: string;

  /**
   * The branch it is for; null: every branch; when absent, as the other.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  @Nullable()
  branchId?: string | null;

  /**
   * The first day it is in force.
   * @example "2027-01-01"
   */
  @LocalDateText()
  effectiveFrom: string;

  /**
   * The last day it is in force; null or absent: until further notice.
   * @example "2027-05-31"
   */
  @LocalDateText()
  @Nullable()
  effectiveTo?: string | null;

  /**
   * By how many percent prices change: up, or with `-` down; unchanged when absent.
   * @example "7.5"
   */
  @Matches(/^(-?\d{1,2}(\.\d{1,2})?|\d{3}(\.\d{1,2})?)$/)
  @IsString()
  @Optional()
  percentChange?: string;

  /**
   * Prices are rounded to whole steps of so many minor units; 1 when absent.
   * @example 5000
   */
  @Max(10_000_000)
  @Min(1)
  @IsInt()
  @Optional()
  roundTo?: number;

  /**
   * `true` ends the other list on the day before this one begins.
   * @example true
   */
  @IsBoolean()
  @Optional()
  endsSource?: boolean;
}

/** A price of a plan, or of single visits of an activity. */
export class PriceLine {
  /** The plan. */
  planId: string | null;
  /** The activity. */
  activityId: string | null;
  /**
   * Its name today.
   * @example "Chess, 8 visits"
   */
  name: string;
  /** The price of the plan, or of a single visit; null: the activity's own. */
  price: MoneyDto | null;
  /** The price of a trial lesson; null: the activity's own, or a plan. */
  trialPrice: MoneyDto | null;
}

/** Prices in force for a time. */
export class PriceList {
  /** @example "019aa5f0-0000-7000-8000-000000000010" */
  id: string;
  /** @example "Autumn 2026" */
  name: string;
  /** The branch it is for; null: every branch. */
  branchId: string | null;
  /** The first day it is in force. */
  effectiveFrom: string;
  /** The last day it is in force; null: until further notice. */
  effectiveTo: string | null;
  /** The prices, by name. */
  lines: PriceLine[];
  /** @example 1 */
  version: number;
  /** When it was made. */
  createdAt: string;
  /** Who made it. */
  createdBy: Signature;
  /** When it was last changed. */
  updatedAt: string;
  /** Who changed it last. */
  updatedBy: Signature;
}

export class PriceListPage extends PageOf(PriceList) {}

/** Which price lists. */
export class PriceListListQuery extends PageQuery {
  /** In force for this branch: its own and those for every branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * In force on this day.
   * @example "2026-12-15"
   */
  @LocalDateText()
  @Optional()
  on?: string;
}
