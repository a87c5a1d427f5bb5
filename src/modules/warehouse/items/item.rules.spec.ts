import { barcodeFault, eanCheckDigit, itemFaults, type ItemTerms } from './item.rules.js';

describe('a barcode', () => {
  // Printed on things that were at hand, and the examples of GS1.
  it.each(['4006381333931', '5901234123457', '4600051000057', '9780306406157', '96385074', '73513537'])(
    '%s is right',
    (barcode) => {
      expect(barcodeFault(barcode)).toBeNull();
    },
  );

  it('says which digit is the right one', () => {
    expect(barcodeFault('4006381333932')).toMatchObject({
      code: 'barcode.check-digit',
      params: { digit: '1' },
    });
    expect(barcodeFault('96385070')).toMatchObject({ params: { digit: '4' } });
  });

  it.each(['', '123', '036000291452', '400638133393a', '40063813339310'])('%s is none', (barcode) => {
    expect(barcodeFault(barcode)).toMatchObject({ code: 'barcode.not-ean' });
  });

  it('finds any single wrong digit', () => {
    const right = '590123412345';
    for (let place = 0; place < right.length; place += 1)
      for (let digit = 0; digit < 10; digit += 1) {
        const changed = right.slice(0, place) + String(digit) + right.slice(place + 1);
        expect(eanCheckDigit(changed) === eanCheckDigit(right)).toBe(changed === right);
      }
  });
});

describe('an item', () => {
  const item = (more: Partial<ItemTerms> = {}): ItemTerms => ({
    ...{
      barcode: null,
      unit: 'pcs',
      packSize: '12',
      minQuantity: '10',
      maxQuantity: '50',
      orderQuantity: null,
    },
    ...more,
  });
  it.each<[Partial<ItemTerms>, string[]]>([
    [{}, []],
    [
      { packSize: '0.5', minQuantity: '1.5' },
      ['/packSize quantity.not-whole', '/minQuantity quantity.not-whole'],
    ],
    [{ unit: 'kg', packSize: '0.5', orderQuantity: '2.25' }, []],
    [{ maxQuantity: '9' }, ['/maxQuantity range.reversed']],
    [{ minQuantity: '9', maxQuantity: '10' }, []],
    [{ minQuantity: null }, []],
    [{ barcode: '1' }, ['/barcode barcode.not-ean']],
  ])('%j', (more, faults) => {
    expect(itemFaults(item(more)).map(({ pointer, code }) => `${pointer ?? ''} ${code}`)).toEqual(faults);
  });
});
