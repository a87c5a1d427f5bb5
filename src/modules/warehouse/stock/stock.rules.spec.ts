import fc from 'fast-check';
import { quantityText, thousandths } from '../../../kernel/quantity.js';
import {
  availableIn,
  carryOut,
  costOf,
  nothing,
  takeBack,
  type Holding,
  type Holdings,
  type Move,
  type StockEntry,
  type WrittenEntry,
} from './stock.rules.js';

const holding = (quantity: number, value: number, more: Partial<Holding> = {}): Holding => ({
  ...nothing(),
  on_hand: { quantity, value },
  ...more,
});
const at = (bucket: 'on_hand' | 'on_loan' = 'on_hand', warehouseId = 'A') => ({ warehouseId, bucket });

describe('quantities', () => {
  it('are read and written as they are', () => {
    expect(['0', '1', '1.5', '0.001', '12.340', '-2.5'].map(thousandths)).toEqual([
      0, 1000, 1500, 1, 12340, -2500,
    ]);
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (quantity) => {
        expect(thousandths(quantityText(quantity))).toBe(quantity);
      }),
    );
  });
});

describe('the cost of what leaves', () => {
  it.each([
    ['a third, rounded', 3000, 100, 1000, 33],
    ['two thirds', 3000, 100, 2000, 67],
    ['all of it takes the rest', 3000, 100, 3000, 100],
    ['grams of a kilogram', 1000, 9999, 333, 3330],
    ['what cost nothing', 5000, 0, 2000, 0],
  ])('%s', (_, quantity, value, taken, cost) => {
    expect(costOf({ quantity, value }, taken)).toBe(cost);
  });
});

describe('moves', () => {
  it('name every line that asks for too much, and only those', () => {
    const holdings: Holdings = new Map([['A x', holding(3000, 300)]]);
    const take = (lineId: string, itemId: string, quantity: number): Move => ({
      ...{ lineId, itemId, quantity },
      from: at(),
    });
    const { entries, short } = carryOut(holdings, [
      take('1', 'x', 2000),
      take('2', 'x', 2000),
      take('3', 'y', 1000),
      take('4', 'x', 1000),
    ]);
    expect(short).toEqual([
      { lineId: '2', warehouseId: 'A', itemId: 'x', wanted: 2000, available: 1000 },
      { lineId: '3', warehouseId: 'A', itemId: 'y', wanted: 1000, available: 0 },
    ]);
    expect(entries.map(({ lineId, value }) => [lineId, value])).toEqual([
      ['1', -200],
      ['4', -100],
    ]);
  });

  it('leave what is promised', () => {
    const holdings: Holdings = new Map([['A x', holding(3000, 300, { reserved: 2000 })]]);
    const { short } = carryOut(holdings, [{ lineId: '1', itemId: 'x', quantity: 2000, from: at() }]);
    expect(short).toMatchObject([{ available: 1000 }]);
  });

  it('carry the value over to the other warehouse', () => {
    const holdings: Holdings = new Map([['A x', holding(3000, 100)]]);
    const { entries } = carryOut(holdings, [
      { lineId: '1', itemId: 'x', quantity: 1000, from: at(), to: at('on_hand', 'B') },
    ]);
    expect(entries.map(({ warehouseId, quantity, value }) => [warehouseId, quantity, value])).toEqual([
      ['A', -1000, -33],
      ['B', 1000, 33],
    ]);
  });

  it('bring a surplus in at the average, or at its price where nothing lies', () => {
    const holdings: Holdings = new Map([['A x', holding(2000, 500)]]);
    const surplus = (itemId: string): Move => ({
      ...{ lineId: itemId, itemId, quantity: 1000, to: at() },
      value: { averageElse: 70 },
    });
    const { entries } = carryOut(holdings, [surplus('x'), surplus('y')]);
    expect(entries.map(({ value }) => value)).toEqual([250, 70]);
  });
});

describe('taking back', () => {
  const entry = (quantity: number, value: number): WrittenEntry => ({
    ...{ id: 'e', lineId: '1', warehouseId: 'A', itemId: 'x', bucket: 'on_hand', quantity, value },
  });

  it('moves exactly what was moved', () => {
    const holdings: Holdings = new Map([['A x', holding(5000, 777)]]);
    expect(takeBack(holdings, [entry(2000, 300)])).toMatchObject({
      entries: [{ quantity: -2000, value: -300, reversesId: 'e' }],
      short: [],
      spent: [],
    });
    expect(holdings.get('A x')).toMatchObject({ on_hand: { quantity: 3000, value: 477 } });
  });

  it('is refused where the units have left', () => {
    const holdings: Holdings = new Map([['A x', holding(1000, 100)]]);
    expect(takeBack(holdings, [entry(2000, 300)]).short).toEqual([
      { lineId: '1', warehouseId: 'A', itemId: 'x', wanted: 2000, available: 1000 },
    ]);
  });

  it.each([
    ['units would be worth less than nothing', 3000, 250, 2000, 300],
    ['nothing would be worth something', 2000, 350, 2000, 300],
  ])('is refused where %s', (_, quantity, value, entered, worth) => {
    const holdings: Holdings = new Map([['A x', holding(quantity, value)]]);
    expect(takeBack(holdings, [entry(entered, worth)]).spent).toHaveLength(1);
  });
});

describe('whatever happens to stock', () => {
  interface Step {
    kind: 'receive' | 'issue' | 'transfer' | 'lend' | 'give back' | 'lose' | 'surplus' | 'reverse';
    item: 'x' | 'y';
    from: 'A' | 'B';
    quantity: number;
    price: number;
    pick: number;
  }
  const steps = fc.array(
    fc.record<Step>({
      kind: fc.constantFrom(
        'receive',
        'receive',
        'issue',
        'transfer',
        'lend',
        'give back',
        'lose',
        'surplus',
        'reverse',
      ),
      item: fc.constantFrom('x', 'y'),
      from: fc.constantFrom('A', 'B'),
      quantity: fc.oneof(
        fc.integer({ min: 1, max: 20 }).map((whole) => whole * 1000),
        fc.integer({ min: 1, max: 9999 }),
      ),
      price: fc.integer({ min: 0, max: 100_000 }),
      pick: fc.nat(),
    }),
    { maxLength: 60 },
  );

  const moveOf = ({ kind, item, from, quantity, price }: Step, lineId: string): Move => {
    const move = { lineId, itemId: item, quantity };
    switch (kind) {
      case 'issue':
        return { ...move, from: at('on_hand', from) };
      case 'transfer':
        return { ...move, from: at('on_hand', from), to: at('on_hand', from === 'A' ? 'B' : 'A') };
      case 'lend':
        return { ...move, from: at('on_hand', from), to: at('on_loan', from) };
      case 'give back':
        return { ...move, from: at('on_loan', from), to: at('on_hand', from) };
      case 'lose':
        return { ...move, from: at('on_loan', from) };
      case 'surplus':
        return { ...move, to: at('on_hand', from), value: { averageElse: price } };
      case 'receive':
      case 'reverse':
        return {
          ...move,
          to: at('on_hand', from),
          value: Number((BigInt(price) * BigInt(quantity)) / 1000n),
        };
    }
  };

  it('is never below zero, nothing is worth nothing, the ledger is the balance, and each issue costs its average', () => {
    fc.assert(
      fc.property(steps, (given) => {
        let holdings: Holdings = new Map(['A x', 'A y', 'B x', 'B y'].map((place) => [place, nothing()]));
        const posted: StockEntry[][] = [];
        const ledger: StockEntry[] = [];
        given.forEach((step, index) => {
          const before: Holdings = structuredClone(holdings);
          const target = step.kind === 'reverse' ? posted[step.pick % Math.max(posted.length, 1)] : undefined;
          if (step.kind === 'reverse') {
            if (target === undefined || target.length === 0) return;
            const back = takeBack(
              holdings,
              target.map((entry, at) => ({ ...entry, id: String(at) })),
            );
            if (back.short.length + back.spent.length > 0) holdings = before;
            else {
              ledger.push(...back.entries);
              posted.splice(posted.indexOf(target), 1);
            }
            return;
          }
          const move = moveOf(step, String(index));
          const { entries, short } = carryOut(holdings, [move]);
          if (short.length > 0) {
            expect(holdings).toEqual(before);
            return;
          }
          if (move.from !== undefined) {
            const source = before.get(`${step.from} ${step.item}`)?.[move.from.bucket];
            const average = (source?.value ?? 0) / (source?.quantity ?? 1);
            expect(Math.abs(average * step.quantity + (entries[0]?.value ?? 0))).toBeLessThanOrEqual(1);
          }
          posted.push(entries);
          ledger.push(...entries);
        });
        for (const [key, held] of holdings) {
          for (const bucket of ['on_hand', 'on_loan'] as const) {
            const [warehouseId, itemId] = key.split(' ');
            const own = ledger.filter(
              (entry) =>
                entry.warehouseId === warehouseId && entry.itemId === itemId && entry.bucket === bucket,
            );
            const sum = (member: 'quantity' | 'value') =>
              own.reduce((total, entry) => total + entry[member], 0);
            expect(held[bucket]).toEqual({ quantity: sum('quantity'), value: sum('value') });
            expect(availableIn(held, bucket)).toBeGreaterThanOrEqual(0);
            expect(held[bucket].value).toBeGreaterThanOrEqual(0);
            if (held[bucket].quantity === 0) expect(held[bucket].value).toBe(0);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
