import fc from 'fast-check';
import { multiply } from '../../kernel/money.js';
import { creditsOf, excesses, payOutsOf, unknownLines, worthOf } from './return.rules.js';
import { askedFaults, grossOf, paymentsOf, shareDiscount, sharesDiscount, subjectOf } from './sale.rules.js';
import type { LineAsked, SaleAsked } from './sale.types.js';

const rub = (amount: number) => ({ amount, currency: 'RUB' });
const sale = (line: LineAsked, more: Partial<SaleAsked> = {}): SaleAsked => ({
  ...{ branchId: 'b', clientId: 'c', lines: [line] },
  ...more,
});
const codesOf = (asked: SaleAsked): string[] => askedFaults(asked).map(({ code }) => code);
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (fault) {
    return (fault as { code: string }).code;
  }
  return 'nothing';
};
/** VAT within a price, as the charge of the line has it. */
const vatOf = (gross: number, percent: number) => multiply(gross, percent, 100 + percent);
const minor = (max = 10_000_000) => fc.integer({ min: 0, max });

describe('a line', () => {
  it.each([
    [{ itemId: 'A' }, { member: 'itemId', kind: 'goods', id: 'a' }],
    [{ planId: 'p' }, { member: 'planId', kind: 'plan', id: 'p' }],
    [{ activityId: 'v' }, { member: 'activityId', kind: 'visit', id: 'v' }],
    [{ serviceId: 's' }, { member: 'serviceId', kind: 'service', id: 's' }],
    [{}, null],
    [{ itemId: 'a', planId: 'p' }, null],
  ])('%j sells %j', (line, subject) => {
    expect(subjectOf(line)).toEqual(subject);
  });

  it.each<[string, SaleAsked, string[]]>([
    ['goods to anybody', sale({ itemId: 'a', quantity: '2.5', unitPrice: rub(1) }), []],
    ['nothing', sale({}), ['line.one-subject']],
    ['two plans', sale({ planId: 'p', quantity: '2' }), ['line.one-each']],
    ['one plan, said so', sale({ planId: 'p', quantity: '1.000', startsOn: '2026-01-01' }), []],
    ['a visit at a price of ours', sale({ activityId: 'v', unitPrice: rub(1) }), ['price.of-list']],
    ['goods that start', sale({ itemId: 'a', startsOn: '2026-01-01' }), ['line.no-start']],
    ['two discounts', sale({ itemId: 'a', discount: rub(1), promoCode: 'X' }), ['discount.one-only']],
    ['a named client', sale({ itemId: 'a' }, { buyerName: 'X' }), ['buyer.is-client']],
    [
      'a discount without a reason',
      sale({ itemId: 'a' }, { discount: rub(1) }),
      ['discount-reason.required'],
    ],
    [
      'a discount that nothing shares',
      sale({ planId: 'p' }, { discount: rub(1), discountReason: 'x' }),
      ['discount.nothing-to-share'],
    ],
    ['no discount', sale({ planId: 'p' }, { discount: rub(0) }), []],
    [
      'two rests',
      sale({ itemId: 'a' }, { payments: [{ method: 'card' }, { method: 'cash' }] }),
      ['sum.one-rest'],
    ],
  ])('of %s', (_, asked, codes) => {
    expect(codesOf(asked)).toEqual(codes);
  });

  it('of a walk-in buyer is goods or a service', () => {
    const { clientId, ...walkIn } = sale({ planId: 'p' }, { dueOn: '2026-01-01' });
    expect(clientId).toBe('c');
    expect(codesOf(walkIn)).toEqual(['buyer.pays-at-once', 'line.client-needed']);
    expect(codesOf({ ...walkIn, lines: [{ serviceId: 's' }] })).toEqual(['buyer.pays-at-once']);
  });
});

describe('prices', () => {
  it.each([
    [12_200, '3', 36_600],
    [999, '0.333', 333],
    [1, '0.5', 1],
    [0, '7', 0],
  ])('%d times %s is %d', (price, quantity, gross) => {
    expect(grossOf(price, quantity)).toBe(gross);
  });

  it('a discount of the whole is shared to the kopeck, and no line gets more than it costs', () => {
    fc.assert(
      fc.property(
        fc.array(minor(), { minLength: 1, maxLength: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (grosses, part) => {
          const most = grosses.reduce((sum, gross) => sum + gross, 0);
          const amount = Math.floor(most * part);
          const parts = shareDiscount(amount, grosses) ?? [];
          expect(parts.reduce((sum, share) => sum + share, 0)).toBe(amount);
          expect(parts.every((share, index) => share >= 0 && share <= (grosses[index] ?? 0))).toBe(true);
          expect(shareDiscount(most + 1, grosses)).toBeNull();
        },
      ),
    );
  });

  it('is shared only by goods and services without a discount of their own', () => {
    expect(sharesDiscount({ itemId: 'a' })).toBe(true);
    expect(sharesDiscount({ serviceId: 's', discountId: 'd' })).toBe(false);
    expect(sharesDiscount({ itemId: 'a', promoCode: 'X' })).toBe(false);
    expect(sharesDiscount({ itemId: 'a', discount: rub(0) })).toBe(false);
    expect(sharesDiscount({ planId: 'p' })).toBe(false);
  });
});

describe('payments', () => {
  const client = { total: 100, open: 100, isWalkIn: false };
  it.each<[string, typeof client, { amount?: { amount: number } }[], number[]]>([
    ['none', client, [], []],
    ['a part', client, [{ amount: rub(30) }], [30]],
    ['a part and the rest', client, [{ amount: rub(30) }, {}], [30, 70]],
    ['the rest, when free money paid some', { ...client, open: 40 }, [{}], [40]],
    ['the rest of nothing', { ...client, open: 0 }, [{}], [0]],
    ['more than is open, up to the whole', { ...client, open: 40 }, [{ amount: rub(100) }, {}], [100, 0]],
    ['all, of who walked in', { ...client, isWalkIn: true }, [{ amount: rub(1) }, {}], [1, 99]],
  ])('%s', (_, sold, asked, amounts) => {
    expect(paymentsOf(sold, asked)).toEqual(amounts);
  });

  it('never exceed the sale, and are all of it where nobody can owe', () => {
    expect(codeOf(() => paymentsOf(client, [{ amount: rub(101) }]))).toBe('sale.payments-exceed');
    expect(codeOf(() => paymentsOf({ ...client, isWalkIn: true }, [{ amount: rub(99) }]))).toBe(
      'sale.not-paid',
    );
    expect(codeOf(() => paymentsOf({ ...client, isWalkIn: true }, []))).toBe('sale.not-paid');
    expect(paymentsOf({ total: 0, open: 0, isWalkIn: true }, [])).toEqual([]);
  });
});

describe('what comes back', () => {
  const line = { id: 'l', quantity: '3', returned: '1', net: 100 };

  it('is of the sale, each line once, and not more than is left', () => {
    const asked = [
      { lineId: 'l', quantity: '2' },
      { lineId: 'l', quantity: '1' },
      { lineId: 'x', quantity: '1' },
    ];
    expect(unknownLines([line], asked).map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/lines/1/lineId', 'array.not-unique'],
      ['/lines/2/lineId', 'reference.not-found'],
    ]);
    expect(excesses([line], [{ lineId: 'l', quantity: '2' }])).toEqual([]);
    expect(excesses([line], [{ lineId: 'l', quantity: '2.001' }])).toMatchObject([
      { pointer: '#/lines/0/quantity', params: { left: '2' } },
    ]);
  });

  it('makes the line, whatever parts it comes in; so does its VAT', () => {
    fc.assert(
      fc.property(
        minor(),
        fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(0, 10, 22),
        (net, thousandthsOfParts, percent) => {
          const whole = thousandthsOfParts.reduce((sum, part) => sum + part, 0);
          const text = (quantity: number) => (quantity / 1000).toFixed(3);
          let [returned, given, vat] = [0, 0, 0];
          for (const part of thousandthsOfParts) {
            const worth = worthOf(
              { id: 'l', quantity: text(whole), returned: text(returned), net },
              text(part),
            );
            expect(worth).toBeGreaterThanOrEqual(0);
            vat += vatOf(net - given, percent) - vatOf(net - given - worth, percent);
            given += worth;
            returned += part;
          }
          expect(given).toBe(net);
          expect(vat).toBe(vatOf(net, percent));
        },
      ),
    );
  });

  it('is taken off what is due last, and at most what stands', () => {
    const charges = [
      { id: 'a', stands: 60 },
      { id: 'b', stands: 30 },
    ];
    expect(creditsOf(charges, 40)).toEqual([
      { chargeId: 'b', amount: 30 },
      { chargeId: 'a', amount: 10 },
    ]);
    expect(creditsOf(charges, 100).reduce((sum, { amount }) => sum + amount, 0)).toBe(90);
    expect(creditsOf([], 5)).toEqual([]);
  });

  it('is paid out as far as it is free, and all of it to who walked in', () => {
    const client = { net: 100, free: 60, isWalkIn: false };
    expect(payOutsOf(client, [])).toEqual([]);
    expect(payOutsOf(client, [{ amount: rub(20) }, {}])).toEqual([20, 40]);
    expect(payOutsOf({ ...client, free: 500 }, [{}])).toEqual([100]);
    expect(codeOf(() => payOutsOf(client, [{ amount: rub(61) }]))).toBe('sale.pay-out-exceeds');
    const walkIn = { net: 100, free: 100, isWalkIn: true };
    expect(payOutsOf(walkIn, [{ amount: rub(1) }, {}])).toEqual([1, 99]);
    expect(codeOf(() => payOutsOf(walkIn, [{ amount: rub(99) }]))).toBe('sale.return-not-paid-out');
  });
});
