import { DateTime } from 'luxon';
import * as fc from 'fast-check';
import { readCron, timesOf, type Cron } from './cron.rules.js';
import { tickAfter, tickBefore } from './ticks.js';

const read = (text: string): Cron => {
  const cron = readCron(text);
  if (typeof cron === 'string') throw new Error(`${text}: ${cron}`);
  return cron;
};
const run = (text: string, zone: string, from: string, count: number): string[] => {
  const found: string[] = [];
  for (let at: string | null = from; at !== null && found.length < count;) {
    at = tickAfter(read(text), zone, at);
    if (at !== null) found.push(at);
  }
  return found;
};

describe('a cron line', () => {
  it.each([
    ['0 9 * * 1', ['09:00']],
    ['*/15 8-9 * * *', ['08:00', '08:15', '08:30', '08:45', '09:00', '09:15', '09:30', '09:45']],
    ['5/30 22,23 1 JAN sun', ['22:05', '22:35', '23:05', '23:35']],
    ['  0   7  *  *  mon-fri ', ['07:00']],
  ])('%s is read', (text, times) => {
    expect(timesOf(read(text))).toEqual(times);
  });

  it.each([
    ['', 'cron.not-five-fields'],
    ['0 9 * *', 'cron.not-five-fields'],
    ['0 0 9 * * 1', 'cron.not-five-fields'],
    ['60 9 * * *', 'cron.field-not-valid'],
    ['0 24 * * *', 'cron.field-not-valid'],
    ['0 9 0 * *', 'cron.field-not-valid'],
    ['0 9 * 13 *', 'cron.field-not-valid'],
    ['0 9 * * 8', 'cron.field-not-valid'],
    ['0 9 * * mo', 'cron.field-not-valid'],
    ['0 9 5-1 * *', 'cron.field-not-valid'],
    ['0 9 */0 * *', 'cron.field-not-valid'],
    ['0 9 1, * *', 'cron.field-not-valid'],
    ['0 9 *-5 * *', 'cron.field-not-valid'],
    ['-1 9 * * *', 'cron.field-not-valid'],
    ['@daily', 'cron.not-five-fields'],
    ['* 9 * * *', 'cron.too-often'],
    ['*/10 9 * * *', 'cron.too-often'],
    ['0 9 30 2 *', 'cron.never'],
    ['0 9 31 4,6,9,11 *', 'cron.never'],
  ])('%p is refused: %s', (text, fault) => {
    expect(readCron(text)).toBe(fault);
  });
});

describe('ticks', () => {
  it('of Mondays, by the clock of the zone', () => {
    expect(run('0 9 * * 1', 'Europe/Moscow', '2026-11-23T05:59:59.999Z', 3)).toEqual([
      '2026-11-23T06:00:00.000Z',
      '2026-11-30T06:00:00.000Z',
      '2026-12-07T06:00:00.000Z',
    ]);
  });

  it('of the last day of the year, of 29 February, and of days named twice', () => {
    expect(run('30 23 31 12 *', 'Asia/Vladivostok', '2026-12-31T13:29:59.000Z', 2)).toEqual([
      '2026-12-31T13:30:00.000Z',
      '2027-12-31T13:30:00.000Z',
    ]);
    expect(run('0 0 29 2 *', 'UTC', '2096-03-01T00:00:00.000Z', 1)).toEqual(['2104-02-29T00:00:00.000Z']);
    // The 1st, and Fridays.
    expect(run('0 0 1 * 5', 'UTC', '2026-05-30T00:00:00.000Z', 3)).toEqual([
      '2026-06-01T00:00:00.000Z',
      '2026-06-05T00:00:00.000Z',
      '2026-06-12T00:00:00.000Z',
    ]);
    // Sunday has two numbers.
    expect(run('0 0 * * 7', 'UTC', '2026-11-23T00:00:00.000Z', 1)).toEqual(
      run('0 0 * * 0', 'UTC', '2026-11-23T00:00:00.000Z', 1),
    );
  });

  it('that a clock change skips come an hour later, once', () => {
    // Berlin, 29 March 2026: 02:00 is 03:00.
    expect(run('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00.000Z', 2)).toEqual([
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    expect(run('30 2,3 * * *', 'Europe/Berlin', '2026-03-28T12:00:00.000Z', 2)).toEqual([
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  it('that a clock change repeats come the first time, once', () => {
    // Berlin, 25 October 2026: 03:00 is 02:00 again.
    expect(run('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00.000Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
    expect(run('0 1-4 * * *', 'Europe/Berlin', '2026-10-24T20:00:00.000Z', 4)).toEqual([
      '2026-10-24T23:00:00.000Z',
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T02:00:00.000Z',
      '2026-10-25T03:00:00.000Z',
    ]);
  });

  it('agree with a plain walk over local times, on both sides, in zones of all manners', () => {
    const zone = fc.constantFrom(
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Asia/Beirut',
      'UTC',
    );
    const hours = fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 4 });
    const minute = fc.constantFrom(0, 15, 30, 59);
    const start = fc.integer({ min: Date.UTC(2026, 0, 5), max: Date.UTC(2026, 11, 20) });
    fc.assert(
      fc.property(
        zone,
        hours,
        minute,
        fc.constantFrom('*', '1', '0,6'),
        start,
        (name, some, at, weekdays, ms) => {
          const cron = read(`${String(at)} ${some.join(',')} * * ${weekdays}`);
          const days = weekdays === '*' ? [0, 1, 2, 3, 4, 5, 6] : weekdays.split(',').map(Number);
          const all = new Set<number>();
          for (let offset = -16; offset <= 16; offset += 1) {
            const day = DateTime.fromMillis(ms, { zone: name }).startOf('day').plus({ days: offset });
            if (!days.includes(day.weekday % 7)) continue;
            for (const hour of some) {
              const local = day.set({ hour, minute: at });
              // Of a time that comes twice Luxon takes whichever; the first is meant.
              all.add(Math.min(...local.getPossibleOffsets().map((one) => one.toMillis())));
            }
          }
          const walked = [...all].sort((a, b) => a - b);
          const instant = new Date(ms).toISOString();
          expect(Date.parse(tickAfter(cron, name, instant) ?? '')).toBe(walked.find((one) => one > ms));
          expect(Date.parse(tickBefore(cron, name, instant) ?? '')).toBe(walked.findLast((one) => one <= ms));
        },
      ),
      { numRuns: 400 },
    );
  });
});
