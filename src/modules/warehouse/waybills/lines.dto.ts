import { ArrayMinSize, IsString, Matches } from 'class-validator';
import { MoneyDto, MoneyField } from '../../../platform/http/money.dto.js';
import { EditPatch, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import {
  IdText,
  ListOf,
  Nullable,
  Optional,
  QuantityOrZeroText,
  Text,
} from '../../../platform/http/validators.js';

const KEY = /^[\x21-\x7e]{1,100}$/;

/** A line to add to a draft. */
export class WaybillLineRequest {
  /** The item. */
  @IdText()
  itemId: string;

  /**
   * How much, with up to three places; of a stocktake what was counted, which may be `0`.
   * @example "12"
   */
  @QuantityOrZeroText()
  quantity: string;

  /**
   * Price of a unit where it comes in, VAT included: required by the time a receipt is posted, and of a customer return
   * without an issue. Of a stocktake, for a surplus of what is not in stock. Needs the right to see costs.
   */
  @MoneyField()
  @Nullable()
  price?: MoneyDto | null;

  /**
   * Anything to remember of the line.
   * @example "The box is torn"
   */
  @Text(500)
  @Nullable()
  note?: string | null;

  /**
   * A name of the line given by whoever fills the draft, unique in it: the same lines sent again by `PUT` are no new lines.
   * @example "scan-17"
   */
  @Matches(KEY)
  @IsString()
  @Optional()
  key?: string;

  /** Of a customer return of an issue: the line that is returned. */
  @IdText()
  @Optional()
  sourceLineId?: string;
}

/** A line that is named by its key. */
export class KeyedLineRequest extends WaybillLineRequest {
  /**
   * The name of the line, unique in the draft.
   * @example "scan-17"
   */
  @Matches(KEY)
  @IsString()
  declare key: string;
}

/** Lines to put into a draft. */
export class WaybillLinesRequest {
  /** A line whose key is there is changed, any other is added; lines that are not named stay as they are. */
  @ArrayMinSize(1)
  @ListOf(() => KeyedLineRequest, 500)
  lines: KeyedLineRequest[];
}

/** A change of a line; members left out stay as they are, null clears. */
export class WaybillLinePatch extends EditPatch {
  /**
   * How much; in a stocktake this is a new count, compared with what the books say now.
   * @example "12"
   */
  @QuantityOrZeroText()
  @Optional()
  quantity?: string;

  /** Price of a unit; needs the right to see costs. */
  @MoneyField()
  @Nullable()
  price?: MoneyDto | null;

  /**
   * Anything to remember of the line.
   * @example "The box is torn"
   */
  @Text(500)
  @Nullable()
  note?: string | null;
}

/** A line of a waybill. */
export class WaybillLine {
  /** @example "019aa5f0-0000-7000-8000-000000000026" */
  id: string;
  /** Given by whoever filled the draft. */
  key: string | null;
  /** The item. */
  itemId: string;
  /** @example "PAINT-BLUE-75" */
  sku: string;
  /** @example "Acrylic paint, blue, 75 ml" */
  name: string;
  /** @example "pcs" */
  unit: string;
  /** @example "12" */
  quantity: string;
  /** Price of a unit; null also for who may not see costs. */
  price: MoneyDto | null;
  /** Quantity times price; null also for who may not see costs. */
  amount: MoneyDto | null;
  /** VAT of the item when the line was written. */
  vat: string;
  /** What the line moved when it was posted: its cost, above zero. Null for a draft, and for who may not see costs. */
  cost: MoneyDto | null;
  note: string | null;
  /** Of a customer return: the line of the issue. */
  sourceLineId: string | null;
  /** Of a stocktake: what the books said when it was counted. */
  expected: string | null;
  /** Counted less expected: above zero a surplus, below zero a shortage. */
  difference: string | null;
  /** When it was counted. */
  countedAt: string | null;
  /** @example 1 */
  version: number;
  /** When it was written. */
  createdAt: string;
  /** Who wrote it. */
  createdBy: Signature;
  /** When it was last changed. */
  updatedAt: string;
  /** Who changed it last. */
  updatedBy: Signature;
}

export class WaybillLinePage extends PageOf(WaybillLine) {}

/** Which lines. */
export class WaybillLineListQuery extends PageQuery {}

/** The lines that were put, in the order given. */
export class WaybillLinesPut {
  items: WaybillLine[];
}
