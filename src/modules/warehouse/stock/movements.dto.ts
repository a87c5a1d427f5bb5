import { IsIn } from 'class-validator';
import { MoneyDto } from '../../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, InstantText, LocalDateText, Optional } from '../../../platform/http/validators.js';
import { waybillKinds, type WaybillKind } from '../waybills/waybill.rules.js';
import { WaybillBasis } from '../waybills/waybills.dto.js';

/** A movement: one line of the ledger of stock. */
export class StockMovement {
  /** @example "019aa5f0-0000-7000-8000-000000000027" */
  id: string;
  /** The waybill that documents it. */
  waybillId: string;
  /** @example "RC-2026-000017" */
  number: string;
  /** Of the waybill. */
  kind: WaybillKind;
  /** Its line. */
  lineId: string;
  /** What the waybill was made for. */
  basis: WaybillBasis | null;
  warehouseId: string;
  itemId: string;
  /** @example "PAINT-BLUE-75" */
  sku: string;
  /** @example "Acrylic paint, blue, 75 ml" */
  name: string;
  /** `on_hand`: in the warehouse; `on_loan`: lent and still ours. */
  bucket: 'on_hand' | 'on_loan';
  /**
   * Signed: what leaves is below zero.
   * @example "-2"
   */
  quantity: string;
  /** What it cost, signed; null for who may not see costs. */
  value: MoneyDto | null;
  /** Of one unit, to the nearest minor unit. */
  unitCost: MoneyDto | null;
  /** The day it happened. */
  occurredOn: string;
  /** When it was written. */
  recordedAt: string;
  /** By whom. */
  recordedBy: Signature;
  /** The movement that this one takes back. */
  reversesId: string | null;
}

export class StockMovementPage extends PageOf(StockMovement) {}

/** Which movements. */
export class StockMovementListQuery extends PageQuery {
  /** In this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /** In this warehouse. */
  @IdText()
  @Optional()
  warehouseId?: string;

  /** Of this item. */
  @IdText()
  @Optional()
  itemId?: string;

  /** By this waybill. */
  @IdText()
  @Optional()
  waybillId?: string;

  /** By waybills made for the document with this id. */
  @IdText()
  @Optional()
  basisId?: string;

  /**
   * By waybills of this kind.
   * @example "issue"
   */
  @IsIn(waybillKinds)
  @Optional()
  kind?: WaybillKind;

  /**
   * `on_hand` or `on_loan`.
   * @example "on_hand"
   */
  @IsIn(['on_hand', 'on_loan'])
  @Optional()
  bucket?: string;

  /**
   * Happened on this day or later.
   * @example "2026-11-01"
   */
  @LocalDateText()
  @Optional()
  from?: string;

  /**
   * Happened before this day.
   * @example "2026-12-01"
   */
  @LocalDateText()
  @Optional()
  to?: string;

  /** Recorded at this instant or later. */
  @InstantText()
  @Optional()
  recordedFrom?: string;

  /** Recorded before this instant. */
  @InstantText()
  @Optional()
  recordedTo?: string;
}
