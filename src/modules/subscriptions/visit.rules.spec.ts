import fc from 'fast-check';
import { addDays } from '../../kernel/local-date.js';
import {
  absorb,
  afterVisit,
  canPay,
  chooseSubscription,
  valueOf,
  valueOfMoved,
  type Candidate,
} from './visit.rules.js';

const CHESS = 'chess';
const candidate = (facts: Partial<Candidate> = {}): Candidate => ({
  id: 'a',
  clientId: 'anna',
  activityIds: [CHESS],
  groupIds: null,
  maxPerDay: null,
  maxPerWeek: null,
  soldOn: '2026-11-01',
  startsOn: '2026-11-01',
  endsOn: '2026-11-30',
  activateBy: null,
  validityCount: 1,
  validityUnit: 'month',
  validUntil: null,
  freezes: [],
  visitsTotal: 8,
  visitsLeft: 8,
  visitsUsed: 0,
  amount: 1000,
  recognised: 0,
  daysUsed: [],
  ...facts,
});
const visit = { activityId: CHESS, groupId: null, onDate: '2026-11-23', credits: 1 };

describe('canPay', () => {
  it.each<[string, Partial<Candidate>, boolean]>([
    ['covers the activity inside its days', {}, true],
    ['on its first day', { startsOn: '2026-11-23' }, true],
    ['on its last day', { endsOn: '2026-11-23' }, true],
    ['not another activity', { activityIds: ['judo'] }, false],
    ['not before it starts', { startsOn: '2026-11-24' }, false],
    ['not after it ends', { endsOn: '2026-11-22' }, false],
    ['not without a credit', { visitsLeft: 0 }, false],
    ['without count when unlimited', { visitsTotal: null, visitsLeft: null }, true],
    ['not on a frozen day', { freezes: [{ startsOn: '2026-11-23', endsOn: '2026-11-23' }] }, false],
    ['the day after a freeze', { freezes: [{ startsOn: '2026-11-20', endsOn: '2026-11-22' }] }, true],
    [
      'to start with, until its last day for that',
      { startsOn: null, endsOn: null, activateBy: '2026-11-23' },
      true,
    ],
    ['not to start with after that day', { startsOn: null, endsOn: null, activateBy: '2026-11-22' }, false],
    ['not to start with before the sale', { startsOn: null, endsOn: null, soldOn: '2026-11-24' }, false],
  ])('%s', (_, facts, expected) => {
    expect(canPay(candidate(facts), visit)).toBe(expected);
  });

  it.each<[string, Partial<Candidate>, boolean]>([
    ['in its own group', { groupIds: ['g'] }, true],
    ['not in another', { groupIds: ['h'] }, false],
    ['while the day has room', { maxPerDay: 2, daysUsed: ['2026-11-23', '2026-11-22'] }, true],
    ['not beyond it', { maxPerDay: 1, daysUsed: ['2026-11-23'] }, false],
    ['in a new week', { maxPerWeek: 1, daysUsed: ['2026-11-22', '2026-11-30'] }, true],
    ['not beyond the week', { maxPerWeek: 2, daysUsed: ['2026-11-29', '2026-11-24'] }, false],
  ])('%s', (_, facts, expected) => {
    expect(canPay(candidate(facts), { ...visit, groupId: 'g' })).toBe(expected);
  });

  it('needs as many credits as the visit takes', () => {
    expect(canPay(candidate({ visitsLeft: 1 }), { ...visit, credits: 2 })).toBe(false);
  });
});

describe('chooseSubscription', () => {
  it.each<[string, Partial<Candidate>, Partial<Candidate>]>([
    ['the narrower cover, even if it ends later', { endsOn: '2027-01-31' }, { activityIds: [CHESS, 'judo'] }],
    ['one for the group alone', { groupIds: ['g'], endsOn: '2027-01-31' }, {}],
    ['the earlier end of two equally narrow', { endsOn: '2026-11-25', soldOn: '2026-11-10' }, {}],
    ['a running one before one still to start', { endsOn: '2027-01-31' }, { startsOn: null, endsOn: null }],
    ['the one sold first of two that end together', { soldOn: '2026-10-31' }, {}],
    ['the one made first of two alike', { id: 'a' }, { id: 'b' }],
    ['the one that can pay', { endsOn: '2026-12-31' }, { visitsLeft: 0 }],
  ])('takes %s', (_, best, other) => {
    const expected = candidate({ id: 'z', ...best });
    const wanted = { ...visit, groupId: 'g' };
    expect(chooseSubscription([candidate({ id: 'y', ...other }), expected], wanted)).toBe(expected);
  });

  it('takes none when none can pay', () => {
    expect(chooseSubscription([candidate({ visitsLeft: 0 })], visit)).toBeNull();
  });
});

describe('afterVisit', () => {
  it('starts one that waited for its first visit', () => {
    const started = afterVisit(candidate({ startsOn: null, endsOn: null }), visit);
    expect(started).toMatchObject({
      startsOn: '2026-11-23',
      endsOn: '2026-12-22',
      visitsLeft: 7,
      visitsUsed: 1,
    });
  });
});

describe('valueOf', () => {
  it('is an equal part, the remainder with the last', () => {
    expect(valueOf(candidate({ visitsTotal: 3, visitsLeft: 3 }), visit.onDate, 1)).toBe(333);
    expect(
      valueOf(candidate({ visitsTotal: 3, visitsLeft: 1, visitsUsed: 2, recognised: 666 }), visit.onDate, 1),
    ).toBe(334);
  });

  it('is nothing for visits given on top', () => {
    expect(valueOf(candidate({ visitsLeft: 2, visitsUsed: 8, recognised: 1000 }), visit.onDate, 1)).toBe(0);
  });

  it('is one day of an unlimited one, once a day, frozen days not counted', () => {
    const unlimited = candidate({ visitsTotal: null, visitsLeft: null, amount: 3001 });
    expect(valueOf(unlimited, '2026-11-23', 1)).toBe(100);
    expect(valueOf({ ...unlimited, daysUsed: ['2026-11-23'] }, '2026-11-23', 1)).toBe(0);
    const frozen = {
      ...unlimited,
      endsOn: '2026-12-02',
      freezes: [{ startsOn: '2026-11-10', endsOn: '2026-11-11' }],
    };
    expect(valueOf(frozen, '2026-12-01', 1)).toBe(100);
    expect(valueOf(frozen, '2026-12-02', 1)).toBe(101);
  });
});

describe('absorb', () => {
  const unpaid = ['2026-11-03', '2026-10-20', '2026-10-27'].map((onDate, index) => ({
    id: `v${String(index)}`,
    onDate,
    credits: 1,
  }));

  it('takes the oldest first while credits last', () => {
    const { visits, subscription } = absorb(candidate({ visitsTotal: 2, visitsLeft: 2 }), unpaid);
    expect(visits.map((one) => [one.onDate, one.value])).toEqual([
      ['2026-10-20', 500],
      ['2026-10-27', 500],
    ]);
    expect(subscription).toMatchObject({ visitsLeft: 0, visitsUsed: 2, recognised: 1000 });
  });

  it('does not start a term that waits for its first visit', () => {
    expect(absorb(candidate({ startsOn: null, endsOn: null }), unpaid).subscription).toMatchObject({
      startsOn: null,
      visitsLeft: 5,
    });
  });

  it('takes only visits within its days when unlimited', () => {
    const { visits } = absorb(candidate({ visitsTotal: null, visitsLeft: null }), unpaid);
    expect(visits.map((one) => one.onDate)).toEqual(['2026-11-03']);
  });
});

describe('valueOfMoved', () => {
  it.each<[string, Partial<Candidate>, number, { value: number; sold: number }]>([
    ['an equal part for each', { amount: 1003 }, 3, { value: 375, sold: 3 }],
    [
      'all that is left with the last one sold',
      { amount: 1003, visitsUsed: 2, recognised: 250 },
      6,
      { value: 753, sold: 6 },
    ],
    ['no more for those given on top', { amount: 800, visitsLeft: 10 }, 10, { value: 800, sold: 8 }],
    [
      'nothing for those alone',
      { amount: 800, visitsUsed: 8, recognised: 800, visitsLeft: 2 },
      2,
      { value: 0, sold: 0 },
    ],
    [
      'the rest of an unlimited one',
      { visitsTotal: null, visitsLeft: null, recognised: 300 },
      0,
      { value: 700, sold: 0 },
    ],
  ])('takes %s', (_, facts, visits, expected) => {
    expect(valueOfMoved(candidate(facts), visits)).toEqual(expected);
  });

  it('leaves both sides with what there was, whatever is moved and charged', () => {
    fc.assert(
      fc.property(
        fc.nat(9_999),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(12),
        fc.nat(12),
        (amount, total, first, moved) => {
          let now = candidate({ amount, visitsTotal: total, visitsLeft: total, endsOn: '2027-12-31' });
          const use = () => {
            if (now.visitsLeft !== 0) now = afterVisit(now, visit);
          };
          Array.from({ length: first }).forEach(use);
          const visits = Math.min(moved, now.visitsLeft ?? 0);
          const { value, sold } = valueOfMoved(now, visits);
          now = {
            ...now,
            amount: amount - value,
            visitsTotal: total - sold,
            visitsLeft: (now.visitsLeft ?? 0) - visits,
          };
          Array.from({ length: 12 }).forEach(use);
          expect(now.visitsLeft).toBe(0);
          expect(now.recognised + value).toBe(amount);
        },
      ),
    );
  });
});

describe('any sequence of charges, reversals and corrections', () => {
  type Step = { kind: 'charge' | 'reverse' | 'adjust'; size: number };
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom('charge', 'reverse', 'adjust'),
    size: fc.integer({ min: -3, max: 3 }),
  });

  it('keeps what is left equal to the sum of entries, never below zero, and recognises at most the amount', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.nat(10_000),
        fc.array(step, { maxLength: 60 }),
        (total, amount, steps) => {
          let now = candidate({ visitsTotal: total, visitsLeft: total, amount, endsOn: '2027-12-31' });
          const entries = [total];
          const standing: { credits: number; value: number }[] = [];
          steps.forEach(({ kind, size }, index) => {
            const left = now.visitsLeft ?? 0;
            const wanted = { ...visit, onDate: addDays('2026-11-23', index), credits: Math.max(1, size) };
            if (kind === 'charge' && canPay(now, wanted)) {
              standing.push({ credits: wanted.credits, value: valueOf(now, wanted.onDate, wanted.credits) });
              now = afterVisit(now, wanted);
              entries.push(-wanted.credits);
              if (now.visitsUsed >= total) expect(now.recognised).toBe(amount);
            } else if (kind === 'reverse') {
              const [gone] = standing.splice(Math.abs(size) % Math.max(1, standing.length), 1);
              if (gone === undefined) return;
              now = {
                ...now,
                visitsLeft: left + gone.credits,
                visitsUsed: now.visitsUsed - gone.credits,
                recognised: now.recognised - gone.value,
              };
              entries.push(gone.credits);
            } else if (kind === 'adjust' && left + size >= 0) {
              now = { ...now, visitsLeft: left + size };
              entries.push(size);
            }
            expect(now.visitsLeft).toBe(entries.reduce((sum, entry) => sum + entry, 0));
            expect(now.visitsLeft).toBeGreaterThanOrEqual(0);
            expect(now.recognised).toBe(standing.reduce((sum, one) => sum + one.value, 0));
            expect(now.recognised).toBeLessThanOrEqual(amount);
          });
        },
      ),
    );
  });
});
