import fc from 'fast-check';
import { creditOf, quoteOf, spreadCredit, type HadVisit, type Refundable } from './refund.rules.js';

const subscription = (facts: Partial<Refundable> = {}): Refundable => ({
  ...{ startsOn: '2026-11-01', validityCount: 30, validityUnit: 'day', validUntil: null, freezes: [] },
  ...{ visitsTotal: 8, amount: 800, recognised: 0 },
  ...facts,
});
const visit = (onDate: string, more: Partial<HadVisit> = {}): HadVisit => ({
  onDate,
  credits: 1,
  value: 100,
  singlePrice: 150,
  ...more,
});
const had = [visit('2026-11-02'), visit('2026-11-09', { credits: 2, value: 200 })];

describe('quoteOf', () => {
  it.each([
    ['pro_rata', 300, 500],
    ['single_price', 450, 350],
    ['none', 800, 0],
  ] as const)('by %s counts %i as had and %i as not', (method, used, unused) => {
    expect(quoteOf(subscription(), had, method, '2026-11-10')).toMatchObject({ used, unused });
  });

  it('gives nothing back when single visits would have cost more, and says so', () => {
    const dear = [visit('2026-11-02', { singlePrice: 900 })];
    const quote = quoteOf(subscription(), dear, 'single_price', '2026-11-10');
    expect(quote).toMatchObject({ used: 800, unused: 0 });
    expect(quote.lines.at(-1)).toMatchObject({ code: 'capped', amount: 100 });
  });

  it.each([
    ['before it starts', '2026-10-31', [], 0],
    ['on its first day', '2026-11-01', [], 10],
    ['after ten days', '2026-11-10', [], 100],
    ['without the frozen days gone by', '2026-11-10', [{ startsOn: '2026-11-08', endsOn: '2026-11-20' }], 70],
    ['and not beyond its days', '2027-01-01', [], 300],
  ])('of an unlimited one counts days %s', (_, on, freezes, used) => {
    const unlimited = subscription({ visitsTotal: null, amount: 300, freezes });
    expect(quoteOf(unlimited, [], 'pro_rata', on).used).toBe(used);
  });

  it('has lines that add up to what is given back', () => {
    const method = fc.constantFrom('pro_rata' as const, 'single_price' as const, 'none' as const);
    const visits = fc.array(
      fc.record({
        onDate: fc.constant('2026-11-05'),
        credits: fc.integer({ min: 1, max: 3 }),
        value: fc.nat(500),
        singlePrice: fc.nat(900),
      }),
    );
    fc.assert(
      fc.property(
        fc.nat(3_000),
        fc.constantFrom(8, null),
        method,
        visits,
        (amount, visitsTotal, by, list) => {
          const quote = quoteOf(subscription({ amount, visitsTotal }), list, by, '2026-11-15');
          expect(quote.used + quote.unused).toBe(amount);
          expect(quote.unused).toBeGreaterThanOrEqual(0);
          expect(quote.lines.reduce((sum, line) => sum + line.amount, 0)).toBe(quote.unused);
        },
      ),
    );
  });

  it('bows to an amount that was asked for, up to the whole', () => {
    const quote = quoteOf(subscription(), had, 'pro_rata', '2026-11-10');
    expect(creditOf(quote, undefined, 800)).toBe(500);
    expect(creditOf(quote, 800, 800)).toBe(800);
    expect(() => creditOf(quote, 801, 800)).toThrow();
  });
});

describe('spreadCredit', () => {
  const charge = (id: string, dueOn: string, creditable: number, distance = 0) => ({
    id,
    dueOn,
    creditable,
    distance,
  });

  it('takes what is due last first, and the own before those it descends from', () => {
    const charges = [
      charge('old', '2026-12-31', 100, 1),
      charge('a', '2026-11-01', 100),
      charge('b', '2026-12-01', 100),
    ];
    expect(spreadCredit(charges, 250)).toEqual([
      { chargeId: 'b', amount: 100 },
      { chargeId: 'a', amount: 100 },
      { chargeId: 'old', amount: 50 },
    ]);
  });

  it('takes nothing when all of them are not enough', () => {
    expect(spreadCredit([charge('a', '2026-11-01', 100)], 101)).toEqual([]);
  });
});
