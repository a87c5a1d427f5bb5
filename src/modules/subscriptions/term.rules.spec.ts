import fc from 'fast-check';
import { addDays, daysBetween } from '../../kernel/local-date.js';
import {
  amountOfSale,
  daysOf,
  freeze,
  lastDay,
  lift,
  termOfSale,
  type Freezable,
  type Period,
  type SaleTerms,
} from './term.rules.js';

const today = '2026-11-23';
const plan = (terms: Partial<SaleTerms> = {}): SaleTerms => ({
  validityCount: 1,
  validityUnit: 'month',
  validFrom: null,
  validUntil: null,
  startRule: 'sale',
  startWithinDays: 30,
  ...terms,
});
const subscription = (facts: Partial<Freezable> = {}): Freezable => ({
  startsOn: '2026-11-01',
  endsOn: '2026-11-30',
  isCancelled: false,
  daysUsed: [],
  freezeBackdateDays: 3,
  freezeMaxDays: 14,
  freezeMaxTimes: 2,
  freezeMinDays: 3,
  freezes: [],
  ...facts,
});
const period = (startsOn: string, endsOn: string): Period => ({ startsOn, endsOn });
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'nothing thrown';
};

describe('lastDay', () => {
  it.each([
    ['2026-11-15', 1, 'month', '2026-12-14'],
    ['2026-01-31', 1, 'month', '2026-02-27'],
    ['2028-01-31', 1, 'month', '2028-02-28'],
    ['2026-11-01', 12, 'month', '2027-10-31'],
    ['2026-11-23', 1, 'day', '2026-11-23'],
    ['2026-11-23', 30, 'day', '2026-12-22'],
  ] as const)('from %s for %i %s is %s', (startsOn, validityCount, validityUnit, expected) => {
    expect(lastDay(startsOn, { validityCount, validityUnit, validUntil: null })).toBe(expected);
  });
});

describe('termOfSale', () => {
  it('starts on the day of the sale', () => {
    expect(termOfSale(plan(), undefined, today)).toEqual({
      startsOn: today,
      endsOn: '2026-12-22',
      activateBy: null,
    });
  });

  it.each<[string, Partial<SaleTerms>, string | undefined, object]>([
    ['on its first day when sold before', {}, undefined, { startsOn: '2026-12-01', endsOn: '2027-05-31' }],
    [
      'on the day of a sale within',
      { validFrom: '2026-09-01' },
      undefined,
      { startsOn: today, endsOn: '2027-05-31' },
    ],
    ['on a chosen day', {}, '2027-03-01', { startsOn: '2027-03-01', endsOn: '2027-05-31' }],
    [
      'by a first visit before its last day',
      { startRule: 'first_visit', startWithinDays: 365 },
      undefined,
      { startsOn: null, activateBy: '2027-05-31' },
    ],
  ])('of a plan of fixed dates starts %s', (_, terms, asked, expected) => {
    const term = {
      validityUnit: 'dates',
      validityCount: null,
      validFrom: '2026-12-01',
      validUntil: '2027-05-31',
    } as const;
    expect(termOfSale(plan({ ...term, ...terms }), asked, today)).toMatchObject(expected);
  });

  it('leaves the start to the first visit, with a last day for it', () => {
    const term = termOfSale(plan({ startRule: 'first_visit' }), undefined, today);
    expect(term).toEqual({ startsOn: null, endsOn: null, activateBy: '2026-12-23' });
  });

  it.each([
    [
      'a first-visit plan with a day chosen',
      plan({ startRule: 'first_visit' }),
      today,
      'subscription.starts-by-first-visit',
    ],
    ['a chosen-day plan without one', plan({ startRule: 'date' }), undefined, 'subscription.start-required'],
    ['a day after the window', plan(), '2026-12-24', 'subscription.start-outside-window'],
    ['a day before the window', plan(), '2026-10-23', 'subscription.start-outside-window'],
  ])('refuses %s', (_, terms, asked, code) => {
    expect(codeOf(() => termOfSale(terms, asked, today))).toBe(code);
  });

  it.each(['2026-10-24', '2026-12-23'])('takes the very edge of the window, %s', (asked) => {
    expect(termOfSale(plan({ startRule: 'date' }), asked, today).startsOn).toBe(asked);
  });
});

describe('amountOfSale', () => {
  it('may be nothing, never less', () => {
    expect(amountOfSale(100, 100)).toBe(0);
    expect(codeOf(() => amountOfSale(100, 101))).toBe('subscription.discount-above-price');
  });
});

describe('freeze', () => {
  it('moves the end by the frozen days', () => {
    expect(freeze(subscription(), period('2026-11-24', '2026-11-28'), today)).toBe('2026-12-05');
  });

  it('may begin today, and on the last day', () => {
    expect(freeze(subscription(), period(today, '2026-11-25'), today)).toBe('2026-12-03');
    expect(freeze(subscription(), period('2026-11-30', '2026-12-02'), today)).toBe('2026-12-03');
  });

  it.each<[string, Partial<Freezable>, Period, string]>([
    ['in the past', {}, period('2026-11-22', '2026-11-26'), 'freeze.backdated'],
    ['backwards', {}, period('2026-11-26', '2026-11-24'), 'freeze.backwards'],
    ['after the end', {}, period('2026-12-01', '2026-12-05'), 'freeze.outside-term'],
    [
      'before the start',
      { startsOn: '2026-11-25' },
      period('2026-11-24', '2026-11-28'),
      'freeze.outside-term',
    ],
    ['for too few days', {}, period('2026-11-24', '2026-11-25'), 'freeze.too-short'],
    ['for too many days', {}, period('2026-11-24', '2026-12-08'), 'freeze.limit-reached'],
    [
      'for more days than are left',
      { freezes: [period('2026-11-03', '2026-11-12')] },
      period('2026-11-24', '2026-11-28'),
      'freeze.limit-reached',
    ],
    [
      'too many times',
      { freezes: [period('2026-11-03', '2026-11-05'), period('2026-11-10', '2026-11-12')] },
      period('2026-11-24', '2026-11-26'),
      'freeze.limit-reached',
    ],
    [
      'by a plan that allows none',
      { freezeMaxDays: 0, freezeMaxTimes: 0 },
      period('2026-11-24', '2026-11-26'),
      'freeze.limit-reached',
    ],
    [
      'over a visit charged that day',
      { daysUsed: ['2026-11-24'] },
      period('2026-11-24', '2026-11-28'),
      'freeze.over-visit',
    ],
    [
      'before it has started',
      { startsOn: null, endsOn: null },
      period('2026-11-24', '2026-11-28'),
      'subscription.not-running',
    ],
    [
      'when it has ended',
      { endsOn: '2026-11-22' },
      period('2026-11-24', '2026-11-28'),
      'subscription.not-running',
    ],
    [
      'when it is cancelled',
      { isCancelled: true },
      period('2026-11-24', '2026-11-28'),
      'subscription.not-running',
    ],
  ])('is refused %s', (_, facts, asked, code) => {
    expect(codeOf(() => freeze(subscription(facts), asked, today))).toBe(code);
  });
});

describe('a freeze in the past', () => {
  const past = period('2026-11-20', '2026-11-25');
  it.each([
    ['by whoever may, within the days of the plan', {}, true, '2026-12-06'],
    ['by nobody else', {}, false, 'freeze.backdated'],
    ['not further back', { freezeBackdateDays: 2 }, true, 'freeze.backdated'],
    ['not over a visit', { daysUsed: ['2026-11-21'] }, true, 'freeze.over-visit'],
    ['beside visits', { daysUsed: ['2026-11-19', '2026-11-26'] }, true, '2026-12-06'],
  ])('is made %s', (_, facts, mayBackdate, expected) => {
    let outcome = '';
    const code = codeOf(() => (outcome = freeze(subscription(facts), past, today, mayBackdate)));
    expect(outcome === '' ? code : outcome).toBe(expected);
  });
});

describe('lift', () => {
  it.each([
    [
      'on its third day gives the rest back',
      '2026-11-21',
      { lastFrozen: '2026-11-22', endsOn: '2026-11-30' },
    ],
    ['on its first day gives all of it back', today, { lastFrozen: null, endsOn: '2026-11-28' }],
  ])('%s', (_, startsOn, expected) => {
    expect(lift('2026-12-05', { startsOn, endsOn: addDays(startsOn, 6) }, today)).toEqual(expected);
  });

  it('after any freeze leaves the end moved by exactly the days that rested', () => {
    fc.assert(
      fc.property(fc.nat(6), fc.integer({ min: 1, max: 14 }), fc.nat(20), (wait, days, later) => {
        const startsOn = addDays(today, wait);
        const asked = period(startsOn, addDays(startsOn, days - 1));
        const frozen = freeze(subscription({ freezeMinDays: 1 }), asked, today);
        expect(daysBetween('2026-11-30', frozen)).toBe(days);
        const liftedOn = addDays(startsOn, Math.min(later, days - 1));
        const { lastFrozen, endsOn } = lift(frozen, asked, liftedOn);
        const rested = lastFrozen === null ? 0 : daysOf(period(startsOn, lastFrozen));
        expect(daysBetween('2026-11-30', endsOn)).toBe(rested);
        expect(rested).toBe(daysBetween(startsOn, liftedOn));
      }),
    );
  });
});
