import { addDays, dayNumber, type LocalDate } from '../../../kernel/local-date.js';

/** A cron line read: which minutes of which hours of which days, by the clock on the wall. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>;
  /** Days of the month and weekdays both named: either is enough, as cron has always had it. */
  readonly eitherDay: boolean;
}

export type CronFault = 'cron.not-five-fields' | 'cron.field-not-valid' | 'cron.too-often' | 'cron.never';

interface Field {
  min: number;
  max: number;
  names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Field[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 7, names: WEEKDAYS },
];
/** Letters are for people: more than four an hour are read by nobody. */
const MOST_A_HOUR = 4;
/** The longest wait there is: from a 29 February that is a weekday named to the next, across a common century year. */
const EVER_DAYS = 366 * 41;

/** Reads five fields: `*`, numbers, names, ranges, lists and steps; a day that never comes is a fault too. */
export function readCron(text: string): Cron | CronFault {
  const fields = text.trim().toLowerCase().split(/\s+/);
  if (fields.length !== FIELDS.length) return 'cron.not-five-fields';
  const read = fields.map((field, index) => valuesOf(field, FIELDS[index] ?? { min: 0, max: 0 }));
  const [minutes, hours, days, months, weekdays] = read;
  if (!minutes || !hours || !days || !months || !weekdays) return 'cron.field-not-valid';
  if (minutes.length > MOST_A_HOUR) return 'cron.too-often';
  const isNamed = (index: number): boolean => fields[index]?.startsWith('*') === false;
  const cron: Cron = {
    ...{ minutes, hours, days: new Set(days), months: new Set(months) },
    weekdays: new Set(weekdays.map((day) => day % 7)),
    eitherDay: isNamed(2) && isNamed(4),
  };
  return nextDay(cron, '2000-01-01', 1) === null ? 'cron.never' : cron;
}

/** The first day that matches, from `day` on (`step` 1) or back (`step` -1); null when there is none in forty years. */
export function nextDay(cron: Cron, day: LocalDate, step: 1 | -1): LocalDate | null {
  let found = day;
  for (let n = 0; n < EVER_DAYS; n += 1) {
    if (isDay(cron, found)) return found;
    found = addDays(found, step);
  }
  return null;
}

/** The times of a day, `HH:MM`, in order. */
export const timesOf = ({ hours, minutes }: Cron): string[] =>
  hours.flatMap((hour) => minutes.map((minute) => `${two(hour)}:${two(minute)}`));

function isDay({ days, months, weekdays, eitherDay }: Cron, day: LocalDate): boolean {
  if (!months.has(Number(day.slice(5, 7)))) return false;
  const isOfMonth = days.has(Number(day.slice(8, 10)));
  // 1970-01-01 was a Thursday.
  const isOfWeek = weekdays.has((((dayNumber(day) + 4) % 7) + 7) % 7);
  return eitherDay ? isOfMonth || isOfWeek : isOfMonth && isOfWeek;
}

/** Ascending, each once; null when the field cannot be read. */
function valuesOf(field: string, spec: Field): number[] | null {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const range = rangeOf(part, spec);
    if (range === null) return null;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function rangeOf(part: string, spec: Field): { from: number; to: number; step: number } | null {
  const match = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,2}))?$/.exec(part);
  if (match === null) return null;
  const [, first = '', last, stepText] = match;
  if (first === '*' && last !== undefined) return null;
  const from = first === '*' ? spec.min : valueOf(first, spec);
  const step = stepText === undefined ? 1 : Number(stepText);
  // `5/15` goes on to the end, as `*/15` does.
  const isOpen = first === '*' || (last === undefined && stepText !== undefined);
  const to = isOpen ? spec.max : last === undefined ? from : valueOf(last, spec);
  if (from === null || to === null || step < 1 || from > to) return null;
  return { from, to, step };
}

function valueOf(text: string, { min, max, names }: Field): number | null {
  const named = names?.indexOf(text) ?? -1;
  const value = named >= 0 ? named + (min === 1 ? 1 : 0) : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : null;
}

const two = (number: number): string => String(number).padStart(2, '0');
