import fc from 'fast-check';
import {
  dayFaults,
  isEmptied,
  itemFaults,
  lossCharge,
  shareKey,
  shareOut,
  takeOut,
  termFaults,
  totalsOf,
  type LendableItem,
  type LineOut,
} from './loan.rules.js';

const book: LendableItem = { id: 'book', kind: 'textbook', unit: 'pcs', hasParts: false, isArchived: false };
const line = (out: number, more: Partial<LineOut> = {}): LineOut => ({
  ...{ id: 'line', itemId: 'book', unit: 'pcs', hasParts: false, out },
  ...more,
});
const told = (faults: readonly { pointer?: string; code: string }[]) =>
  faults.map(({ pointer, code }) => [pointer, code]);

describe('what is lent', () => {
  it.each([
    ['a textbook', 'book', '2', []],
    ['nothing known', 'none', '1', [['/items/0/itemId', 'reference.not-found']]],
    ['half a book', 'book', '0.5', [['/items/0/quantity', 'quantity.not-whole']]],
    ['what is sold', 'paint', '1', [['/items/0/itemId', 'item.not-lent']]],
    ['half a metre of equipment', 'rope', '0.5', []],
    ['what is archived', 'old', '1', [['/items/0/itemId', 'item.archived']]],
  ])('%s', (_, itemId, quantity, faults) => {
    const items = [
      book,
      { ...book, id: 'paint', kind: 'goods' },
      { ...book, id: 'rope', kind: 'equipment', unit: 'm', hasParts: true },
      { ...book, id: 'old', isArchived: true },
    ];
    expect(told(itemFaults([{ itemId, quantity }], items))).toEqual(faults);
  });

  it('names every fault of every line', () => {
    const wanted = ['book', 'book', 'none'].map((itemId) => ({ itemId, quantity: '0.1' }));
    expect(told(itemFaults(wanted, [book]))).toEqual([
      ['/items/0/quantity', 'quantity.not-whole'],
      ['/items/1/itemId', 'array.not-unique'],
      ['/items/1/quantity', 'quantity.not-whole'],
      ['/items/2/itemId', 'reference.not-found'],
    ]);
  });
});

describe('until when', () => {
  const lentOn = '2026-11-23';
  const group = { endsOn: null, isArchived: false, isMember: true };
  it.each([
    ['a day', '2026-11-23', null, []],
    ['a day before', '2026-11-22', null, [['/untilOn', 'date.before-lending']]],
    ['neither day nor group', null, null, [['/untilOn', 'value.required']]],
    ['a course', null, group, []],
    ['a course that ends today', null, { ...group, endsOn: lentOn }, []],
    ['a course that is over', null, { ...group, endsOn: '2026-11-22' }, [['/groupId', 'group.ended']]],
    ['a group put away', null, { ...group, isArchived: true }, [['/groupId', 'group.ended']]],
    ['a group of others', null, { ...group, isMember: false }, [['/groupId', 'client.not-member']]],
    [
      'a day, for a group of others that is over',
      '2026-12-01',
      { endsOn: '2020-01-01', isArchived: true, isMember: false },
      [],
    ],
  ])('%s', (_, untilOn, of, faults) => {
    expect(told(termFaults({ lentOn, untilOn, group: of }))).toEqual(faults);
  });

  it.each([
    ['today', '2026-11-23', []],
    ['tomorrow', '2026-11-24', ['date.in-future']],
    ['the day it was lent', '2026-11-20', []],
    ['before that', '2026-11-19', ['date.before-lending']],
  ])('something happened %s', (_, day, codes) => {
    const within = { today: '2026-11-23', since: '2026-11-20', pointer: '/onDate' };
    expect(dayFaults(day, within).map(({ code }) => code)).toEqual(codes);
  });
});

describe('what comes back', () => {
  const lines = [
    line(2_000),
    line(0, { id: 'gone', itemId: 'ball' }),
    line(1_500, { id: 'rope', itemId: 'rope', unit: 'm', hasParts: true }),
  ];

  it('is all that is out, where nothing is named', () => {
    const { taken } = takeOut(lines, undefined);
    expect(taken.map(({ lineId, quantity }) => [lineId, quantity])).toEqual([
      ['line', 2_000],
      ['rope', 1_500],
    ]);
    expect(isEmptied(lines, taken)).toBe(true);
  });

  it.each([
    ['part of a line', [['book', '1']], [], [], false],
    [
      'all, line by line',
      [
        ['book', '2'],
        ['rope', '1.5'],
      ],
      [],
      [],
      true,
    ],
    ['more than is out', [['book', '3']], [], ['#/lines/0/quantity'], false],
    ['what came back before', [['ball', '1']], [], ['#/lines/0/quantity'], false],
    ['what was never lent', [['drum', '1']], ['/lines/0/itemId'], [], false],
    ['half a book', [['book', '0.5']], ['/lines/0/quantity'], [], false],
    [
      'one item twice',
      [
        ['book', '1'],
        ['book', '1'],
      ],
      ['/lines/1/itemId'],
      [],
      false,
    ],
  ] as [string, [string, string][], string[], string[], boolean][])(
    '%s',
    (_, asked, faults, exceeded, isAll) => {
      const taking = takeOut(
        lines,
        asked.map(([itemId, quantity]) => ({ itemId, quantity })),
      );
      expect(taking.faults.map(({ pointer }) => pointer)).toEqual(faults);
      expect(taking.exceeded.map(({ pointer }) => pointer)).toEqual(exceeded);
      expect(isEmptied(lines, taking.taken)).toBe(isAll);
    },
  );

  it('never exceeds what is out, whatever is asked, and says so of each line that would', () => {
    const amounts = fc.array(
      fc.record({ itemId: fc.constantFrom('a', 'b', 'c'), n: fc.integer({ min: 1, max: 9 }) }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 3 }),
        amounts,
        (outs, asks) => {
          const held = ['a', 'b', 'c'].map((itemId, n) =>
            line((outs[n] ?? 0) * 1_000, { id: itemId, itemId }),
          );
          const { taken, faults, exceeded } = takeOut(
            held,
            asks.map(({ itemId, n }) => ({ itemId, quantity: String(n) })),
          );
          const over = asks.filter(
            ({ itemId, n }) => n * 1_000 > (held.find(({ id }) => id === itemId)?.out ?? 0),
          );
          expect(exceeded).toHaveLength(over.length);
          if (faults.length + exceeded.length > 0) return;
          for (const { lineId, quantity } of taken)
            expect(quantity).toBeLessThanOrEqual(held.find(({ id }) => id === lineId)?.out ?? 0);
        },
      ),
    );
  });
});

describe('a whole group', () => {
  const wanted = [
    { itemId: 'book', quantity: '1' },
    { itemId: 'cd', quantity: '2' },
  ];

  it('gets what each does not have', () => {
    const had = new Map([
      [shareKey('anna', 'book'), 1_000],
      [shareKey('anna', 'cd'), 1_000],
      [shareKey('oleg', 'cd'), 5_000],
    ]);
    expect(shareOut(['anna', 'oleg', 'vera'], wanted, had)).toEqual([
      { clientId: 'anna', items: [{ itemId: 'cd', quantity: '1' }] },
      { clientId: 'oleg', items: [{ itemId: 'book', quantity: '1' }] },
      { clientId: 'vera', items: wanted },
    ]);
  });

  it('that is lent to again gets nothing', () => {
    const quantity = fc.integer({ min: 1, max: 9_999_999 }).map((n) => (n / 1000).toFixed(3));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 5 }),
        quantity,
        fc.integer({ min: 0, max: 9_999_999 }),
        (clients, each, some) => {
          const items = [{ itemId: 'book', quantity: each }];
          const had = new Map(clients.slice(0, 1).map((id) => [shareKey(id, 'book'), some]));
          for (const { clientId, items: got } of shareOut(clients, items, had))
            for (const { itemId, quantity: more } of got)
              had.set(
                shareKey(clientId, itemId),
                (had.get(shareKey(clientId, itemId)) ?? 0) + Math.round(Number(more) * 1000),
              );
          expect(shareOut(clients, items, had).flatMap((share) => share.items)).toEqual([]);
        },
      ),
    );
  });

  it('is added up item by item, without loss of a thousandth', () => {
    const three = [1, 2, 3].map(() => ({ itemId: 'rope', quantity: '0.1' }));
    expect(totalsOf([{ itemId: 'book', quantity: '2' }, ...three])).toEqual([
      { itemId: 'book', quantity: '2' },
      { itemId: 'rope', quantity: '0.3' },
    ]);
  });
});

describe('a loss', () => {
  it.each([
    ['one', 120_000, 1_000, 120_000],
    ['two', 120_000, 2_000, 240_000],
    ['half a metre at an odd kopeck', 101, 500, 51],
    ['nothing, by a word', 0, 3_000, 0],
  ])('of %s is charged at its price', (_, price, quantity, amount) => {
    expect(lossCharge(price, quantity, '/lines/0')).toEqual({ price, amount });
  });

  it.each([
    ['without a price', null, 1_000, 'value.required'],
    ['beyond what is charged', 1_000_000_000_000, 1_001, 'money.too-much'],
  ])('%s is refused', (_, price, quantity, code) => {
    expect(lossCharge(price, quantity, '/lines/0')).toMatchObject({ pointer: '/lines/0/price', code });
  });
});
