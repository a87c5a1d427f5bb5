import { faultsOfHours } from './hours.rules.js';

const monday = (from: string, to: string) => ({ weekday: 1, from, to });

describe('faultsOfHours', () => {
  it.each([
    ['nothing', null, []],
    ['a morning and an evening', [monday('09:00', '12:00'), monday('12:00', '24:00')], []],
    [
      'the same hours of two days',
      [monday('09:00', '12:00'), { weekday: 2, from: '09:00', to: '12:00' }],
      [],
    ],
    ['an end before the beginning', [monday('12:00', '09:00')], ['hours.crossed']],
    ['stretches that share an hour', [monday('09:00', '12:00'), monday('11:00', '13:00')], ['hours.overlap']],
  ])('of %s', (_, hours, codes) => {
    expect(faultsOfHours(hours).map(({ code }) => code)).toEqual(codes);
  });
});
