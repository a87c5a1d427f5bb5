import fc from 'fast-check';
import { best, refusalOf, worthOf, type DiscountCase, type DiscountTerms } from './discount.rules.js';
import { discountFaults } from './discount-terms.rules.js';
import { changedPrice, lineFaults } from './price-list.rules.js';

const discount = (more: Partial<DiscountTerms> = {}): DiscountTerms => ({
  id: 'd1',
  name: 'Second child',
  kind: 'manual',
  branchId: null,
  percent: '10',
  amount: null,
  maxAmount: null,
  minCount: null,
  effectiveFrom: '2026-11-01',
  effectiveTo: '2026-11-30',
  isArchived: false,
  planIds: [],
  activityIds: [],
  ...more,
});
const sale: DiscountCase = {
  branchId: 'here',
  on: '2026-11-23',
  price: 1000,
  planId: 'eight',
  activityIds: ['chess'],
  facts: { siblings: 1, activities: 0 },
};

describe('refusalOf', () => {
  it.each<[string, Partial<DiscountTerms>, string | null]>([
    ['holds on its first day', { effectiveFrom: '2026-11-23' }, null],
    ['holds on its last day', { effectiveTo: '2026-11-23' }, null],
    ['has not begun', { effectiveFrom: '2026-11-24' }, 'not_in_force'],
    ['has ended', { effectiveTo: '2026-11-22' }, 'not_in_force'],
    ['is archived', { isArchived: true }, 'not_in_force'],
    ['is of another branch', { branchId: 'there' }, 'not_here'],
    ['is for this plan', { planIds: ['eight'] }, null],
    ['is for this activity', { planIds: ['four'], activityIds: ['chess'] }, null],
    ['is for another plan', { planIds: ['four'] }, 'not_for_this'],
    ['is earned by a brother', { kind: 'sibling', minCount: 1 }, null],
    ['asks for two brothers', { kind: 'sibling', minCount: 2 }, 'conditions_not_met'],
    ['asks for another activity', { kind: 'activities', minCount: 1 }, 'conditions_not_met'],
  ])('%s', (_, terms, expected) => {
    expect(refusalOf(discount(terms), sale)).toBe(expected);
  });
});

describe('worthOf', () => {
  it('is never more than the price or its own cap, and never below zero', () => {
    const terms = fc.record({
      percent: fc.option(fc.integer({ min: 1, max: 100 }).map(String)),
      amount: fc.option(fc.integer({ min: 1, max: 5000 })),
      maxAmount: fc.option(fc.integer({ min: 1, max: 5000 })),
    });
    fc.assert(
      fc.property(terms, fc.nat(10_000), (given, price) => {
        const worth = worthOf(discount(given), price);
        expect(worth).toBeGreaterThanOrEqual(0);
        expect(worth).toBeLessThanOrEqual(Math.min(price, given.maxAmount ?? price));
      }),
    );
  });
});

describe('best', () => {
  it('gives the one that takes most off, of equals the first made, of nothing none', () => {
    const offers = [
      { id: 'b', worth: 10 },
      { id: 'a', worth: 10 },
      { id: 'c', worth: 5 },
    ];
    expect(best(offers)).toEqual({ id: 'a', worth: 10 });
    expect(best([{ id: 'a', worth: 0 }])).toBeNull();
    expect(best([])).toBeNull();
  });
});

describe('discountFaults', () => {
  const terms = { kind: 'manual' as const, percent: '10', effectiveFrom: '2026-11-01' };
  const pointers = (more: object) => discountFaults({ ...terms, ...more }).map((fault) => fault.pointer);
  it.each<[string, object, string[]]>([
    ['a percentage', {}, []],
    ['no measure', { percent: undefined }, ['/percent']],
    ['two measures', { amount: { amount: 5 } }, ['/percent']],
    ['nothing', { percent: '0.00' }, ['/percent']],
    [
      'a cap of an amount',
      { percent: undefined, amount: { amount: 5 }, maxAmount: { amount: 5 } },
      ['/maxAmount'],
    ],
    ['a code that is not a promo', { promoCode: 'X1', maxUses: 3 }, ['/promoCode', '/maxUses']],
    ['a promo without a code', { kind: 'promo' }, ['/promoCode']],
    ['siblings without a number', { kind: 'sibling' }, ['/minCount']],
    ['an end before the start', { effectiveTo: '2026-10-31' }, ['/effectiveTo']],
  ])('%s', (_, more, expected) => {
    expect(pointers(more)).toEqual(expected);
  });
});

describe('changedPrice', () => {
  it.each<[number, string, number, number]>([
    [800_000, '7.5', 1, 860_000],
    [800_000, '7.5', 50_000, 850_000],
    [800_000, '-10', 1, 720_000],
    [999, '0', 1, 999],
    [100, '-99', 5_000, 0],
  ])('%d by %s %% in steps of %d is %d', (price, percent, step, expected) => {
    expect(changedPrice(price, percent, step)).toBe(expected);
  });
});

describe('lineFaults', () => {
  it('finds every fault at its place', () => {
    const lines = [
      { planId: 'p', price: 1 },
      { planId: 'p', price: 2 },
      { planId: 'q', activityId: 'a', price: 1 },
      { activityId: 'a' },
      { activityId: 'b', trialPrice: 1 },
      { planId: 'r', price: 1, trialPrice: 1 },
    ];
    expect(lineFaults(lines).map((fault) => fault.pointer)).toEqual([
      '/lines/1',
      '/lines/2',
      '/lines/3/price',
      '/lines/5/trialPrice',
    ]);
  });
});
