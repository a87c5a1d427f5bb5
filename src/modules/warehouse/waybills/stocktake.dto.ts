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
