import { daysBetween } from '../../../src/kernel/local-date.js';
import type { Json } from '../centre.js';
import { sum } from '../reports.js';
import { amounts, grouped, rounded, share, total } from './arithmetic.js';
import type { Count } from './count.js';
import { placeOf, quantityOf } from './places.js';
import { within, type Raw } from './raw.js';

const orderCards = (raw: Raw): Promise<Json[]> =>
  raw.once('orders', async () => {
    const cards: Json[] = [];
    for (const { id } of await raw.list('/v1/purchase-orders'))
      cards.push(await raw.card(`/v1/purchase-orders/${id as string}`));
    return cards;
  });
const isClosed = ({ status }: Json): boolean => !['draft', 'cancelled'].includes(status);

/** Of closed orders, what has not come, by place. */
export async function onOrder(raw: Raw): Promise<(place: string) => number> {
  const lines = (await orderCards(raw))
    .filter(isClosed)
    .flatMap(({ warehouseId, lines: own }) => (own as Json[]).map((line) => ({ ...line, warehouseId })));
  return (place) =>
    quantityOf(
      lines.filter((line) => placeOf(line) === place),
      'outstanding',
    );
}

/** Lines of posted receipts, the latest first. */
const receiptLines = (raw: Raw): Promise<Json[]> =>
  raw.once('receipts', async () => {
    const lines: Json[] = [];
    for (const { id, kind, status, postedAt } of await raw.list('/v1/waybills'))
      if (kind === 'receipt' && status === 'posted')
        for (const line of (await raw.card(`/v1/waybills/${id as string}`)).lines)
          lines.push({ ...line, postedAt, waybillId: id });
    return lines.sort((a, b) =>
      `${a.postedAt as string} ${a.id as string}` < `${b.postedAt as string} ${b.id as string}` ? 1 : -1,
    );
  });
const priceOf = (lines: Json[], itemId: string): number | null =>
  lines.find((line) => line.itemId === itemId)?.price.amount ?? null;

/** How much of a thing is to be ordered up to its maximum: the least lot at least, in whole packs. */
function packsOf(item: Json, projected: number): number {
  const least = Math.max(Number(item.maxQuantity) - projected, Number(item.orderQuantity ?? 0));
  return Math.ceil(least / Number(item.packSize));
}

/** At its minimum or below it, and not at its maximum. */
const isShort = ({ minQuantity, maxQuantity }: Json, quantity: number): boolean =>
  quantity <= Number(minQuantity) && (maxQuantity === null || quantity < Number(maxQuantity));

/** Why nothing can be ordered, if it cannot. */
function gapOf(item: Json, supplier: Json): string | null {
  if (supplier === null) return 'no-supplier';
  if (supplier.isArchived === true) return 'supplier-archived';
  return item.maxQuantity === null ? 'no-max' : null;
}

export const reorder: Count = {
  key: ['itemId', 'warehouseId'],
  count: async (raw) => {
    const [items, suppliersOf] = [await raw.named('/v1/items'), await raw.named('/v1/suppliers')];
    const [ordered, receipts] = [await onOrder(raw), await receiptLines(raw)];
    const drafted = (await orderCards(raw))
      .filter(({ status }) => status === 'draft')
      .flatMap(({ warehouseId, lines }) =>
        (lines as Json[]).map(({ itemId }) => placeOf({ itemId, warehouseId })),
      );
    const rows = (await raw.list('/v1/stock')).flatMap((one): Json[] => {
      const item = items.get(one.itemId);
      const [onHand, reserved, onTheWay] = [Number(one.onHand), Number(one.reserved), ordered(placeOf(one))];
      if (item.isArchived === true || item.minQuantity === null || !isShort(item, onHand - reserved))
        return [];
      const supplier = suppliersOf.get(item.supplierId) ?? null;
      const [projected, gap] = [onHand + onTheWay - reserved, gapOf(item, supplier)];
      const isNeeded = isShort(item, projected);
      const packs = isNeeded && gap === null ? packsOf(item, projected) : 0;
      const [toOrder, price] = [packs * Number(item.packSize), priceOf(receipts, item.id)];
      const state = gap ?? (drafted.includes(placeOf(one)) ? 'draft' : 'open');
      const row = {
        ...{
          item: item.name,
          itemId: item.id,
          sku: item.sku,
          unit: item.unit,
          supplier: supplier?.name ?? null,
        },
        ...{ warehouse: one.warehouse, warehouseId: one.warehouseId, onHand, reserved, onOrder: onTheWay },
        ...{
          minimum: Number(item.minQuantity),
          toOrder,
          packs,
          state: isNeeded ? state : 'ordered',
          items: 1,
        },
        maximum: item.maxQuantity === null ? null : Number(item.maxQuantity),
        about: price === null ? null : rounded(toOrder * price),
      };
      return [row];
    });
    // Pieces and kilograms are not added up.
    const of = ['onHand', 'reserved', 'onOrder', 'minimum', 'maximum', 'toOrder', 'packs'];
    return { rows, totals: Object.fromEntries(of.map((code) => [code, null])) };
  },
};

/** What came of a line, receipt by receipt, and the day it had come whole. */
async function cameOf(raw: Raw, order: Json, line: Json): Promise<{ cameOn: string | null; value: number }> {
  const isOfLine = (one: Json, { waybillId }: Json) =>
    one.waybillId === waybillId && one.itemId === line.itemId;
  const [receipts, entries] = [await receiptLines(raw), await raw.list('/v1/stock-entries')];
  const papers = (order.receipts as Json[])
    .filter(({ status }) => status === 'posted')
    .sort((a, b) => (a.onDate < b.onDate ? -1 : 1));
  const quantities = papers.map((paper) => quantityOf(receipts.filter((one) => isOfLine(one, paper))));
  const whole = papers.findIndex((_, at) => sum(quantities.slice(0, at + 1)) >= Number(line.quantity));
  const value = amounts(
    entries.filter((one) => papers.some((paper) => isOfLine(one, paper))),
    'value',
  );
  return { cameOn: papers[whole]?.onDate ?? null, value };
}

/** A line of a closed order: whether it came in time, and what it should cost. */
async function lineOf(raw: Raw, order: Json, line: Json): Promise<Json> {
  const { cameOn, value } = await cameOf(raw, order, line);
  const dueOn = order.expectedOn ?? line.neededBy;
  const price = priceOf(await receiptLines(raw), line.itemId) ?? 0;
  const approvedOn = raw.dayOf(order.approvedAt, order.branchId);
  return {
    ...{ supplierId: order.supplierId, value },
    filled: Math.min(Number(line.received) / Number(line.quantity), 1),
    isInTime: cameOn !== null && dueOn !== null && cameOn <= dueOn,
    isLate: dueOn !== null && (cameOn ?? raw.today(order.branchId)) > dueOn,
    days: cameOn === null ? null : daysBetween(approvedOn, cameOn),
    ordered: rounded(Number(line.quantity) * price),
    open: rounded(Number(line.outstanding) * price),
  };
}

export const suppliers: Count = {
  key: ['supplierId'],
  filled: ['received', 'confirmed', 'cancelled', 'open', 'openValue', 'late'],
  count: async (raw, question) => {
    const orders = (await orderCards(raw)).filter(
      ({ approvedAt, branchId }) => approvedAt !== null && within(question, raw.dayOf(approvedAt, branchId)),
    );
    const lines: Json[] = [];
    for (const order of orders.filter(isClosed))
      for (const line of order.lines as Json[]) lines.push(await lineOf(raw, order, line));
    const figures = (its: Json[], own: Json[]): Json => {
      const closed = its.filter(isClosed);
      const of = (is: (order: Json) => boolean) => closed.filter(is).length;
      const [whole, inTime, late] = [
        own.filter(({ days }) => days !== null),
        own.filter(({ isInTime }) => isInTime).length,
        own.filter(({ isLate }) => isLate).length,
      ];
      return {
        ...{ orders: closed.length, cancelled: its.length - closed.length, lines: own.length, inTime, late },
        ...{ sent: of(({ sentAt }) => sentAt !== null), failed: of(({ status }) => status === 'failed') },
        ...{ confirmed: of(({ confirmedAt }) => confirmedAt !== null) },
        received: of(({ status }) => status === 'received'),
        open: of(({ status }) => status !== 'received'),
        ...{ inTimeShare: share(inTime, inTime + late), fillRate: share(total(own, 'filled'), own.length) },
        days: whole.length === 0 ? null : rounded(total(whole, 'days') / whole.length, 1),
        ...{
          ordered: total(own, 'ordered'),
          receivedValue: total(own, 'value'),
          openValue: total(own, 'open'),
        },
      };
    };
    const rows = [...grouped(orders, ({ supplierId }) => supplierId)].map(([supplierId, its]) => ({
      ...{ supplier: its[0]?.supplier, supplierId },
      ...figures(
        its,
        lines.filter((line) => line.supplierId === supplierId),
      ),
    }));
    return { rows, totals: figures(orders, lines) };
  },
};
