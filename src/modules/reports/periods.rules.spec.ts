import fc from 'fast-check';
import { daysBetween, fromDayNumber } from '../../kernel/local-date.js';
import { NAMED_PERIODS, periodBefore, periodOf } from './periods.rules.js';

describe('a named period', () => {
  it.each([
    ['today', '2026-11-23', '2026-11-23', '2026-11-24'],
    ['yesterday', '2026-03-01', '2026-02-28', '2026-03-01'],
    ['this_week', '2026-11-23', '2026-11-23', '2026-11-30'],
    ['last_week', '2026-11-22', '2026-11-09', '2026-11-16'],
    ['this_month', '2024-02-29', '2024-02-01', '2024-03-01'],
    ['last_month', '2026-01-31', '2025-12-01', '2026-01-01'],
    ['this_quarter', '2026-11-23', '2026-10-01', '2027-01-01'],
    ['last_quarter', '2026-01-01', '2025-10-01', '2026-01-01'],
    ['this_year', '2026-12-31', '2026-01-01', '2027-01-01'],
    ['last_year', '2026-01-01', '2025-01-01', '2026-01-01'],
    ['week_to_date', '2026-11-25', '2026-11-23', '2026-11-26'],
    ['month_to_date', '2026-12-31', '2026-12-01', '2027-01-01'],
    ['quarter_to_date', '2026-11-25', '2026-10-01', '2026-11-26'],
    ['year_to_date', '2026-01-01', '2026-01-01', '2026-01-02'],
  ] as const)('%s on %s', (name, today, from, to) => expect(periodOf(name, today)).toEqual({ from, to }));

  it('has the day it is asked on in it, or just before it', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60_000 }).map(fromDayNumber),
        fc.constantFrom(...NAMED_PERIODS),
        (today, name) => {
          const { from, to } = periodOf(name, today);
          const isNow = from <= today && today < to;
          const next = name.startsWith('last')
            ? periodOf(name.replace('last', 'this') as 'this_week', today)
            : null;
          expect(name === 'yesterday' ? to === today : next === null ? isNow : next.from === to).toBe(true);
          expect(from < to).toBe(true);
        },
      ),
    ));
});

describe('the period before', () => {
  it.each([
    ['2026-11-01', '2026-12-01', '2026-10-01'],
    ['2026-01-01', '2027-01-01', '2025-01-01'],
    ['2026-11-16', '2026-11-23', '2026-11-09'],
    ['2024-03-01', '2024-03-31', '2024-01-31'],
  ])('of %s to %s begins %s', (from, to, before) =>
    expect(periodBefore({ from, to })).toEqual({ from: before, to: from }),
  );

  it('is as long, and ends where this one begins', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 10_000, max: 40_000 }),
        fc.integer({ min: 1, max: 800 }),
        (start, length) => {
          const period = { from: fromDayNumber(start), to: fromDayNumber(start + length) };
          const before = periodBefore(period);
          expect(before.to).toBe(period.from);
          if (!(period.from.endsWith('-01') && period.to.endsWith('-01')))
            expect(daysBetween(before.from, before.to)).toBe(length);
        },
      ),
    ));
});
