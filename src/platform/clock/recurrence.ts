import {
  addDays,
  addMonths,
  dayNumber,
  earlier,
  fromDayNumber,
  type LocalDate,
} from '../../kernel/local-date.js';
import { instantOf, localDateOf } from './clock.js';
import { readRule, type NthWeekday, type RecurrenceRule, type RuleFault } from './recurrence-rule.js';

/**
 * RFC 5545 rules over calendar days. Days are counted as numbers, where none is skipped or repeated; the caller turns
 * each into an instant by the zone, so 18:00 stays 18:00 on both sides of a clock change.
 *
 * A rule is followed from its first day, period by period, and never past the last day asked for: the work is bounded
 * by the calendar, not by the rule, so a rule without days costs no more than one with many.
 */

/** A rule that gives no day in forty years gives none: by then leap days have come back with every interval up to ten. */
const EVER = 12 * 40;

/** Whether the text is a rule of days that can be followed here. */
export function isRecurrenceRule(text: string): boolean {
  return typeof readRule(text) !== 'string';
}

/** What is wrong with a rule that begins on a day; null when it gives days. */
export function faultOfRule(text: string, startsOn: LocalDate): RuleFault | 'rule.never-matches' | null {
  const rule = readRule(text);
  if (typeof rule === 'string') return rule;
  const first = daysOf({ ...rule, count: null }, startsOn, addMonths(startsOn, EVER)).next();
  return first.done === true ? 'rule.never-matches' : null;
}

/** The days of a rule that begins on `startsOn`, from `from` to `to`, both included. COUNT counts from `startsOn`. */
export function recurrenceDays(
  text: string,
  startsOn: LocalDate,
  from: LocalDate,
  to: LocalDate,
): LocalDate[] {
  const rule = readRule(text);
  if (typeof rule === 'string') throw new RangeError(`not a recurrence rule: ${text}`);
  const last = earlier(rule.until ?? to, to);
  if (last < from || last < startsOn) return [];
  const first = dayNumber(from);
  return [...daysOf(rule, startsOn, last)].filter((day) => day >= first).map(fromDayNumber);
}

/**
 * The rule as a series keeps it. RFC 5545 lets UNTIL be an instant or a wall-clock time; which lesson is the last then
 * depends on when lessons begin, so it is settled here as a day.
 */
export function ruleOfDays(text: string, localStart: string, zone: string): string {
  return text
    .replace(/^RRULE:/, '')
    .replace(/UNTIL=(\d{8})T(\d{6})(Z?)/, (_, day: string, time: string, z) => {
      const until = `${dashed(day)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}`;
      const last = z === 'Z' ? localDateOf(`${until}Z`, zone) : dashed(day);
      const begins = z === 'Z' ? instantOf(last, localStart, zone) : `${last}T${localStart}:00`;
      const within = z === 'Z' ? begins <= `${until}.000Z` : begins <= until;
      return `UNTIL=${(within ? last : addDays(last, -1)).replaceAll('-', '')}`;
    });
}

/** The same rule for a series that begins later: what COUNT has left. */
export function ruleWithoutDays(text: string, used: number): string {
  return text.replace(
    /COUNT=(\d+)/,
    (_, count: string) => `COUNT=${String(Math.max(1, Number(count) - used))}`,
  );
}

const dashed = (day: string): LocalDate => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;

function* daysOf(rule: RecurrenceRule, startsOn: LocalDate, last: LocalDate): Generator<number, void> {
  const start = dayNumber(startsOn);
  const end = dayNumber(last);
  let left = rule.count ?? Infinity;
  for (let period = 0; ; period += rule.interval) {
    const { begin, days } = periodOf(rule, startsOn, period);
    if (begin > end) return;
    for (const day of atPositions(days, rule.positions)) {
      if (day < start) continue;
      if (day > end || left === 0) return;
      left -= 1;
      yield day;
    }
  }
}

/** BYSETPOS: the nth days of the whole period, also when the period began before the series. */
function atPositions(days: readonly number[], positions: readonly number[]): number[] {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  if (positions.length === 0) return sorted;
  return sorted.filter(
    (_, index) => positions.includes(index + 1) || positions.includes(index - sorted.length),
  );
}

interface Period {
  begin: number;
  days: number[];
}

/** A period a number of days, weeks, months or years after the one of the start, with the days the rule takes of it. */
function periodOf(rule: RecurrenceRule, startsOn: LocalDate, offset: number): Period {
  const start = dayNumber(startsOn);
  if (rule.frequency === 'DAILY') {
    const day = start + offset;
    return { begin: day, days: isTaken(rule, day) ? [day] : [] };
  }
  if (rule.frequency === 'WEEKLY') return weekOf(rule, start, offset);
  const [year = 0, month = 1, monthDay = 1] = startsOn.split('-').map(Number);
  if (rule.frequency === 'MONTHLY') {
    const span = monthOf(year, month + offset);
    const inMonths = isMonthTaken(rule, span.begin);
    return { begin: span.begin, days: inMonths ? daysWithin(rule, [span], span, monthDay) : [] };
  }
  return yearOf(rule, year + offset, { month, monthDay });
}

function weekOf(rule: RecurrenceRule, start: number, offset: number): Period {
  const begin = start - ((weekdayOf(start) - rule.weekStart + 7) % 7) + 7 * offset;
  const weekdays =
    rule.weekdays.length > 0 ? rule.weekdays.map(({ weekday }) => weekday) : [weekdayOf(start)];
  const days = range(begin, begin + 6).filter(
    (day) => weekdays.includes(weekdayOf(day)) && isMonthTaken(rule, day),
  );
  return { begin, days };
}

/** BYMONTH narrows what weekdays are counted in; without it they are counted in the year. */
function yearOf(rule: RecurrenceRule, year: number, start: { month: number; monthDay: number }): Period {
  const span: Span = { begin: monthOf(year, 1).begin, end: monthOf(year, 12).end };
  if (rule.months.length === 0 && rule.weekdays.length > 0) {
    const months = range(1, 12).map((month) => monthOf(year, month));
    return { begin: span.begin, days: daysWithin(rule, months, span, start.monthDay) };
  }
  const every = rule.monthDays.length > 0 ? range(1, 12) : [start.month];
  const months = rule.months.length > 0 ? rule.months : every;
  const days = months.flatMap((number) => {
    const month = monthOf(year, number);
    return daysWithin(rule, [month], month, start.monthDay);
  });
  return { begin: span.begin, days };
}

interface Span {
  begin: number;
  end: number;
}

/** Days of months by BYMONTHDAY, else by BYDAY, else the day of the start; BYDAY counts its ordinals within `scope`. */
function daysWithin(rule: RecurrenceRule, months: readonly Span[], scope: Span, monthDay: number): number[] {
  if (rule.monthDays.length > 0) {
    const days = months.flatMap((month) => daysOfMonth(month, rule.monthDays));
    return rule.weekdays.length === 0 ? days : days.filter((day) => isOneOf(rule.weekdays, day, scope));
  }
  if (rule.weekdays.length === 0) return months.flatMap((month) => daysOfMonth(month, [monthDay]));
  return range(scope.begin, scope.end).filter((day) => isOneOf(rule.weekdays, day, scope));
}

/** Days by number, from the end when negative; a month without such a day gives none. */
const daysOfMonth = (month: Span, numbers: readonly number[]): number[] =>
  numbers
    .map((number) => (number > 0 ? month.begin + number - 1 : month.end + number + 1))
    .filter((day) => day >= month.begin && day <= month.end);

function isOneOf(weekdays: readonly NthWeekday[], day: number, scope: Span): boolean {
  const nth = Math.trunc((day - scope.begin) / 7) + 1;
  const nthLast = -Math.trunc((scope.end - day) / 7) - 1;
  return weekdays.some(
    (one) => one.weekday === weekdayOf(day) && (one.nth === null || one.nth === nth || one.nth === nthLast),
  );
}

/** Each BY part limits a rule of days. */
function isTaken(rule: RecurrenceRule, day: number): boolean {
  if (rule.weekdays.length > 0 && !rule.weekdays.some(({ weekday }) => weekday === weekdayOf(day)))
    return false;
  if (!isMonthTaken(rule, day)) return false;
  if (rule.monthDays.length === 0) return true;
  const [year = 0, month = 1] = fromDayNumber(day).split('-').map(Number);
  return daysOfMonth(monthOf(year, month), rule.monthDays).includes(day);
}

const isMonthTaken = (rule: RecurrenceRule, day: number): boolean =>
  rule.months.length === 0 || rule.months.includes(Number(fromDayNumber(day).slice(5, 7)));

/** 1 Monday to 7 Sunday; 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** A month by number, which may run past December. */
function monthOf(year: number, month: number): Span {
  const first = addMonths(`${String(year).padStart(4, '0')}-01-01`, month - 1);
  return { begin: dayNumber(first), end: dayNumber(addMonths(first, 1)) - 1 };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
