import fc from 'fast-check';
import {
  bases,
  chooseScheme,
  payFor,
  reversalOf,
  schemeFaults,
  type PayTerms,
  type WorkMeasure,
} from './pay.rules.js';

const scheme = (terms: Partial<PayTerms>): PayTerms => ({
  id: 's',
  activityId: null,
  groupId: null,
  basis: 'lesson',
  rate: null,
  percent: null,
  minAmount: null,
  maxAmount: null,
  effectiveFrom: '2026-01-01',
  ...terms,
});
const work: WorkMeasure = { minutes: 90, hourMinutes: 60, attendees: 7, revenue: 560_000 };

describe('pay', () => {
  it.each<[string, Partial<PayTerms>, Partial<WorkMeasure>, number, string]>([
    ['a lesson', { basis: 'lesson', rate: 120_000 }, {}, 120_000, '1200.00 × 1 lesson = 1200.00'],
    ['an hour and a half', { basis: 'hour', rate: 60_000 }, {}, 90_000, '600.00 × 1.50 h = 900.00'],
    [
      'two academic hours',
      { basis: 'hour', rate: 60_000 },
      { hourMinutes: 45 },
      120_000,
      '600.00 × 2.00 h = 1200.00',
    ],
    [
      'an inexact part of an hour',
      { basis: 'hour', rate: 60_000 },
      { minutes: 50, hourMinutes: 45 },
      66_667,
      '600.00 × 50/45 h = 666.67',
    ],
    ['half a kopeck, up', { basis: 'hour', rate: 1 }, { minutes: 30 }, 1, '0.01 × 0.50 h = 0.01'],
    [
      'less than half a kopeck, down',
      { basis: 'hour', rate: 1 },
      { minutes: 29 },
      0,
      '0.01 × 29/60 h = 0.00',
    ],
    ['each attendee', { basis: 'attendee', rate: 15_000 }, {}, 105_000, '150.00 × 7 attendees = 1050.00'],
    ['nobody there', { basis: 'attendee', rate: 15_000 }, { attendees: 0 }, 0, '150.00 × 0 attendees = 0.00'],
    [
      'a part of the revenue',
      { basis: 'revenue_percent', percent: '40.00' },
      {},
      224_000,
      '40.00 % of 5600.00 = 2240.00',
    ],
    [
      'a fraction of a percent',
      { basis: 'revenue_percent', percent: '12.35' },
      { revenue: 1_001 },
      124,
      '12.35 % of 10.01 = 1.24',
    ],
  ])('of %s', (_, terms, measure, amount, text) => {
    const pay = payFor({ ...work, ...measure }, scheme(terms));
    expect(pay).toMatchObject({ amount, formula: { amount, computed: amount, text } });
  });

  it.each<[number | null, number | null, number, string]>([
    [null, null, 90_000, ''],
    [100_000, null, 100_000, ', at least 1000.00'],
    [90_000, 90_000, 90_000, ''],
    [null, 50_000, 50_000, ', at most 500.00'],
    [10_000, 200_000, 90_000, ''],
    [null, 0, 0, ', at most 0.00'],
  ])('at least %s and at most %s', (minAmount, maxAmount, amount, limit) => {
    const pay = payFor(work, scheme({ basis: 'hour', rate: 60_000, minAmount, maxAmount }));
    expect(pay.amount).toBe(amount);
    expect(pay.formula).toMatchObject({ computed: 90_000, amount, text: `600.00 × 1.50 h = 900.00${limit}` });
  });

  it('is explained with every number it was made of', () => {
    expect(payFor(work, scheme({ basis: 'hour', rate: 60_000 })).formula).toEqual({
      basis: 'hour',
      rate: 60_000,
      minutes: 90,
      hourMinutes: 60,
      hours: '1.50',
      computed: 90_000,
      min: null,
      max: null,
      amount: 90_000,
      text: '600.00 × 1.50 h = 900.00',
    });
  });

  it('is nothing without a scheme, and says so', () => {
    expect(payFor(work, null)).toMatchObject({
      amount: 0,
      formula: { basis: null, text: expect.stringContaining('no pay scheme') },
    });
  });

  const anyScheme = fc.record({
    basis: fc.constantFrom(...bases),
    rate: fc.nat(10_000_000),
    percent: fc.nat(10_000).map((n) => `${Math.trunc(n / 100)}.${String(n % 100).padStart(2, '0')}`),
    minAmount: fc.option(fc.nat(1_000_000)),
    above: fc.option(fc.nat(1_000_000)),
  });
  const anyWork = fc.record({
    minutes: fc.integer({ min: 1, max: 1440 }),
    hourMinutes: fc.constantFrom(45, 60),
    attendees: fc.nat(1000),
    revenue: fc.nat(1_000_000_000),
  });

  it('and its reversal sum to zero, both with the amount of their formula', () => {
    fc.assert(
      fc.property(anyScheme, anyWork, ({ above, ...terms }, measure) => {
        const made = payFor(
          measure,
          scheme({ ...terms, maxAmount: above === null ? null : (terms.minAmount ?? 0) + above }),
        );
        const reversed = reversalOf(made);
        expect(made.amount + reversed.amount).toBe(0);
        expect(made.formula.amount).toBe(made.amount);
        expect(reversed.formula.amount).toBe(reversed.amount);
      }),
    );
  });

  it('stays within its limits', () => {
    fc.assert(
      fc.property(anyScheme, anyWork, ({ above, minAmount, ...terms }, measure) => {
        const min = minAmount ?? 0;
        const max = min + (above ?? 0);
        const { amount } = payFor(measure, scheme({ ...terms, minAmount: min, maxAmount: max }));
        expect(amount >= min && amount <= max).toBe(true);
      }),
    );
  });
});

describe('choice of a scheme', () => {
  const plain = scheme({ id: 'employee' });
  const activity = scheme({ id: 'activity', activityId: 'english' });
  const group = scheme({ id: 'group', groupId: 'g1' });
  const later = scheme({ id: 'later', effectiveFrom: '2026-06-01' });
  const all = [plain, activity, group, later];

  it.each([
    ['the group before all', 'english', 'g1', '2026-09-01', 'group'],
    ['the activity before the employee', 'english', 'g2', '2026-09-01', 'activity'],
    ['the newest of the employee', 'chess', 'g2', '2026-09-01', 'later'],
    ['the one of the day before a change', 'chess', 'g2', '2026-05-31', 'employee'],
    ['the new one on the day it takes effect', 'chess', null, '2026-06-01', 'later'],
    ['an individual lesson by its activity', 'english', null, '2026-09-01', 'activity'],
  ])('takes %s', (_, activityId, groupId, onDate, id) => {
    expect(chooseScheme(all, { activityId, groupId, onDate })?.id).toBe(id);
    expect(chooseScheme([...all].reverse(), { activityId, groupId, onDate })?.id).toBe(id);
  });

  it('finds none before the first takes effect', () => {
    expect(chooseScheme(all, { activityId: 'english', groupId: 'g1', onDate: '2025-12-31' })).toBeNull();
  });
});

describe('a scheme as asked for', () => {
  it.each([
    [{ basis: 'hour' as const }, ['/rate']],
    [{ basis: 'revenue_percent' as const, rate: { amount: 1 } }, ['/percent', '/rate']],
    [{ basis: 'lesson' as const, rate: { amount: 1 }, percent: '1' }, ['/percent']],
    [{ basis: 'lesson' as const, rate: { amount: 1 }, activityId: 'a', groupId: 'g' }, ['/groupId']],
    [
      { basis: 'lesson' as const, rate: { amount: 1 }, minAmount: { amount: 2 }, maxAmount: { amount: 1 } },
      ['/maxAmount'],
    ],
    [{ basis: 'revenue_percent' as const, percent: '40' }, []],
  ])('%j has faults at %j', (form, pointers) => {
    expect(schemeFaults(form).map((fault) => fault.pointer)).toEqual(pointers);
  });
});
