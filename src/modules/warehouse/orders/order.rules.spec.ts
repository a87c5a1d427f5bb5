import { isOpen, orderNumber, refreshed, type DraftLine } from './order.rules.js';

const line = (more: Partial<DraftLine> = {}): DraftLine => ({
  ...{ id: 'l', orderId: 'o', supplierId: 's', quantity: 10, isManual: false },
  ...more,
});

describe('the lines of an open draft', () => {
  it.each<[string, number, string | null, DraftLine[], number, number | null]>([
    ['begin', 10, 's', [], 0, 10],
    ['stay', 10, 's', [line()], 0, null],
    ['are raised', 12, 's', [line()], 0, 12],
    ['are lowered', 7, 's', [line()], 0, 7],
    ['go when nothing is needed', 0, 's', [line()], 1, null],
    ['of a person are not lowered', 7, 's', [line({ isManual: true })], 0, null],
    ['of a person are raised', 12, 's', [line({ isManual: true })], 0, 12],
    ['of a person stay when nothing is needed', 0, 's', [line({ isManual: true })], 0, null],
    ['move to another supplier', 10, 't', [line()], 1, 10],
    ['of a person stay with the supplier before', 4, 't', [line({ isManual: true })], 0, 4],
    ['go with their supplier', 0, null, [line()], 1, null],
  ])('%s', (_, quantity, supplierId, lines, dropped, put) => {
    const change = refreshed(quantity, supplierId, lines);
    expect([change.drop.length, change.put]).toEqual([dropped, put]);
  });
});

it('an order has a number, and is open between its approval and its end', () => {
  expect(orderNumber(2026, 17)).toBe('PO-2026-000017');
  expect(
    (
      ['draft', 'approved', 'queued', 'sent', 'failed', 'partly_received', 'received', 'cancelled'] as const
    ).map(isOpen),
  ).toEqual([false, true, true, true, true, true, false, false]);
});
