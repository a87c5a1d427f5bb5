import fc from 'fast-check';
import {
  movesOf,
  numberOf,
  postingFaults,
  returnedCost,
  waybillFaults,
  type LineToPost,
  type WaybillHead,
  type WaybillToPost,
} from './waybill.rules.js';
import { lineFaults, type LineWorld } from './line.rules.js';

const TODAY = '2026-11-23';
const waybill = (more: Partial<WaybillToPost> = {}): WaybillToPost => ({
  ...{ id: 'w', branchId: 'b', kind: 'receipt', status: 'draft', isLoan: false, onDate: TODAY },
  ...{ warehouseId: 'A', toWarehouseId: null, comment: null },
  ...more,
});
const line = (more: Partial<LineToPost> = {}): LineToPost => ({
  ...{ id: 'l', itemId: 'x', quantity: '2.5', price: 100, expected: null, returnedCost: null },
  ...more,
});
const on_hand = { warehouseId: 'A', bucket: 'on_hand' };
const on_loan = { warehouseId: 'A', bucket: 'on_loan' };

describe('moves of a waybill', () => {
  it.each<[string, Partial<WaybillToPost>, Partial<LineToPost>, object]>([
    ['a receipt brings in at its price', {}, {}, { to: on_hand, value: 250 }],
    ['an issue takes away', { kind: 'issue' }, {}, { from: on_hand }],
    ['a loan takes off the shelf', { kind: 'issue', isLoan: true }, {}, { from: on_hand, to: on_loan }],
    ['a write-off takes away', { kind: 'write_off' }, {}, { from: on_hand }],
    ['a lost loan takes away what is lent', { kind: 'write_off', isLoan: true }, {}, { from: on_loan }],
    [
      'a loan that ends puts on the shelf',
      { kind: 'customer_return', isLoan: true },
      {},
      { from: on_loan, to: on_hand },
    ],
    [
      'a return at the cost it left with',
      { kind: 'customer_return' },
      { returnedCost: 7 },
      { to: on_hand, value: 7 },
    ],
    [
      'a return of nobody knows what at its price',
      { kind: 'customer_return' },
      {},
      { to: on_hand, value: 250 },
    ],
    ['a return to the supplier takes away', { kind: 'supplier_return' }, {}, { from: on_hand }],
    [
      'a transfer moves over',
      { kind: 'transfer', toWarehouseId: 'B' },
      {},
      { from: on_hand, to: { warehouseId: 'B', bucket: 'on_hand' } },
    ],
    ['a shortage takes away', { kind: 'stocktake' }, { expected: '4' }, { quantity: 1500, from: on_hand }],
    [
      'a surplus brings in',
      { kind: 'stocktake' },
      { expected: '1' },
      { quantity: 1500, to: on_hand, value: { averageElse: 100 } },
    ],
  ])('%s', (_, head, written, move) => {
    const moves = movesOf(waybill(head), [line(written)]);
    expect(moves).toEqual([{ lineId: 'l', itemId: 'x', quantity: 2500, ...move }]);
  });

  it('a count that agrees moves nothing', () => {
    expect(movesOf(waybill({ kind: 'stocktake' }), [line({ expected: '2.500' })])).toEqual([]);
  });
});

describe('posting', () => {
  const codes = (head: Partial<WaybillToPost>, lines: LineToPost[]) =>
    postingFaults(waybill(head), lines, TODAY).map(({ pointer, code }) => `${pointer ?? ''} ${code}`);

  it('asks for everything that is missing at once', () => {
    expect(codes({}, [])).toEqual(['/lines array.too-short']);
    expect(codes({ onDate: '2026-11-24' }, [line(), line({ price: null })])).toEqual([
      '/onDate date.in-future',
      '/lines/1/price value.required',
    ]);
    expect(codes({ kind: 'write_off' }, [line({ price: null })])).toEqual(['/comment value.required']);
    expect(codes({ kind: 'customer_return' }, [line({ price: null, returnedCost: 0 })])).toEqual([]);
    expect(codes({ kind: 'issue' }, [line({ price: null })])).toEqual([]);
  });
});

describe('a draft', () => {
  const head = (more: Partial<WaybillHead>): WaybillHead => ({
    ...{
      kind: 'receipt',
      warehouseId: 'A',
      toWarehouseId: null,
      supplierId: null,
      purchaseOrderId: null,
      sourceId: null,
      onDate: TODAY,
    },
    ...more,
  });
  it.each<[Partial<WaybillHead>, string[]]>([
    [{}, []],
    [{ supplierId: 's' }, []],
    [{ kind: 'transfer' }, ['/toWarehouseId value.required']],
    [{ kind: 'transfer', toWarehouseId: 'A' }, ['/toWarehouseId value.not-allowed']],
    [{ kind: 'transfer', toWarehouseId: 'B' }, []],
    [
      { kind: 'issue', supplierId: 's', sourceId: 'w' },
      ['/supplierId value.not-allowed', '/sourceId value.not-allowed'],
    ],
    [{ onDate: '2027-01-01' }, ['/onDate date.in-future']],
  ])('%j', (more, faults) => {
    expect(waybillFaults(head(more), TODAY).map(({ pointer, code }) => `${pointer ?? ''} ${code}`)).toEqual(
      faults,
    );
  });
});

describe('a line', () => {
  const world = (more: Partial<LineWorld> = {}): LineWorld => ({
    ...{ kind: 'receipt', source: null },
    items: [
      { id: 'x', unit: 'pcs', isArchived: false },
      { id: 'y', unit: 'kg', isArchived: true },
    ],
    ...more,
  });
  it.each([
    [{ itemId: 'x', quantity: '2' }, world(), []],
    [{ itemId: 'x', quantity: '2.5' }, world(), ['/quantity quantity.not-whole']],
    [{ itemId: 'y', quantity: '2.5' }, world(), ['/itemId item.archived']],
    [{ itemId: 'z', quantity: '0' }, world(), ['/itemId reference.not-found', '/quantity quantity.zero']],
    [{ itemId: 'x', quantity: '0' }, world({ kind: 'stocktake' }), []],
    [
      { itemId: 'x', quantity: '1', price: { amount: 1 } },
      world({ kind: 'issue' }),
      ['/price price.not-here'],
    ],
    [
      { itemId: 'x', quantity: '1' },
      world({ source: [{ id: 's', itemId: 'x' }] }),
      ['/sourceLineId reference.not-found'],
    ],
    [
      { itemId: 'x', quantity: '1', sourceLineId: 's' },
      world({ source: [{ id: 's', itemId: 'y' }] }),
      ['/itemId item.other-than-issued'],
    ],
    [{ itemId: 'x', quantity: '1', sourceLineId: 's' }, world({ source: [{ id: 's', itemId: 'x' }] }), []],
    [{ itemId: 'y', quantity: '1', sourceLineId: 's' }, world({ source: [{ id: 's', itemId: 'y' }] }), []],
  ])('%j', (input, of, faults) => {
    expect(lineFaults(input, '', of).map(({ pointer, code }) => `${pointer ?? ''} ${code}`)).toEqual(faults);
  });
});

it('a number says kind, year and place', () => {
  expect(numberOf('receipt', 2026, 17)).toBe('RC-2026-000017');
  expect(numberOf('stocktake', 2027, 1_234_567)).toBe('ST-2027-1234567');
});

describe('the cost of what is returned', () => {
  it('adds up to the cost of the issue, however it comes back', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 1_000_000 }), (quantities, cost) => {
        const issued = { quantity: quantities.reduce((sum, part) => sum + part, 0), cost };
        const before = { quantity: 0, cost: 0 };
        for (const quantity of quantities) {
          const back = returnedCost(issued, before, quantity);
          expect(back).toBeGreaterThanOrEqual(0);
          before.quantity += quantity;
          before.cost += back;
          expect(Math.abs(before.cost - (cost * before.quantity) / issued.quantity)).toBeLessThanOrEqual(1);
        }
        expect(before.cost).toBe(cost);
      }),
    );
  });
});
