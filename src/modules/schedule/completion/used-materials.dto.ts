import { OmitType } from '@nestjs/swagger';
import type { MoneyDto, SignedMoney } from '../../../platform/http/money.dto.js';
import type { Signature } from '../../../platform/http/page.dto.js';
import type { WaybillKind } from '../../warehouse/index.js';
import { IssuedMaterial } from './completion.dto.js';

/** How a material left stock for a lesson, or came back of it. */
export class MaterialMovement {
  /** The waybill that documents it. */
  waybillId: string;
  /** @example "IS-2026-000017" */
  number: string;
  /** `issue`, or `customer_return` of what a correction gave back. */
  kind: WaybillKind;
  /** Its line. */
  lineId: string;
  /** Where it left from, or came back to. */
  warehouseId: string;
  /**
   * Signed: what came back is below zero.
   * @example "9"
   */
  quantity: string;
  /** At the average it left with, signed; null for who may not see what stock costs. */
  cost: SignedMoney | null;
  /**
   * The day of the waybill.
   * @example "2026-11-23"
   */
  onDate: string;
  /**
   * Why the marks were corrected; null when it left with the completion itself.
   * @example null
   */
  reason: string | null;
  /** When it was written. */
  recordedAt: string;
  /** By whom. */
  recordedBy: Signature;
}

/** A material that the norm of a lesson asks for, against what was used of it. */
export class UsedMaterial extends OmitType(IssuedMaterial, ['waybillIds']) {
  /**
   * What the norm asked for the lesson, as it was when the lesson was completed.
   * @example "1"
   */
  perLesson: string;
  /**
   * What it asked for each who was there.
   * @example "2"
   */
  perAttendee: string;
  /** What was issued cost, less what came back; null for who may not see what stock costs. */
  cost: MoneyDto | null;
  /** How it came to that, in order; empty when nothing was there. */
  movements: MaterialMovement[];
}

/** What a lesson used up, by its norm and in fact. */
export class UsedMaterials {
  /** @example "01932f6e-0000-7000-8000-000000000005" */
  lessonId: string;
  /** When the lesson was completed; null while it is not, and then nothing is used. */
  completedAt: string | null;
  /** By whom. */
  completedBy: Signature | null;
  /** What all of it cost; null for who may not see what stock costs. */
  cost: MoneyDto | null;
  /** By name; empty when the norm has no materials or the activity issues none. */
  items: UsedMaterial[];
}
