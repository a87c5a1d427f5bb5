import { defaultChargingPolicy as policy } from '../../catalogue/index.js';
import type { Mark } from './completion.types.js';
import { isNoShow, markOf, outcomeOf } from './outcome.rules.js';

const prices = { singlePrice: 80_000, trialPrice: 30_000 };

describe('outcomeOf with the default policy', () => {
  it.each<[Mark, number, number, boolean, boolean]>([
    // mark, visits, price, counts for pay, gives a make-up
    ['present', 1, 80_000, true, false],
    ['late', 1, 80_000, true, false],
    ['absent', 1, 80_000, false, false],
    ['absent_excused', 0, 0, false, true],
    ['not_marked', 1, 80_000, true, false],
    ['trial', 0, 30_000, false, false],
    ['make_up', 1, 80_000, true, false],
    ['free', 0, 0, true, false],
    ['frozen', 0, 0, false, false],
  ])(
    '%s: %i visits, %i kopecks, counts for pay %s, gives a make-up %s',
    (mark, visits, price, pay, makeUp) => {
      const outcome = outcomeOf(mark, policy, prices, { missedWasCharged: false });
      expect([outcome.visits, outcome.price]).toEqual([visits, price]);
      expect(outcome.countsForPay).toBe(pay);
      expect(outcome.givesMakeUp).toBe(makeUp);
    },
  );
});

describe('outcomeOf', () => {
  it('asks nothing for making up a lesson that was charged when it was missed', () => {
    expect(outcomeOf('make_up', policy, prices, { missedWasCharged: true })).toMatchObject({
      visits: 0,
      price: 0,
    });
  });

  it('takes the share of the single price that the policy says', () => {
    const half = { ...policy, absent: { ...policy.absent, moneyPercent: 50 } };
    expect(
      outcomeOf('absent', half, { singlePrice: 33_333, trialPrice: 0 }, { missedWasCharged: false }).price,
    ).toBe(16_667);
  });

  it('takes the share of the trial price that the policy says', () => {
    const half = { ...policy, trial: { ...policy.trial, moneyPercent: 50 } };
    expect(outcomeOf('trial', half, prices, { missedWasCharged: false }).price).toBe(15_000);
  });
});

describe('a guest who was planned and did not come', () => {
  it.each<[Mark, Mark, boolean, number, number, boolean]>([
    // the mark, came as, the missed lesson was charged: visits, price, gives a make-up
    ['absent', 'trial', false, 0, 0, false],
    ['absent_excused', 'trial', false, 0, 0, false],
    ['absent', 'free', false, 0, 0, false],
    ['absent', 'make_up', false, 1, 80_000, false],
    ['absent', 'make_up', true, 0, 0, false],
    ['absent_excused', 'make_up', false, 0, 0, true],
    ['absent_excused', 'make_up', true, 0, 0, true],
  ])(
    '%s on %s, charged before %s: %i visits, %i kopecks, a make-up %s',
    (mark, noShowOf, paid, visits, price, makeUp) => {
      const outcome = outcomeOf(mark, policy, prices, { missedWasCharged: paid, noShowOf });
      expect(outcome).toEqual({ mark, visits, price, countsForPay: false, givesMakeUp: makeUp });
    },
  );

  it('is one who was planned, is no member, and was not there', () => {
    expect(isNoShow('absent', { isMember: false, guestKind: 'trial' })).toBe(true);
    expect(isNoShow('absent', { isMember: true, guestKind: 'trial' })).toBe(false);
    expect(isNoShow('absent', { isMember: false, guestKind: null })).toBe(false);
    expect(isNoShow('trial', { isMember: false, guestKind: 'trial' })).toBe(false);
  });
});

describe('markOf', () => {
  const member = { isMember: true, isFrozen: false, plannedMark: null };

  it('is what was said', () => expect(markOf('late', member)).toBe('late'));
  it('is not_marked when nothing was said', () => expect(markOf(undefined, member)).toBe('not_marked'));
  it('is frozen for a frozen member of whom nothing was said', () =>
    expect(markOf(undefined, { ...member, isFrozen: true })).toBe('frozen'));
  it('is what was planned when nothing was said', () =>
    expect(markOf(undefined, { ...member, plannedMark: 'absent_excused' })).toBe('absent_excused'));
  it('is what was planned also for a frozen member', () =>
    expect(markOf(undefined, { ...member, isFrozen: true, plannedMark: 'absent' })).toBe('absent'));
  it('is what was said, whatever was planned', () =>
    expect(markOf('present', { ...member, plannedMark: 'absent' })).toBe('present'));
  it('lets a frozen member who came be present', () =>
    expect(markOf('present', { ...member, isFrozen: true })).toBe('present'));
});
