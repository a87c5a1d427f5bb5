import { ageFaults, priceOfMark } from './activity.rules.js';
import { defaultChargingPolicy, marks, policyWith, type Mark } from './charging-policy.rules.js';

describe('charging policy', () => {
  it.each<[Mark, number, number, boolean, boolean]>([
    ['present', 1, 100, true, false],
    ['late', 1, 100, true, false],
    ['absent', 1, 100, false, false],
    ['absent_excused', 0, 0, false, true],
    ['not_marked', 1, 100, true, false],
    ['trial', 0, 100, false, false],
    ['make_up', 1, 100, true, false],
    ['free', 0, 0, true, false],
    ['frozen', 0, 0, false, false],
  ])(
    'by default %s takes %i visits, %i %%, counts for pay: %s, gives a make-up: %s',
    (mark, visits, moneyPercent, countsForPay, givesMakeUp) => {
      expect(defaultChargingPolicy[mark]).toEqual({ visits, moneyPercent, countsForPay, givesMakeUp });
    },
  );

  it('keeps the marks that a request leaves out', () => {
    const absent = { visits: 1, moneyPercent: 50, countsForPay: true, givesMakeUp: true };
    const policy = policyWith({ absent }, defaultChargingPolicy);
    expect(policy).toEqual({ ...defaultChargingPolicy, absent });
    expect(Object.keys(policy)).toEqual([...marks]);
  });

  it('is the old one when nothing is given', () => {
    expect(policyWith(undefined, defaultChargingPolicy)).toEqual(defaultChargingPolicy);
  });
});

describe('price of a mark', () => {
  const activity = {
    singlePrice: { amount: 85_050 },
    trialPrice: { amount: 30_000 },
    chargingPolicy: policyWith(
      { absent: { visits: 1, moneyPercent: 33, countsForPay: false, givesMakeUp: false } },
      defaultChargingPolicy,
    ),
  };

  it.each<[Mark, number]>([
    ['present', 85_050],
    ['absent', 28_067], // 28 066.5 kopecks, half away from zero
    ['absent_excused', 0],
    ['trial', 30_000],
    ['free', 0],
    ['frozen', 0],
  ])('of %s is %i', (mark, price) => {
    expect(priceOfMark(activity, mark)).toBe(price);
  });
});

describe('ages', () => {
  it.each([
    [null, null],
    [6, null],
    [null, 9],
    [6, 6],
  ])('from %s to %s is a range', (from, to) => {
    expect(ageFaults(from, to)).toEqual([]);
  });

  it('may not end before it starts', () => {
    expect(ageFaults(9, 6)).toMatchObject([{ pointer: '/ageTo' }]);
  });
});
