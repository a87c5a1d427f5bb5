import fc from 'fast-check';
import { foldState, type TrailEntry } from './record-state.rules.js';

const insert = (after: object): TrailEntry => ({
  operation: 'insert',
  version: 1,
  before: null,
  after: after as Record<string, unknown>,
});
const update = (version: number, after: object): TrailEntry => ({
  operation: 'update',
  version,
  before: {},
  after: after as Record<string, unknown>,
});

describe('the state of a record', () => {
  it.each<[string, TrailEntry[], unknown]>([
    ['of nothing is unknown', [], null],
    ['without its birth is unknown', [update(2, { name: 'b' })], null],
    ['is what was inserted', [insert({ name: 'a' })], { exists: true, version: 1, columns: { name: 'a' } }],
    [
      'takes the differences of an update over',
      [insert({ name: 'a', note: 'n' }), update(2, { name: 'b' })],
      { exists: true, version: 2, columns: { name: 'b', note: 'n' } },
    ],
    [
      'loses a field that was cleared',
      [insert({ name: 'a', note: 'n' }), update(2, { note: null })],
      { exists: true, version: 2, columns: { name: 'a' } },
    ],
    [
      'stays as it was last when deleted',
      [insert({ name: 'a' }), { operation: 'delete', version: 1, before: { name: 'a' }, after: null }],
      { exists: false, version: 1, columns: { name: 'a' } },
    ],
    [
      'begins anew with a second insert',
      [insert({ name: 'a', note: 'n' }), insert({ name: 'c' })],
      { exists: true, version: 1, columns: { name: 'c' } },
    ],
  ])('%s', (_, entries, expected) => {
    expect(foldState(entries)).toEqual(expected);
  });

  it('is the row, however it was edited', () => {
    const image = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.option(fc.integer(), { nil: null }));
    fc.assert(
      fc.property(image, fc.array(image, { maxLength: 8 }), (first, edits) => {
        const row: Record<string, unknown> = { ...first };
        const entries = [
          insert(Object.fromEntries(Object.entries(first).filter(([, value]) => value !== null))),
        ];
        edits.forEach((edit, index) => {
          entries.push(update(index + 2, edit));
          Object.assign(row, edit);
        });
        const expected = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
        expect(foldState(entries)?.columns).toEqual(expected);
      }),
    );
  });
});
