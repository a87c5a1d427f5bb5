import { ageBandFaults } from './age-bands.rules.js';

const child = { code: 'child', under: 12 };
const teen = { code: 'teen', under: 18 };
const adult = { code: 'adult', under: null };

describe('age bands', () => {
  it.each([
    ['one band for all', [adult], []],
    ['rising bands', [child, teen, adult], []],
    ['no open end', [child, teen], ['/ageBands/1/under age-band.open']],
    [
      'an open band in the middle',
      [child, { code: 'any', under: null }, adult],
      ['/ageBands/1/under age-band.open'],
    ],
    ['ages that do not rise', [teen, child, adult], ['/ageBands/1/under age-band.not-rising']],
    [
      'the same age twice',
      [child, { code: 'other', under: 12 }, adult],
      ['/ageBands/1/under age-band.not-rising'],
    ],
    ['a code twice', [child, { code: 'child', under: 13 }, adult], ['/ageBands/1/code age-band.repeated']],
  ])('with %s', (_, bands, expected) => {
    expect(ageBandFaults(bands).map((fault) => `${fault.pointer ?? ''} ${fault.code}`)).toEqual(expected);
  });
});
