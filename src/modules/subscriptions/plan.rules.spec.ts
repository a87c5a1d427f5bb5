import fc from 'fast-check';
import { instalmentsOf, planFaults, type PlanTerms } from './plan.rules.js';

const plan = (terms: Partial<PlanTerms> = {}): PlanTerms => ({
  ...{ validityUnit: 'month', validityCount: 1, validFrom: null, validUntil: null, visits: 8 },
  ...{ leftovers: 'burn', leftoversKeepDays: 0 },
  ...{ autoRenew: 'off', autoRenewPlanId: null, autoRenewWhenDepleted: false },
  ...{ instalmentParts: null, instalmentEvery: null, instalmentUnit: null, instalmentFirstPercent: null },
  ...terms,
});
const dates = {
  validityUnit: 'dates',
  validityCount: null,
  validFrom: '2026-09-01',
  validUntil: '2027-05-31',
} as const;

describe('planFaults', () => {
  it.each<[string, Partial<PlanTerms>, string[]]>([
    ['a plan of months', {}, []],
    ['a school term', dates, []],
    ['months without a count', { validityCount: null }, ['/validityCount']],
    [
      'months with dates',
      { validFrom: '2026-09-01', validUntil: '2026-10-01' },
      ['/validFrom', '/validUntil'],
    ],
    ['dates with a count', { ...dates, validityCount: 1 }, ['/validityCount']],
    ['dates without days', { ...dates, validFrom: null, validUntil: null }, ['/validFrom', '/validUntil']],
    ['dates backwards', { ...dates, validUntil: '2026-08-31' }, ['/validUntil']],
    ['days for leftovers that burn', { leftoversKeepDays: 3 }, ['/leftoversKeepDays']],
    ['leftovers of an unlimited one', { leftovers: 'keep', visits: null }, ['/leftovers']],
    ['another plan that is not named', { autoRenew: 'other' }, ['/autoRenewPlanId']],
    ['another plan without need', { autoRenewPlanId: 'x' }, ['/autoRenewPlanId']],
    ['using up the endless', { autoRenewWhenDepleted: true, visits: null }, ['/autoRenewWhenDepleted']],
    ['a term that follows itself', { ...dates, autoRenew: 'same' }, ['/autoRenew']],
    ['parts without rhythm', { instalmentParts: 3 }, ['/instalmentEvery', '/instalmentUnit']],
    [
      'rhythm without parts',
      { instalmentEvery: 1, instalmentFirstPercent: 5 },
      ['/instalmentEvery', '/instalmentFirstPercent'],
    ],
  ])('of %s', (_, terms, pointers) => {
    expect(planFaults(plan(terms)).map((fault) => fault.pointer)).toEqual(pointers);
  });
});

describe('instalmentsOf', () => {
  const monthly = {
    instalmentParts: 3,
    instalmentEvery: 1,
    instalmentUnit: 'month',
    instalmentFirstPercent: null,
  } as const;

  it('is the whole at once without parts', () => {
    expect(instalmentsOf(100, { ...monthly, instalmentParts: null }, '2026-11-23')).toEqual([
      { amount: 100, dueOn: '2026-11-23' },
    ]);
  });

  it('leaves the rest to the last one and keeps the end of the month', () => {
    expect(instalmentsOf(100, monthly, '2026-12-31')).toEqual([
      { amount: 33, dueOn: '2026-12-31' },
      { amount: 33, dueOn: '2027-01-31' },
      { amount: 34, dueOn: '2027-02-28' },
    ]);
  });

  it('asks for a first share of its own', () => {
    const parts = instalmentsOf(
      1_000,
      { ...monthly, instalmentUnit: 'day', instalmentFirstPercent: 50 },
      '2026-11-23',
    );
    expect(parts.map((part) => part.amount)).toEqual([500, 250, 250]);
  });

  it('sums to the amount exactly, every part above zero, in order of days', () => {
    const terms = fc.record({
      ...{
        instalmentParts: fc.integer({ min: 2, max: 36 }),
        instalmentEvery: fc.integer({ min: 1, max: 60 }),
      },
      instalmentUnit: fc.constantFrom('day' as const, 'month' as const),
      instalmentFirstPercent: fc.option(fc.integer({ min: 1, max: 99 })),
    });
    fc.assert(
      fc.property(fc.nat(10_000_000), terms, (amount, given) => {
        const parts = instalmentsOf(amount, given, '2026-11-30');
        expect(parts.reduce((sum, part) => sum + part.amount, 0)).toBe(amount);
        expect(parts.every((part) => part.amount > 0) || amount === 0).toBe(true);
        const days = parts.map((part) => part.dueOn);
        expect(days).toEqual([...new Set(days)].sort());
      }),
    );
  });
});
