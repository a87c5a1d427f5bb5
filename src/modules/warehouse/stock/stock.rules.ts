import { multiply, type Minor } from '../../../kernel/money.js';
import { ONE, type Thousandths } from '../../../kernel/quantity.js';

/** Where a unit stands: in the warehouse, or lent and still ours. */
export type BucketName = 'on_hand' | 'on_loan';

/** So many units, and what they cost together. Nothing is worth nothing. */
export interface Bucket {
  quantity: Thousandths;
  value: Minor;
}

/** What a warehouse holds of an item. */
export interface Holding {
  on_hand: Bucket;
  on_loan: Bucket;
  /** Part of what is on hand that is promised and does not leave. */
  reserved: Thousandths;
}

export interface Place {
  warehouseId: string;
  itemId: string;
}

/** Units that leave one bucket for another, come in from outside, or leave for good. */
export interface Move {
  lineId: string;
  itemId: string;
  quantity: Thousandths;
  from?: { warehouseId: string; bucket: BucketName };
  to?: { warehouseId: string; bucket: BucketName };
  /** Of what comes in from outside: its value, or the average of what lies there, else the price of a unit. */
  value?: Minor | { averageElse: Minor };
}

/** One line of the ledger. */
export interface StockEntry extends Place {
  lineId: string;
  bucket: BucketName;
  quantity: Thousandths;
  value: Minor;
  /** The entry that this one takes back. */
  reversesId?: string;
}

/** A line that asks for more than there is. */
export interface Shortfall extends Place {
  lineId: string;
  wanted: Thousandths;
  available: Thousandths;
}

export type Holdings = Map<string, Holding>;

export const keyOf = ({ warehouseId, itemId }: Place): string => `${warehouseId} ${itemId}`;
export const nothing = (): Holding => ({
  on_hand: { quantity: 0, value: 0 },
  on_loan: { quantity: 0, value: 0 },
  reserved: 0,
});

/** What so many units cost by the moving average; the last of them take the rest. */
export function costOf(bucket: Bucket, quantity: Thousandths): Minor {
  return quantity === bucket.quantity ? bucket.value : multiply(bucket.value, quantity, bucket.quantity);
}

/** The value of units at a price each. */
export const valueAt = (price: Minor, quantity: Thousandths): Minor => multiply(price, quantity, ONE);

/**
 * Carries moves out one after the other, as if each were a waybill of its own. A line that asks for too much is left out,
 * so that every such line is found. The holdings given are changed.
 */
export function carryOut(
  holdings: Holdings,
  moves: readonly Move[],
): { entries: StockEntry[]; short: Shortfall[] } {
  const entries: StockEntry[] = [];
  const short: Shortfall[] = [];
  for (const { lineId, itemId, quantity, from, to, value } of moves) {
    let moved = 0;
    if (from !== undefined) {
      const place = { warehouseId: from.warehouseId, itemId };
      const holding = holdingAt(holdings, place);
      const available = availableIn(holding, from.bucket);
      if (available < quantity) {
        short.push({ lineId, ...place, wanted: quantity, available });
        continue;
      }
      moved = costOf(holding[from.bucket], quantity);
      entries.push(
        put(holding, { lineId, ...place, bucket: from.bucket, quantity: -quantity, value: -moved }),
      );
    }
    if (to !== undefined) {
      const place = { warehouseId: to.warehouseId, itemId };
      const holding = holdingAt(holdings, place);
      const worth = from === undefined ? incoming(holding[to.bucket], quantity, value) : moved;
      entries.push(put(holding, { lineId, ...place, bucket: to.bucket, quantity, value: worth }));
    }
  }
  return { entries, short };
}

/** What is there to be taken: promised units stay. */
export const availableIn = (holding: Holding, bucket: BucketName): Thousandths =>
  holding[bucket].quantity - (bucket === 'on_hand' ? holding.reserved : 0);

/** An entry as it was written. */
export interface WrittenEntry extends StockEntry {
  id: string;
}

/**
 * Takes entries back exactly as they were made, quantity and value. `short` names lines whose units have left since,
 * `spent` those whose units are there but whose value has left by the average.
 */
export function takeBack(
  holdings: Holdings,
  written: readonly WrittenEntry[],
): { entries: StockEntry[]; short: Shortfall[]; spent: Shortfall[] } {
  const entries = written.map(({ id, ...entry }) => {
    const back = { ...entry, quantity: -entry.quantity, value: negated(entry.value), reversesId: id };
    return put(holdingAt(holdings, entry), back);
  });
  const short: Shortfall[] = [];
  const spent: Shortfall[] = [];
  for (const { lineId, warehouseId, itemId, bucket, quantity } of entries) {
    if (quantity > 0) continue;
    const holding = holdingAt(holdings, { warehouseId, itemId });
    const left = availableIn(holding, bucket);
    const fault = { lineId, warehouseId, itemId, wanted: -quantity, available: Math.max(0, left - quantity) };
    if (left < 0) short.push(fault);
    else if (isUnsound(holding[bucket])) spent.push(fault);
  }
  return { entries, short, spent };
}

const isUnsound = ({ quantity, value }: Bucket): boolean => value < 0 || (quantity === 0 && value !== 0);
const negated = (value: Minor): Minor => (value === 0 ? 0 : -value);

function incoming(bucket: Bucket, quantity: Thousandths, value: Move['value'] = 0): Minor {
  if (typeof value === 'number') return value;
  return bucket.quantity > 0
    ? multiply(bucket.value, quantity, bucket.quantity)
    : valueAt(value.averageElse, quantity);
}

function holdingAt(holdings: Holdings, place: Place): Holding {
  const known = holdings.get(keyOf(place));
  if (known !== undefined) return known;
  const fresh = nothing();
  holdings.set(keyOf(place), fresh);
  return fresh;
}

function put(holding: Holding, entry: StockEntry): StockEntry {
  holding[entry.bucket].quantity += entry.quantity;
  holding[entry.bucket].value += entry.value;
  return entry.value === 0 ? { ...entry, value: 0 } : entry;
}
