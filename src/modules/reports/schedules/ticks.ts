import { addDays, type LocalDate } from '../../../kernel/local-date.js';
import { instantOf, localDateOf, type Instant } from '../../../platform/clock/clock.js';
import { nextDay, timesOf, type Cron } from './cron.rules.js';

/**
 * Instants of a cron line in a zone. A local time is one tick: one that a clock change skips comes later by as much as the
 * clock went on (02:30 at 03:30); one that comes twice is the first of the two. Two local times that fall together are one.
 */

/** The first tick after an instant; null when there is none any more. */
export function tickAfter(cron: Cron, zone: string, after: Instant): Instant | null {
  const times = timesOf(cron);
  let day = nextDay(cron, addDays(localDateOf(after, zone), -1), 1);
  // The day may have passed, and a time that was put off past midnight belongs to the day before.
  while (day !== null) {
    const found = ticksOf(day, times, zone).find((tick) => tick > after);
    if (found !== undefined) return found;
    day = nextDay(cron, addDays(day, 1), 1);
  }
  return null;
}

/** The last tick up to and with an instant; null when there was none in forty years. */
export function tickBefore(cron: Cron, zone: string, until: Instant): Instant | null {
  const times = timesOf(cron);
  let day = nextDay(cron, localDateOf(until, zone), -1);
  while (day !== null) {
    const found = ticksOf(day, times, zone).findLast((tick) => tick <= until);
    if (found !== undefined) return found;
    day = nextDay(cron, addDays(day, -1), -1);
  }
  return null;
}

/** Sorted: a time put off by a clock change may overtake the next one. At most 96 a day. */
const ticksOf = (day: LocalDate, times: readonly string[], zone: string): Instant[] =>
  times.map((time) => instantOf(day, time, zone)).sort();
