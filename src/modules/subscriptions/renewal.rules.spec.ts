import {
  assertAfterEnd,
  fateOfLeftovers,
  isRenewalDue,
  renewalBase,
  type AutoRenewing,
  type Leaving,
} from './renewal.rules.js';

const subscription = (facts: Partial<Leaving & AutoRenewing> = {}): Leaving & AutoRenewing => ({
  ...{
    isCancelled: false,
    renewedById: null,
    startsOn: '2026-11-01',
    endsOn: '2026-11-30',
    activateBy: null,
  },
  ...{ visitsLeft: 3, leftovers: 'keep', leftoversKeepDays: 5, settledOn: null },
  ...{ autoRenew: 'same', autoRenewDaysBefore: 3, autoRenewWhenDepleted: false },
  ...facts,
});
const codeOf = (act: () => unknown): string => {
  try {
    return String(act());
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('renewalBase', () => {
  it.each<[string, Partial<Leaving>, string, string]>([
    ['the day after the end', {}, '2026-11-23', '2026-12-01'],
    ['today when it has ended', {}, '2026-12-05', '2026-12-05'],
    ['today when it is used up', { visitsLeft: 0 }, '2026-11-23', '2026-11-23'],
    [
      'today when nobody came to start it',
      { startsOn: null, endsOn: null, activateBy: '2026-11-20' },
      '2026-11-23',
      '2026-11-23',
    ],
    [
      'none before it has started',
      { startsOn: null, endsOn: null, activateBy: '2026-12-20' },
      '2026-11-23',
      'subscription.not-running',
    ],
    ['none a second time', { renewedById: 'x' }, '2026-11-23', 'subscription.already-renewed'],
    ['none when cancelled', { isCancelled: true }, '2026-11-23', 'subscription.already-cancelled'],
  ])('is %s', (_, facts, today, expected) => {
    expect(codeOf(() => renewalBase(subscription(facts), today))).toBe(expected);
  });

  it('does not let a chosen day lie in the running term', () => {
    expect(codeOf(() => assertAfterEnd('2026-11-30', subscription(), '2026-11-23'))).toBe(
      'subscription.start-before-end',
    );
    expect(codeOf(() => assertAfterEnd('2026-12-01', subscription(), '2026-11-23'))).toBe('undefined');
    expect(codeOf(() => assertAfterEnd('2026-11-25', subscription({ visitsLeft: 0 }), '2026-11-23'))).toBe(
      'undefined',
    );
  });
});

describe('fateOfLeftovers', () => {
  const next = (soldOn: string, visitsLeft: number | null = 8) => ({ id: 'next', soldOn, visitsLeft });
  it.each<[string, Partial<Leaving>, ReturnType<typeof next> | null, string, boolean, string]>([
    ['wait while it runs', {}, next('2026-11-20'), '2026-11-30', true, 'wait'],
    ['wait for late marks', {}, next('2026-11-20'), '2026-12-02', false, 'wait'],
    ['are carried after them', {}, next('2026-11-20'), '2026-12-03', false, 'carry'],
    ['are carried at once by a renewal after the end', {}, next('2026-12-02'), '2026-12-02', true, 'carry'],
    ['wait for a renewal in time', {}, null, '2026-12-05', false, 'wait'],
    ['burn without one', {}, null, '2026-12-06', false, 'burn'],
    ['burn when it came too late', {}, next('2026-12-06'), '2026-12-06', true, 'burn'],
    ['burn when the next term has no count', {}, next('2026-12-01', null), '2026-12-03', false, 'burn'],
    ['burn when they are not kept', { leftovers: 'burn' }, next('2026-11-20'), '2026-12-03', false, 'burn'],
    ['stay with what is cancelled', { isCancelled: true }, null, '2027-01-01', true, 'wait'],
  ])('%s', (_, facts, following, today, atOnce, expected) => {
    expect(fateOfLeftovers(subscription(facts), following, today, atOnce)).toBe(expected);
  });
});

describe('isRenewalDue', () => {
  it.each<[string, Partial<AutoRenewing>, string, boolean]>([
    ['some days before the end', {}, '2026-11-27', true],
    ['not earlier', {}, '2026-11-26', false],
    ['for a few days after it', {}, '2026-12-03', true],
    ['and no longer', {}, '2026-12-04', false],
    ['when used up, if the plan says so', { visitsLeft: 0, autoRenewWhenDepleted: true }, '2026-11-02', true],
    ['not when used up otherwise', { visitsLeft: 0 }, '2026-11-02', false],
    ['not when off', { autoRenew: 'off' }, '2026-11-29', false],
    ['not twice', { renewedById: 'x' }, '2026-11-29', false],
    ['not when cancelled', { isCancelled: true }, '2026-11-29', false],
    ['not before it has started', { startsOn: null, endsOn: null }, '2026-11-29', false],
  ])('%s', (_, facts, today, expected) => {
    expect(isRenewalDue(subscription(facts), today)).toBe(expected);
  });
});
