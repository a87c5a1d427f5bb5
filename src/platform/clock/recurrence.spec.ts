import { instantOf } from './clock.js';
import { isRecurrenceRule, recurrenceDays } from './recurrence.js';

describe('isRecurrenceRule', () => {
  it.each([
    'FREQ=WEEKLY;BYDAY=MO,WE',
    'RRULE:FREQ=WEEKLY;BYDAY=MO',
    'FREQ=DAILY;INTERVAL=2;COUNT=10',
    'FREQ=MONTHLY;BYDAY=2TU',
    'FREQ=MONTHLY;BYDAY=-1FR',
    'FREQ=MONTHLY;BYMONTHDAY=15,-1',
    'FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231',
    'FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231T210000Z',
  ])('takes %s', (rule) => expect(isRecurrenceRule(rule)).toBe(true));

  it.each([
    '',
    'BYDAY=MO',
    'FREQ=HOURLY',
    'FREQ=YEARLY',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=WEEKLY;BYDAY=2MO',
    'FREQ=WEEKLY;INTERVAL=0',
    'FREQ=WEEKLY;BYHOUR=10',
    'FREQ=WEEKLY;COUNT=2;UNTIL=20270101',
    'FREQ=WEEKLY;UNTIL=20270231',
    'FREQ=WEEKLY;FREQ=DAILY',
    'FREQ=WEEKLY;constructor=1',
  ])('refuses "%s"', (rule) => expect(isRecurrenceRule(rule)).toBe(false));
});

describe('recurrenceDays', () => {
  it('gives the weekdays between two days, both included', () => {
    expect(recurrenceDays('FREQ=WEEKLY;BYDAY=MO,WE', '2026-03-23', '2026-03-25', '2026-04-01')).toEqual([
      '2026-03-25',
      '2026-03-30',
      '2026-04-01',
    ]);
  });

  it('counts COUNT from the first day, not from the day asked for', () => {
    expect(recurrenceDays('FREQ=DAILY;COUNT=5', '2026-03-25', '2026-03-28', '2026-12-31')).toEqual([
      '2026-03-28',
      '2026-03-29',
    ]);
  });

  it('keeps the rhythm of INTERVAL from the first day', () => {
    expect(
      recurrenceDays('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', '2026-03-02', '2026-03-09', '2026-04-01'),
    ).toEqual(['2026-03-16', '2026-03-30']);
  });

  it('includes the day of UNTIL', () => {
    expect(
      recurrenceDays('FREQ=WEEKLY;BYDAY=MO;UNTIL=20260330', '2026-03-23', '2026-03-23', '2026-12-31'),
    ).toEqual(['2026-03-23', '2026-03-30']);
  });

  it('follows the second Tuesday of each month', () => {
    expect(
      recurrenceDays('FREQ=MONTHLY;BYDAY=2TU;COUNT=3', '2026-03-23', '2026-03-23', '2027-12-31'),
    ).toEqual(['2026-04-14', '2026-05-12', '2026-06-09']);
  });

  it('gives nothing before the first day', () => {
    expect(recurrenceDays('FREQ=DAILY', '2026-05-01', '2026-04-01', '2026-04-30')).toEqual([]);
  });
});

describe('18:00 every Sunday', () => {
  const at = (from: string, to: string, zone: string) =>
    recurrenceDays('FREQ=WEEKLY;BYDAY=SU', '2026-01-04', from, to).map((day) =>
      instantOf(day, '18:00', zone),
    );

  it('stays 18:00 in Berlin when the clock goes forward', () => {
    expect(at('2026-03-22', '2026-03-29', 'Europe/Berlin')).toEqual([
      '2026-03-22T17:00:00.000Z',
      '2026-03-29T16:00:00.000Z',
    ]);
  });

  it('stays 18:00 in Berlin when the clock goes back', () => {
    expect(at('2026-10-18', '2026-10-25', 'Europe/Berlin')).toEqual([
      '2026-10-18T16:00:00.000Z',
      '2026-10-25T17:00:00.000Z',
    ]);
  });

  it('does not move in Moscow, which changes no clocks', () => {
    expect(at('2026-03-22', '2026-03-29', 'Europe/Moscow')).toEqual([
      '2026-03-22T15:00:00.000Z',
      '2026-03-29T15:00:00.000Z',
    ]);
    expect(at('2026-10-18', '2026-10-25', 'Europe/Moscow')).toEqual([
      '2026-10-18T15:00:00.000Z',
      '2026-10-25T15:00:00.000Z',
    ]);
  });

  it('moves a time that the change skips forward by the gap', () => {
    expect(instantOf('2026-03-29', '02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  });
});
