import { addDays, addMonths, earlier, later, type LocalDate } from '../../kernel/local-date.js';
import { chooseScheme, finished } from './pay.rules.js';
import type { Pay, PayTerms, Proration } from './pay.types.js';
import { weekdayOf } from './premium.rules.js';

export interface SalaryPeriod {
  readonly from: LocalDate;
  /** The day after the last. */
  readonly to: LocalDate;
}

export interface Employment {
  readonly hiredOn: LocalDate;
  /** The first day they no longer work here. */
  readonly leftOn: LocalDate | null;
}

/** Pay for days that follow each other within one month, by one scheme. */
export interface SalaryPart extends SalaryPeriod, Pay {
  readonly schemeId: string;
}

const WORKWEEK = [1, 2, 3, 4, 5];

/**
 * A monthly salary for a period: month by month, each stretch of days by the scheme in effect on them, from the day they
 * came to the day they left. Parts of one month sum to the salary, because each is the difference of two roundings.
 */
export function salaryFor(
  schemes: readonly PayTerms[],
  employment: Employment,
  period: SalaryPeriod,
  holidays: ReadonlySet<LocalDate>,
): SalaryPart[] {
  const from = later(period.from, employment.hiredOn);
  const to = employment.leftOn === null ? period.to : earlier(period.to, employment.leftOn);
  const parts: SalaryPart[] = [];
  let start = from;
  while (start < to) {
    const scheme = schemeOn(schemes, start);
    const monthEnds = addMonths(monthOf(start), 1);
    let end = addDays(start, 1);
    while (end < to && end < monthEnds && schemeOn(schemes, end)?.id === scheme?.id) end = addDays(end, 1);
    if (scheme !== null) parts.push(partOf(scheme, { from: start, to: end }, holidays));
    start = end;
  }
  return parts.filter((part) => part.amount !== 0);
}

const monthOf = (day: LocalDate): LocalDate => `${day.slice(0, 7)}-01`;

const schemeOn = (schemes: readonly PayTerms[], onDate: LocalDate): PayTerms | null =>
  chooseScheme(schemes, { activityId: null, groupId: null, onDate }, 'salary');

function partOf(scheme: PayTerms, part: SalaryPeriod, holidays: ReadonlySet<LocalDate>): SalaryPart {
  const month = monthOf(part.from);
  const monthEnds = addMonths(month, 1);
  const workdays = countDays(month, monthEnds, (day) => isWorked(day, scheme, holidays));
  // A month without a day of work, all of it holidays, is paid by the calendar.
  const proration: Proration =
    scheme.proration === 'working_days' && workdays > 0 ? 'working_days' : 'calendar_days';
  const counts = (day: LocalDate) => proration === 'calendar_days' || isWorked(day, scheme, holidays);
  const pay = finished({
    basis: 'salary',
    rate: scheme.rate ?? 0,
    proration,
    daysBefore: countDays(month, part.from, counts),
    daysThrough: countDays(month, part.to, counts),
    daysOf: countDays(month, monthEnds, counts),
    min: null,
    max: null,
  });
  return { ...part, ...pay, schemeId: scheme.id };
}

const isWorked = (day: LocalDate, scheme: PayTerms, holidays: ReadonlySet<LocalDate>): boolean =>
  (scheme.weekdays ?? WORKWEEK).includes(weekdayOf(day)) && !holidays.has(day);

function countDays(from: LocalDate, to: LocalDate, counts: (day: LocalDate) => boolean): number {
  let count = 0;
  for (let day = from; day < to; day = addDays(day, 1)) if (counts(day)) count += 1;
  return count;
}
