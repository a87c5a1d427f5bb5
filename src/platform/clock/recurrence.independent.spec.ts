import fc from 'fast-check';
import { DateTime } from 'luxon';
import rrule from 'rrule';
import { addDays } from '../../kernel/local-date.js';
import { instantOf } from './clock.js';
import { recurrenceDays, ruleOfDays } from './recurrence.js';

/**
 * Random rules against implementations we have no hand in: `rrule` for the days, in floating time, and `luxon` from a
 * wall-clock time to an instant.
 *
 * Where they differ, RFC 5545 decides, and `recurrence.spec.ts` holds the case: `BYDAY=MO,1TU` means every Monday and
 * the first Tuesday, while `rrule` intersects plain and numbered weekdays; a BYSETPOS before the beginning of a set is no
 * day, while `rrule` wraps round, and gives a day that two positions mean twice. And 3.3.10 says: "A set of recurrence
 * instances starts at the beginning of the interval defined by the FREQ rule part", while `rrule` begins the first week
 * at DTSTART: there it is given the beginning of that week, and what lies before the start is taken away.
 */
const ZONES = ['Europe/Moscow', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'];
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const RUNS = { seed: 20_260_329, numRuns: 500, endOnFailure: true };

interface Parts {
  frequency: string;
  interval: number;
  weekdays: string[];
  monthDays: number[];
  months: number[];
  positions: number[];
  weekStart: string | null;
}

const some = <T>(item: fc.Arbitrary<T>, most: number) =>
  fc.oneof(fc.constant<T[]>([]), fc.uniqueArray(item, { minLength: 1, maxLength: most }));
const signed = (most: number) =>
  fc.tuple(fc.integer({ min: 1, max: most }), fc.boolean()).map(([n, back]) => (back ? -n : n));
const plainDay = fc.constantFrom(...WEEKDAYS);
const nthDay = (most: number) =>
  fc.tuple(signed(most), plainDay).map(([nth, weekday]) => `${String(nth)}${weekday}`);

/**
 * Every rule made here gives days: `rrule` looks for the first one until the year 9999. So 30 February, the fifth of three
 * days and the like are left to `faultOfRule`.
 */
const parts: fc.Arbitrary<Parts> = fc
  .tuple(fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'), some(fc.integer({ min: 1, max: 12 }), 4))
  .chain(([frequency, months]) => {
    const byMonthDay = some(signed(months.length > 0 ? 28 : 31), 4);
    return fc.tuple(
      fc.constant(frequency),
      fc.constant(months),
      frequency === 'WEEKLY' ? fc.constant<number[]>([]) : byMonthDay,
    );
  })
  .chain(([frequency, months, monthDays]) => {
    const numbered = (frequency === 'MONTHLY' || frequency === 'YEARLY') && monthDays.length === 0;
    const most = frequency === 'YEARLY' && months.length === 0 ? 53 : 5;
    return fc
      .record({
        frequency: fc.constant(frequency),
        interval: fc.integer({ min: 1, max: 6 }),
        weekdays: numbered ? fc.oneof(some(plainDay, 4), some(nthDay(most), 4)) : some(plainDay, 4),
        monthDays: fc.constant(monthDays),
        months: fc.constant(months),
        positions: some(
          fc.integer({ min: -1, max: 3 }).filter((n) => n !== 0),
          2,
        ),
        weekStart: fc.option(plainDay),
      })
      .map((rule) => ({ ...rule, positions: positionsOf(rule) }));
  });

/** The first and the last of a set are always there, the others where a month or a year has several of a weekday. */
function positionsOf(rule: Parts): number[] {
  if (rule.weekdays.length + rule.monthDays.length + rule.months.length === 0) return [];
  const isLarge = ['MONTHLY', 'YEARLY'].includes(rule.frequency) && rule.monthDays.length === 0;
  const areMany = isLarge && rule.weekdays.some((one) => one.length === 2);
  return rule.positions.filter((one) => areMany || Math.abs(one) === 1);
}

const textOf = (rule: Parts): string =>
  [
    `FREQ=${rule.frequency}`,
    `INTERVAL=${String(rule.interval)}`,
    ...(rule.months.length > 0 ? [`BYMONTH=${rule.months.join(',')}`] : []),
    ...(rule.monthDays.length > 0 ? [`BYMONTHDAY=${rule.monthDays.join(',')}`] : []),
    ...(rule.weekdays.length > 0 ? [`BYDAY=${rule.weekdays.join(',')}`] : []),
    ...(rule.positions.length > 0 ? [`BYSETPOS=${rule.positions.join(',')}`] : []),
    ...(rule.weekStart === null ? [] : [`WKST=${rule.weekStart}`]),
  ].join(';');

const day = fc
  .oneof(
    fc.integer({ min: 0, max: 2500 }).map((n) => addDays('2023-06-01', n)),
    // 29 February, the last days of months, and the days on which clocks change.
    fc.constantFrom('2024-02-29', '2028-02-29', '2026-01-31', '2026-12-31', '2026-03-29', '2026-10-25'),
    fc.constantFrom('2026-03-08', '2026-11-01', '2026-04-05', '2026-10-04'),
  )
  .map(String);
const time = fc.oneof(
  fc.constantFrom('01:30', '01:45', '02:00', '02:15', '02:30', '02:45', '03:00', '18:00', '00:00'),
  fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((clock) => clock.map((n) => String(n).padStart(2, '0')).join(':')),
);

const wall = (on: string, at: string): Date => DateTime.fromISO(`${on}T${at}`, { zone: 'utc' }).toJSDate();

/** Days by `rrule`, up to a day, COUNT counted here because of the first week. */
function theirDays(rule: Parts, startsOn: string, to: string): string[] {
  const start = DateTime.fromISO(startsOn, { zone: 'utc' });
  const weekStart = WEEKDAYS.indexOf(rule.weekStart ?? 'MO') + 1;
  const back =
    rule.frequency === 'WEEKLY' && rule.positions.length > 0 ? (start.weekday - weekStart + 7) % 7 : 0;
  // Without BYDAY a week's day is that of DTSTART, which has just been moved.
  const named =
    rule.weekdays.length === 0 && back > 0
      ? { ...rule, weekdays: [WEEKDAYS[start.weekday - 1] ?? ''] }
      : rule;
  const options = rrule.RRule.parseString(textOf(named));
  const theirs = new rrule.RRule({
    ...options,
    dtstart: wall(addDays(startsOn, -back), '00:00'),
    until: wall(to, '00:00'),
  });
  const days = theirs.between(wall(startsOn, '00:00'), wall(to, '00:00'), true);
  return [...new Set(days.map((at) => at.toISOString().slice(0, 10)))];
}

/** RFC 5545, 3.3.5: a skipped time is read with the offset before the gap, a doubled one is the first of the two. */
function theirInstant(on: string, at: string, zone: string): string {
  const local = DateTime.fromISO(`${on}T${at}`, { zone });
  const first = local.getPossibleOffsets().sort((a, b) => a.toMillis() - b.toMillis())[0] ?? local;
  return first.toUTC().toISO() ?? '';
}

const rules = fc.record({
  parts,
  startsOn: day,
  at: time,
  zone: fc.constantFrom(...ZONES),
  years: fc.integer({ min: 1, max: 4 }),
});

describe('our days and instants', () => {
  it('are those of rrule and luxon', () => {
    fc.assert(
      fc.property(rules, ({ parts: rule, startsOn, at, zone, years }) => {
        const to = addDays(startsOn, 366 * years);
        const ours = recurrenceDays(textOf(rule), startsOn, startsOn, to);
        expect(ours).toEqual(theirDays(rule, startsOn, to));
        expect(ours.map((on) => instantOf(on, at, zone))).toEqual(
          ours.map((on) => theirInstant(on, at, zone)),
        );
      }),
      RUNS,
    );
  });

  it('are the first COUNT of them, and a window of them', () => {
    fc.assert(
      fc.property(
        rules,
        fc.integer({ min: 1, max: 40 }),
        day,
        ({ parts: rule, startsOn, years }, count, from) => {
          const to = addDays(startsOn, 366 * years);
          const ours = recurrenceDays(`${textOf(rule)};COUNT=${String(count)}`, startsOn, from, to);
          expect(ours).toEqual(
            theirDays(rule, startsOn, to)
              .slice(0, count)
              .filter((on) => on >= from),
          );
        },
      ),
      RUNS,
    );
  });

  it('end with UNTIL as a day, as a wall-clock time and as an instant', () => {
    fc.assert(
      fc.property(
        rules,
        day,
        time,
        fc.constantFrom('day' as const, 'wall' as const, 'instant' as const),
        (made, untilOn, untilAt, form) => {
          const { parts: rule, startsOn, at, zone, years } = made;
          const to = addDays(startsOn, 366 * years);
          const digits = `${untilOn}T${untilAt}`.replaceAll(/[-:]/g, '');
          const until = { day: digits.slice(0, 8), wall: `${digits}00`, instant: `${digits}00Z` }[form];
          const isWithin = {
            day: (on: string) => on <= untilOn,
            wall: (on: string) => `${on}T${at}` <= `${untilOn}T${untilAt}`,
            instant: (on: string) => theirInstant(on, at, zone) <= `${untilOn}T${untilAt}:00.000Z`,
          };
          const kept = ruleOfDays(`${textOf(rule)};UNTIL=${until}`, at, zone);
          expect(recurrenceDays(kept, startsOn, startsOn, to)).toEqual(
            theirDays(rule, startsOn, to).filter((on) => isWithin[form](on)),
          );
        },
      ),
      RUNS,
    );
  });
});
