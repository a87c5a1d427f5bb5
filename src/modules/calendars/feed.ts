import { ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { eventOf, type FeedLesson } from './feed.rules.js';

const REFRESH_SECONDS = 3600;

/** The feed as text/calendar. Instants are in UTC, so every program shows them right on both sides of a clock change. */
export function feedText(feed: { title: string; timeZone: string }, lessons: readonly FeedLesson[]): string {
  const calendar = new ICalCalendar({
    name: feed.title,
    prodId: { company: 'Kruzhok', product: 'Schedule', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
  });
  calendar.x('X-WR-TIMEZONE', feed.timeZone);
  for (const lesson of lessons) {
    const { uid, isCancelled, start, end, created, lastModified, ...shown } = eventOf(lesson);
    calendar.createEvent({
      ...shown,
      id: uid,
      start: new Date(start),
      end: new Date(end),
      created: new Date(created),
      lastModified: new Date(lastModified),
      stamp: new Date(lastModified),
      status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  return `${calendar.toString().replace(/\r?\n$/, '')}\r\n`;
}
