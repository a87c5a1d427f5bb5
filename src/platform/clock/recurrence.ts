import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { earlier, isLocalDate, type LocalDate } from '../../kernel/local-date.js';

/**
 * RFC 5545 rules over calendar days. Days are counted in UTC, where none is skipped or repeated; the caller turns each
 * into an instant by the zone, so 18:00 stays 18:00 on both sides of a clock change.
 */
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY'];
const WEEKDAY = '(MO|TU|WE|TH|FR|SA|SU)';
const NTH_WEEKDAY = `([+-]?[1-5])?${WEEKDAY}`;

/** Parts a rule may have and the form of each; what is not here would mean times of day, or no days we can show. */
const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: new RegExp(`^(${FREQUENCIES.join('|')})$`),
  INTERVAL: /^([1-9]|[1-9]\d)$/,
  COUNT: /^[1-9]\d{0,3}$/,
  UNTIL: /^\d{8}(T\d{6}Z?)?$/,
  BYDAY: new RegExp(`^${NTH_WEEKDAY}(,${NTH_WEEKDAY})*$`),
  BYMONTHDAY: /^-?([1-9]|[12]\d|3[01])(,-?([1-9]|[12]\d|3[01]))*$/,
  BYSETPOS: /^-?[1-5](,-?[1-5])*$/,
  WKST: new RegExp(`^${WEEKDAY}$`),
};

/** Whether the text is a rule of days that can be followed here. */
export function isRecurrenceRule(rule: string): boolean {
  const parts = partsOf(rule);
  return parts !== null && parts.has('FREQ') && endsOnceAtMost(parts) && partsFitTogether(parts);
}

/** The days of a rule that begins on `startsOn`, from `from` to `to`, both included. COUNT counts from `startsOn`. */
export function recurrenceDays(
  rule: string,
  startsOn: LocalDate,
  from: LocalDate,
  to: LocalDate,
): LocalDate[] {
  const parts = partsOf(rule);
  if (parts === null || !isRecurrenceRule(rule)) throw new RangeError(`not a recurrence rule: ${rule}`);
  const last = earlier(untilOf(parts) ?? to, to);
  if (last < from || last < startsOn) return [];
  // UNTIL is a local day; the library would read it as an instant.
  parts.delete('UNTIL');
  const text = [...parts].map(([name, value]) => `${name}=${value}`).join(';');
  const days = new RRuleTemporal({ rruleString: `RRULE:${text}`, dtstart: midnight(startsOn) });
  return days.between(midnight(from), midnight(last), true).map((at) => at.toString().slice(0, 10));
}

function partsOf(rule: string): Map<string, string> | null {
  const pairs = rule
    .replace(/^RRULE:/, '')
    .split(';')
    .map((part) => part.split('='));
  const parts = new Map(pairs.map(([name = '', value = '']) => [name, value]));
  const wellFormed = pairs.every(
    ([name = '', value = '', ...rest]) =>
      rest.length === 0 && Object.hasOwn(PARTS, name) && PARTS[name]?.test(value) === true,
  );
  return wellFormed && parts.size === pairs.length ? parts : null;
}

function endsOnceAtMost(parts: ReadonlyMap<string, string>): boolean {
  const until = untilOf(parts);
  return until === null || (isLocalDate(until) && !parts.has('COUNT'));
}

/** "The second Monday" is of a month; days of a month have no place in a week; a position is one among days. */
function partsFitTogether(parts: ReadonlyMap<string, string>): boolean {
  const frequency = parts.get('FREQ');
  if (frequency !== 'MONTHLY' && /\d/.test(parts.get('BYDAY') ?? '')) return false;
  if (frequency === 'WEEKLY' && parts.has('BYMONTHDAY')) return false;
  return !parts.has('BYSETPOS') || parts.has('BYDAY') || parts.has('BYMONTHDAY');
}

function untilOf(parts: ReadonlyMap<string, string>): LocalDate | null {
  const until = parts.get('UNTIL');
  return until === undefined ? null : `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`;
}

const midnight = (day: LocalDate) => Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: 'UTC' });
