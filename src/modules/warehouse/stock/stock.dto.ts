import { IsIn } from 'class-validator';
import { MoneyDto } from '../../../platform/http/money.dto.js';
import { PageOf, PageQuery } from '../../../platform/http/page.dto.js';
import { IdText, InstantText, Optional, Text } from '../../../platform/http/validators.js';
import { itemKinds, type ItemKind } from '../items/units.rules.js';
import { StockMovement } from './movements.dto.js';

/** What came before the movements that are listed. */
export class StockBefore {
  /**
   * How many movements.
   * @example 120
   */
  count: number;
  /** @example "8" */
  onHand: string;
  /** @example "0" */
  onLoan: string;
}

/** Why there is so much: movements that add up to it. */
export class StockExplanation {
  /** Movements before those listed, folded. */
  before: StockBefore;
  /** The last 200 movements, oldest first. */
  entries: StockMovement[];
}

/** What a warehouse holds of an item. */
export class StockBalance {
  /** @example "019aa5f0-0000-7000-8000-000000000028" */
  id: string;
  warehouseId: string;
  /** @example "Main store" */
  warehouse: string;
  branchId: string;
  itemId: string;
  /** @example "PAINT-BLUE-75" */
  sku: string;
  /** @example "Acrylic paint, blue, 75 ml" */
  name: string;
  kind: ItemKind;
  /** @example "pcs" */
  unit: string;
  /**
   * What lies there.
   * @example "8"
   */
  onHand: string;
  /**
   * What is lent from there and still ours.
   * @example "2"
   */
  onLoan: string;
  /**
   * Part of what lies there that is promised; as of an instant it is not known and 0.
   * @example "0"
   */
  reserved: string;
  /**
   * What lies there and is not promised.
   * @example "8"
   */
  available: string;
  /** Minimum of the item. */
  minQuantity: string | null;
  /** Whether what lies there is at the minimum or below. */
  isBelowMin: boolean;
  /** What a unit on hand costs by the moving average, to the nearest minor unit; null for who may not see costs. */
  averageCost: MoneyDto | null;
  /** What is on hand cost. */
  value: MoneyDto | null;
  /** What is on loan cost. */
  loanValue: MoneyDto | null;
  /** The movements behind it, when `explain=true`. */
  explanation?: StockExplanation;
}

export class StockBalancePage extends PageOf(StockBalance) {}

/** Which stock. */
export class StockListQuery extends PageQuery {
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

  /**
   * Of this kind.
   * @example "goods"
   */
  @IsIn(itemKinds)
  @Optional()
  kind?: ItemKind;

  /** Of this category or one below it. */
  @IdText()
  @Optional()
  categoryId?: string;

  /**
   * `true` gives what is at its minimum or below, `false` the rest.
   * @example "true"
   */
  @IsIn(['true', 'false'])
  @Optional()
  belowMin?: string;

  /**
   * Part of the name, or the beginning of the SKU or the barcode.
   * @example "paint"
   */
  @Text(100)
  @Optional()
  q?: string;

  /** As it was known at this instant: what was recorded by then. */
  @InstantText()
  @Optional()
  asOf?: string;

  /**
   * `true` lists the movements behind each balance; needs `itemId`.
   * @example "true"
   */
  @IsIn(['true', 'false'])
  @Optional()
  explain?: string;
}

/** What all warehouses hold of an item. */
export class ItemStock {
  itemId: string;
  /** @example "8" */
  onHand: string;
  /** @example "2" */
  onLoan: string;
  /** @example "8" */
  available: string;
  /** By warehouse, those within your reach. */
  items: StockBalance[];
}

/** At which instant. */
export class ItemStockQuery {
  /** As it was known at this instant. */
  @InstantText()
  @Optional()
  asOf?: string;
}
