import { instantOf } from './clock.js';
import { faultOfRule, isRecurrenceRule, recurrenceDays, ruleOfDays } from './recurrence.js';

describe('isRecurrenceRule', () => {
  it.each([
    'FREQ=WEEKLY;BYDAY=MO,WE',
    'RRULE:FREQ=WEEKLY;BYDAY=MO',
    'FREQ=DAILY;INTERVAL=2;COUNT=10',
    'FREQ=MONTHLY;BYDAY=2TU',
    'FREQ=MONTHLY;BYDAY=-1FR',
    'FREQ=MONTHLY;BYMONTHDAY=15,-1',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=YEARLY;BYDAY=53MO',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231',
    'FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231T210000Z',
  ])('takes %s', (rule) => expect(isRecurrenceRule(rule)).toBe(true));

  it.each([
    '',
    'BYDAY=MO',
    'FREQ=HOURLY',
    'FREQ=MONTHLY;BYDAY=6MO',
    'FREQ=DAILY;BYSETPOS=1',
    'FREQ=YEARLY;BYWEEKNO=20',
    'FREQ=MONTHLY;BYMONTH=13',
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

describe('faultOfRule', () => {
  it.each([
    ['FREQ=SECONDLY', 'rule.too-frequent'],
    ['FREQ=HOURLY;INTERVAL=24', 'rule.too-frequent'],
    ['FREQ=DAILY;COUNT=1000000000', 'rule.count-too-large'],
    ['FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30', 'rule.never-matches'],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=9999', 'rule.never-matches'],
    ['FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29', 'rule.never-matches'],
    ['FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20', 'rule.never-matches'],
    ['FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=2', 'rule.never-matches'],
    ['FREQ=WEEKLY;BYDAY=XX', 'rule.not-valid'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', null],
    ['FREQ=WEEKLY', null],
  ])('of %s is %s', (rule, fault) => expect(faultOfRule(rule, '2027-03-01')).toBe(fault));
});

describe('RFC 5545 where libraries differ', () => {
  it('takes plain and numbered weekdays together', () => {
    expect(recurrenceDays('FREQ=MONTHLY;BYDAY=MO,1TU', '2026-06-01', '2026-06-01', '2026-06-30')).toEqual([
      ...['2026-06-01', '2026-06-02', '2026-06-08', '2026-06-15', '2026-06-22', '2026-06-29'],
    ]);
  });

  it('finds no day at a position before the beginning of the set, and a day once', () => {
    const ten = (positions: string) =>
      recurrenceDays(
        `FREQ=MONTHLY;BYMONTHDAY=10;BYSETPOS=${positions}`,
        '2026-06-01',
        '2026-06-01',
        '2026-07-01',
      );
    expect(ten('-2')).toEqual([]);
    expect(ten('1,-1')).toEqual(['2026-06-10']);
  });

  it('counts BYSETPOS from the beginning of the week, also of the first', () => {
    const rule = 'FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1';
    expect(recurrenceDays(rule, '2026-06-03', '2026-06-01', '2026-06-15')).toEqual([
      '2026-06-08',
      '2026-06-15',
    ]);
  });

  it('passes over years without a 29 February', () => {
    expect(recurrenceDays('FREQ=YEARLY', '2024-02-29', '2024-02-29', '2033-01-01')).toEqual([
      ...['2024-02-29', '2028-02-29', '2032-02-29'],
    ]);
  });
});

describe('ruleOfDays', () => {
  it.each([
    ['FREQ=DAILY;UNTIL=20261231T210000Z', '18:00', 'Europe/Moscow', '20261231'],
    ['FREQ=DAILY;UNTIL=20261231T150000Z', '18:00', 'Europe/Moscow', '20261231'],
    ['FREQ=DAILY;UNTIL=20261231T145959Z', '18:00', 'Europe/Moscow', '20261230'],
    ['FREQ=DAILY;UNTIL=20270101T000000Z', '18:00', 'America/New_York', '20261231'],
    ['FREQ=DAILY;UNTIL=20261231T175959', '18:00', 'Europe/Moscow', '20261230'],
    ['RRULE:FREQ=DAILY;UNTIL=20261231', '18:00', 'Europe/Moscow', '20261231'],
  ])('ends %s at %s in %s with %s', (rule, start, zone, until) =>
    expect(ruleOfDays(rule, start, zone)).toBe(`FREQ=DAILY;UNTIL=${until}`),
  );
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
