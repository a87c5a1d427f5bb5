import fc from 'fast-check';
import { allocateOldestDue, type FreePayment, type OpenCharge } from './allocation.rules.js';

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

const sum = (numbers: number[]): number => numbers.reduce((whole, part) => whole + part, 0);
const total = (allocations: { amount: number }[]): number => sum(allocations.map((a) => a.amount));
