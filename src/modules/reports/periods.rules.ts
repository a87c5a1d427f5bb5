import { addDays, addMonths, dayNumber, daysBetween, type LocalDate } from '../../kernel/local-date.js';

/** Periods by their name, of the day on which they are asked for. */
export const NAMED_PERIODS = [
  'today',
  'yesterday',
  'this_week',
  'last_week',
  'this_month',
  'last_month',
  'this_quarter',
  'last_quarter',
  'this_year',
  'last_year',
  'week_to_date',
  'month_to_date',
  'quarter_to_date',
  'year_to_date',
] as const;
export type NamedPeriod = (typeof NAMED_PERIODS)[number];

/** From the first day up to, not including, the day `to`. */
export interface Period {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** A named period whole: this month goes to its end, though it has not come yet; to date, it ends with the day itself. */
export function periodOf(name: NamedPeriod, today: LocalDate): Period {
  if (name.endsWith('_to_date')) {
    const whole = `this_${name.slice(0, -'_to_date'.length)}` as NamedPeriod;
    return { from: periodOf(whole, today).from, to: addDays(today, 1) };
  }
  const [which, unit] = name.split('_') as [string, string | undefined];
  if (unit === undefined) {
    const from = which === 'today' ? today : addDays(today, -1);
    return { from, to: addDays(from, 1) };
  }
  const step = which === 'last' ? -1 : 0;
  if (unit === 'week') {
    const from = addDays(mondayOf(today), step * 7);
    return { from, to: addDays(from, 7) };
  }
  const months = unit === 'month' ? 1 : unit === 'quarter' ? 3 : 12;
  const from = addMonths(startOf(today, months), step * months);
  return { from, to: addMonths(from, months) };
}

/** The period of the same length before: of whole months as many months, else as many days. */
export function periodBefore({ from, to }: Period): Period {
  const isMonths = from.endsWith('-01') && to.endsWith('-01');
  if (!isMonths) return { from: addDays(from, -daysBetween(from, to)), to: from };
  return { from: addMonths(from, monthOf(from) - monthOf(to)), to: from };
}

// 1970-01-01 was a Thursday.
const mondayOf = (day: LocalDate): LocalDate => addDays(day, -((((dayNumber(day) + 3) % 7) + 7) % 7));
const monthOf = (day: LocalDate): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const startOf = (day: LocalDate, months: number): LocalDate =>
  addMonths(`${day.slice(0, 7)}-01`, -(monthOf(day) % months));
