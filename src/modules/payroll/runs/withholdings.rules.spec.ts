import fc from 'fast-check';
import { percentOf } from '../../../kernel/money.js';
import { withhold, type WithholdingOrder } from './withholdings.rules.js';

const order = (more: Partial<WithholdingOrder>): WithholdingOrder => ({
  ...{ id: 'a', percent: null, monthlyAmount: null, totalAmount: null, limitPercent: '50', priority: 1 },
  ...{ withheldBefore: 0, withheldInMonth: 0, ...more },
});

describe('withholding', () => {
  it.each<[string, number, WithholdingOrder[], number[]]>([
    ['a quarter', 100_000, [order({ percent: '25' })], [25_000]],
    ['an amount within its limit', 100_000, [order({ monthlyAmount: 40_000 })], [40_000]],
    ['no more than the limit', 100_000, [order({ monthlyAmount: 60_000 })], [50_000]],
    [
      'what the month still lacks',
      100_000,
      [order({ monthlyAmount: 40_000, withheldInMonth: 30_000 })],
      [10_000],
    ],
    [
      'what the whole still lacks',
      100_000,
      [order({ percent: '25', totalAmount: 30_000, withheldBefore: 20_000 })],
      [10_000],
    ],
    [
      'nothing once all was withheld',
      100_000,
      [order({ percent: '25', totalAmount: 30_000, withheldBefore: 30_000 })],
      [0],
    ],
    ['nothing of nothing', -5_000, [order({ monthlyAmount: 1_000 })], [0]],
    [
      'the second what its limit leaves beside the first',
      100_000,
      [order({ id: 'b', monthlyAmount: 90_000, priority: 2 }), order({ percent: '30', limitPercent: '70' })],
      [30_000, 20_000],
    ],
    [
      'the maintenance of 70 % above the 50 % of others',
      100_000,
      [order({ percent: '50' }), order({ id: 'b', percent: '50', limitPercent: '70', priority: 2 })],
      [50_000, 20_000],
    ],
  ])('takes %s', (_, afterTax, orders, amounts) => {
    expect(withhold(afterTax, orders).map(({ amount }) => amount)).toEqual(amounts);
  });

  it('never leaves less than the widest limit leaves', () => {
    const any = fc.record({
      percent: fc.constantFrom('10', '25', '50', '100'),
      limitPercent: fc.constantFrom('20', '50', '70'),
      priority: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.array(any, { maxLength: 6 }), (afterTax, orders) => {
        const taken = withhold(
          afterTax,
          orders.map((one, index) => order({ ...one, id: String(index) })),
        );
        const sum = taken.reduce((all, { amount }) => all + amount, 0);
        expect(sum).toBeLessThanOrEqual(percentOf(afterTax, '70'));
      }),
    );
  });
});
