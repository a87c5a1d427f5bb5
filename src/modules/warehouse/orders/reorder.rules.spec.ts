import fc from 'fast-check';
import { ONE, type Thousandths } from '../../../kernel/quantity.js';
import { formulaOf, neededBy, packsOf, reorderOf, type ReorderFacts } from './reorder.rules.js';

const facts = (more: Partial<ReorderFacts> = {}): ReorderFacts => ({
  ...{ onHand: 0, reserved: 0, onOrder: 0, min: 10 * ONE, max: 50 * ONE, orderQuantity: null, packSize: ONE },
  ...{ hasSupplier: true, isSupplierArchived: false },
  ...more,
});

describe('what is to be ordered', () => {
  it.each<[string, Partial<ReorderFacts>, Thousandths, string | null]>([
    ['nothing above the minimum', { onHand: 10_001 }, 0, null],
    ['up to the maximum at the minimum', { onHand: 10 * ONE }, 40 * ONE, null],
    ['less by what is on its way', { onHand: 4 * ONE, onOrder: 5 * ONE }, 41 * ONE, null],
    ['nothing when enough is on its way', { onOrder: 11 * ONE }, 0, null],
    ['more by what is promised', { onHand: 15 * ONE, reserved: 6 * ONE }, 41 * ONE, null],
    ['whole packs, rounded up', { onHand: 9 * ONE, packSize: 12 * ONE }, 48 * ONE, null],
    ['a pack that is just reached', { onHand: 2 * ONE, packSize: 12 * ONE }, 48 * ONE, null],
    ['the least the supplier sells', { onHand: 10 * ONE, orderQuantity: 100 * ONE }, 100 * ONE, null],
    ['that least in packs too', { orderQuantity: 100 * ONE, packSize: 30 * ONE }, 120 * ONE, null],
    ['parts of a unit', { onHand: 500, min: ONE, max: 2_500, packSize: 250 }, 2 * ONE, null],
    ['nothing without a minimum', { min: null }, 0, null],
    [
      'nothing at a maximum that is the minimum',
      { onHand: 10 * ONE, max: 10 * ONE, orderQuantity: 5 * ONE },
      0,
      null,
    ],
    ['one below such a maximum', { onHand: 9 * ONE, max: 10 * ONE }, ONE, null],
    ['at a minimum of nothing, when nothing is left', { min: 0, max: ONE }, ONE, null],
    ['no maximum: a gap', { max: null }, 0, 'no-max'],
    ['no supplier: a gap', { hasSupplier: false, max: null }, 0, 'no-supplier'],
    ['an archived supplier: a gap', { isSupplierArchived: true }, 0, 'supplier-archived'],
    ['no gap while there is enough', { onHand: 20 * ONE, hasSupplier: false }, 0, null],
  ])('%s', (_, more, quantity, gap) => {
    expect(reorderOf(facts(more))).toMatchObject({ quantity, gap });
  });

  it('fills to the maximum in whole packs with less than a pack to spare, and is not repeated', () => {
    const size = fc.integer({ min: 0, max: 1_000_000 });
    const some = fc.record({
      ...{
        onHand: size,
        onOrder: size,
        min: size,
        above: size,
        packSize: fc.integer({ min: 1, max: 50_000 }),
      },
      orderQuantity: fc.option(fc.integer({ min: 1, max: 500_000 })),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(some, ({ above, share, ...rest }) => {
        const all = facts({ ...rest, max: rest.min + above, reserved: Math.floor(rest.onHand * share) });
        const { quantity, packs, projected, isShort } = reorderOf(all);
        const need = Math.max(all.max! - projected, all.orderQuantity ?? 0);
        expect(quantity).toBe(packs * all.packSize);
        expect(quantity > 0).toBe(isShort);
        if (!isShort) return;
        expect(projected + quantity).toBeGreaterThanOrEqual(all.max!);
        expect(quantity - need).toBeGreaterThanOrEqual(0);
        expect(quantity - need).toBeLessThan(all.packSize);
        expect(reorderOf({ ...all, onOrder: all.onOrder + quantity }).quantity).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the formula', () => {
  it('says how it came to that', () => {
    const short = facts({ onHand: 4 * ONE, onOrder: 5 * ONE, packSize: 12 * ONE, orderQuantity: 24 * ONE });
    expect(formulaOf(short, reorderOf(short))).toBe('4 + 5 − 0 = 9 ≤ 10; max(50 − 9, 24) → 4 × 12 = 48');
    const enough = facts({ onHand: 20_500 });
    expect(formulaOf(enough, reorderOf(enough))).toBe('20.5 + 0 − 0 = 20.5 > 10');
    const gap = facts({ max: null });
    expect(formulaOf(gap, reorderOf(gap))).toBe('0 + 0 − 0 = 0 ≤ 10');
  });

  it('counts packs, parts of them too', () => {
    expect([packsOf(48 * ONE, 12 * ONE), packsOf(30 * ONE, 12 * ONE)]).toEqual(['4', '2.5']);
  });
});

describe('the day goods are needed by', () => {
  // 23 November 2026 is a Monday.
  it.each<[string, number, number[], string]>([
    ['2026-11-23', 0, [], '2026-11-23'],
    ['2026-11-23', 3, [], '2026-11-26'],
    ['2026-11-23', 3, [1, 4], '2026-11-26'],
    ['2026-11-24', 3, [1, 4], '2026-11-29'],
    ['2026-11-27', 1, [1, 4], '2026-12-01'],
    ['2026-11-29', 0, [7], '2026-11-29'],
    ['2026-12-31', 1, [4], '2027-01-01'],
  ])('ordered on %s with %i days, on days %j: %s', (today, lead, days, day) => {
    expect(neededBy(today, lead, days)).toBe(day);
  });
});
