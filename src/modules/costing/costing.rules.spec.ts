import fc from 'fast-check';
import { averageOf, figuresOf, periodFaults, type Parts } from './costing.rules.js';

const parts: Parts = {
  ...{ minutes: 60, attendees: 3, revenue: 244_000, vat: 44_000, pay: 60_000, contributions: 18_120 },
  ...{ materials: 0, room: 60_000, overhead: 13_812 },
};
const rub = (amount: number) => ({ amount, currency: 'RUB' });

describe('what parts add up to', () => {
  it('is net revenue, cost, profit and its percentage', () => {
    expect(figuresOf(parts, 'RUB')).toEqual({
      ...{ minutes: 60, attendees: 3, revenue: rub(244_000), vat: rub(44_000), netRevenue: rub(200_000) },
      ...{ pay: rub(60_000), contributions: rub(18_120), materials: rub(0), room: rub(60_000) },
      ...{ overhead: rub(13_812), cost: rub(151_932), profit: rub(48_068), profitPercent: '24.03' },
    });
  });

  it.each([
    ['a loss', { revenue: 100_000, vat: 0 }, -51_932, '-51.93'],
    ['no revenue', { revenue: 0, vat: 0 }, -151_932, null],
    ['a hair', { revenue: 151_933, vat: 0 }, 1, '0.00'],
  ])('%s', (_, more, profit, percent) => {
    expect(figuresOf({ ...parts, ...more }, 'RUB')).toMatchObject({
      profit: rub(profit),
      profitPercent: percent,
    });
  });

  it('cannot be worked out backwards from what is hidden', () => {
    const withoutPay = figuresOf({ ...parts, pay: null, contributions: null, overhead: null }, 'RUB');
    expect(withoutPay).toMatchObject({
      revenue: rub(244_000),
      cost: null,
      profit: null,
      profitPercent: null,
    });
    const withoutMoney = figuresOf({ ...parts, revenue: null, vat: null }, 'RUB');
    expect(withoutMoney).toMatchObject({ netRevenue: null, cost: rub(151_932), profit: null });
  });
});

describe('averages', () => {
  it('are rounded part by part', () => {
    expect(averageOf(parts, 7)).toEqual({
      ...{ minutes: 9, attendees: 0, revenue: 34_857, vat: 6_286, pay: 8_571, contributions: 2_589 },
      ...{ materials: 0, room: 8_571, overhead: 1_973 },
    });
    expect(averageOf(parts, 0)).toBeNull();
  });

  it('add up, and are off by half a kopeck a part at most', () => {
    const amount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
    fc.assert(
      fc.property(amount, amount, amount, fc.integer({ min: 1, max: 1000 }), (pay, room, revenue, count) => {
        const whole = { ...parts, pay, room, revenue, vat: 0, contributions: 0, overhead: 0 };
        const share = averageOf(whole, count);
        if (share === null) throw new Error('there is an average');
        const shown = figuresOf(share, 'RUB');
        expect(shown.cost?.amount).toBe((shown.pay?.amount ?? 0) + shown.room.amount);
        expect(Math.abs((shown.profit?.amount ?? 0) * count - (revenue - pay - room))).toBeLessThanOrEqual(
          1.5 * count,
        );
      }),
    );
  });
});

describe('a period', () => {
  it.each([
    ['2026-01-01', '2026-01-02', []],
    ['2026-01-01', '2027-01-02', []],
    ['2026-01-01', '2027-01-03', ['range.too-long']],
    ['2026-01-01', '2026-01-01', ['range.ends-before-start']],
    ['2026-01-02', '2026-01-01', ['range.ends-before-start']],
  ])('from %s to %s', (from, to, codes) => {
    expect(periodFaults({ from, to }).map(({ code }) => code)).toEqual(codes);
  });
});
