import { isLocalDate, type LocalDate } from '../../kernel/local-date.js';

/** An RFC 5545 rule of days, taken apart: what a RECUR value may say of days, and what is wrong with one that says more. */
export interface RecurrenceRule {
  frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  interval: number;
  count: number | null;
  until: LocalDate | null;
  /** Weekdays 1 (Monday) to 7; `nth` counts within the month or the year, from its end when negative. */
  weekdays: readonly NthWeekday[];
  monthDays: readonly number[];
  months: readonly number[];
  positions: readonly number[];
  weekStart: number;
}

export interface NthWeekday {
  nth: number | null;
  weekday: number;
}

export type RuleFault = 'rule.not-valid' | 'rule.too-frequent' | 'rule.count-too-large';

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const WEEKDAY = `(${WEEKDAYS.join('|')})`;
const NTH_WEEKDAY = `([+-]?([1-9]|[1-4]\\d|5[0-3]))?${WEEKDAY}`;
const list = (item: string): RegExp => new RegExp(`^${item}(,${item})*$`);

/** Parts a rule may have and the form of each; what is not here would mean times of day, or weeks by number. */
const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d?$/,
  COUNT: /^[1-9]\d{0,3}$/,
  UNTIL: /^\d{8}(T([01]\d|2[0-3])[0-5]\d[0-5]\dZ?)?$/,
  BYDAY: list(NTH_WEEKDAY),
  BYMONTHDAY: list('[+-]?([1-9]|[12]\\d|3[01])'),
  BYMONTH: list('([1-9]|1[0-2])'),
  BYSETPOS: list('[+-]?([1-9]\\d?|[12]\\d\\d|3[0-5]\\d|36[0-6])'),
  WKST: new RegExp(`^${WEEKDAY}$`),
};

/** The rule, or the code of what is wrong with the text. */
export function readRule(text: string): RecurrenceRule | RuleFault {
  const pairs = text
    .replace(/^RRULE:/, '')
    .split(';')
    .map((part) => part.split('='));
  const parts = new Map(pairs.map(([name = '', value = '']) => [name, value]));
  if (/^(SECOND|MINUTE|HOUR)LY$/.test(parts.get('FREQ') ?? '')) return 'rule.too-frequent';
  if (/^\d{5,}$/.test(parts.get('COUNT') ?? '')) return 'rule.count-too-large';
  const wellFormed = pairs.every(
    ([name = '', value = '', ...rest]) =>
      rest.length === 0 && Object.hasOwn(PARTS, name) && PARTS[name]?.test(value) === true,
  );
  if (!wellFormed || parts.size !== pairs.length || !parts.has('FREQ')) return 'rule.not-valid';
  const rule = ruleOf(parts);
  return endsOnceAtMost(rule) && partsFitTogether(rule) ? rule : 'rule.not-valid';
}

function ruleOf(parts: ReadonlyMap<string, string>): RecurrenceRule {
  const items = (name: string): string[] => parts.get(name)?.split(',') ?? [];
  const numbers = (name: string): number[] => items(name).map(Number);
  const until = parts.get('UNTIL');
  return {
    frequency: parts.get('FREQ') as RecurrenceRule['frequency'],
    interval: Number(parts.get('INTERVAL') ?? 1),
    count: parts.has('COUNT') ? Number(parts.get('COUNT')) : null,
    until: until === undefined ? null : `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`,
    weekdays: items('BYDAY').map((day) => ({
      nth: day.length > 2 ? Number(day.slice(0, -2)) : null,
      weekday: weekdayOf(day.slice(-2)),
    })),
    monthDays: numbers('BYMONTHDAY'),
    months: numbers('BYMONTH'),
    positions: numbers('BYSETPOS'),
    weekStart: weekdayOf(parts.get('WKST') ?? 'MO'),
  };
}

const weekdayOf = (name: string): number => WEEKDAYS.indexOf(name) + 1;

const endsOnceAtMost = ({ until, count }: RecurrenceRule): boolean =>
  until === null || (isLocalDate(until) && count === null);

/** RFC 5545, 3.3.10: "the second Monday" is of a month or a year; a week has no days of a month; a position needs a set. */
function partsFitTogether(rule: RecurrenceRule): boolean {
  const ordinals = rule.weekdays.flatMap(({ nth }) => (nth === null ? [] : [Math.abs(nth)]));
  const ofMonth = rule.frequency === 'MONTHLY' || (rule.frequency === 'YEARLY' && rule.months.length > 0);
  if (ordinals.length > 0 && !ofMonth && rule.frequency !== 'YEARLY') return false;
  if (ofMonth && ordinals.some((nth) => nth > 5)) return false;
  if (rule.frequency === 'WEEKLY' && rule.monthDays.length > 0) return false;
  return rule.positions.length === 0 || rule.weekdays.length + rule.monthDays.length + rule.months.length > 0;
}
