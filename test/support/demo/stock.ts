import { addDays } from '../../../src/kernel/local-date.js';
import type { Json } from '../centre.js';
import { grouped, rounded, total } from './arithmetic.js';
import type { Count } from './count.js';
import { onOrder } from './orders.js';
import { placeOf, quantityOf } from './places.js';
import { within, type Raw } from './raw.js';

const USE_DAYS = 30;
const WAYS_IN = ['received', 'customerReturned', 'loanReturned', 'transferredIn', 'surplus'];
const WAYS_OUT = ['issued', 'lent', 'writtenOff', 'supplierReturned', 'transferredOut', 'shortage'];

/** The ledger of what is on hand, each entry with the way it came or went; a reversal takes away from the way it reverses. */
export const entriesOf = (raw: Raw): Promise<Json[]> =>
  raw.once('stock entries', async () => {
    const waybills = await raw.named('/v1/waybills');
    return (await raw.list('/v1/stock-entries'))
      .filter(({ bucket }) => bucket === 'on_hand')
      .map((entry) => {
        const isIn = Number(entry.quantity) > 0 !== (entry.reversesId !== null);
        const { isLoan } = waybills.get(entry.waybillId);
        const ways: Record<string, string> = {
          receipt: 'received',
          issue: isLoan ? 'lent' : 'issued',
          customer_return: isLoan ? 'loanReturned' : 'customerReturned',
          write_off: 'writtenOff',
          supplier_return: 'supplierReturned',
          transfer: isIn ? 'transferredIn' : 'transferredOut',
          stocktake: isIn ? 'surplus' : 'shortage',
        };
        return { ...entry, value: entry.value.amount, way: ways[entry.kind] };
      });
  });

export const stock: Count = {
  key: ['itemId', 'warehouseId'],
  asked: [{ short: 'true' }, { kind: 'textbook' }],
  filled: ['onLoan', 'onOrder', 'cover'],
  count: async (raw, question) => {
    const [entries, ordered] = [await entriesOf(raw), await onOrder(raw)];
    const rows = (await raw.list('/v1/stock')).map((one): Json => {
      const today = raw.today(one.branchId);
      const inDays = { from: addDays(today, 1 - USE_DAYS), to: addDays(today, 1) };
      const used = -quantityOf(
        entries.filter(
          (entry) =>
            placeOf(entry) === placeOf(one) &&
            ['issued', 'customerReturned'].includes(entry.way) &&
            within(inDays, entry.occurredOn),
        ),
      );
      const onHand = Number(one.onHand);
      const minimum = one.minQuantity === null ? null : Number(one.minQuantity);
      const level =
        minimum === null ? null : onHand < minimum ? 'below' : onHand === minimum ? 'at' : 'enough';
      return {
        ...{ item: one.name, itemId: one.itemId, sku: one.sku, kind: one.kind, unit: one.unit },
        ...{ warehouse: one.warehouse, warehouseId: one.warehouseId, onHand, onLoan: Number(one.onLoan) },
        ...{ reserved: Number(one.reserved), onOrder: ordered(placeOf(one)), minimum, level },
        usePerDay: rounded(Math.max(used, 0) / USE_DAYS, 3),
        cover: used > 0 ? rounded((onHand * USE_DAYS) / used, 1) : null,
        average: onHand === 0 ? null : rounded(one.value.amount / onHand),
        ...{ value: one.value.amount, loanValue: one.loanValue.amount, places: 1 },
      };
    });
    const told = rows.filter(
      ({ onHand, onLoan, onOrder: coming, level, kind }) =>
        (onHand !== 0 || onLoan !== 0 || coming !== 0 || level === 'below') &&
        (question['short'] !== 'true' || ['below', 'at'].includes(level)) &&
        [undefined, kind].includes(question['kind']),
    );
    const of = ['onHand', 'onLoan', 'reserved', 'onOrder', 'minimum', 'usePerDay', 'cover', 'average'];
    return { rows: told, totals: Object.fromEntries(of.map((code) => [code, null])) };
  },
};

export const stockMovement: Count = {
  key: ['itemId', 'warehouseId'],
  filled: [...WAYS_IN, ...WAYS_OUT],
  count: async (raw, question) => {
    const entries = (await entriesOf(raw)).filter(({ occurredOn }) => occurredOn < question.to);
    const [items, warehouses] = [await raw.named('/v1/items'), await raw.named('/v1/warehouses')];
    const rows = [...grouped(entries, placeOf).values()].map((own): Json => {
      const [{ itemId, warehouseId }] = own as [Json];
      const item = items.get(itemId);
      const inside = own.filter(({ occurredOn }) => occurredOn >= question.from);
      const before = own.filter(({ occurredOn }) => occurredOn < question.from);
      const of = (ways: string[]): [quantity: number, value: number] => {
        const found = inside.filter(({ way }) => ways.includes(way));
        return [quantityOf(found), total(found, 'value')];
      };
      const row: Json = {
        ...{ item: item.name, itemId, sku: item.sku, kind: item.kind, unit: item.unit },
        ...{ warehouse: warehouses.get(warehouseId).name, warehouseId, moves: inside.length },
        ...{ opening: quantityOf(before), openingValue: total(before, 'value') },
        ...{ closing: quantityOf(own), closingValue: total(own, 'value') },
      };
      for (const way of WAYS_IN) [row[way], row[`${way}Value`]] = of([way]);
      for (const way of WAYS_OUT) [row[way], row[`${way}Value`]] = of([way]).map((one) => -one);
      [row.in, row.inValue] = of(WAYS_IN);
      [row.out, row.outValue] = of(WAYS_OUT).map((one) => -one);
      return row;
    });
    const told = rows.filter(({ opening, closing, moves }) => opening !== 0 || closing !== 0 || moves > 0);
    // Pieces and kilograms are not added up.
    const of = ['opening', ...WAYS_IN, 'in', ...WAYS_OUT, 'out', 'closing'];
    return { rows: told, totals: Object.fromEntries(of.map((code) => [code, null])) };
  },
};
