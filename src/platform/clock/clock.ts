import { Temporal } from 'temporal-polyfill';
import type { LocalDate } from '../../kernel/local-date.js';

/** An instant as RFC 3339 text in UTC, `2026-11-23T09:30:00.000Z`; texts of this form compare in time order. */
export type Instant = string;

/** The only place that asks what time it is. Tests and the demo centre set it. */
export class Clock {
  private frozen: Instant | null = null;

  now(): Instant {
    return this.frozen ?? new Date().toISOString();
  }

  /** Stops the clock at an instant; null lets it run again. */
  set(at: Instant | null): void {
    this.frozen = at;
  }

  today(zone: string): LocalDate {
    return localDateOf(this.now(), zone);
  }
}

const calendars = new Map<string, Intl.DateTimeFormat>();

/** The calendar day an instant falls on in a zone. Nearly every request asks: by Intl it takes a tenth of the time. */
export function localDateOf(at: Instant, zone: string): LocalDate {
  let calendar = calendars.get(zone);
  if (calendar === undefined) {
    // Swedes write days as ISO 8601 does.
    calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
    calendars.set(zone, calendar);
  }
  return calendar.format(new Date(at));
}

/** The instant of a wall-clock time in a zone; a time skipped by a clock change moves forward by the gap. */
export function instantOf(date: LocalDate, time: string, zone: string): Instant {
  const wall = Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(time));
  return isoOf(wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant());
}

export function addMinutes(at: Instant, minutes: number): Instant {
  return isoOf(Temporal.Instant.from(at).add({ minutes }));
}

/** Whether the text names an IANA time zone this machine knows. */
export function isTimeZone(zone: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(zone);
    return /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/.test(zone);
  } catch {
    return false;
  }
}

function isoOf(instant: Temporal.Instant): Instant {
  return instant.toString({ smallestUnit: 'millisecond' });
}
