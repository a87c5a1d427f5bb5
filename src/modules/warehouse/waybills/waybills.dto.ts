import { IsIn, Matches } from 'class-validator';
import { MoneyDto } from '../../../platform/http/money.dto.js';
import { PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, InstantText, LocalDateText, Optional } from '../../../platform/http/validators.js';
import { WaybillLine } from './lines.dto.js';
import { waybillKinds, waybillStatuses, type WaybillKind, type WaybillStatus } from './waybill.rules.js';

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
  vat: string;
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
