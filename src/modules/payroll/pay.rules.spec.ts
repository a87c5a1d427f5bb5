import fc from 'fast-check';
import { rateByHeads, sumByHeads } from './brackets.rules.js';
import {
  adjustmentOf,
  chooseScheme,
  payByOverride,
  payFor,
  payOfMoney,
  premiumOf,
  recompute,
  reversalOf,
} from './pay.rules.js';
import { sentenceOf } from './pay-text.rules.js';
import { adjustmentKinds, type WorkMeasure } from './pay.types.js';
import { isPremiumDue, weekdayOf } from './premium.rules.js';
import { schemeFaults } from './scheme-form.rules.js';
import { payTerms } from './pay-terms.samples.js';
import { payOfWork } from './work.rules.js';

const work: WorkMeasure = { minutes: 90, hourMinutes: 60, attendees: 7, revenue: 560_000 };

const percentText = (n: number) => `${String(Math.trunc(n / 100))}.${String(n % 100).padStart(2, '0')}`;
const anyBrackets = fc
  .uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 5 })
  .chain((starts) =>
    fc
      .array(fc.nat(1_000_000), { minLength: starts.length + 1, maxLength: starts.length + 1 })
      .map((rates) => [0, ...starts.sort((a, b) => a - b)].map((from, n) => ({ from, rate: rates[n] ?? 0 }))),
  );
const anyScheme = fc
  .record({
    basis: fc.constantFrom(
      'lesson' as const,
      'hour' as const,
      'attendee' as const,
      'revenue_percent' as const,
    ),
    rate: fc.nat(10_000_000),
    percent: fc.nat(10_000).map(percentText),
    brackets: fc.option(anyBrackets),
    bracketMode: fc.constantFrom('whole' as const, 'marginal' as const),
    minAmount: fc.option(fc.nat(1_000_000)),
    above: fc.option(fc.nat(1_000_000)),
  })
  .map(({ above, ...terms }) =>
    payTerms({ ...terms, maxAmount: above === null ? null : (terms.minAmount ?? 0) + above }),
  );
const anyWork = fc.record({
  minutes: fc.integer({ min: 1, max: 1440 }),
  hourMinutes: fc.constantFrom(45, 60),
  attendees: fc.nat(100),
  revenue: fc.nat(1_000_000_000),
});

describe('pay', () => {
  it('is explained with every number it was made of', () => {
    const { formula } = payFor(work, payTerms({ basis: 'hour', rate: 60_000, minAmount: 100_000 }));
    expect(formula).toEqual({
      ...{ basis: 'hour', rate: 60_000, minutes: 90, hourMinutes: 60, hours: '1.50' },
      ...{ computed: 90_000, min: 100_000, max: null, amount: 100_000 },
      steps: [
        { step: 'computed', amount: 90_000 },
        { step: 'min', amount: 100_000 },
      ],
    });
    expect(sentenceOf(formula, 'en')).toBe('600.00 × 1.50 h = 900.00, at least 1000.00');
  });

  it.each<[number | null, number | null, number]>([
    [null, null, 90_000],
    [100_000, null, 100_000],
    [90_000, 90_000, 90_000],
    [null, 50_000, 50_000],
    [10_000, 200_000, 90_000],
    [null, 0, 0],
  ])('at least %s and at most %s', (minAmount, maxAmount, amount) => {
    expect(payFor(work, payTerms({ basis: 'hour', rate: 60_000, minAmount, maxAmount })).amount).toBe(amount);
  });

  it('is computed again to the same amount, and its reversal sums with it to zero', () => {
    fc.assert(
      fc.property(anyScheme, anyWork, (terms, measure) => {
        const made = payFor(measure, terms);
        expect(recompute(made.formula)).toBe(made.amount);
        expect(made.formula.steps?.at(-1)?.amount).toBe(made.amount);
        const reversed = reversalOf(made);
        expect(made.amount + reversed.amount).toBe(0);
        expect(reversed.formula.amount).toBe(reversed.amount);
        expect(sentenceOf(reversed.formula, 'en', true)).toBe(
          `reversal of: ${sentenceOf(made.formula, 'en')}`,
        );
      }),
    );
  });

  it('stays within its limits', () => {
    fc.assert(
      fc.property(anyScheme, anyWork, (terms, measure) => {
        const { amount } = payFor(measure, terms);
        expect(amount >= (terms.minAmount ?? 0) && amount <= (terms.maxAmount ?? Infinity)).toBe(true);
      }),
    );
  });

  it('in shares sums to the whole', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 9_999 }), { maxLength: 6 });
    fc.assert(
      fc.property(anyScheme, anyWork, cuts, (terms, measure, at) => {
        const edges = [0, ...at.sort((a, b) => a - b), 10_000];
        const parts = edges
          .slice(1)
          .map((to, n) => payFor(measure, terms, { share: { from: edges[n] ?? 0, to, of: 10_000 } }).amount);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(payFor(measure, terms).amount);
      }),
    );
  });

  it('of two teachers by one scheme that splits comes to the pay of one', () => {
    const percent = fc.nat(10_000).map(percentText);
    fc.assert(
      fc.property(anyScheme, anyWork, percent, (terms, measure, leadSharePercent) => {
        const lesson = { ...measure, activityId: 'a', groupId: null, onDate: '2026-11-23' };
        const paid = (isOfTwo: boolean, isLead: boolean): number =>
          payOfWork(
            { ...lesson, isOfTwo, isLead },
            { own: [{ ...terms, leadSharePercent }], absentee: [], override: null, isHoliday: false },
          ).main.amount;
        expect(paid(true, true) + paid(true, false)).toBe(paid(false, true));
      }),
    );
  });

  it('by marginal brackets never falls when one more comes', () => {
    fc.assert(
      fc.property(anyBrackets, fc.nat(80), (brackets, heads) => {
        for (const sum of [rateByHeads, sumByHeads])
          expect(sum(brackets, 'marginal', heads + 1)).toBeGreaterThanOrEqual(
            sum(brackets, 'marginal', heads),
          );
      }),
    );
  });

  it('of money that was taken back is the opposite', () => {
    const share = { from: 0, to: 1, of: 3 };
    const terms = payTerms({ basis: 'payments_percent', family: 'payments', percent: '7.77' });
    fc.assert(
      fc.property(fc.nat(1_000_000_000), (sum) => {
        expect(payOfMoney(sum, terms, share).amount + payOfMoney(-sum, terms, share).amount).toBe(0);
      }),
    );
    expect(payOfMoney(1_000_000, terms, null)).toMatchObject({ amount: 77_700 });
  });

  it.each([
    ['bonus', 5, 'премия: 0,05'],
    ['penalty', -5, 'штраф: -0,05'],
    ['advance', -5, 'выдан аванс: -0,05'],
    ['deduction', -5, 'удержание: -0,05'],
  ] as const)('by hand: a %s', (kind, amount, text) => {
    expect(adjustmentKinds).toContain(kind);
    const pay = adjustmentOf(kind, 5);
    expect(pay.amount).toBe(amount);
    expect(recompute(pay.formula)).toBe(amount);
    expect(sentenceOf(pay.formula, 'ru')).toBe(text);
  });

  it('of a premium keeps within its own limits', () => {
    const premium = payTerms({
      basis: 'premium',
      family: 'premium',
      name: 'late',
      percent: '50.00',
      maxAmount: 10_000,
    });
    expect(premiumOf(90_000, premium)).toMatchObject({ amount: 10_000 });
    expect(sentenceOf(premiumOf(90_000, premium).formula, 'en')).toBe(
      'premium «late»: 50.00 % of 900.00 = 450.00, at most 100.00',
    );
  });

  it('set by hand as an amount takes no share', () => {
    const share = { from: 0, to: 1, of: 2 };
    expect(payByOverride(work, { amount: 1_000, basis: null, rate: null }, share).amount).toBe(1_000);
    expect(payByOverride(work, { amount: null, basis: 'attendee', rate: 100 }, share).amount).toBe(350);
  });
});

describe('a premium', () => {
  it.each([
    ['2026-11-22', 7],
    ['2026-11-23', 1],
    ['1970-01-01', 4],
    ['1969-12-31', 3],
  ])('knows that %s is day %s of the week', (day, weekday) => {
    expect(weekdayOf(day)).toBe(weekday);
  });

  it.each([
    ['holidays only, on a plain Sunday', { onHolidays: true }, false, false],
    ['holidays only, on a holiday', { onHolidays: true }, true, true],
    ['weekends or holidays, on a Sunday', { onHolidays: true, weekdays: [6, 7] }, false, true],
    ['weekdays, on a Sunday', { weekdays: [1] }, false, false],
    ['no condition', {}, false, true],
    ['hours it began in', { localFrom: '10:00', localTo: '10:01' }, false, true],
    ['hours it began after', { localFrom: '09:00', localTo: '10:00' }, false, false],
  ])('of %s', (_, condition, isHoliday, due) => {
    expect(isPremiumDue(payTerms(condition), { onDate: '2026-11-22', localStart: '10:00', isHoliday })).toBe(
      due,
    );
  });

  it('of hours is not paid when the hour is not known', () => {
    const evening = payTerms({ localFrom: '18:00', localTo: '22:00' });
    expect(isPremiumDue(evening, { onDate: '2026-11-22', localStart: null, isHoliday: false })).toBe(false);
  });
});

describe('choice of a scheme', () => {
  const plain = payTerms({ id: 'employee' });
  const activity = payTerms({ id: 'activity', activityId: 'english' });
  const group = payTerms({ id: 'group', groupId: 'g1' });
  const position = payTerms({ id: 'position', employeeId: null, position: 'Teacher' });
  const ended = payTerms({ id: 'ended', groupId: 'g9', effectiveTo: '2026-03-01' });
  const later = payTerms({ id: 'later', effectiveFrom: '2026-06-01' });
  const all = [plain, activity, group, later, position, ended];

  it.each([
    ['the group before all', 'english', 'g1', '2026-09-01', 'group'],
    ['the activity before the employee', 'english', 'g2', '2026-09-01', 'activity'],
    ['the newest of the employee', 'chess', 'g2', '2026-09-01', 'later'],
    ['the one of the day before a change', 'chess', 'g2', '2026-05-31', 'employee'],
    ['the new one on the day it takes effect', 'chess', null, '2026-06-01', 'later'],
    ['the wider one on the day a narrower one ended', 'chess', 'g9', '2026-03-01', 'employee'],
    ['the narrower one on its last day', 'chess', 'g9', '2026-02-28', 'ended'],
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
  const of = { employeeId: 'e', effectiveFrom: '2026-01-01' };
  const rate = { amount: 1 };
  it.each([
    [{ ...of, basis: 'hour' as const }, ['/rate']],
    [{ ...of, basis: 'revenue_percent' as const, rate }, ['/percent', '/rate']],
    [{ ...of, basis: 'lesson' as const, rate, percent: '1' }, ['/percent']],
    [{ ...of, basis: 'lesson' as const, rate, activityId: 'a', groupId: 'g' }, ['/groupId']],
    [{ ...of, basis: 'lesson' as const, rate, minAmount: { amount: 2 }, maxAmount: rate }, ['/maxAmount']],
    [{ ...of, basis: 'revenue_percent' as const, percent: '40' }, []],
    [{ effectiveFrom: '2026-01-01', basis: 'lesson' as const, rate }, ['/employeeId']],
    [{ ...of, position: 'Teacher', basis: 'lesson' as const, rate }, ['/position']],
    [{ ...of, branchId: 'b', basis: 'lesson' as const, rate }, ['/branchId']],
    [{ ...of, employeeId: null, position: 'T', groupId: 'g', basis: 'lesson' as const, rate }, ['/groupId']],
    [{ ...of, basis: 'lesson' as const, rate, brackets: [{ from: 0 }], bracketMode: 'whole' }, ['/brackets']],
    [{ ...of, basis: 'lesson' as const, brackets: [{ from: 0 }] }, ['/bracketMode']],
    [{ ...of, basis: 'lesson' as const, rate, bracketMode: 'whole' }, ['/bracketMode']],
    [
      { ...of, basis: 'hour' as const, brackets: [{ from: 1 }, { from: 1 }], bracketMode: 'whole' },
      ['/brackets/0/from', '/brackets/1/from'],
    ],
    [{ ...of, basis: 'salary' as const, rate }, ['/proration']],
    [
      { ...of, basis: 'salary' as const, rate, proration: 'working_days', activityId: 'a', minAmount: rate },
      ['/minAmount', '/activityId'],
    ],
    [{ ...of, basis: 'premium' as const, percent: '10' }, ['/name']],
    [{ ...of, basis: 'premium' as const, name: 'x', percent: '10', rate }, ['/rate']],
    [{ ...of, basis: 'premium' as const, name: 'x', rate, localFrom: '18:00' }, ['/localTo']],
    [
      { ...of, basis: 'premium' as const, name: 'x', rate, localFrom: '18:00', localTo: '18:00' },
      ['/localTo'],
    ],
    [{ ...of, basis: 'lesson' as const, rate, name: 'x', onHolidays: true }, ['/name', '/onHolidays']],
    [{ ...of, basis: 'lesson' as const, rate, effectiveTo: '2026-01-01' }, ['/effectiveTo']],
  ])('%j has faults at %j', (form, pointers) => {
    expect(schemeFaults(form).map((fault) => fault.pointer)).toEqual(pointers);
  });
});
