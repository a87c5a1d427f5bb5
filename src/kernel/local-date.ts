/**
 * Calendar days without time or zone, as `YYYY-MM-DD`. Strings in that form compare in calendar order, so `<` and
 * `===` work on them. Arithmetic is on the proleptic Gregorian calendar, in UTC, so no clock change can move a day.
 */
export type LocalDate = string;

const DAY_MS = 86_400_000;

/** Whether the text is a day that exists (`2026-02-30` is not). */
export function isLocalDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && fromDayNumber(dayNumber(text)) === text;
}

/** Days since 1970-01-01. */
export function dayNumber(date: LocalDate): number {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

export function fromDayNumber(days: number): LocalDate {
  return Number.isFinite(days) ? new Date(days * DAY_MS).toISOString().slice(0, 10) : '';
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** The same day of a later month, or that month's last day: `2026-01-31` + 1 = `2026-02-28`. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return fromDayNumber(Date.UTC(year, month - 1 + months, Math.min(day, lastDay)) / DAY_MS);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

export const yearOf = (day: LocalDate): number => Number(day.slice(0, 4));

/** Full years lived on a day; someone born on 29 February has their birthday on 1 March of a common year. */
export function ageOn(birthDate: LocalDate, on: LocalDate): number {
  const years = yearOf(on) - yearOf(birthDate);
  return on.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

export function earlier(a: LocalDate, b: LocalDate): LocalDate {
  return a < b ? a : b;
}

export function later(a: LocalDate, b: LocalDate): LocalDate {
  return a > b ? a : b;
}
