import { employmentFaults, worksOn } from './employee.rules.js';

describe('employment', () => {
  it('lets nobody leave before they came', () => {
    expect(employmentFaults({ hiredOn: '2026-09-01', leftOn: '2026-08-31' })).toMatchObject([
      { pointer: '/leftOn', code: 'date.before-start' },
    ]);
  });

  it.each([null, '2026-09-01', '2026-12-31'])('may end on %s', (leftOn) => {
    expect(employmentFaults({ hiredOn: '2026-09-01', leftOn })).toEqual([]);
  });

  it.each([
    ['2026-08-31', false],
    ['2026-09-01', true],
    ['2026-12-30', true],
    ['2026-12-31', false],
  ])('on %s is %s: the day of leaving is the first one out', (day, works) => {
    expect(worksOn({ hiredOn: '2026-09-01', leftOn: '2026-12-31' }, day)).toBe(works);
  });
});
