import { ArrayMinSize, IsIn } from 'class-validator';
import { IdText, ListOf, Optional, Text } from '../../../platform/http/validators.js';
import { marks } from '../../catalogue/index.js';
import type { Mark } from '../../catalogue/index.js';
import type { Unit } from '../../warehouse/index.js';
import { Lesson } from '../lessons/lessons.dto.js';

/** The mark of one client. */
export class AttendanceMark {
  /**
   * A member of the group, or a guest.
   * @example "01932f6e-0000-7000-8000-000000000005"
   */
  @IdText()
  clientId: string;

  /**
   * A guest's mark is trial, make_up or free.
   * @example "present"
   */
  @IsIn(marks)
  mark: Mark;
}

/** What is known of who came. Who is not listed has the mark that was planned, or is frozen, or taken as present: `not_marked`. */
export class CompletionRequest {
  /** Marks; without any the whole group is taken as present. */
  @ListOf(() => AttendanceMark, 1000)
  @Optional()
  attendance?: AttendanceMark[];
}

/** Marks of a completed lesson that were wrong. */
export class CorrectionRequest {
  /** The right marks, of those clients alone; a guest who was forgotten can be named too. */
  @ArrayMinSize(1)
  @ListOf(() => AttendanceMark, 1000)
  attendance: AttendanceMark[];

  /**
   * Why.
   * @example "she came after the register was closed"
   */
  @Text(500)
  reason: string;
}

/** Why a completion is undone. */
export class UndoQuery {
  /**
   * Why.
   * @example "completed by mistake"
   */
  @Text(500)
  @Optional()
  reason?: string;

  /** `true` rehearses: the full answer, nothing kept. */
  @IsIn(['true', 'false'])
  @Optional()
  dryRun?: string;
}

/** What the lesson meant for one client. */
export class CompletionOutcome {
  clientId: string;
  /** Null when you may not see this client. */
  clientName: string | null;
  /** @example "present" */
  mark: string;
  /**
   * What paid the visit: a subscription; nothing yet, the visit is owed; or there was nothing to pay.
   * @example "subscription"
   */
  charged: 'subscription' | 'unpaid' | 'none';
  subscriptionId: string | null;
  /**
   * What is left on that subscription now; null when it is unlimited or none paid.
   * @example 7
   */
  visitsLeft: number | null;
}

/** A material that the norm of the lesson asks for. */
export class IssuedMaterial {
  itemId: string;
  /** @example "ART-001" */
  sku: string;
  /** @example "Watercolours" */
  name: string;
  /**
   * What the item is counted in.
   * @example "pcs"
   */
  unit: Unit;
  /**
   * What the norm asks for, with those who were there.
   * @example "9"
   */
  wanted: string;
  /**
   * What was issued of it.
   * @example "7"
   */
  issued: string;
  /**
   * What was not there.
   * @example "2"
   */
  lacking: string;
  /** Waybills that moved it. */
  waybillIds: string[];
}

/** A completed lesson, what it meant for each client, and what it used up. */
export class Completion {
  lesson: Lesson;
  outcomes: CompletionOutcome[];
  /** Materials of the lesson's norm; empty when it has none or the activity issues none. */
  materials: IssuedMaterial[];
}
