import fc from 'fast-check';
import { taxed, taxedWithin, vatByCode, vatOf, type VatRate } from './vat.rules.js';

const exempt: VatRate = { code: 'exempt', percent: null };
const standard: VatRate = { code: '22', percent: '22.00' };
const reduced: VatRate = { code: '10', percent: '10' };

describe('VAT within a price', () => {
  it.each([
    // gross, percent, VAT
    [12_200, '22', 2_200],
    [12_200, '22.00', 2_200],
    [10_000, '22', 1_803], // 1803.27…
    [10_000, '20', 1_667], // 1666.66…
    [12_000, '20', 2_000],
    [10_000, '10', 909], // 909.09…
    [10_000, '7', 654], // 654.20…
    [10_000, '5', 476], // 476.19…
    [105, '5', 5],
    [21, '5', 1], // exactly 1
    [61, '22', 11], // exactly 11
    [3, '20', 1], // exactly half a kopeck goes up
    [9, '20', 2], // 1.5
    [1, '22', 0],
    [0, '22', 0],
    [10_000, '0', 0],
    [10_000, null, 0],
    [-3, '20', -1],
    [9_007_199_254_740_991, '22', 1_624_249_045_936_900],
  ])('of %i at %s %% is %i', (gross, percent, vat) => {
    expect(vatOf(gross, percent)).toBe(vat);
  });

  it('is never off by more than half a kopeck, and grows with the price', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000 }),
        fc.constantFrom(5, 7, 10, 20, 22),
        (gross, percent) => {
          const exact = (gross * percent) / (100 + percent);
          const vat = vatOf(gross, String(percent));
          expect(Math.abs(vat - exact)).toBeLessThanOrEqual(0.5 + 1e-6);
          expect(vatOf(gross + 1, String(percent))).toBeGreaterThanOrEqual(vat);
        },
      ),
    );
  });
});

describe('the lines of a document', () => {
  it('are taxed each by itself: lessons exempt and a shirt at 22 % in one sale', () => {
    const lines = taxed([
      { gross: 480_000, rate: exempt },
      { gross: 90_000, rate: standard },
      { gross: 30_000, rate: standard },
      { gross: 11_000, rate: reduced },
    ]);
    expect(lines.map((line) => line.vat)).toEqual([0, 16_230, 5_410, 1_000]);
    expect(vatByCode(lines)).toEqual([
      { code: 'exempt', gross: 480_000, vat: 0 },
      { code: '22', gross: 120_000, vat: 21_640 },
      { code: '10', gross: 11_000, vat: 1_000 },
    ]);
  });

  it('share a total by weight to the kopeck', () => {
    const lines = taxedWithin(100, [
      { gross: 100, rate: standard },
      { gross: 100, rate: standard },
      { gross: 100, rate: exempt },
    ]);
    expect(lines.map((line) => line.gross)).toEqual([34, 33, 33]);
    expect(lines.map((line) => line.vat)).toEqual([6, 6, 0]);
    expect(
      taxedWithin(7, [
        { gross: 0, rate: exempt },
        { gross: 0, rate: exempt },
      ]).map((line) => line.gross),
    ).toEqual([4, 3]);
  });

  it('always sum to the total, by line and by code', () => {
    const line = fc.record({
      gross: fc.integer({ min: 0, max: 10_000_000 }),
      rate: fc.constantFrom(exempt, standard, reduced),
    });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 100_000_000 }),
        (lines, total) => {
          const parts = taxedWithin(total, lines);
          expect(parts.reduce((sum, part) => sum + part.gross, 0)).toBe(total);
          const codes = vatByCode(parts);
          expect(codes.reduce((sum, code) => sum + code.gross, 0)).toBe(total);
          expect(codes.reduce((sum, code) => sum + code.vat, 0)).toBe(
            parts.reduce((sum, part) => sum + part.vat, 0),
          );
          expect(parts.every((part) => part.vat <= part.gross)).toBe(true);
        },
      ),
    );
  });
});
