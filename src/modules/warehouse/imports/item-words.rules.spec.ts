import { vatOf, type KnownVat } from './item-words.rules.js';

const codes: KnownVat[] = [
  { code: 'none', percent: null },
  { code: 'exempt', percent: null },
  { code: '0', percent: '0.00' },
  { code: '22', percent: '22.00' },
  { code: 'reduced', percent: '8.50' },
];

describe('VAT in a cell of a price list', () => {
  it.each([
    ['22%', '22'],
    ['22 %', '22'],
    ['22', '22'],
    ['0', '0'],
    ['8,5 %', 'reduced'],
    ['Reduced', 'reduced'],
    ['без НДС', 'none'],
    ['None', 'none'],
    ['—', 'none'],
    ['Не облагается', 'exempt'],
    ['20%', null],
    ['soon', null],
    ['222', null],
  ])('%s is %s', (text, code) => {
    expect(vatOf(text, codes)).toBe(code);
  });
});
