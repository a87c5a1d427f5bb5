import { IsInt, Max, Min } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { EditPatch, PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import {
  IdText,
  ListOf,
  LocalDateText,
  Nullable,
  Optional,
  PercentText,
} from '../../platform/http/validators.js';
import { CostNormMaterial, CostNormMaterialRequest } from './cost-norm-materials.dto.js';

/** What an hour of one room costs. */
export class CostNormRoomRequest {
  /**
   * The room.
   * @example "0193a5e0-d27a-7c9e-a1da-6dc1c0819203"
   */
  @IdText()
  roomId: string;

  /**
   * Cost of an hour in it.
   * @example {"amount": 90000, "currency": "RUB"}
   */
  @MoneyField()
  roomCost: MoneyDto;
}

/** What a lesson should bring and cost, from a day on. */
export class CostNormRequest {
  /**
   * The activity.
   * @example "0193a5e0-9e3c-7e5a-8d9c-2f8e3c4d5e6f"
   */
  @IdText()
  activityId: string;

  /**
   * Only in this branch; absent: in every one. A branch's own norm goes before one for all.
   * @example "0193a5e0-7c1a-7c3e-9b9a-0d6c1a2b3c4d"
   */
  @IdText()
  @Nullable()
  branchId?: string | null;

  /**
   * First day it holds. The norm in force without a last day ends the day before.
   * @example "2027-09-01"
   */
  @LocalDateText()
  effectiveFrom: string;

  /**
   * Last day it holds; until further notice when absent.
   * @example "2028-08-31"
   */
  @LocalDateText()
  @Nullable()
  effectiveTo?: string | null;

  /**
   * How many clients should come.
   * @example 8
   */
  @Max(10_000)
  @Min(1)
  @IsInt()
  plannedAttendees: number;

  /**
   * How long a lesson should be, in minutes; as the activity says when absent.
   * @example 60
   */
  @Max(1440)
  @Min(5)
  @IsInt()
  @Optional()
  plannedMinutes?: number;

  /**
   * What a visit should bring; the activity's single price when absent.
   * @example {"amount": 60000, "currency": "RUB"}
   */
  @MoneyField()
  @Optional()
  plannedVisitPrice?: MoneyDto;

  /**
   * Minutes of the teacher's preparation that should be paid beside the lesson; 0 when absent.
   * @example 15
   */
  @Max(1440)
  @Min(0)
  @IsInt()
  @Optional()
  preparationMinutes?: number;

  /**
   * What an hour of a teacher should cost, without contributions; a lesson that two teach has two such hours.
   * @example {"amount": 80000, "currency": "RUB"}
   */
  @MoneyField()
  teacherRate: MoneyDto;

  /**
   * What an hour of a room costs.
   * @example {"amount": 60000, "currency": "RUB"}
   */
  @MoneyField()
  roomCost: MoneyDto;

  /**
   * Rooms whose hour costs something else.
   * @example [{"roomId": "0193a5e0-d27a-7c9e-a1da-6dc1c0819203", "roomCost": {"amount": 90000, "currency": "RUB"}}]
   */
  @ListOf(() => CostNormRoomRequest, 100)
  @Optional()
  rooms?: CostNormRoomRequest[];

  /**
   * What a lesson uses up. Completing it issues them from the branch's default warehouse, as the activity's
   * `materialsPolicy` says.
   * @example [{"itemId": "0193a5e0-d27a-7c9e-a1da-6dc1c0819204", "perLesson": "1", "perAttendee": "2"}]
   */
  @ListOf(() => CostNormMaterialRequest, 50)
  @Optional()
  materials?: CostNormMaterialRequest[];

  /**
   * Overhead, in percent of all that the lesson costs besides, as a decimal text.
   * @example "15.00"
   */
  @PercentText()
  overheadPercent: string;
}

/** The end of a norm. */
export class CostNormPatch extends EditPatch {
  /**
   * Last day it holds, yesterday at the earliest; null: until further notice.
   * @example "2028-08-31"
   */
  @LocalDateText()
  @Nullable()
  effectiveTo?: string | null;
}

/** What an hour of one room costs. */
export class CostNormRoom {
  /** The room. */
  roomId: string;
  /** Cost of an hour in it. */
  roomCost: MoneyDto;
}

/** What a lesson should bring and cost, from a day on. */
export class CostNorm {
  /** @example "0193a5e0-c16f-7b8d-90cf-5cb0bf708192" */
  id: string;
  /** The activity. */
  activityId: string;
  /** The branch; null: every one. */
  branchId: string | null;
  /** First day it holds. */
  effectiveFrom: string;
  /** Last day it holds; null: until further notice. */
  effectiveTo: string | null;
  /**
   * How many clients should come.
   * @example 8
   */
  plannedAttendees: number;
  /**
   * How long a lesson should be, in minutes.
   * @example 60
   */
  plannedMinutes: number;
  /** What a visit should bring. */
  plannedVisitPrice: MoneyDto;
  /**
   * Minutes of preparation that should be paid beside the lesson.
   * @example 15
   */
  preparationMinutes: number;
  /** What an hour of the teacher should cost; null without the right to see pay. */
  teacherRate: MoneyDto | null;
  /** What an hour of a room costs. */
  roomCost: MoneyDto;
  /** Rooms whose hour costs something else. */
  rooms: CostNormRoom[];
  /** What a lesson uses up. */
  materials: CostNormMaterial[];
  /**
   * Overhead, in percent of all that the lesson costs besides.
   * @example "15.00"
   */
  overheadPercent: string;
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

export class CostNormPage extends PageOf(CostNorm) {}

/** Which norms. */
export class CostNormListQuery extends PageQuery {
  /** Of this activity. */
  @IdText()
  @Optional()
  activityId?: string;

  /** Those that hold in this branch: its own and those for all. */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * Those in force on this day.
   * @example "2027-09-01"
   */
  @LocalDateText()
  @Optional()
  on?: string;
}
