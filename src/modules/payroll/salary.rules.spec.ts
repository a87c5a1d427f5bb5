import fc from 'fast-check';
import { addDays } from '../../kernel/local-date.js';
import { sentenceOf } from './pay-text.rules.js';
import type { PayTerms } from './pay.types.js';
import { salaryFor } from './salary.rules.js';
import { payTerms } from './pay-terms.samples.js';

const salary = (some: Partial<PayTerms> = {}): PayTerms =>
  payTerms({
    ...{ basis: 'salary', family: 'salary', rate: 4_200_000, proration: 'working_days' },
    ...some,
  });
const always = { hiredOn: '2025-01-01', leftOn: null };
const november = { from: '2026-11-01', to: '2026-12-01' };
const none = new Set<string>();
const amounts = (parts: { amount: number }[]) => parts.map((part) => part.amount);

// November 2026: 30 days, 21 of them Monday to Friday (2–6, 9–13, 16–20, 23–27, 30).
describe('a salary, counted by hand', () => {
  it('of a whole month is itself', () => {
    expect(amounts(salaryFor([salary()], always, november, none))).toEqual([4_200_000]);
  });

  it('of somebody hired on Monday the 16th is 11 of 21 working days', () => {
    const [part] = salaryFor([salary()], { hiredOn: '2026-11-16', leftOn: null }, november, none);
    expect(part).toMatchObject({ from: '2026-11-16', to: '2026-12-01', amount: 2_200_000 });
    expect(part && sentenceOf(part.formula, 'ru')).toBe('42000,00 × 11/21 раб. дн. = 22000,00');
  });

  it('of somebody who left on the 16th is 10 of 21', () => {
    const parts = salaryFor([salary()], { hiredOn: '2025-01-01', leftOn: '2026-11-16' }, november, none);
    expect(amounts(parts)).toEqual([2_000_000]);
  });

  it('by calendar days of somebody hired on the 16th is 15 of 30', () => {
    const scheme = salary({ proration: 'calendar_days' });
    const parts = salaryFor([scheme], { hiredOn: '2026-11-16', leftOn: null }, november, none);
    expect(amounts(parts)).toEqual([2_100_000]);
  });

  it('does not count a holiday, above or below the line', () => {
    // Wednesday the 4th is a holiday: 20 working days, 11 of them from the 16th on.
    const parts = salaryFor(
      [salary()],
      { hiredOn: '2026-11-16', leftOn: null },
      november,
      new Set(['2026-11-04']),
    );
    expect(amounts(parts)).toEqual([2_310_000]);
  });

  it('that changed on the 16th is 10 days of the old and 11 of the new', () => {
    const later = salary({ id: 'later', rate: 6_300_000, effectiveFrom: '2026-11-16' });
    expect(amounts(salaryFor([salary(), later], always, november, none))).toEqual([2_000_000, 3_300_000]);
  });

  it('of the employee goes before that of the position, day by day', () => {
    const ofPosition = salary({ id: 'p', employeeId: null, position: 'Teacher', rate: 2_100_000 });
    const own = salary({ effectiveFrom: '2026-11-16', effectiveTo: '2026-11-23' });
    const parts = salaryFor([ofPosition, own], always, november, none);
    expect(parts.map((part) => [part.schemeId, part.amount])).toEqual([
      ['p', 1_000_000],
      ['s', 1_000_000],
      ['p', 600_000],
    ]);
  });

  it('of a six-day week counts Saturdays', () => {
    // 25 working days with Saturdays, 13 of them from the 16th on.
    const scheme = salary({ weekdays: [1, 2, 3, 4, 5, 6], rate: 2_500_000 });
    const parts = salaryFor([scheme], { hiredOn: '2026-11-16', leftOn: null }, november, none);
    expect(amounts(parts)).toEqual([1_300_000]);
  });

  it('over two months is cut at the end of the month', () => {
    const parts = salaryFor([salary()], always, { from: '2026-11-16', to: '2026-12-16' }, none);
    // December: 23 working days, 11 of them before the 16th.
    expect(amounts(parts)).toEqual([2_200_000, 2_008_696]);
  });

  it('is nothing without a scheme, before the hire, and when it is zero', () => {
    expect(salaryFor([], always, november, none)).toEqual([]);
    expect(salaryFor([salary()], { hiredOn: '2026-12-01', leftOn: null }, november, none)).toEqual([]);
    expect(salaryFor([salary({ rate: 0 })], always, november, none)).toEqual([]);
  });
});

it('parts of a month sum to the salary, wherever it is cut', () => {
  const cut = fc.record({
    rate: fc.integer({ min: 1, max: 100_000_000 }),
    cuts: fc.uniqueArray(fc.integer({ min: 1, max: 29 }), { maxLength: 5 }),
    proration: fc.constantFrom('working_days' as const, 'calendar_days' as const),
  });
  fc.assert(
    fc.property(cut, ({ rate, cuts, proration }) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), 30].map((n) => addDays(november.from, n));
      const parts = edges
        .slice(1)
        .flatMap((to, n) =>
          salaryFor([salary({ rate, proration })], always, { from: edges[n] ?? to, to }, none),
        );
      expect(parts.reduce((sum, part) => sum + part.amount, 0)).toBe(rate);
    }),
  );
});
