import { IsIn } from 'class-validator';
import { MoneyDto } from '../../platform/http/money.dto.js';
import { IdText, LocalDateText, Optional } from '../../platform/http/validators.js';

/** Whether the entries that figures are made of are listed. */
export class CostingQuery {
  /**
   * `true` lists what each figure is made of.
   * @example "true"
   */
  @IsIn(['true', 'false'])
  @Optional()
  explain?: string;
}

/** Which lessons are summed. */
export class CostingPeriodQuery {
  /**
   * Lessons of this day or later.
   * @example "2026-11-01"
   */
  @LocalDateText()
  from: string;

  /**
   * Lessons before this day; a year at most after `from`.
   * @example "2026-12-01"
   */
  @LocalDateText()
  to: string;

  /** Only those of this branch. */
  @IdText()
  @Optional()
  branchId?: string;
}

/** What was brought and what it cost. Amounts that a role may not see are null, and so is what would give them away. */
export class CostFigures {
  /**
   * Minutes of lessons.
   * @example 60
   */
  minutes: number;
  /**
   * Clients who were there.
   * @example 8
   */
  attendees: number;
  /** Worth of the visits, with VAT: their part of subscriptions, and what is charged for those without. */
  revenue: MoneyDto | null;
  /** VAT within it. */
  vat: MoneyDto | null;
  /** Revenue without VAT. */
  netRevenue: MoneyDto | null;
  /** Pay of who taught. */
  pay: MoneyDto | null;
  /** What the employer pays to the funds on top of pay. */
  contributions: MoneyDto | null;
  /** Materials. */
  materials: MoneyDto;
  /** Hours of the room at their cost. */
  room: MoneyDto;
  /** Overhead: a percentage of all costs above. */
  overhead: MoneyDto | null;
  /** All costs. */
  cost: MoneyDto | null;
  /** Revenue without VAT less cost. */
  profit: MoneyDto | null;
  /**
   * Profit in percent of revenue without VAT, as a decimal text; null without revenue.
   * @example "24.03"
   */
  profitPercent: string | null;
}

/** What was brought under one VAT code. */
export class RevenueByVat {
  /**
   * The code.
   * @example "exempt"
   */
  vatCode: string;
  /** Revenue with VAT. */
  revenue: MoneyDto;
  /** VAT within it. */
  vat: MoneyDto;
}

/** A visit and what it brought. */
export class CostedVisit {
  visitId: string;
  clientId: string;
  /** The subscription that paid it. */
  subscriptionId: string | null;
  /** Or the charge made for it. */
  chargeId: string | null;
  /**
   * How it is taxed.
   * @example "exempt"
   */
  vatCode: string;
  revenue: MoneyDto;
  vat: MoneyDto;
}

/** An entry of pay and what comes on top of it. */
export class CostedAccrual {
  accrualId: string;
  employeeId: string;
  /**
   * Work, or what takes it back.
   * @example "work"
   */
  kind: string;
  pay: MoneyDto;
  contributions: MoneyDto;
}

/** A material that was used. */
export class CostedMaterial {
  /** The entry. */
  entryId: string;
  /** @example "Watercolours" */
  name: string;
  /**
   * How much, as a decimal text.
   * @example "2.000"
   */
  quantity: string;
  amount: MoneyDto;
}

/** What the figures of a lesson are made of. */
export class CostingExplained {
  /** Visits that make the revenue; null without the right to see money. */
  visits: CostedVisit[] | null;
  /** Entries that make the pay; null without the right to see pay. */
  accruals: CostedAccrual[] | null;
  /** Entries that make the materials. */
  materials: CostedMaterial[];
  /** Cost of an hour of the room by the norm; null without a norm. */
  roomCost: MoneyDto | null;
  /**
   * Overhead by the norm, in percent of the other costs; null without a norm.
   * @example "15.00"
   */
  overheadPercent: string | null;
}

/** Plan and fact of a lesson. */
export class LessonCosting {
  lessonId: string;
  branchId: string;
  activityId: string;
  /** The leading group; null: a lesson of named clients. */
  groupId: string | null;
  /** Who taught, or will. */
  teacherId: string;
  /** Who taught beside them; null: nobody. Plan and fact count both. */
  secondTeacherId: string | null;
  onDate: string;
  /** @example "completed" */
  status: string;
  /** The norm in force on its day; null: nobody made one. */
  normId: string | null;
  /** What it should bring and cost by the norm; null without one. */
  plan: CostFigures | null;
  /** What it brought and cost; null until it is completed. Without a norm room and overhead are nothing. */
  fact: CostFigures | null;
  /** Its revenue by VAT code; null without the right to see money. */
  revenueByVat: RevenueByVat[] | null;
  /** What the fact is made of, with `explain=true`. */
  explained?: CostingExplained;
}

/** Plan and fact of all completed lessons of a period. */
export class PeriodCosting {
  /** The activity or group. */
  id: string;
  from: string;
  to: string;
  /** The only branch, if asked for one. */
  branchId: string | null;
  /**
   * Completed lessons.
   * @example 12
   */
  lessons: number;
  /**
   * Those among them that no norm covers: they are in the fact, not in the plan.
   * @example 0
   */
  lessonsWithoutNorm: number;
  /** By the norms. */
  plan: CostFigures;
  /** What was. */
  fact: CostFigures;
  /** The fact shared among the lessons; null without lessons. */
  perLesson: CostFigures | null;
  /** The fact shared among all who were there; null when nobody was. */
  perAttendee: CostFigures | null;
  /** Revenue by VAT code; null without the right to see money. */
  revenueByVat: RevenueByVat[] | null;
}
