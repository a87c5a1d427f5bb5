import { IsIn } from 'class-validator';
import { EditPatch } from '../../../platform/http/page.dto.js';
import {
  IdText,
  ListOf,
  LocalDateText,
  Nullable,
  Optional,
  Text,
} from '../../../platform/http/validators.js';
import { WaybillLineRequest } from './lines.dto.js';
import { waybillKinds, type WaybillKind } from './waybill.rules.js';

/** A new draft. */
export class WaybillRequest {
  /**
   * `receipt` from a supplier, `issue`, `transfer`, `write_off`, `customer_return`, `supplier_return`, `stocktake`.
   * @example "receipt"
   */
  @IsIn(waybillKinds)
  kind: WaybillKind;

  /** The warehouse whose stock moves; of a transfer, where it comes from. */
  @IdText()
  warehouseId: string;

  /** Of a transfer, and required there: where it goes. */
  @IdText()
  @Optional()
  toWarehouseId?: string;

  /** Of a receipt or a return to the supplier: from whom, to whom. */
  @IdText()
  @Optional()
  supplierId?: string;

  /** Of a receipt: the order it fulfils, wholly or partly; its supplier is that of the order. */
  @IdText()
  @Optional()
  purchaseOrderId?: string;

  /** Of a customer return: the issue that is returned; goods come back at the cost they left with. */
  @IdText()
  @Optional()
  sourceId?: string;

  /**
   * The day it happened, in the branch; not later than today, which it is when absent.
   * @example "2026-11-23"
   */
  @LocalDateText()
  @Optional()
  onDate?: string;

  /**
   * Why; required by the time a write-off is posted.
   * @example "Delivery note 117"
   */
  @Text(1000)
  @Nullable()
  comment?: string | null;

  /** Lines to begin with; more may follow. */
  @ListOf(() => WaybillLineRequest, 500)
  @Optional()
  lines?: WaybillLineRequest[];
}

/** A change of a draft; members left out stay as they are. */
export class WaybillPatch extends EditPatch {
  /**
   * The day it happened, not later than today.
   * @example "2026-11-23"
   */
  @LocalDateText()
  @Optional()
  onDate?: string;

  /** Of a receipt or a return to the supplier. */
  @IdText()
  @Nullable()
  supplierId?: string | null;

  /**
   * Why.
   * @example "Delivery note 117"
   */
  @Text(1000)
  @Nullable()
  comment?: string | null;
}

/** Why a waybill is reversed. */
export class WaybillReversalRequest {
  /**
   * Why.
   * @example "Posted to the wrong warehouse"
   */
  @Text(500)
  reason: string;
}
