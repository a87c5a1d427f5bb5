import { addDays, dayNumber, type LocalDate } from '../../../kernel/local-date.js';
import { multiply } from '../../../kernel/money.js';
import { ONE, quantityText, type Thousandths } from '../../../kernel/quantity.js';

/** Why an item that is short cannot be ordered. */
export const reorderGaps = ['no-supplier', 'supplier-archived', 'no-max'] as const;
export type ReorderGap = (typeof reorderGaps)[number];

/** An item in a warehouse as reordering meets it. */
export interface ReorderFacts {
  onHand: Thousandths;
  reserved: Thousandths;
  /** Ordered and not come yet, but for what stands in the open draft. */
  onOrder: Thousandths;
  min: Thousandths | null;
  max: Thousandths | null;
  /** The least the supplier sells at once. */
  orderQuantity: Thousandths | null;
  packSize: Thousandths;
  hasSupplier: boolean;
  isSupplierArchived: boolean;
}

export interface Reorder {
  projected: Thousandths;
  /** At the minimum or beneath it. */
  isShort: boolean;
  gap: ReorderGap | null;
  /** What is to be ordered; 0: nothing. */
  quantity: Thousandths;
  packs: number;
}

/**
 * `projected = on hand + on order − reserved`. At the minimum or beneath it the stock is filled to the maximum, by the
 * supplier's least quantity at least, in whole packs. As much as the maximum needs nothing, also where it is the minimum.
 */
export function reorderOf(facts: ReorderFacts): Reorder {
  const { onHand, onOrder, reserved, min, max, orderQuantity, packSize } = facts;
  const projected = onHand + onOrder - reserved;
  const isShort = min !== null && projected <= min && (max === null || projected < max);
  const gap = isShort ? gapOf(facts) : null;
  if (!isShort || max === null || gap !== null) return { projected, isShort, gap, quantity: 0, packs: 0 };
  const packs = Math.ceil(Math.max(max - projected, orderQuantity ?? 0) / packSize);
  return { projected, isShort, gap, quantity: packs * packSize, packs };
}

function gapOf({ hasSupplier, isSupplierArchived, max }: ReorderFacts): ReorderGap | null {
  if (!hasSupplier) return 'no-supplier';
  if (isSupplierArchived) return 'supplier-archived';
  return max === null ? 'no-max' : null;
}

/** The calculation in one line, for a person who asks why. */
export function formulaOf(facts: ReorderFacts, { projected, isShort, quantity, packs }: Reorder): string {
  const { onHand, onOrder, reserved, min, max, orderQuantity, packSize } = facts;
  const of = quantityText;
  const stock = `${of(onHand)} + ${of(onOrder)} − ${of(reserved)} = ${of(projected)}`;
  if (min === null) return stock;
  const compared = `${stock} ${projected <= min ? '≤' : '>'} ${of(min)}`;
  if (!isShort || max === null || quantity === 0) return compared;
  const filled = `max(${of(max)} − ${of(projected)}, ${of(orderQuantity ?? 0)})`;
  return `${compared}; ${filled} → ${String(packs)} × ${of(packSize)} = ${of(quantity)}`;
}

/** Packs of a quantity, as a person counts them. */
export const packsOf = (quantity: Thousandths, packSize: Thousandths): string =>
  quantityText(multiply(quantity, ONE, packSize));

/**
 * When goods ordered today are here: the days of delivery count from the next weekday on which the supplier takes orders
 * (ISO, 1 is Monday; none: any day).
 */
export function neededBy(today: LocalDate, leadDays: number, orderDays: readonly number[]): LocalDate {
  const wait = [0, 1, 2, 3, 4, 5, 6].find((days) => orderDays.includes(weekdayOf(addDays(today, days)))) ?? 0;
  return addDays(today, wait + leadDays);
}

// 1 January 1970 was a Thursday.
const weekdayOf = (date: LocalDate): number => ((dayNumber(date) + 3) % 7) + 1;
