import fc from 'fast-check';
import {
  allocateInOrder,
  allocateOldestDue,
  drawFree,
  releaseExcess,
  type FreePayment,
  type OpenCharge,
} from './allocation.rules.js';
import { planInstalments } from './instalment.rules.js';

const payment = (id: string, free: number, payerAccountId = 'anna'): FreePayment => ({
  id,
  payerAccountId,
  free,
});
const charge = (id: string, dueOn: string, open: number, payerAccountId = 'anna'): OpenCharge => ({
  id,
  payerAccountId,
  dueOn,
  open,
});
const shown = (payments: FreePayment[], charges: OpenCharge[]) =>
  allocateOldestDue(payments, charges).map((a) => `${a.paymentId}→${a.chargeId} ${a.amount}`);

describe('allocateOldestDue', () => {
  it.each<[string, FreePayment[], OpenCharge[], string[]]>([
    ['pays nothing from nothing', [], [charge('c1', '2026-11-01', 100)], []],
    ['leaves money free when nothing is owed', [payment('p1', 100)], [], []],
    [
      'pays the charge due first, not the one made first',
      [payment('p1', 100)],
      [charge('c1', '2026-11-09', 100), charge('c2', '2026-11-01', 100)],
      ['p1→c2 100'],
    ],
    [
      'pays the older of two due the same day',
      [payment('p1', 100)],
      [charge('c2', '2026-11-01', 100), charge('c1', '2026-11-01', 100)],
      ['p1→c1 100'],
    ],
    ['pays a part', [payment('p1', 30)], [charge('c1', '2026-11-01', 100)], ['p1→c1 30']],
    [
      'spreads one payment over several charges',
      [payment('p1', 150)],
      [charge('c1', '2026-11-01', 100), charge('c2', '2026-11-02', 100)],
      ['p1→c1 100', 'p1→c2 50'],
    ],
    [
      'takes the oldest payment first',
      [payment('p2', 100), payment('p1', 60)],
      [charge('c1', '2026-11-01', 100)],
      ['p1→c1 60', 'p2→c1 40'],
    ],
    [
      'never pays one account from another',
      [payment('p1', 100, 'boris')],
      [charge('c1', '2026-11-01', 100)],
      [],
    ],
  ])('%s', (_, payments, charges, expected) => {
    expect(shown(payments, charges)).toEqual(expected);
  });

  const account = fc.constantFrom('anna', 'boris');
  const payments = fc.uniqueArray(
    fc.record({ id: fc.uuid(), payerAccountId: account, free: fc.integer({ min: 0, max: 1000 }) }),
    { selector: (p) => p.id },
  );
  const charges = fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      payerAccountId: account,
      dueOn: fc.constantFrom('2026-11-01', '2026-11-02', '2026-11-03'),
      open: fc.integer({ min: 0, max: 1000 }),
    }),
    { selector: (c) => c.id },
  );

  it('spends the lesser of what is free and what is open, in each account, and never more than a side has', () => {
    fc.assert(
      fc.property(payments, charges, (free, open) => {
        const made = allocateOldestDue(free, open);
        for (const p of free)
          expect(total(made.filter((a) => a.paymentId === p.id))).toBeLessThanOrEqual(p.free);
        for (const c of open)
          expect(total(made.filter((a) => a.chargeId === c.id))).toBeLessThanOrEqual(c.open);
        for (const holder of ['anna', 'boris']) {
          const ours = new Set(open.filter((c) => c.payerAccountId === holder).map((c) => c.id));
          const has = sum(free.filter((p) => p.payerAccountId === holder).map((p) => p.free));
          const owes = sum(open.filter((c) => c.payerAccountId === holder).map((c) => c.open));
          expect(total(made.filter((a) => ours.has(a.chargeId)))).toBe(Math.min(has, owes));
        }
      }),
    );
  });
});

describe('allocateInOrder', () => {
  it('pays in the order given, whatever is due first', () => {
    const charges = [charge('late', '2026-12-01', 100), charge('early', '2026-11-01', 100)];
    expect(allocateInOrder([payment('p1', 130)], charges)).toEqual([
      { paymentId: 'p1', chargeId: 'late', amount: 100 },
      { paymentId: 'p1', chargeId: 'early', amount: 30 },
    ]);
  });
});

const purses = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    payerAccountId: fc.constant('anna'),
    free: fc.integer({ min: 0, max: 1000 }),
    method: fc.constantFrom('cash', 'card'),
  }),
  { selector: (purse) => purse.id },
);

describe('drawFree', () => {
  it('takes what came the same way first, then the oldest', () => {
    const free = [
      { ...payment('p1', 50), method: 'card' },
      { ...payment('p2', 50), method: 'cash' },
    ];
    expect(drawFree(free, 70, 'cash')).toEqual([
      { paymentId: 'p2', amount: 50 },
      { paymentId: 'p1', amount: 20 },
    ]);
  });

  it('gives exactly what is asked when it is there, and never more than a payment has', () => {
    fc.assert(
      fc.property(purses, fc.integer({ min: 1, max: 5000 }), (free, asked) => {
        const draws = drawFree(free, asked, 'cash');
        expect(total(draws)).toBe(Math.min(asked, sum(free.map((purse) => purse.free))));
        for (const purse of free) {
          const drawn = total(draws.filter((draw) => draw.paymentId === purse.id));
          expect(drawn).toBeLessThanOrEqual(purse.free);
        }
      }),
    );
  });
});

describe('releaseExcess', () => {
  const paid = fc.uniqueArray(
    fc.record({
      paymentId: fc.uuid(),
      chargeId: fc.constant('c1'),
      amount: fc.integer({ min: 1, max: 1000 }),
    }),
    { selector: (one) => one.paymentId },
  );

  it('takes the last money off first', () => {
    const standing = ['p1', 'p2'].map((paymentId) => ({ paymentId, chargeId: 'c1', amount: 60 }));
    expect(releaseExcess(standing, 80).map((one) => `${one.paymentId} ${one.amount}`)).toEqual([
      'p2 -60',
      'p1 -20',
    ]);
  });

  it('after a credit leaves a charge paid to what stands of it at most, and nothing below zero', () => {
    fc.assert(
      fc.property(paid, fc.nat(2000), fc.nat(5000), (standing, unpaid, credit) => {
        const before = total(standing);
        const rest = Math.max(0, before + unpaid - credit);
        const released = releaseExcess(standing, Math.max(0, before - rest));
        expect(before + total(released)).toBe(Math.min(before, rest));
        for (const one of standing) {
          const off = total(released.filter((release) => release.paymentId === one.paymentId));
          expect(one.amount + off).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('planInstalments', () => {
  it('keeps the sum, in the order of the days', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(amounts, (given) => {
        const parts = given.map((amount, index) => ({
          amount,
          dueOn: `2026-${String(12 - index).padStart(2, '0')}-01`,
        }));
        const { first, rest } = planInstalments(sum(given), parts);
        expect(total([first, ...rest])).toBe(sum(given));
        const days = [first, ...rest].map((part) => part.dueOn);
        expect(days).toEqual([...days].sort());
        expect(() => planInstalments(sum(given) + 1, parts)).toThrow('instalments.not-whole');
      }),
    );
  });
});

const sum = (numbers: number[]): number => numbers.reduce((whole, part) => whole + part, 0);
const total = (allocations: { amount: number }[]): number => sum(allocations.map((a) => a.amount));
