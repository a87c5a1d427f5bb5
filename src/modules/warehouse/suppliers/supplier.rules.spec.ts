import { isTaxNumber, supplierFaults } from './supplier.rules.js';

describe('a taxpayer number', () => {
  it.each(['7707083893', '7736207543', '500100732259', '7830002293'])('%s is right', (number) => {
    expect(isTaxNumber(number)).toBe(true);
  });
  it.each(['7707083894', '500100732258', '500100732269', '770708389', '77070838933', '', 'ABCDEFGHIJ'])(
    '%s is wrong',
    (number) => {
      expect(isTaxNumber(number)).toBe(false);
    },
  );
});

it('orders that go out by themselves need somewhere to go', () => {
  const supplier = { taxNumber: null, email: null, orderPolicy: 'auto' as const };
  expect(supplierFaults(supplier)).toMatchObject([{ pointer: '/email' }]);
  expect(supplierFaults({ ...supplier, email: 'a@b.example' })).toEqual([]);
  expect(supplierFaults({ ...supplier, orderPolicy: 'approval' })).toEqual([]);
});
