import { IsIn, Matches } from 'class-validator';
import { MoneyDto } from '../../../platform/http/money.dto.js';
import { EditPatch, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import {
  IdText,
  InstantText,
  ListOf,
  LocalDateText,
  Nullable,
  Optional,
  Text,
} from '../../../platform/http/validators.js';
import type { VatCode } from '../items/units.rules.js';
import { WaybillLine, WaybillLineRequest } from './lines.dto.js';
import { waybillKinds, waybillStatuses, type WaybillKind, type WaybillStatus } from './waybill.rules.js';

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

/** What another document moved stock for. */
export class WaybillBasis {
  /** @example "sale" */
  kind: string;
  /** Its id. */
  id: string;
}

/** A document of stock that moves. */
export class Waybill {
  /** @example "019aa5f0-0000-7000-8000-000000000025" */
  id: string;
  /** What it documents. */
  kind: WaybillKind;
  /** A draft is filled, a posted one has moved stock and is never edited, a reversed one is taken back. */
  status: WaybillStatus;
  /**
   * Given at posting, without gaps for a kind, branch and year.
   * @example "RC-2026-000017"
   */
  number: string | null;
  /** Branch of the warehouse. */
  branchId: string;
  /** The warehouse. */
  warehouseId: string;
  /** Of a transfer: where it goes. */
  toWarehouseId: string | null;
  supplierId: string | null;
  /** Of a receipt: the order it fulfils. */
  purchaseOrderId: string | null;
  /** Of a customer return: the issue. */
  sourceId: string | null;
  /** Whether goods are lent, come back from a loan or are lost on it. */
  isLoan: boolean;
  /** What it was made for; it is undone there. Null: by hand. */
  basis: WaybillBasis | null;
  /** The day it happened. */
  onDate: string;
  comment: string | null;
  /**
   * How many lines.
   * @example 3
   */
  lineCount: number;
  /** When it was posted. */
  postedAt: string | null;
  /** By whom. */
  postedBy: Signature | null;
  reversedAt: string | null;
  reversedBy: Signature | null;
  reversalReason: string | null;
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

/** What lines of one VAT code come to. */
export class WaybillVatTotal {
  /** The code. */
  vat: VatCode;
  /** Σ quantity × price, VAT included; null for who may not see costs. */
  amount: MoneyDto | null;
  /** The VAT in it; null for who may not see costs. */
  vatAmount: MoneyDto | null;
}

/** What a waybill comes to. */
export class WaybillTotals {
  /** Σ quantity × price of the lines that have one; null for who may not see costs. */
  amount: MoneyDto | null;
  /** What the stock that moved cost, once it is posted; null for who may not see costs. */
  cost: MoneyDto | null;
  /** By VAT code. */
  byVat: WaybillVatTotal[];
}

/** A waybill with its lines. */
export class WaybillCard extends Waybill {
  /** The first 500 lines, in the order they were written; the others are listed by `/lines`. */
  lines: WaybillLine[];
  totals: WaybillTotals;
}

export class WaybillPage extends PageOf(Waybill) {}

/** Which waybills. */
export class WaybillListQuery extends PageQuery {
  /** Of this branch, or transferred into it. */
  @IdText()
  @Optional()
  branchId?: string;

  /** Of this warehouse, or transferred into it. */
  @IdText()
  @Optional()
  warehouseId?: string;

  /**
   * Of this kind.
   * @example "receipt"
   */
  @IsIn(waybillKinds)
  @Optional()
  kind?: WaybillKind;

  /**
   * In this state.
   * @example "posted"
   */
  @IsIn(waybillStatuses)
  @Optional()
  status?: WaybillStatus;

  /** From or to this supplier. */
  @IdText()
  @Optional()
  supplierId?: string;

  /** With a line of this item. */
  @IdText()
  @Optional()
  itemId?: string;

  /** Made for the document with this id. */
  @IdText()
  @Optional()
  basisId?: string;

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

  /**
   * The number.
   * @example "RC-2026-000017"
   */
  @Matches(/^[A-Za-z]{2}-\d{4}-\d{1,9}$/)
  @Optional()
  number?: string;

  /** Changed at this instant or later. */
  @InstantText()
  @Optional()
  updatedSince?: string;
}

/** A line of the sheet of a stocktake. */
export class StocktakeSheetLine {
  /** The item. */
  itemId: string;
  /** @example "PAINT-BLUE-75" */
  sku: string;
  barcode: string | null;
  /** @example "Acrylic paint, blue, 75 ml" */
  name: string;
  /** @example "pcs" */
  unit: string;
  /** The line that holds its count; null: not counted yet. */
  lineId: string | null;
  /** What the books said when it was counted; of what is not counted, what they say now. */
  expected: string;
  /** What was counted. */
  counted: string | null;
  /** Counted less expected. */
  difference: string | null;
  countedAt: string | null;
}

/** Everything that lies in the warehouse of a stocktake, counted or not; what is not counted stays as it is. */
export class StocktakeSheet {
  /** By name. */
  items: StocktakeSheetLine[];
  /** @example 2 */
  uncounted: number;
}
